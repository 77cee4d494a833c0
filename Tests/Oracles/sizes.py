"""The table of sizes: the benchmark messages by Weft and by four real encoders, on the same seeded values.

    python3 sizes.py --weft .build/debug/weft [--count 100] [--markdown]

Fails if a message of ranges, bools, optionals, lists, bytes and unions takes a byte more than ASN.1 UPER needs for any of
the values. Text and varint are in the table but not under that law: UPER has no counterpart with the same bounds.
Needs asn1tools and protobuf (PyPI: requirements.txt), and protoc, capnp and flatc (Debian: protobuf-compiler, capnproto,
flatbuffers-compiler).
"""

import argparse
import statistics
import sys
from pathlib import Path

import encoders
import values

SCHEMA = encoders.SCHEMAS.parent / "Sources" / "BenchmarkMessages"
NOT_IN_THE_GATE = {"Chat"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weft", default=".build/debug/weft", type=Path)
    parser.add_argument("--count", default=100, type=int, help="values a message")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()

    ours = encoders.Weft(options.weft, SCHEMA)
    others = [encoders.ASN1(), encoders.Protobuf(), encoders.CapnProto(), encoders.FlatBuffers()]
    rows, larger = [], []
    for message in values.MESSAGES:
        samples = values.values(message, options.count)
        sizes = {encoder.title: [len(data) for data in encoder.encode(message, samples)] for encoder in [ours, *others]}
        rows.append([message] + [f"{statistics.mean(size):.1f}" for size in sizes.values()])
        if message not in NOT_IN_THE_GATE:
            pairs = zip(sizes["Weft"], sizes["UPER"])
            larger += [f"{message}, value {index}: {weft} bytes, UPER {uper}"
                       for index, (weft, uper) in enumerate(pairs) if weft > uper]

    titles = ["mean bytes", ours.title] + [encoder.title for encoder in others]
    if options.markdown:
        lines = [titles, ["---"] + ["---:"] * (len(titles) - 1), *rows]
        print("\n".join("| " + " | ".join(line) + " |" for line in lines))
    else:
        for line in [titles, *rows]:
            print(f"{line[0]:<12}" + "".join(f"{cell:>20}" for cell in line[1:]))
    print(f"\n{options.count} values a message, seed {values.SEED}")
    for line in larger:
        print("larger than UPER:", line, file=sys.stderr)
    return 1 if larger else 0


if __name__ == "__main__":
    sys.exit(main())
