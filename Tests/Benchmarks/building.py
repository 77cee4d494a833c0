"""Building the benchmark package, and reading what the build made."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCRATCH = ROOT / ".build" / "benchmarks"


def build(product):
    """A release build of one product and what it needs; swift-protobuf only where the product uses it."""
    # SwiftPM plans anew without it; with it, a source file that the main package gained since would be missed.
    for plan in SCRATCH.glob("*/release/description.json"):
        plan.unlink()
    command = ["swift", "build", "-c", "release", "--package-path", HERE, "--scratch-path", SCRATCH, "--product", product]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise SystemExit(f"{product} does not build")
    return SCRATCH / "release" / product


def build_weft():
    """A release build of the command, in the project's own build folder."""
    command = ["swift", "build", "-c", "release", "--traits", "Tools", "--package-path", ROOT, "--product", "weft"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise SystemExit("weft does not build")
    return ROOT / ".build" / "release" / "weft"


def figures(program, mode):
    """What the program prints, `word word … figure` a line, by the words."""
    lines = subprocess.run([program, mode], check=True, capture_output=True, text=True).stdout.splitlines()
    return {tuple(line.split()[:-1]): float(line.split()[-1]) for line in lines}


def object_text(module):
    """Bytes of optimised machine code in a module's object files."""
    objects = sorted((SCRATCH / "release" / f"{module}.build").glob("**/*.o"))
    if not objects:
        raise SystemExit(f"{module} has no object files")
    lines = subprocess.run(["size", "-A", *objects], check=True, capture_output=True, text=True).stdout.splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(".text"))
