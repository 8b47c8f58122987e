"""The commands of docs/operate.md, so that a test runs what the handbook says and neither can drift."""

import re

from wijkstem.settings import ROOT

_HEADING = re.compile(r"^#{2,} ")


def commands(heading: str) -> str:
    """The indented lines below a heading, up to the next one of any level."""
    lines = (ROOT / "docs" / "operate.md").read_text().splitlines()
    begin = next(n for n, line in enumerate(lines) if _HEADING.sub("", line) == heading)
    found: list[str] = []
    for line in lines[begin + 1 :]:
        if _HEADING.match(line):
            break
        if line.startswith("    "):
            found.append(line.removeprefix("    "))
    if not found:
        raise LookupError(f"the handbook says no commands under {heading!r}")
    return "\n".join(found)
