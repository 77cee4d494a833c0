"""Bytes a message on the four traces: Weft's modes beside other people's, and the entropy bound.

    Traces/table.py [--json] FOLDER

FOLDER holds what `Traces FOLDER` and `TraceBytes FOLDER` wrote. Fails where the generated codecs' bytes are not the witness's.
"""

import argparse
import json

import others
from encodings_made import bound_module, sizes
from traces import Folder

TITLES = {
    "bound": "entropy bound, order 0 per field", "packed": "Weft, packed", "packedDelta": "Weft, packed deltas and tables",
    "packedDeltaOrdered": "Weft, deltas against the last tick",
    "zstdHistory": "Weft, zstd with a history of 3 KiB", "zstdStream": "Weft, columns and a zstd stream",
    "protobuf": "protobuf", "protobufZstdMessage": "protobuf + zstd, each message", "protobufZstdStream": "protobuf + zstd stream",
    "capnProtoPacked": "Cap'n Proto packed", "messagePackZstdStream": "MessagePack + zstd stream",
    "byteColumnsZstd": "byte columns + zstd, each message",
}


def measured(folder):
    module = bound_module()
    bounds = module.bounds(folder.path)
    ordered = module.cubes(folder.file("cubes"), age=1)["boundBytesPerMessage"]
    report = {}
    for trace, summary in folder.summary.items():
        totals = sizes(folder, trace) | others.sizes(folder, trace)
        count = summary["messages"]
        bound = bounds[trace]
        assert bound["messages"] == count
        report[trace] = {
            "boundBytesPerMessage": round(bound["boundBytesPerMessage"], 3), "rawBytesPerMessage": round(bound["rawBytesPerMessage"], 3),
            "contexts": bound["contexts"], "baseline": bound["baseline"], "messages": count, "sha256": folder.sha256(trace),
            "entropyBytesPerMessage": summary["entropyBits"] and round(summary["entropyBits"] / 8 / count, 3),
            "modes": {mode: round(total / count, 3) for mode, total in totals.items()},
        }
    report["cubes"]["boundBytesPerMessageOrdered"] = round(ordered, 3)
    return report


def print_table(report):
    print(f"{'bytes a message':<36}" + "".join(f"{trace:>16}" for trace in report))
    rows = [("the generator's own −log2 p", [r["entropyBytesPerMessage"] for r in report.values()]),
            (TITLES["bound"], [r["boundBytesPerMessage"] for r in report.values()])]
    rows += [(title, [r["modes"].get(mode) for r in report.values()]) for mode, title in TITLES.items() if mode != "bound"]
    for title, figures in rows:
        if any(figures):
            print(f"{title:<36}" + "".join(f"{'' if figure is None else f'{figure:,.2f}':>16}" for figure in figures))
    print()
    for trace, figures in report.items():
        best = figures["modes"].get("packedDelta")
        stream = figures["modes"]["protobufZstdStream"]
        ordered = figures["modes"].get("packedDeltaOrdered")
        bound = figures["boundBytesPerMessage"]
        if best:
            print(f"{trace}: packed deltas {100 * (best / bound - 1):+.1f} % of the bound; protobuf + zstd stream is {stream / best:.2f} times "
                  f"as large (of the bound: {stream / bound:.2f})")
        if ordered:
            print(f"{trace}: where both know the last tick, protobuf + zstd stream is {stream / ordered:.2f} times as large "
                  f"(of that bound: {stream / figures['boundBytesPerMessageOrdered']:.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("folder")
    options = parser.parse_args()
    report = measured(Folder(options.folder))
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print_table(report)


if __name__ == "__main__":
    main()
