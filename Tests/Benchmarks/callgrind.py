"""Instructions a call, by function, from one run under `valgrind --tool=callgrind`."""

import os
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path


def instructions_by_call(program, *arguments):
    """Runs the program and gives the mean inclusive instruction count of one call of each function."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "callgrind.out"
        # Names come from the symbol table; Swift's debug information is newer than some releases of valgrind can read.
        stripped = Path(folder) / "program"
        subprocess.run(["strip", "--strip-debug", "-o", stripped, program], check=True)
        # Bound at the start, so that no count holds the dynamic linker's work.
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no", f"--callgrind-out-file={out}",
             stripped, *map(str, arguments)],
            capture_output=True, text=True, env=os.environ | {"LD_BIND_NOW": "1", "SWIFT_BACKTRACE": "enable=no"})
        if done.returncode != 0:
            raise SystemExit(f"{program} {' '.join(map(str, arguments))} under callgrind: exit code {done.returncode}\n{done.stderr}")
        return parse(out)


def parse(path):
    """The file's format: https://valgrind.org/docs/manual/cl-format.html"""
    inclusive, calls = defaultdict(int), defaultdict(int)
    function = called = None
    with open(path) as lines:
        for line in lines:
            if line.startswith("fn="):
                function = line[3:].rstrip()
            elif line.startswith("cfn="):
                called = line[4:].rstrip()
            elif line.startswith("calls="):
                calls[called] += int(line[6:].split()[0])
            elif line[:1].isdigit() and function is not None:
                inclusive[function] += int(line.split()[1])
    return {function: inclusive[function] / count for function, count in calls.items() if count > 0}


def of_operation(counts, verb, message, contestant):
    """The count of one measured function; Swift's names are mangled, with the length before each word."""
    word = {"weft": f"{verb}{message}", "c": f"witness{verb.title()}{message}", "protobuf": f"protobuf{verb.title()}{message}"}
    name = word[contestant]
    if contestant == "c":
        return counts.get(name)
    # A specialised copy may stand behind the function; the outermost has the whole cost.
    pattern = re.compile(rf"^\$s\d+[A-Z][a-z]+{len(name)}{name}[^0-9a-zA-Z]*(\d[a-z]+)*[yS]")
    found = [count for function, count in counts.items() if pattern.match(function)]
    return max(found) if found else None
