"""What of a stylesheet is used: the asset build trims installed CSS with these pure functions."""

import re
from collections.abc import Iterator, Mapping, Set

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRUCTURE = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{}();]", re.DOTALL)
_ALTERNATIVES = re.compile(r":(?:not|is)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_REFERENCE = re.compile(r"var\(")
_GROUPING = ("@media", "@supports", "@layer", "@container")


def squeezed(css: str) -> str:
    """``css`` without comments and without white space that means nothing."""
    bare = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    return re.sub(r" ?([{};,]) ?", r"\1", bare).replace(";}", "}").strip()


def closed(css: str) -> bool:
    """Whether every rule that opens also ends: a browser says nothing of one that does not."""
    depth = 0
    for mark in _STRUCTURE.finditer(_COMMENT.sub("", css)):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth < 0:
            return False
    return depth == 0


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The (prelude, body) pairs at the outermost level; statements without a body are left out."""
    depth, start, opened = 0, 0, 0
    for mark in _STRUCTURE.finditer(css):
        if mark[0] == "{":
            opened = mark.start() if depth == 0 else opened
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : mark.start()].strip()
                start = mark.end()
        elif mark[0] == ";" and depth == 0:
            start = mark.end()


def split(text: str, separator: str) -> list[str]:
    """``text`` cut at every separator that is not within brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == separator and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [part for part in [*parts, text[start:].strip()] if part]


def used_rules(css: str, words: Set[str]) -> str:
    """The rules of ``css`` whose every class is one of ``words``."""
    kept = []
    for prelude, body in rules(_COMMENT.sub("", css)):
        if prelude.startswith(_GROUPING):
            inner = used_rules(body, words)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif body and (selectors := _used_selectors(prelude, words)):
            kept.append(f"{selectors}{{{body}}}")
    return "\n".join(rule for rule in kept if rule)


def _used_selectors(prelude: str, words: Set[str]) -> str:
    selectors = split(prelude, ",")
    return ",".join(one for one in selectors if _classes(one) <= words)


def _classes(selector: str) -> Set[str]:
    return set(_CLASS.findall(_ALTERNATIVES.sub("", selector)))


def custom_properties(css: str) -> dict[str, str]:
    """Every custom property that ``css`` sets, by name; the last one wins."""
    found: dict[str, str] = {}
    for _, body in rules(_COMMENT.sub("", css)):
        for declaration in _declarations(body):
            name, colon, value = declaration.partition(":")
            if colon and name.strip().startswith("--"):
                found[name.strip()] = value.strip()
    return found


def _declarations(body: str) -> Iterator[str]:
    depth, start = 0, 0
    for mark in _STRUCTURE.finditer(body):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if mark[0] == ";" and depth == 0:
            yield body[start : mark.start()]
            start = mark.end()
    yield body[start:]


def resolved(css: str, properties: Mapping[str, str], live: Set[str]) -> str:
    """``css`` with every reference replaced by what it stands for, but for the ``live`` properties.

    Live are those that some rule sets: their value is known only on the page. A property that nobody
    sets gives way to its fallback.
    """
    written, rest = [], css
    while found := _REFERENCE.search(rest):
        end = _closing(rest, found.end())
        written += [rest[: found.start()], _value(rest[found.end() : end], properties, live)]
        rest = rest[end + 1 :]
    return "".join([*written, rest])


def _value(reference: str, properties: Mapping[str, str], live: Set[str]) -> str:
    name, _, fallback = (part.strip() for part in reference.partition(","))
    if name not in live and name in properties:
        return resolved(properties[name], properties, live)
    inner = resolved(fallback, properties, live)
    if name not in live and inner:
        return inner
    return f"var({name},{inner})" if inner else f"var({name})"


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that was opened just before ``start``."""
    depth = 1
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    raise ValueError(f"a bracket is never closed: {text[start : start + 60]}")


def set_names(css: str) -> set[str]:
    """The name of every custom property that some rule of ``css`` sets, however deep."""
    return set(re.findall(r"(?<=[{;\s])(--[\w-]+)\s*:", _COMMENT.sub("", css)))
