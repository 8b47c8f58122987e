"""Draws by lot: residents say that they may be drawn; officials prepare a group, fix its list, draw once, or cancel it.

The list is fixed with its root and with where the figures will come from, days before those are known. The key of `draw`
lets nobody draw a second time; what went wrong is cancelled for everybody to read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from wijkstem.commands.draw_places import fill, group_of
from wijkstem.domain import draw_rules as rules
from wijkstem.domain.draw_rules import GroupForm
from wijkstem.domain.draws import Plan, drawn_order, lines_of, list_root, strata_of
from wijkstem.domain.lots import check_figure
from wijkstem.domain.people import age_band
from wijkstem.domain.permissions import may_open_means, require, require_strong
from wijkstem.errors import NotAllowed, RuleBroken
from wijkstem.events.draws import (
    DrawAnnounced,
    DrawCancelled,
    DrawDrawn,
    DrawWillingSaid,
    GroupPrepared,
)
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.draws import Draw, DrawEntry, DrawWilling, SoundingGroup
from wijkstem.tables.means import Means
from wijkstem.words import AgeBand
from wijkstem.words.draws import DrawState, EntryState
from wijkstem.words.means import MeansState

_willing = table_of(DrawWilling)
_group = table_of(SoundingGroup)
_draw = table_of(Draw)
_entry = table_of(DrawEntry)
_person = table_of(Person)
_means = table_of(Means)

#: Rows in one statement.
CHUNK = 1000


@dataclass(frozen=True)
class SayWilling:
    """Somebody may be drawn from now on, or not any more; lists that are fixed stay as they are."""

    willing: bool


def say_willing(command: SayWilling, work: Work) -> bool:
    """Whether that was new. Raises NotAllowed for who is not known, RuleBroken for who cannot be drawn here."""
    person_id = require_strong(work.actor)
    key = {"municipality_id": work.municipality_id, "person_id": person_id}
    if command.willing:
        _require_drawable(person_id, work)
        new = insert_new(work.connection, _willing, {**key, "said_on": work.today})
    else:
        mine = (_willing.c.municipality_id == work.municipality_id) & (
            _willing.c.person_id == person_id
        )
        new = bool(work.connection.execute(delete(_willing).where(mine)).rowcount)
    if new:
        said = DrawWillingSaid(person_id=person_id, willing=command.willing, said_on=work.today)
        work.record(said)
    return new


def _require_drawable(person_id: UUID, work: Work) -> None:
    age = rules.rule_of(work.rules.municipality).from_age
    person = work.connection.execute(
        select(_person.c.neighbourhood_code, _person.c.birth_date)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(read=True, key_share=True)
    ).first()
    if person is None:
        raise NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder.")
    if person.neighbourhood_code is None or person.birth_date is None:
        raise RuleBroken(
            "not_confirmed",
            "Wij weten niet zeker waar u woont of hoe oud u bent. Dan kan loten niet.",
        )
    if age_band(person.birth_date, work.today) not in rules.bands_from(age):
        raise RuleBroken("too_young", "Meeloten kan vanaf %(age)s jaar.", age=age)


@dataclass(frozen=True)
class PrepareGroup:
    """A new group, that nobody else sees yet; a form that is sent twice, with its id, makes one."""

    form: GroupForm
    form_id: UUID | None = None


def prepare_group(command: PrepareGroup, work: Work) -> str:
    """Its number. Raises Invalid with an error for each field that must change."""
    require(may_open_means(work.actor))
    it = rules.checked(command.form, work.rules.municipality)
    take_turns(work.connection, work.municipality_id, "sounding-group")
    group_id, number = command.form_id or new_id(), _next_number(work)
    row = {
        "municipality_id": work.municipality_id,
        "id": group_id,
        "number": number,
        "name": it.name,
        "purpose": it.purpose,
        "seats": it.seats,
        "codes": " ".join(it.codes),
        "state": DrawState.DRAFT,
        "reason": "",
        "made_on": work.today,
        "made_by": work.actor.person_id,
    }
    if not insert_new(work.connection, _group, row):
        known: str = group_of(group_id, work).number
        return known
    work.record(
        GroupPrepared(
            group_id=group_id,
            number=number,
            seats=it.seats,
            made_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return number


def _next_number(work: Work) -> str:
    """Of those who come at once, one stands here at a time."""
    of_year = _group.c.number.like(f"{work.today.year}-%")
    held = select(func.count()).where(_group.c.municipality_id == work.municipality_id, of_year)
    return f"{work.today.year}-{work.connection.execute(held).scalar_one() + 1:04}"


@dataclass(frozen=True)
class AnnounceDraw:
    """Fix the list of who can be drawn, and where the figures will come from; everybody can read it from now on."""

    group_id: UUID
    source: str
    #: From so many days after today on.
    days: int


def announce_draw(command: AnnounceDraw, work: Work) -> None:
    """Raises Invalid, RuleBroken for too few candidates or a list that was fixed before, NotFound."""
    require(may_open_means(work.actor))
    source = rules.checked_source(command.source, command.days)
    rule = rules.rule_of(work.rules.municipality)
    people = _candidates(work)
    group = group_of(command.group_id, work)
    rules.require_state(group.state, DrawState.DRAFT)
    bands = rules.bands_from(rule.from_age)
    codes = group.codes.split() or [one.code for one in work.rules.municipality.neighbourhoods]
    cells = {
        person.person_id: (person.neighbourhood_code, band)
        for person in people
        if person.neighbourhood_code in codes
        and (band := age_band(person.birth_date, work.today)) in bands
    }
    rules.require_enough(len(cells))
    strata = strata_of(Counter(cells.values()), codes, bands, group.seats)
    first_day = work.today + timedelta(days=command.days)
    plan = Plan(
        work.municipality_id, group.number, group.seats, source, first_day.isoformat(), strata
    )
    root = _keep_list(group, plan, cells, rule.answer_days, work)
    _set(group, work, state=DrawState.ANNOUNCED)
    work.record(
        DrawAnnounced(
            group_id=group.id,
            seats=group.seats,
            candidates=len(cells),
            strata=len(strata),
            root=root,
            first_day=first_day,
            announced_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _candidates(work: Work) -> list[Row[Any]]:
    """Who wants to be drawn; whoever is being erased at this moment is waited for, or stays until this is done."""
    here = work.municipality_id
    found = (
        select(_willing.c.person_id, _person.c.neighbourhood_code, _person.c.birth_date)
        .join(
            _person,
            (_person.c.municipality_id == _willing.c.municipality_id)
            & (_person.c.id == _willing.c.person_id),
        )
        .where(_willing.c.municipality_id == here, _person.c.municipality_id == here)
        .order_by(_willing.c.person_id)
        .with_for_update(read=True, key_share=True, of=_person)
    )
    return list(work.connection.execute(found))


def _keep_list(
    group: Row[Any],
    plan: Plan,
    cells: dict[UUID, tuple[str, AgeBand]],
    answer_days: int,
    work: Work,
) -> str:
    """The root of the list, once it is kept."""
    where = {cell: one.number for one in plan.strata for cell in one.cells}
    rows = [
        {
            "municipality_id": work.municipality_id,
            "id": new_id(),
            "group_id": group.id,
            "person_id": person_id,
            "stratum": where[cell],
            "neighbourhood_code": cell[0],
            "age_band": cell[1],
            "state": EntryState.WAITING,
        }
        for person_id, cell in cells.items()
    ]
    # By their random ids: the list is no copy of another, in whatever order that was.
    rows.sort(key=lambda row: str(row["id"]))
    lines = lines_of(plan, {str(row["id"]): int(str(row["stratum"])) for row in rows})
    root = list_root(lines)
    draw = {
        "municipality_id": work.municipality_id,
        "group_id": group.id,
        "plan": lines[0],
        "root": root,
        "source": plan.source,
        "first_day": work.today.fromisoformat(plan.first_day),
        "answer_days": answer_days,
        "announced_on": work.today,
        "figure": "",
        "how": "",
        "announced_by": work.actor.person_id,
    }
    work.connection.execute(insert(_draw), [draw])
    for start in range(0, len(rows), CHUNK):
        work.connection.execute(insert(_entry), rows[start : start + CHUNK])
    return root


@dataclass(frozen=True)
class RecordDraw:
    """The figures came: they fix who is asked in which order, and the first are asked at once."""

    group_id: UUID
    figure: str
    how: str


def record_draw(command: RecordDraw, work: Work) -> None:
    """Raises Invalid for what is missing, RuleBroken before the day, or when it was drawn already."""
    require(may_open_means(work.actor))
    figure, how = check_figure(command.figure, command.how)
    group = group_of(command.group_id, work)
    rules.require_state(group.state, DrawState.ANNOUNCED)
    mine = (_draw.c.municipality_id == work.municipality_id) & (_draw.c.group_id == group.id)
    draw = work.connection.execute(select(_draw).where(mine)).one()
    rules.require_day(draw.first_day, work.today)
    values = {"figure": figure, "how": how, "drawn_on": work.today}
    work.connection.execute(update(_draw).where(mine).values(values))
    _give_turns(group.id, draw.root, figure, work)
    _set(group, work, state=DrawState.DRAWN)
    official = work.actor.person_id
    work.record(DrawDrawn(group_id=group.id, drawn_on=work.today, official_id=official))
    fill(group.id, work)


def _give_turns(group_id: UUID, root: str, figure: str, work: Work) -> None:
    here = work.municipality_id
    ids = work.connection.execute(
        select(_entry.c.id).where(_entry.c.municipality_id == here, _entry.c.group_id == group_id)
    ).scalars()
    order = drawn_order(root, figure, map(str, ids))
    given = (
        update(_entry)
        .where(_entry.c.municipality_id == here, _entry.c.id == bindparam("entry"))
        .values(turn=bindparam("place"))
    )
    turns = [{"entry": UUID(one), "place": place} for place, one in enumerate(order, 1)]
    for start in range(0, len(turns), CHUNK):
        work.connection.execute(given, turns[start : start + CHUNK])


@dataclass(frozen=True)
class CancelDraw:
    """It does not go on; everybody can read why."""

    group_id: UUID
    reason: str


def cancel_draw(command: CancelDraw, work: Work) -> None:
    """Raises Invalid without a reason, RuleBroken for one that was cancelled before, or that takes part in something."""
    require(may_open_means(work.actor))
    reason = rules.checked_reason(command.reason)
    group = group_of(command.group_id, work)
    rules.require_state(group.state, DrawState.DRAFT, DrawState.ANNOUNCED, DrawState.DRAWN)
    _require_unused(group, work)
    _set(group, work, state=DrawState.CANCELLED, reason=reason, ended_on=work.today)
    work.record(
        DrawCancelled(
            group_id=group.id,
            announced=group.state is not DrawState.DRAFT,
            cancelled_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _require_unused(group: Row[Any], work: Work) -> None:
    """Whoever announces something for a group has it locked: what is seen here is all there is."""
    number = work.connection.execute(
        select(_means.c.number)
        .where(_means.c.municipality_id == work.municipality_id, _means.c.group_id == group.id)
        .where(_means.c.state == MeansState.ANNOUNCED)
        .order_by(_means.c.number)
        .limit(1)
    ).scalar()
    if number is not None:
        raise RuleBroken(
            "group_in_use",
            "Deze groep doet nog mee aan %(number)s. Stop dat eerst.",
            number=number,
        )


def _set(group: Row[Any], work: Work, **values: Any) -> None:
    work.connection.execute(
        update(_group)
        .where(_group.c.municipality_id == work.municipality_id, _group.c.id == group.id)
        .values(values)
    )
