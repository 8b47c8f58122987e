"""What messages about carrying out say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Connection, Row, and_, select

from wijkstem.domain.evaluations import ENDS
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    PlanningLate,
    WorkPartAdded,
    WorkPartLate,
    WorkPartNear,
    WorkPartUpdated,
)
from wijkstem.kit.rows import table_of
from wijkstem.queries.carrying_out import PartSaid, said_of_parts
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.carrying_out import CarryingOut, WorkPart
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.initiatives import Initiative, title_for_others
from wijkstem.words import Because, PartState

Told = (
    CarryingOutPlanned
    | PlanningLate
    | WorkPartAdded
    | WorkPartUpdated
    | WorkPartNear
    | WorkPartLate
    | CarryingOutFinished
    | CarryingOutStopped
)

_work = table_of(CarryingOut)
_part = table_of(WorkPart)
_plan = table_of(Initiative)
_evaluation = table_of(Evaluation)


@dataclass(frozen=True)
class Thing:
    """A part as a letter names it."""

    what: str
    due_on: date
    whole_month: bool


@dataclass(frozen=True)
class WorkLetter(Addressed):
    """Everything that the templates may use."""

    title: str
    number: str
    path: str
    #: "planned", "planning_late", "added", "done", "moved", "dropped", "news", "near", "late", "finished" or "stopped".
    news: str
    office: str
    #: All of them in the letter about a planning, else the one that it is about.
    parts: tuple[Thing, ...]
    #: What was said with it.
    reasons: str
    granted: int | None
    spent: int | None
    #: Of a planning that is late: when it should have been there.
    due_on: date | None
    #: Where its reader can say how it went; "": that is not asked, or they did.
    evaluation: str


@dataclass(frozen=True)
class _Source:
    plans: dict[UUID, Row[tuple[Any, ...]]]
    parts: dict[UUID, tuple[PartSaid, ...]]
    by_plan: dict[UUID, tuple[Thing, ...]]
    answered: frozenset[tuple[UUID, UUID]]


def work_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, WorkLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    people = {one.person_id for one in told}
    source = _source(connection, municipality_id, [one.event for one in told], people)
    return {
        one.asked: WorkLetter(
            **one.envelope,
            evaluation=_asked_how(source, one.event, one.person_id, one.because),
            **_said(source, one.event),
        )
        for one in told
    }


def _source(
    connection: Connection, here: str, events: Collection[Told], people: Collection[UUID]
) -> _Source:
    ids = {event.initiative_id for event in events}
    parts = {part for event in events if (part := getattr(event, "part_id", None))}
    names = (_plan.c.id, _plan.c.number, _plan.c.slug, _plan.c.public, _plan.c.result)
    title = title_for_others(_plan).label("title")
    plans = (
        select(*names, title, _work.c.office, _work.c.words)
        .join_from(
            _plan,
            _work,
            and_(
                _work.c.municipality_id == _plan.c.municipality_id,
                _work.c.initiative_id == _plan.c.id,
            ),
        )
        .where(_plan.c.municipality_id == here, _plan.c.id.in_(ids))
    )
    answers = select(_evaluation.c.initiative_id, _evaluation.c.person_id).where(
        _evaluation.c.municipality_id == here,
        _evaluation.c.initiative_id.in_(ids),
        _evaluation.c.person_id.in_(people),
    )
    return _Source(
        {row.id: row for row in connection.execute(plans)},
        said_of_parts(connection, here, parts),
        _parts_of(connection, here, ids),
        frozenset((row.initiative_id, row.person_id) for row in connection.execute(answers)),
    )


def _parts_of(
    connection: Connection, here: str, ids: Collection[UUID]
) -> dict[UUID, tuple[Thing, ...]]:
    found = (
        select(_part.c.initiative_id, _part.c.what, _part.c.due_on, _part.c.whole_month)
        .where(_part.c.municipality_id == here, _part.c.initiative_id.in_(ids))
        .order_by(_part.c.due_on, _part.c.id)
    )
    parts: dict[UUID, tuple[Thing, ...]] = {}
    for row in connection.execute(found):
        parts[row.initiative_id] = (*parts.get(row.initiative_id, ()), Thing(*tuple(row)[1:]))
    return parts


def _said(source: _Source, event: Told) -> dict[str, Any]:
    plan = source.plans[event.initiative_id]
    version = _version(source, event)
    ended = isinstance(event, CarryingOutFinished | CarryingOutStopped)
    return {
        "title": plan.title,
        "number": plan.number,
        "path": f"/uitvoering/{plan.number}",
        "news": _news(event),
        "office": plan.office,
        "parts": _things(source, event, version),
        "reasons": plan.words if ended else version.news if version else "",
        "granted": getattr(event, "granted_euros", None),
        "spent": getattr(event, "spent_euros", None),
        "due_on": event.due_on if isinstance(event, PlanningLate) else None,
    }


def _version(source: _Source, event: Told) -> PartSaid | None:
    """What was said of the part then; of one that is near or late, what is said of it now."""
    versions = source.parts.get(getattr(event, "part_id", event.initiative_id), ())
    if isinstance(event, WorkPartUpdated):
        return next((one for one in versions if one.revision == event.revision), None)
    if isinstance(event, WorkPartAdded):
        return versions[-1] if versions else None
    return versions[0] if versions else None


def _things(source: _Source, event: Told, version: PartSaid | None) -> tuple[Thing, ...]:
    if isinstance(event, CarryingOutPlanned):
        return source.by_plan.get(event.initiative_id, ())
    if version is None:
        return ()
    return (Thing(version.what, version.due_on, version.whole_month),)


_NEWS: dict[type[Told], str] = {
    CarryingOutPlanned: "planned",
    PlanningLate: "planning_late",
    WorkPartAdded: "added",
    WorkPartNear: "near",
    WorkPartLate: "late",
    CarryingOutFinished: "finished",
    CarryingOutStopped: "stopped",
}


def _news(event: Told) -> str:
    if not isinstance(event, WorkPartUpdated):
        return _NEWS[type(event)]
    if event.state != event.before and event.state != PartState.PLANNED:
        return event.state
    return "moved" if event.due_on != event.due_before else "news"


def _asked_how(source: _Source, event: Told, person_id: UUID, because: Because) -> str:
    plan = source.plans[event.initiative_id]
    asked = isinstance(event, CarryingOutFinished) and plan.public and plan.result in ENDS
    told_already = (event.initiative_id, person_id) in source.answered
    if not asked or told_already or because is Because.OFFICE:
        return ""
    return f"/initiatieven/{plan.number}/mening"
