#!/usr/bin/env python3
"""The bytes of the overlay's vectors, packed by hand from docs/language.md, "Native definitions".

`python3 Tests/Oracles/overlay_vectors.py` fails if a `vector` in protocol/overlay or protocol/addresses differs from what
is packed here. Nothing of Weft is used: a value of n bits takes the next n bits, least significant first.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


class Bits:
    def __init__(self):
        self.value = 0
        self.count = 0

    def put(self, value, width):
        assert 0 <= value < 1 << width or width == 0 == value, (value, width)
        self.value |= value << self.count
        self.count += width
        return self

    def bytes(self, data):
        for byte in data:
            self.put(byte, 8)
        return self

    def hex(self):
        return self.value.to_bytes((self.count + 7) // 8, "little").hex()


A = bytes(range(32))
B = bytes([0xFF] * 32)


def contact(bits, address, link, round_trip):
    return bits.bytes(address).put(link, 2).put(round_trip, 12)


def prefix(bits, length, data):
    # int(0...256): 9 bits; a count 0…32: 6 bits.
    return bits.put(length, 9).put(len(data), 6).bytes(data)


VECTORS = {
    # Presence of `nearest`, then the nonce.
    ("Ping", "plain"): Bits().put(0, 1).put(1, 32),
    ("Ping", "with the nearest sibling"): Bits().put(1, 1).put(0xDEADBEEF, 32).bytes(A[:5]),
    ("Pong", "at once, full"): Bits().put(1, 32).put(0, 10).put(0, 7),
    ("Pong", "late, with room"): Bits().put(0xFFFFFFFF, 32).put(1023, 10).put(64, 7),
    # Presence of `tag`, nonce, target, want − 1 in 5 bits.
    ("FindNode", "smallest"): Bits().put(0, 1).put(0, 32).bytes(bytes(32)).put(0, 5),
    ("FindNode", "in the overlay of a tag"): Bits().put(1, 1).put(7, 32).bytes(A).put(19, 5).put(0xABCD, 16),
    # Extension bit, nonce, count 0…20 in 5 bits, contacts, flag.
    ("Found", "nobody nearer"): Bits().put(0, 1).put(7, 32).put(0, 5).put(1, 1),
    ("Found", "two contacts"): contact(
        contact(Bits().put(0, 1).put(7, 32).put(2, 5), A, 1, 25), B, 2, 4095).put(0, 1),
    # Errand 4, tag 3, hops 6, nonce 32, prefix, options 3, count 0…1100 in 11 bits.
    ("Route", "join, to a prefix of 12 bits"): prefix(
        Bits().put(0, 4).put(0, 3).put(40, 6).put(99, 32), 12, b"\xAB\xC0").put(0, 3).put(0, 11),
    ("Route", "deliver, with a receipt"): prefix(
        Bits().put(4, 4).put(7, 3).put(1, 6).put(100, 32), 256, A).put(0b101, 3).put(5, 11).bytes(b"hello"),
    # Nonce, tag of three cases in 2 bits.
    ("RouteReply", "unreachable"): Bits().put(99, 32).put(2, 2),
    ("RouteReply", "full, with a sibling"): contact(Bits().put(99, 32).put(1, 2), A, 0, 0),
    ("RouteReply", "delivered"): Bits().put(100, 32).put(0, 2).bytes(bytes([0x5A] * 64)).put(2, 11).bytes(b"ok"),
}


def main():
    text = "".join(path.read_text() for path in sorted((ROOT / "protocol/overlay").glob("*.weft")))
    stated = {
        (name, label): re.sub(r"\s", "", digits).lower()
        for name, label, digits in re.findall(r'^vector (\w+) "([^"]*)".*?= hex"([^"]*)"', text, re.M | re.S)
    }
    wrong = False
    for key, bits in VECTORS.items():
        if stated.get(key) != bits.hex():
            wrong = True
            print(f"{key[0]} {key[1]!r}: packed {bits.hex()}, stated {stated.get(key)}")
    for key in stated.keys() - VECTORS.keys():
        wrong = True
        print(f"{key[0]} {key[1]!r}: not packed here")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
