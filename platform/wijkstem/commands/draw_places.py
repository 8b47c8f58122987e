"""The places of a drawn group: who is asked next, always under the lock on the group."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.domain.draw_rules import read_plan
from wijkstem.errors import NotFound
from wijkstem.events.draws import DrawInvited
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.draws import Draw, DrawEntry, SoundingGroup, asked
from wijkstem.words.draws import GOES_ON, EntryState

_group = table_of(SoundingGroup)
_draw = table_of(Draw)
_entry = table_of(DrawEntry)


def group_of(group_id: UUID, work: Work) -> Row[Any]:
    """The group, locked until the transaction ends: whoever moves its places stands in line. Raises NotFound."""
    found = work.connection.execute(
        select(_group)
        .where(_group.c.municipality_id == work.municipality_id, _group.c.id == group_id)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("unknown_draw", "Deze loting is er niet. Misschien klopt het adres niet.")
    return found


def goes_on(group_id: UUID | None, work: Work) -> bool:
    """Whether something can be for this group; until the transaction ends nobody cancels it."""
    found = (
        select(_group.c.state)
        .where(_group.c.municipality_id == work.municipality_id, _group.c.id == group_id)
        .with_for_update(read=True)
    )
    return work.connection.execute(found).scalar() in GOES_ON


def fill(group_id: UUID, work: Work) -> None:
    """Ask the next of a stratum for each of its places that nobody has; with nobody left it stays empty, and is shown so."""
    draw = work.connection.execute(
        select(_draw.c.plan, _draw.c.answer_days).where(
            _draw.c.municipality_id == work.municipality_id, _draw.c.group_id == group_id
        )
    ).one()
    plan = read_plan(draw.plan)
    mine = (_entry.c.municipality_id == work.municipality_id) & (_entry.c.group_id == group_id)
    held = Counter(
        work.connection.execute(select(_entry.c.stratum).where(mine, asked(_entry))).scalars()
    )
    chosen: list[Row[Any]] = []
    for one in plan.strata:
        if (free := one.seats - held[one.number]) > 0:
            waiting = (
                select(_entry.c.id, _entry.c.neighbourhood_code, _entry.c.age_band)
                .where(mine, _entry.c.stratum == one.number, _entry.c.state == EntryState.WAITING)
                .where(_entry.c.person_id.is_not(None))
                .order_by(_entry.c.turn)
                .limit(free)
            )
            chosen += work.connection.execute(waiting)
    if not chosen:
        return
    answer_by = work.today + timedelta(days=draw.answer_days)
    work.connection.execute(
        update(_entry)
        .where(mine, _entry.c.id.in_([one.id for one in chosen]))
        .values(state=EntryState.INVITED, invited_on=work.today, answer_by=answer_by)
    )
    work.record(
        DrawInvited(
            group_id=group_id,
            entries=tuple(one.id for one in chosen),
            places=tuple(one.neighbourhood_code for one in chosen),
            age_bands=tuple(one.age_band.value for one in chosen),
            answer_by=answer_by,
            invited_on=work.today,
        )
    )
