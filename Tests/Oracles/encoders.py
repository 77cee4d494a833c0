"""The real encoders that the sizes are compared with. Each takes values in our JSON mapping and gives encodings as bytes."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parent.parent / "Benchmarks" / "Schemas"


def run(*command, input=b""):
    done = subprocess.run([str(word) for word in command], input=input, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


class Weft:
    """`weft encode`, the program that people use."""

    title = "Weft"

    def __init__(self, weft, schema):
        self.weft, self.schema = weft, schema

    def encode(self, message, values):
        return [self.encode_one(message, value) for value in values]

    def encode_one(self, message, value):
        text = run(self.weft, "encode", "--schema", self.schema, message, input=json.dumps(value).encode())
        return bytes.fromhex(text.decode().strip())


class ASN1:
    """UPER by asn1tools (PyPI)."""

    title = "UPER"

    def __init__(self):
        import asn1tools

        text = (SCHEMAS / "messages.asn1").read_text()
        self.codec = asn1tools.compile_string(text, "uper")
        # `enum` is an INTEGER in the ASN.1: names become their codes.
        self.codes = {"kind": ["scout", "fighter", "bomber", "carrier", "miner", "station"],
                      "team": ["neutral", "red", "blue"],
                      "mode": ["idle", "manual", "hold", "mission", "landing"],
                      "link": ["webSocket", "webRTC", "relay"]}

    def encode(self, message, values):
        return [bytes(self.codec.encode(message, self.convert(value))) for value in values]

    def convert(self, value, key=None):
        if isinstance(value, dict):
            if key in ("reply", "endpoints"):
                [(case, content)] = value.items()
                return case, bytes.fromhex(content) if case == "relay" else self.convert(content)
            return {name: self.convert(content, name) for name, content in value.items()}
        if isinstance(value, list):
            return [self.convert(element, key) for element in value]
        if key in self.codes:
            return self.codes[key].index(value)
        if key in ("target", "token", "address", "fingerprint"):
            return bytes.fromhex(value)
        return value


class Protobuf:
    """The `protobuf` package of PyPI, over the descriptor that `protoc` writes."""

    title = "protobuf"

    def __init__(self):
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

        with tempfile.NamedTemporaryFile() as file:
            run("protoc", f"--proto_path={SCHEMAS}", f"--descriptor_set_out={file.name}", "messages.proto")
            files = descriptor_pb2.FileDescriptorSet.FromString(Path(file.name).read_bytes())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        self.type = lambda name: message_factory.GetMessageClass(pool.FindMessageTypeByName("weft.benchmarks." + name))

    def encode(self, message, values):
        return [self.fill(self.type(message)(), value).SerializeToString(deterministic=True) for value in values]

    def fill(self, target, value):
        for name, content in value.items():
            field = target.DESCRIPTOR.fields_by_name[name]
            if isinstance(content, list):
                for element in content:
                    if field.message_type:
                        self.fill(getattr(target, name).add(), element)
                    else:
                        getattr(target, name).append(element)
            elif field.message_type:
                getattr(target, name).SetInParent()
                self.fill(getattr(target, name), content)
            else:
                setattr(target, name, self.scalar(field, content))
        return target

    @staticmethod
    def scalar(field, value):
        if field.type == field.TYPE_BYTES:
            return bytes.fromhex(value)
        if field.enum_type:
            return field.enum_type.values_by_name[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", value).upper()].number
        return value


class CapnProto:
    """`capnp convert text:flat-packed` (Debian): packed, and without the table of segments that a stream needs."""

    title = "Cap'n Proto packed"
    optional = {"flags", "edited", "deadline", "priority"}

    def encode(self, message, values):
        return [run("capnp", "convert", "text:flat-packed", SCHEMAS / "messages.capnp", message,
                    input=self.text(value).encode()) for value in values]

    def text(self, value, key=None):
        if isinstance(value, dict):
            return "(" + ", ".join(f"{name} = {self.text(content, name)}" for name, content in value.items()) + ")"
        if isinstance(value, list):
            return "[" + ", ".join(self.text(element, key) for element in value) + "]"
        if key in self.optional:
            return f"(value = {value})"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if key in ("target", "token", "address", "fingerprint", "relay"):
            return f'0x"{value}"'
        if key in ("author", "body"):
            return json.dumps(value, ensure_ascii=False)
        return value


class FlatBuffers:
    """`flatc --binary` (Debian), JSON to its binary form."""

    title = "FlatBuffers"
    structs = {"target", "fingerprint", "relay"}

    def encode(self, message, values):
        with tempfile.TemporaryDirectory() as folder:
            schema = Path(folder) / "messages.fbs"
            schema.write_text((SCHEMAS / "messages.fbs").read_text() + f"\nroot_type {message};\n")
            names = [f"{index:05}.json" for index in range(len(values))]
            for name, value in zip(names, values):
                (Path(folder) / name).write_text(json.dumps(self.convert(value), ensure_ascii=False))
            run("flatc", "--no-warnings", "--binary", "-o", folder, schema, *[Path(folder) / name for name in names])
            return [(Path(folder) / name).with_suffix(".bin").read_bytes() for name in names]

    def convert(self, value, key=None):
        if isinstance(value, dict):
            if key in ("reply", "endpoints"):
                [(case, content)] = value.items()
                return {"kind_type": case, "kind": self.convert(content, case)}
            return {name: self.convert(content, "contact.address" if name == "address" and "rtt" in value else name)
                    for name, content in value.items()}
        if isinstance(value, list):
            return [self.convert(element, key) for element in value]
        if key in self.structs or key == "contact.address":
            return {"bytes": list(bytes.fromhex(value))}
        if key in ("token", "address"):
            return list(bytes.fromhex(value))
        return value
