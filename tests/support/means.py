"""Means in tests: prepared, announced and opened, in a dossier of their own; and a made-up room where none is needed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from starlette.requests import Request

from tests.support.world import World
from wijkstem.commands.announcing import AnnounceMeans, CloseMeans
from wijkstem.commands.dossiers import OpenDossier
from wijkstem.commands.means import MakeMeans
from wijkstem.commands.means_rooms import ROOM_RULES, RoomRules
from wijkstem.domain.dossiers import DossierForm
from wijkstem.domain.means import MeansForm
from wijkstem.queries.means import MeansPage
from wijkstem.tables.means import Means
from wijkstem.web.rooms import ROOMS, Room
from wijkstem.words.means import MeansKind

#: Whole but for its kind and its dossier; `START` of the world is on 2 March 2026.
FORM = MeansForm(
    kind=MeansKind.DISCUSSION,
    title="Wat doen wij met het plein?",
    question="Het plein is leeg. Wat moet er komen? Zeg wat u wilt.",
    dossier_id=None,
    level="advise",
    promise="De raad leest alles. In april zegt de raad wat hij doet, en waarom.",
    audience="everyone",
    body_id="raad",
    decided_on=date(2026, 2, 23),
    decision="De raad wil eerst weten wat mensen er nu missen.",
    opens_on=date(2026, 3, 2),
    closes_on=date(2026, 3, 15),
    account_by=date(2026, 4, 20),
)


def dossier(world: World) -> UUID:
    """A dossier, another one each time."""
    made = uuid4()
    world.execute(
        OpenDossier(DossierForm("Het plein", "Alles over het plein."), made), world.official
    )
    return made


def made(world: World, kind: MeansKind = MeansKind.DISCUSSION, **values: Any) -> UUID:
    """A draft, with what is otherwise than `FORM`."""
    means_id = uuid4()
    values = {
        "kind": kind,
        "dossier_id": values.pop("dossier_id", None) or dossier(world),
        **values,
    }
    world.execute(MakeMeans(replace(FORM, **values), means_id), world.official)
    return means_id


def announced(world: World, kind: MeansKind = MeansKind.DISCUSSION, **values: Any) -> UUID:
    """Open from today on, unless ``values`` say otherwise."""
    means_id = made(world, kind, **values)
    world.execute(AnnounceMeans(means_id, row_of(world, means_id)["revision"]), world.official)
    return means_id


def closed(world: World, kind: MeansKind = MeansKind.DISCUSSION, **values: Any) -> UUID:
    """Closed early, with a reason."""
    means_id = announced(world, kind, **values)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    return means_id


def row_of(world: World, means_id: UUID) -> dict[str, Any]:
    """The row as it is now."""
    [row] = world.rows(Means, id=means_id)
    return row


async def _nothing(request: Request, found: MeansPage) -> Mapping[str, object]:
    del request
    return {"number": found.means.number}


@contextmanager
def made_up_room(kind: MeansKind) -> Iterator[None]:
    """A room that shows nothing: its template has macros only."""
    rules, room = ROOM_RULES.get(kind), ROOMS.get(kind)
    ROOM_RULES[kind], ROOMS[kind] = RoomRules(), Room("_parts/paging.html", _nothing)
    try:
        yield
    finally:
        ROOM_RULES.pop(kind)
        ROOMS.pop(kind)
        if rules:
            ROOM_RULES[kind] = rules
        if room:
            ROOMS[kind] = room
