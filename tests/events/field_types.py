"""Which types an event's field may have: ids, codes, figures and dates, but never a text."""

import types
import typing
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Digest, Digits, Event, InitiativeNumber

#: Texts that a pattern keeps from being a name or a sentence.
CONSTRAINED = (Code, CbsCode, Digest, Digits, InitiativeNumber)
PLAIN = (UUID, int, bool, date, types.NoneType)


def wrong_fields(event: type[Event]) -> list[str]:
    """The fields that could hold a name or a sentence, or something that JSON does not keep."""
    hints = typing.get_type_hints(event, include_extras=True)
    return [name for name in event.model_fields if not is_allowed(hints[name])]


def is_allowed(hint: Any) -> bool:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return all(is_allowed(part) for part in parts)
    if origin is tuple:
        return len(parts) == 2 and parts[1] is Ellipsis and is_allowed(parts[0])
    if origin is Annotated:
        return hint in CONSTRAINED
    return hint in PLAIN or (isinstance(hint, type) and issubclass(hint, StrEnum))
