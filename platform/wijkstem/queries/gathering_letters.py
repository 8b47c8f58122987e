"""What messages about gatherings say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Connection, Row, select

from wijkstem.events.gatherings import (
    GatheringAnnounced,
    GatheringCancelled,
    GatheringChanged,
    GatheringNear,
    GatheringReported,
    PlaceGiven,
    SignedOff,
    SignedUp,
)
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.gatherings import Gathering
from wijkstem.words import Because

_gathering = table_of(Gathering)

Told = (
    GatheringAnnounced
    | GatheringChanged
    | GatheringCancelled
    | GatheringReported
    | GatheringNear
    | SignedUp
    | SignedOff
    | PlaceGiven
)


@dataclass(frozen=True)
class GatheringLetter(Addressed):
    """Everything that the templates may use; of a gathering as it is now, and not as it was."""

    title: str
    path: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    access: str
    #: Of who signed up just then: whether there was a place.
    has_place: bool
    #: Why it does not go on.
    reasons: str
    came: int
    heard: str
    follow_up: str


def gathering_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, GatheringLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.ATTENDS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.gathering_id for one in told}
    gatherings = _gatherings(connection, municipality_id, ids)
    return {one.asked: _compose(one, gatherings[one.event.gathering_id]) for one in told}


def _gatherings(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = select(_gathering).where(
        _gathering.c.municipality_id == municipality_id, _gathering.c.id.in_(ids)
    )
    return {row.id: row for row in connection.execute(found)}


def _compose(one: Telling[Told], it: Row[*tuple[Any, ...]]) -> GatheringLetter:
    event = one.event
    return GatheringLetter(
        **one.envelope,
        title=it.title,
        path=f"/bijeenkomsten/{it.id}",
        held_on=it.held_on,
        starts_at=it.starts_at,
        ends_at=it.ends_at,
        place=it.place,
        access=it.access,
        has_place=isinstance(event, SignedUp) and event.has_place,
        reasons=it.reasons or "",
        came=it.came or 0,
        heard=it.heard or "",
        follow_up=it.follow_up or "",
    )
