"""Canonical JSON: one text for one content, so that its hash says what it is to whoever makes it again."""

import hashlib
import json


def canonical(content: object) -> str:
    """Keys sorted, no blanks, letters as they are; no floats, whose digits differ by language."""
    return json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(content: object) -> object:
    """Raises TypeError for what has no one way to be written."""
    if isinstance(content, dict):
        return {_name(name): _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if content is None or isinstance(content, str | bool | int):
        return content
    raise TypeError(f"no canonical text for {type(content).__name__}")


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a name must be text, not {type(name).__name__}")
    return name
