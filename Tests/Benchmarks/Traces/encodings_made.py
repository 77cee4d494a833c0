"""What `TraceBytes` wrote, held to the witness; and the script that computes the bound, as a module."""

import importlib.machinery
import importlib.util
from pathlib import Path

import modes

HERE = Path(__file__).resolve().parent


def bound_module():
    loader = importlib.machinery.SourceFileLoader("bound", str(HERE / "bound"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bound", loader))
    loader.exec_module(module)
    return module


def encodings(file):
    """The messages that `TraceBytes` wrote."""
    data, place = file.read_bytes(), 0
    while place < len(data):
        end = place + 4 + int.from_bytes(data[place:place + 4], "little")
        yield data[place + 4:end]
        place = end


def sizes(folder, trace):
    """Bytes in all that the generated codecs made, by mode; each message of a mode that the witness knows is compared with it."""
    made = {file.suffix[1:]: list(encodings(file)) for file in sorted((folder.path / "encodings").glob(trace + ".*"))}
    for place, expected in enumerate(modes.MODES[trace](folder)):
        for mode, encoding in expected.items():
            if made[mode][place] != encoding:
                raise SystemExit(f"{trace}.{mode}, message {place}: {made[mode][place].hex()}, but by the witness {encoding.hex()}")
    assert all(len(messages) == folder.summary[trace]["messages"] for messages in made.values())
    return {mode: sum(map(len, messages)) for mode, messages in made.items()}
