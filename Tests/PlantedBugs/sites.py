"""Where a bug can be planted, by the look of a line, and what it is then.

Each bug is compiled in beside the right code and acts where the environment variable WEFT_PLANTED_BUG names its number, so that
one build serves all of them.
"""

import re
from dataclasses import dataclass

LITERAL = r"(?<![\w.\]#\"])(0x[0-9A-Fa-f_]+|0b[01_]+|[0-9][0-9_]*)(?![\w.]|\s*\.\.)"
COMPARISONS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == "}
ARITHMETIC = {
    " + ": " - ", " - ": " + ", " &+ ": " &- ", " &- ": " &+ ", " << ": " >> ", " >> ": " << ", " & ": " | ", " | ": " & ",
    " && ": " || ", " || ": " && ", " * ": " + ", " / ": " * ", " % ": " / ", " ^ ": " | ",
}
ORDERS = {
    ".msbBig": ".msbLittle", ".msbLittle": ".msbBig", ".lsbLittle": ".lsbBig", ".lsbBig": ".lsbLittle",
    ".bigEndian": ".littleEndian", ".littleEndian": ".bigEndian", "bigEndian:": "littleEndian:", "littleEndian:": "bigEndian:",
    ".byteSwapped": "", ".mostSignificantFirst": ".leastSignificantFirst", ".leastSignificantFirst": ".mostSignificantFirst",
}
# Not code that runs, or code that only says something.
QUIET = re.compile(
    r"^\s*(//|@|import|public import|precondition|assert|case \.|case let|#|\}|hasher|extension|public extension|typealias|protocol)"
    r"|\bfunc \b|\binit\(|description|: String|StaticString|\"|\bassert\(|hashValue|Hasher|\boperator\b|subscript|-> "
)


