"""Bars of what `FORMAT=json make bytes` measured, as SVG: `plots.py FOLDER < bytes.json` writes FOLDER/bytes-TRACE.svg."""

import json
import sys
from pathlib import Path

from table import TITLES

WIDTH, LABEL, BAR, STEP = 760, 270, 400, 24
COLOURS = {"bound": "#999999", "packed": "#1b6ca8", "packedDelta": "#1b6ca8", "packedDeltaOrdered": "#1b6ca8", "zstdStream": "#1b6ca8",
           "zstdHistory": "#1b6ca8"}


def plot(trace, figures):
    rows = {"bound": figures["boundBytesPerMessage"]} | figures["modes"]
    rows = {mode: rows[mode] for mode in TITLES if mode in rows}
    # What is far behind would make the rest invisible: its bar is cut, and the figure says how long it is.
    limit = 4 * sorted(rows.values())[len(rows) // 2]
    longest = max(min(figure, limit) for figure in rows.values())
    height = STEP * len(rows) + 44
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="12" y="22" font-weight="bold">{trace}: bytes a message, {figures["messages"]:,} messages</text>']
    for place, (mode, figure) in enumerate(rows.items()):
        y = 36 + STEP * place
        length = BAR * min(figure, limit) / longest
        cut = ' stroke="white" stroke-dasharray="6 3"' if figure > limit else ""
        lines.append(f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{TITLES[mode]}</text>')
        lines.append(f'<rect x="{LABEL}" y="{y + 2}" width="{length:.1f}" height="18" fill="{COLOURS.get(mode, "#d08a3c")}"{cut}/>')
        lines.append(f'<text x="{LABEL + length + 6:.1f}" y="{y + 15}">{figure:,.1f}</text>')
    return "\n".join(lines + ["</svg>"]) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for trace, figures in json.load(sys.stdin).items():
        (folder / f"bytes-{trace}.svg").write_text(plot(trace, figures))
