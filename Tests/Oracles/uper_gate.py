"""A law of size: no random message of ranges, bools, enums, flags, optionals, lists, bytes and unions is larger than UPER.

    python3 uper_gate.py --weft .build/debug/weft [--messages 40] [--values 3] [--seed 1]

Each message is written in both languages from one tree of types, and asn1tools (PyPI) encodes the same value. The seed is
printed; with it the run repeats.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

import asn1tools

import encoders


class Type:
    """One type in both languages: its spelling in each, its least bits, and random values as (JSON, asn1tools)."""

    def __init__(self, weft, asn1, least, value):
        self.weft, self.asn1, self.least, self.value = weft, asn1, least, value


def bits_for(choices):
    return (choices - 1).bit_length()


def json_integer(value):
    return value if abs(value) < 2**53 else str(value)


def integer(weft, lower, upper):
    def value(r):
        chosen = r.choice([lower, upper, r.randint(lower, upper)])
        return json_integer(chosen), chosen

    return Type(weft, f"INTEGER ({lower}..{upper})", bits_for(upper - lower + 1), value)


class Generator:
    def __init__(self, r):
        self.r = r
        self.weft, self.asn1 = [], []
        self.names = 0

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def type(self, depth):
        leaves = [self.bool, self.unsigned, self.signed, self.ranged, self.enumeration, self.flags, self.bytes]
        nodes = [self.list, self.list, self.struct, self.union]
        return self.r.choice(leaves + nodes * 2 if depth > 0 else leaves)(depth - 1)

    def bool(self, _):
        def value(r):
            chosen = r.random() < 0.5
            return chosen, chosen

        return Type("bool", "BOOLEAN", 1, value)

    def unsigned(self, _):
        width = self.r.randint(1, 64)
        return integer(f"u{width}", 0, 2**width - 1)

    def signed(self, _):
        width = self.r.randint(1, 64)
        return integer(f"i{width}", -(2 ** (width - 1)), 2 ** (width - 1) - 1)

    def ranged(self, _):
        """Ranges at and around powers of two are where a width is easily one bit off."""
        size = max(0, 2 ** self.r.randint(0, 63) + self.r.choice([-2, -1, 0, 1]))
        lower = self.r.choice([0, 1, self.r.randint(0, 2**32), -self.r.randint(1, 2**32), -(size // 2)])
        upper = lower + size
        if lower < 0:
            upper = min(upper, 2**63 - 1)
        return integer(f"int({lower}...{upper})", lower, upper)

    def enumeration(self, _):
        codes = sorted(self.r.sample(range(40), self.r.randint(1, 6)))
        width = self.r.choice([None, max(1, codes[-1].bit_length()), 8])
        name = self.name("Enum")
        cases = "  ".join(f"c{code} = {code}" for code in codes)
        self.weft.append(f"enum {name}{f': u{width}' if width else ''} {{ {cases} }}")

        def value(r):
            code = r.choice(codes)
            return f"c{code}", code

        highest = 2**width - 1 if width else codes[-1]
        return Type(name, f"INTEGER (0..{highest})", bits_for(highest + 1), value)

    def flags(self, _):
        count = self.r.randint(1, 20)
        name = self.name("Flags")
        self.weft.append(f"flags {name} {{ " + "  ".join(f"f{bit} = {bit}" for bit in range(count)) + " }")

        def value(r):
            bits = [r.random() < 0.5 for _ in range(count)]
            padded = bits + [False] * (-count % 8)
            octets = [sum(bit << (7 - k) for k, bit in enumerate(padded[at : at + 8])) for at in range(0, len(padded), 8)]
            return [f"f{bit}" for bit in range(count) if bits[bit]], (bytes(octets), count)

        return Type(name, f"BIT STRING (SIZE ({count}))", count, value)

    def bytes(self, _):
        upper = self.r.choice([1, 2, 3, 7, 8, 16, 32, 255, 256, 300])
        lower = self.r.choice([upper, 0, 0, self.r.randint(0, upper)])

        def value(r):
            octets = r.randbytes(r.choice([lower, upper, r.randint(lower, upper)]))
            return octets.hex(), octets

        weft, asn1 = self.sized("bytes[{}]", "OCTET STRING (SIZE ({}))", lower, upper, upper)
        return Type(weft, asn1, bits_for(upper - lower + 1) + 8 * lower, value)

    def list(self, depth):
        element = self.type(depth)
        while element.least == 0:  # Which no list may hold: nothing would bound what its count costs to read.
            element = self.type(0)
        upper = self.r.choice([1, 2, 3, 4, 7, 8, 9, 20])
        lower = self.r.choice([upper, 0, 0, self.r.randint(0, upper)])

        def value(r):
            pairs = [element.value(r) for _ in range(r.choice([lower, upper, r.randint(lower, upper)]))]
            return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]

        weft, asn1 = self.sized(f"[{element.weft}{{}}]", f"SEQUENCE (SIZE ({{}})) OF {element.asn1}", lower, upper, f" * {upper}")
        return Type(weft, asn1, bits_for(upper - lower + 1) + lower * element.least, value)

    @staticmethod
    def sized(weft, asn1, lower, upper, fixed):
        """`n`, `max: n` or `max: n, min: m` in ours; `n` or `m..n` in ASN.1."""
        if lower == upper:
            return weft.format(fixed), asn1.format(upper)
        bounds = f"max: {upper}" + (f", min: {lower}" if lower > 0 else "")
        # The brackets of a list hold the element first.
        separator = ", " if weft[0] == "[" else ""
        return weft.format(separator + bounds), asn1.format(f"{lower}..{upper}")

    def fields(self, depth):
        return [(f"a{index}", self.type(depth), self.r.random() < 0.3) for index in range(self.r.randint(1, 6))]

    @staticmethod
    def record_value(fields):
        def value(r):
            ours, theirs = {}, {}
            for name, type, is_optional in fields:
                if not is_optional or r.random() < 0.5:
                    ours[name], theirs[name] = type.value(r)
            return ours, theirs

        return value

    def record(self, weft_head, name, fields):
        body = "".join(f"  {field}: {type.weft}{'?' if optional else ''}\n" for field, type, optional in fields)
        self.weft.append(f"{weft_head} {{\n{body}}}")
        body = ",\n".join(f"  {field} {type.asn1}{' OPTIONAL' if optional else ''}" for field, type, optional in fields)
        self.asn1.append(f"{name} ::= SEQUENCE {{\n{body}\n}}")
        least = sum(1 if optional else type.least for _, type, optional in fields)
        return Type(name, name, least, self.record_value(fields))

    def struct(self, depth):
        fields = self.fields(depth)
        name = self.name("Struct")
        return self.record(f"struct {name}", name, fields)

    def message(self, tag):
        return self.record(f"message Message{tag} = {tag}", f"Message{tag}", self.fields(depth=3))

    def union(self, depth):
        cases = [(f"c{index}", self.type(depth)) for index in range(self.r.randint(1, 5))]
        name = self.name("Union")
        self.weft.append(f"union {name} {{\n" + "".join(f"  {case}: {type.weft}\n" for case, type in cases) + "}")
        self.asn1.append(f"{name} ::= CHOICE {{\n" + ",\n".join(f"  {case} {type.asn1}" for case, type in cases) + "\n}")

        def value(r):
            case, type = r.choice(cases)
            ours, theirs = type.value(r)
            return {case: ours}, (case, theirs)

        return Type(name, name, bits_for(len(cases)) + min(type.least for _, type in cases), value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weft", default=".build/debug/weft", type=Path)
    parser.add_argument("--messages", default=40, type=int)
    parser.add_argument("--values", default=3, type=int, help="values a message")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--keep", type=Path, help="a folder for the two schemas")
    options = parser.parse_args()
    print(f"seed {options.seed}")

    r = random.Random(options.seed)
    generator = Generator(r)
    messages = [generator.message(tag) for tag in range(1, options.messages + 1)]
    weft = "edition 2026\nmodule Random\n\n" + "\n\n".join(generator.weft) + "\n"
    asn1 = "Random DEFINITIONS AUTOMATIC TAGS ::= BEGIN\n\n" + "\n\n".join(generator.asn1) + "\n\nEND\n"
    if options.keep:
        (options.keep / "random.weft").write_text(weft)
        (options.keep / "random.asn1").write_text(asn1)

    larger = equal = smaller = 0
    uper = asn1tools.compile_string(asn1, "uper")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "random.weft").write_text(weft)
        ours = encoders.Weft(options.weft, folder)
        for message in messages:
            for _ in range(options.values):
                value, witness = message.value(r)
                weft_size = len(ours.encode_one(message.weft, value))
                uper_size = len(uper.encode(message.asn1, witness))
                smaller += weft_size < uper_size
                equal += weft_size == uper_size
                if weft_size > uper_size:
                    larger += 1
                    print(f"{message.weft}: {weft_size} bytes, UPER {uper_size}: {json.dumps(value)}", file=sys.stderr)
    print(f"{equal} values as small as UPER, {smaller} smaller, {larger} larger")
    return 1 if larger else 0


if __name__ == "__main__":
    sys.exit(main())