@dataclass(frozen=True)
class Site:
    """A line that a bug can stand in."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    form: str  # "local": `after` is the line with a choice in it, "{bug}" the condition; "statement": the statement is left out
    shown: str

    def planted(self, number):
        return self.after.replace("{bug}", f"plantedBug == {number}")


def balanced(text):
    depth = 0
    for character in text:
        depth += character in "([{"
        depth -= character in ")]}"
        if depth < 0:
            return False
    return depth == 0


def top_level_clauses(text):
    """What stands between commas outside of all parentheses."""
    depth, start, clauses = 0, 0, []
    for index, character in enumerate(text):
        depth += character in "([{"
        depth -= character in ")]}"
        if character == "," and depth == 0:
            clauses.append(text[start:index])
            start = index + 1
    return clauses + [text[start:]]


def parts(line):
    """What is around the expression of a line: (before, expression, behind), or None."""
    for pattern in (
        r"^(\s*(?:guard|if|while) )((?!let |var |case |#|unsafe let).*?)( else \{.*| \{.*)$",
        r"^(\s*(?:\} else if )?(?:let|var) \w+(?:: [\w.<>\[\]?]+)? = )(.*)()$",
        r"^(\s*return )(.+)()$",
        r"^(\s*(?:case [^:]*|default): )((?!return|throw|break|try)[^=]+)()$",
        r"^(\s*[\w.\[\]()]+ (?:=|\|=|\+=|-=|&=|\^=|<<=|>>=|&\+=|&-=) )(.+)()$",
    ):
        match = re.match(pattern, line)
        if match and balanced(match[2]) and not match[2].endswith(("{", ",", "(", "?", ":")) and " let " not in match[2]:
            before, expression, behind = match.groups()
            # Of a list of conditions the first: only one by itself is an expression.
            clauses = top_level_clauses(expression)
            if len(clauses) > 1:
                if not before.strip().startswith(("guard", "if", "while", "} else if")):
                    return None
                expression, behind = clauses[0], expression[len(clauses[0]) :] + behind
            word = re.match(r"((?:try |unsafe )+)(.*)$", expression)
            if word:
                before, expression = before + word[1], word[2]
            return before, expression, behind
    return None


def sites(path, text):
    """All of them in a file."""
    found = []
    lines = text.split("\n")

    def add(number, kind, line, after, shown, form="local"):
        if after != line:
            found.append(Site(path, number, kind, line, after, form, shown))

    for index, line in enumerate(lines):
        if QUIET.search(line) and not re.match(r"^\s*(if|guard|return|let|var|try|word|[a-z]\w* =).*field: \"", line):
            continue
        number = index + 1
        masked = re.sub(r'"[^"]*"', lambda match: '"' + "_" * (len(match[0]) - 2) + '"', line)
        # A width, place or bound that is off by one; another constant.
        for match in re.finditer(LITERAL, masked):
            before = masked[: match.start()]
            value = int(match[1].replace("_", ""), 0)
            isWidth = bool(re.search(r"(bitCount|count|Count|at|shift|width|by|bits): \(?$|(<<|>>) $", before))
            if re.search(r"(FixedArray|FixedBytes|Inline\w+)<[^>]*$|as $|case $", before):
                continue
            other = value + 1 if isWidth or value < 2 else value - 1
            after = line[: match.start()] + f"({{bug}} ? {other} : {match[1]})" + line[match.end() :]
            add(number, "width or place" if isWidth else "constant", line, after, f"{match[1]} → {other}")
        for right, wrong in ORDERS.items():
            for match in re.finditer(re.escape(right) + r"\b" if right[-1].isalpha() else re.escape(right), masked):
                if right in (".byteSwapped", ".bigEndian", ".littleEndian") or not right.startswith("."):
                    part = parts(line)
                    if not part:
                        continue
                    start = match.start() - len(part[0])
                    if start < 0 or start >= len(part[1]):
                        continue
                    changed = part[1][:start] + wrong + part[1][start + len(right) :]
                    add(number, "byte order", line, f"{part[0]}({{bug}} ? ({changed}) : ({part[1]})){part[2]}", f"{right} → {wrong}")
                else:
                    after = line[: match.start()] + f"({{bug}} ? {wrong} : {right})" + line[match.end() :]
                    add(number, "byte order", line, after, f"{right} → {wrong}")
        part = parts(line)
        if part:
            before, expression, behind = part
            quiet = masked[len(before) : len(before) + len(expression)]
            for table, kind in ((COMPARISONS, "comparison"), (ARITHMETIC, "arithmetic")):
                for right, wrong in table.items():
                    for match in re.finditer(re.escape(right), quiet):
                        if "{" in quiet[: match.start()]:
                            continue
                        changed = expression[: match.start()] + wrong + expression[match.end() :]
                        add(
                            number, kind, line, f"{before}({{bug}} ? ({changed}) : ({expression})){behind}",
                            f"{right.strip()} → {wrong.strip()}")
            for match in re.finditer(r"\b(min|max)\(", quiet):
                wrong = "max" if match[1] == "min" else "min"
                changed = expression[: match.start()] + wrong + expression[match.start() + 3 :]
                add(number, "bound", line, f"{before}({{bug}} ? ({changed}) : ({expression})){behind}", f"{match[1]} → {wrong}")
            stripped = line.strip()
            if stripped.startswith("guard ") and "{" in behind:
                add(number, "missing check", line, f"{before}({{bug}} || ({expression})){behind}", "the guard always holds")
            if stripped.startswith("if ") and re.search(r"throw|fail", behind + (lines[index + 1] if index + 1 < len(lines) else "")):
                add(number, "missing check", line, f"{before}(!({{bug}}) && ({expression})){behind}", "the check never fires")
        # A statement that is left out.
        statement = re.match(r"^(\s+)((?:try )?(?!self\.\w+ =|return|throw|let|var|if|for|while|switch|guard|case|break|continue|else|defer|self\.init|repeat|do\b|yield|default)[a-z_][\w.]*(?:\(.*\)| [-+|&^]?= .*| &\+= .*))$", line)
        if statement and balanced(statement[2]) and not line.rstrip().endswith((",", "(", "{")):
            previous = lines[index - 1].rstrip() if index else ""
            if previous.endswith(("{", "}", ")", ";")) or re.search(r" = .*[\w\])]$|^\s*//", previous):
                add(number, "dropped statement", line, f"{statement[1]}if !({{bug}}) {{ {statement[2]} }}", "left out", "statement")
    return found
