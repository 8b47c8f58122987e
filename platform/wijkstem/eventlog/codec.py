"""Between an event and its stored text."""

import json
from functools import lru_cache

from wijkstem.events.base import Event
from wijkstem.events.catalogue import BY_TYPE, UPCASTS, UnknownEvent

#: Events that a process keeps in hand as it read them: what came just now, which every consumer reads in its turn.
KEPT = 2048


def encode(event: Event) -> str:
    """The JSON that is stored."""
    return event.model_dump_json()


@lru_cache(KEPT)  # nobody changes an event: they are frozen
def decode(type_: str, payload: str) -> Event:
    """The event that was stored as ``payload``, brought to today's version.

    Raises:
        UnknownEvent: when the type is neither in the catalogue nor an old version of one that is.
        ValueError: when the payload does not fit its type.
    """
    known = BY_TYPE.get(type_)
    if known is not None:
        return known.model_validate_json(payload)
    return _upcast(type_, payload)


def _upcast(type_: str, payload: str) -> Event:
    values = json.loads(payload)
    while type_ not in BY_TYPE:
        if type_ not in UPCASTS:
            raise UnknownEvent(type_)
        type_, change = UPCASTS[type_]
        values = change(values)
    return BY_TYPE[type_].model_validate_json(json.dumps(values))
