"""Between an event and its stored text."""

import json
from functools import lru_cache

from wijkstem.events.base import Event
from wijkstem.events.catalogue import BY_TYPE, UPCASTS, UnknownEvent

#: Events that a process keeps in hand as it read them: what came just now, which every consumer reads in its turn. Of
#: those with more characters than most (an import can have a hundred thousand rows) it keeps none.
KEPT, KEPT_LENGTH = 2048, 2000


def encode(event: Event) -> str:
    """The JSON that is stored."""
    return event.model_dump_json()


def decode(type_: str, payload: str) -> Event:
    """The event that was stored as ``payload``, brought to today's version; nobody changes it: events are frozen.

    Raises:
        UnknownEvent: when the type is neither in the catalogue nor an old version of one that is.
        ValueError: when the payload does not fit its type.
    """
    read = _kept if len(payload) <= KEPT_LENGTH else _read
    return read(type_, payload)


def _read(type_: str, payload: str) -> Event:
    known = BY_TYPE.get(type_)
    if known is not None:
        return known.model_validate_json(payload)
    return _upcast(type_, payload)


_kept = lru_cache(KEPT)(_read)


def _upcast(type_: str, payload: str) -> Event:
    values = json.loads(payload)
    while type_ not in BY_TYPE:
        if type_ not in UPCASTS:
            raise UnknownEvent(type_)
        type_, change = UPCASTS[type_]
        values = change(values)
    return BY_TYPE[type_].model_validate_json(json.dumps(values))
