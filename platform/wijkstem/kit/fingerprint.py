"""What a page is made from besides data, as one short word: it changes whenever code, words or rules do."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

#: What decides how a page looks.
_KINDS = frozenset({".py", ".html", ".txt", ".toml", ".po", ".json"})


def fingerprint(folders: Iterable[Path], *words: object) -> str:
    """The same on every machine that has the same files and was told the same ``words``.

    A process runs what it read when it began, so it looks at each folder once.
    """
    found = hashlib.sha256(repr(words).encode())
    for folder in folders:
        found.update(_content(folder))
    return found.hexdigest()[:16]


@cache
def _content(folder: Path) -> bytes:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in _KINDS and file.is_file():
            found.update(str(file.relative_to(folder)).encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.digest()
