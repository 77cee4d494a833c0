"""The value traces, read into codes, and the definitions of TraceMessages as the witness knows them."""

import csv
import hashlib
import json
from pathlib import Path

from witness import Data, Field, List, Number, Record

CUBE = Record(
    Field("id", Number(901)), *(Field(axis, Number(size), "difference") for axis, size in [("x", 1 << 18), ("y", 1 << 18), ("z", 1 << 14)]),
    Field("largest", Number(4)), *(Field(part, Number(512), "difference") for part in "abc"), Field("isPulled", Number(2)), keyed=True)
CUBES = Record(Field("cubes", List(CUBE, 901)))

ADDRESS = Data(32)
CONTACT = Record(Field("address", ADDRESS, interned=64), Field("link", Number(4)), Field("roundTrip", Number(1024)))
KADEMLIA = {
    "Find": Record(Field("nonce", Number(65536)), Field("target", ADDRESS, interned=64), Field("want", Number(8))),
    "Found": Record(Field("nonce", Number(65536)), Field("nodes", List(CONTACT, 8))),
    "Ping": Record(Field("nonce", Number(65536)), Field("room", Number(64))),
    "Route": Record(
        Field("errand", Number(8)), Field("hops", Number(32)), Field("nonce", Number(65536)),
        Field("destination", ADDRESS, interned=64), Field("payload", Data(most=63))),
}
INSTRUMENT, TIME, PRICE, SIZE = Number(200), Number(1 << 32), Number(1 << 20), Number(65536)
MARKET = {
    "Listing": Record(Field("instrument", INSTRUMENT), Field("symbol", Data(most=6)), Field("name", Data(most=40))),
    "Quote": Record(
        Field("instrument", INSTRUMENT), Field("time", TIME, "difference", 11),
        *(Field(name, PRICE, "difference") for name in ("bid", "ask")),
        *(Field(name, SIZE, "difference") for name in ("bidSize", "askSize")), keyed=True),
    "Trade": Record(
        Field("instrument", INSTRUMENT, "never"), Field("time", TIME, "difference", 9), Field("price", PRICE, "never"),
        Field("size", SIZE, "never"), Field("side", Number(2), "never"), has_delta=True),
    "News": Record(Field("time", TIME, "difference", 11), Field("instruments", List(INSTRUMENT, 3)), Field("headline", Data(most=200)), has_delta=True),
}
ENTITY = Record(
    Field("id", Number(1 << 32)), Field("kind", Number(8)), Field("owner", Number(65536)), Field("x", Number(65536)),
    Field("y", Number(65536)), Field("health", Number(101)), Field("balance", Number(1 << 32)), Field("version", Number(65536)),
    Field("isActive", Number(2)), keyed=True)
NEIGHBOURHOOD = Record(Field("entities", List(ENTITY, 2000)))

CODES = {
    "link": ["webSocket", "webRTC", "relayed"], "errand": ["join", "find", "signal", "receipt", "deliver"], "side": ["buy", "sell"],
    "kind": ["process", "account", "task", "node", "store"],
}


def code(name, value):
    """The wire code of a value in Weft's JSON mapping."""
    if name in CODES:
        return CODES[name].index(value)
    if name in ("x", "y"):
        return int(16 * (value + 2048))
    if name == "want":
        return value - 1
    if isinstance(value, str):
        return bytes.fromhex(value) if name in ("address", "target", "destination", "payload") else value.encode()
    return int(value)


def codes(record, value):
    """A record's codes as the witness takes them."""
    result = []
    for field in record.fields:
        content = value[field.name]
        if isinstance(field.type, List):
            element = field.type.element
            content = tuple(codes(element, e) if isinstance(element, Record) else e for e in content)
        else:
            content = code(field.name, content)
        result.append(content)
    return tuple(result)


class Folder:
    """What `Traces FOLDER` wrote."""

    def __init__(self, path):
        self.path = Path(path)
        self.summary = json.loads((self.path / "traces.json").read_text())

    def file(self, trace):
        return self.path / self.summary[trace]["file"]

    def sha256(self, trace):
        """Of the value trace, which is the same wherever it is made."""
        found = hashlib.sha256(self.file(trace).read_bytes()).hexdigest()
        known = json.loads((Path(__file__).parent / "sha256.json").read_text())[trace]
        if found != known:
            raise SystemExit(f"{self.file(trace)} is not the trace that is measured: {found}, not {known}")
        return found

    def messages(self, trace):
        """The JSON objects of a trace, one a message."""
        with open(self.file(trace)) as lines:
            for line in lines:
                yield json.loads(line)

    def ticks(self):
        """The cubes, a list of tuples of codes for each tick."""
        tick, cubes = "0", []
        with open(self.file("cubes")) as lines:
            for row in csv.reader(lines):
                if row[0] == "tick":
                    continue
                if row[0] != tick:
                    yield cubes
                    tick, cubes = row[0], []
                cubes.append(tuple(map(int, row[1:])))
        yield cubes
