"""A ballot that somebody is filling in: it lives on their own device, in two cookies that only this installation can read.

Nothing of it is in the database or in the session, so it survives logging in and nobody can join it to a person. One
cookie holds what was filled in, for some days. The other holds the voting code, and goes when the browser is closed:
on a computer that others use as well, a code must not stay behind.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.voting_codes import is_code, is_receipt
from wijkstem.kit.ids import new_token
from wijkstem.kit.sealed import opened, sealed
from wijkstem.kit.tags import TagKeys
from wijkstem.web.context import services, visitor
from wijkstem.words.rounds import VotingWay

#: Seconds that a started ballot stays on the device.
KEPT: Final = 14 * 24 * 3600
#: Characters of what was typed beside one plan: more is no number anyhow, and what is cut off is shown as it was cut.
LONGEST: Final = 12
#: Plans that can be laid side by side.
MOST_BESIDE: Final = 4
#: A browser takes no larger cookie.
_MOST_BYTES: Final = 3_900

ALL, PICKED, LATER = "alles", "gekozen", "later"


@dataclass(frozen=True)
class Started:
    """What was filled in so far, and how this voter looks at it."""

    #: Gives the order of the plans: another for each device, and always the same on this one.
    seed: str
    typed: Mapping[int, str] = field(default_factory=dict)
    later: frozenset[int] = frozenset()
    beside: tuple[int, ...] = ()
    show: str = ALL
    words: str = ""
    #: It is not on the device yet: until it is, each page would draw another order.
    fresh: bool = False


@dataclass(frozen=True)
class Key:
    """What this device votes with, and afterwards what it is told."""

    code: str = ""
    way: VotingWay = VotingWay.CODE
    #: The number of the area that the code is for; 0: not known yet.
    area: int = 0
    receipt: str = ""
    changed: bool = False


def started(request: Request, number: str) -> Started:
    """The ballot that was started on this device; a fresh one when there is none."""
    found = _read(request, _DRAFT, number)
    try:
        return Started(
            seed=str(found["seed"]),
            typed={int(n): str(text)[:LONGEST] for n, text in found["typed"].items()},
            later=frozenset(map(int, found["later"])),
            beside=tuple(map(int, found["beside"]))[:MOST_BESIDE],
            show=found["show"] if found["show"] in {PICKED, LATER} else ALL,
            words=str(found["words"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return Started(new_token()[:12], fresh=True)


def key_of(request: Request, number: str) -> Key:
    """The code on this device; an empty one when there is none."""
    found = _read(request, _CODE, number)
    try:
        key = Key(
            code=found["code"] if is_code(found["code"]) else "",
            way=VotingWay(found["way"]),
            area=int(found["area"]),
            receipt=found["receipt"] if is_receipt(found["receipt"]) else "",
            changed=found["changed"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return Key()
    return key


def keep_started(request: Request, response: Response, number: str, it: Started) -> bool:
    """Whether it fits on the device; what does not fit is not kept at all."""
    plain = {
        "seed": it.seed,
        "typed": {str(n): text for n, text in it.typed.items()},
        "later": sorted(it.later),
        "beside": list(it.beside),
        "show": it.show,
        "words": it.words,
    }
    return _write(request, response, _DRAFT, number, plain, KEPT)


def keep_key(request: Request, response: Response, number: str, key: Key) -> None:
    plain = {
        "code": key.code,
        "way": key.way.value,
        "area": key.area,
        "receipt": key.receipt,
        "changed": key.changed,
    }
    _write(request, response, _CODE, number, plain, None)


def forget(request: Request, response: Response, number: str) -> None:
    """Nothing of it stays on this device."""
    for kind in (_DRAFT, _CODE):
        response.delete_cookie(_name(request, kind, number), path="/", **_guard(request))


# --- cookies -----------------------------------------------------------------------------------------

_DRAFT, _CODE = "stembiljet", "stemcode"


def _name(request: Request, kind: str, number: str) -> str:
    name = f"{kind}-{re.sub(r'[^0-9A-Za-z-]', '', number)}"
    return f"__Host-{name}" if services(request).settings.https else name


def _guard(request: Request) -> dict[str, Any]:
    return {"secure": services(request).settings.https, "httponly": True, "samesite": "lax"}


def _secret(keys: TagKeys, key_id: str, request: Request, number: str) -> str:
    return keys.one(key_id, visitor(request).municipality_id, "device", number)


def _read(request: Request, kind: str, number: str) -> Any:
    """What stands in it; nothing in one that we did not make."""
    text = request.cookies.get(_name(request, kind, number), "")
    if not text or len(text) > _MOST_BYTES:
        return {}
    keys, box = services(request).tag_keys, text.encode("ascii", "ignore")
    box += b"=" * (-len(box) % 4)  # a cookie takes no "=" without quotes around it
    for key_id in keys.keys:
        found = opened(box, _secret(keys, key_id, request, number))
        if kind in found:
            return json.loads(found[kind])
    return {}


def _write(
    request: Request, response: Response, kind: str, number: str, plain: Any, lasts: int | None
) -> bool:
    keys = services(request).tag_keys
    texts = {kind: json.dumps(plain, separators=(",", ":"))}
    box = sealed(texts, _secret(keys, keys.current, request, number)).decode().rstrip("=")
    if len(box) > _MOST_BYTES:
        return False
    response.set_cookie(
        _name(request, kind, number), box, max_age=lasts, path="/", **_guard(request)
    )
    return True
