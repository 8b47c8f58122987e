"""Where a list goes on: the key of the last row that was given, folded up so that nobody builds on what is in it."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from wijkstem.queries.open_data.keyset import Key

LONGEST: Final = 400
_MOST = 2**31 - 1


def written(key: Key) -> str:
    """For an address."""
    said = json.dumps([str(value) for value in key], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read(said: str, keys: Sequence[type]) -> Key | None:
    """The key with values of these types; None for what we never gave out."""
    if not said.isascii() or len(said) > LONGEST:
        return None
    try:
        raw = base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw)
        if not isinstance(values, list) or len(values) != len(keys):
            return None
        key = tuple(_value(value, of) for value, of in zip(values, keys, strict=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    # One way to write it: so that a part of a list has one address.
    return key if written(key) == said else None


def _value(value: object, of: type) -> Any:
    if not isinstance(value, str):
        raise ValueError("not text")
    if of is date:
        return date.fromisoformat(value)
    if of is UUID:
        return UUID(value)
    if of is int:
        number = int(value)
        if not 0 <= number <= _MOST:
            raise ValueError("too large")
        return number
    if not value.isprintable():
        raise ValueError("not printable")
    return value
