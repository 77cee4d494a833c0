"""The same traces by other people's encoders: protobuf, Cap'n Proto, MessagePack, and zstd over them."""

import re
import subprocess
import tempfile
from pathlib import Path

import capnp
import msgpack
import zstandard
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SCHEMAS = Path(__file__).resolve().parent.parent / "Schemas"
LEVEL = 3


def values(folder, trace):
    """(link, name, value) of each message. Reals are steps of their grid, ids and bytes are bytes."""
    if trace == "cubes":
        names = "id x y z largest a b c isPulled".split()
        for tick in list(folder.ticks())[7:]:
            cubes = [dict(zip(names, (c[0], c[1] - 131072, c[2] - 131072, *c[3:8], bool(c[8])))) for c in tick]
            yield None, "Cubes", {"cubes": cubes}
        return
    for line in folder.messages(trace):
        value = line["value"]
        for record in [value, *value.get("nodes", []), *value.get("entities", [])]:
            for name in ("address", "target", "destination", "payload"):
                if name in record:
                    record[name] = bytes.fromhex(record[name])
            for name in ("x", "y"):
                if name in record:
                    record[name] = int(16 * record[name])
        yield line.get("link"), line["message"], value


ENVELOPES = {"kademlia": "Kademlia", "market": "Market"}


class Protobuf:
    def __init__(self):
        with tempfile.NamedTemporaryFile() as file:
            subprocess.run(["protoc", f"--proto_path={SCHEMAS}", f"--descriptor_set_out={file.name}", "traces.proto"], check=True)
            files = descriptor_pb2.FileDescriptorSet.FromString(Path(file.name).read_bytes())
        pool = descriptor_pool.DescriptorPool()
        pool.Add(files.file[0])
        self.type = lambda name: message_factory.GetMessageClass(pool.FindMessageTypeByName("weft.traces." + name))

    def encode(self, trace, name, value):
        envelope = ENVELOPES.get(trace)
        message = self.type(envelope or name)()
        target = getattr(message, name) if envelope else message
        target.SetInParent()
        self.fill(target, value)
        return message.SerializeToString(deterministic=True)

    def fill(self, target, value):
        fields = target.DESCRIPTOR.fields_by_name
        for name, content in value.items():
            if isinstance(content, list):
                for element in content:
                    if isinstance(element, dict):
                        self.fill(getattr(target, name).add(), element)
                    else:
                        getattr(target, name).append(element)
            elif fields[name].enum_type:
                word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", content).upper()
                setattr(target, name, fields[name].enum_type.values_by_name[word].number)
            else:
                setattr(target, name, content)


class CapnProto:
    """Packed, without the table of segments that a stream needs."""

    def __init__(self):
        self.schema = capnp.load(str(SCHEMAS / "traces.capnp"))

    def encode(self, trace, name, value):
        envelope = ENVELOPES.get(trace)
        content = {name[0].lower() + name[1:]: value} if envelope else value
        message = getattr(self.schema, envelope or name).new_message(**content)
        return pack(message.to_bytes()[8:])


def pack(words):
    """Cap'n Proto's packing (capnproto.org/encoding.html, "Packing")."""
    packed, place = bytearray(), 0
    while place < len(words):
        word = words[place:place + 8]
        place += 8
        tag = sum(1 << bit for bit, byte in enumerate(word) if byte)
        packed.append(tag)
        packed += bytes(byte for byte in word if byte)
        if tag == 0:
            count = 0
            while count < 255 and place < len(words) and words[place:place + 8] == bytes(8):
                count, place = count + 1, place + 8
            packed.append(count)
        elif tag == 255:
            # Words that would not shrink follow as they are.
            start = place
            while place - start < 8 * 255 and place < len(words) and words[place:place + 8].count(0) < 2:
                place += 8
            packed.append((place - start) // 8)
            packed += words[start:place]
    return bytes(packed)


class MessagePack:
    """Maps with the fields' names; the message's name stands before it."""

    def encode(self, trace, name, value):
        return msgpack.packb([name, value] if trace in ENVELOPES else value)


def sizes(folder, trace):
    """Bytes in all, by mode."""
    protobuf, capnproto, messagepack = Protobuf(), CapnProto(), MessagePack()
    single = zstandard.ZstdCompressor(level=LEVEL)
    totals, link, streams = {}, "", {}

    def add(mode, data):
        totals[mode] = totals.get(mode, 0) + len(data)

    def add_to_stream(mode, data):
        add(mode, streams[mode].compress(data) + streams[mode].flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))

    for at, name, value in values(folder, trace):
        if at != link:
            link = at
            streams = {mode: zstandard.ZstdCompressor(level=LEVEL).compressobj() for mode in ("protobufZstdStream", "messagePackZstdStream")}
        data = protobuf.encode(trace, name, value)
        add("protobuf", data)
        add("protobufZstdMessage", single.compress(data))
        add_to_stream("protobufZstdStream", data)
        add("capnProtoPacked", capnproto.encode(trace, name, value))
        add_to_stream("messagePackZstdStream", messagepack.encode(trace, name, value))
        if trace == "neighbourhood":
            add("byteColumnsZstd", single.compress(byte_columns(value)))
    return totals


def byte_columns(value):
    """What one does by hand: a column for each field, in the smallest whole bytes that hold its range."""
    widths = {"id": 4, "kind": 1, "owner": 2, "x": 2, "y": 2, "health": 1, "balance": 4, "version": 2, "isActive": 1}
    kinds = ["process", "account", "task", "node", "store"]
    columns = []
    for name, byte_count in widths.items():
        numbers = [kinds.index(entity[name]) if name == "kind" else int(entity[name]) for entity in value["entities"]]
        columns += [(number % (1 << 8 * byte_count)).to_bytes(byte_count, "little") for number in numbers]
    return b"".join(columns)
