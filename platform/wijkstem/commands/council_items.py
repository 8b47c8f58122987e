"""Plans of ours on the agendas of the council's own system: recognised there, missed there, and seen there again.

What we placed is never taken away because the source did: it is marked, and the clerk gets a case.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select, update

from wijkstem.adapters.council import ImportedItem, ImportedMeeting
from wijkstem.commands.moderation import close_cases, load_case, open_case
from wijkstem.domain.moderation import check_open
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import NotFound
from wijkstem.events.council_import import AgendaItemDropped, AgendaItemRestored
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.words import CLERKS, CaseKind

_item = table_of(AgendaItem)
_initiative = table_of(Initiative)
_case = table_of(Case)

#: What a case was closed as: the source has the plan again, or the clerk saw that it has not.
BACK, SEEN = "back", "seen"
_NUMBER = re.compile(r"(?<![\d-])\d{4}-\d{4,6}(?![\d-])")


def recognise(meeting: ImportedMeeting, meeting_id: UUID, work: Work) -> None:
    """Give what the clerk placed here the key of the item that the source made of it, so that the two are one."""
    ours = _ours_without_a_key(meeting_id, work)
    meant = {number: item for item in meeting.items if (number := _number_in(item)) in ours}
    known = _known({item.source_id for item in meant.values()}, work)
    for number, item in meant.items():
        if item.source_id not in known:
            _update(ours[number], work, source_id=item.source_id)


def _number_in(item: ImportedItem) -> str | None:
    """The plan that an item is about, by its title or the page that it names; None when that could be two."""
    found = set(_NUMBER.findall(f"{item.title} {item.page}"))
    return found.pop() if len(found) == 1 else None


def _ours_without_a_key(meeting_id: UUID, work: Work) -> Mapping[str | None, UUID]:
    found = (
        select(_initiative.c.number, _item.c.id)
        .join_from(
            _item,
            _initiative,
            and_(
                _initiative.c.municipality_id == _item.c.municipality_id,
                _initiative.c.id == _item.c.initiative_id,
            ),
        )
        .where(
            _item.c.municipality_id == work.municipality_id,
            _item.c.meeting_id == meeting_id,
            _item.c.source_id.is_(None),
        )
    )
    return {row.number: row.id for row in work.connection.execute(found)}


def _known(source_ids: Collection[str], work: Work) -> set[str]:
    found = select(_item.c.source_id).where(
        _item.c.municipality_id == work.municipality_id, _item.c.source_id.in_(source_ids)
    )
    return set(work.connection.scalars(found))


def placed_items(
    meeting_id: UUID, source_ids: Collection[str], work: Work
) -> Sequence[Row[tuple[Any, ...]]]:
    """Our plans that the source had on this meeting, and those that it has on it now."""
    found = select(_item).where(
        _item.c.municipality_id == work.municipality_id,
        _item.c.initiative_id.is_not(None),
        _item.c.source_id.is_not(None),
        or_(_item.c.meeting_id == meeting_id, _item.c.source_id.in_(source_ids)),
    )
    return work.connection.execute(found.order_by(_item.c.id)).all()


def dropped(item: Row[tuple[Any, ...]], work: Work) -> None:
    """The source took it off the meeting that the clerk placed it on."""
    _update(item.id, work, gone_on=work.today)
    before = work.connection.scalar(
        select(func.count()).select_from(_case).where(*_about(item.id, work))
    )
    open_case(
        CaseKind.GONE_AT_SOURCE,
        f"{CaseKind.GONE_AT_SOURCE}:{item.id}:{before}",
        work,
        initiative_id=item.initiative_id,
        due_on=work.today,
        target_id=item.id,
    )
    work.record(
        AgendaItemDropped(
            initiative_id=item.initiative_id,
            item_id=item.id,
            meeting_id=item.meeting_id,
            noticed_on=work.today,
        )
    )


def placed_elsewhere(item_id: UUID, work: Work) -> None:
    """The clerk gave it another meeting, so what the source did with the old one is answered."""
    open_ones = select(_case.c.cause).where(*_about(item_id, work), open_cases(_case))
    close_cases(work.connection.scalars(open_ones).all(), SEEN, work)


def restored(item: Row[tuple[Any, ...]], work: Work) -> None:
    """The source has it again, so there is nothing left to look at."""
    _update(item.id, work, gone_on=None)
    open_ones = select(_case.c.cause).where(*_about(item.id, work), open_cases(_case))
    close_cases(work.connection.scalars(open_ones).all(), BACK, work)
    work.record(
        AgendaItemRestored(
            initiative_id=item.initiative_id,
            item_id=item.id,
            meeting_id=item.meeting_id,
            noticed_on=work.today,
        )
    )


def _about(item_id: UUID, work: Work) -> tuple[Any, ...]:
    return (
        _case.c.municipality_id == work.municipality_id,
        _case.c.kind == CaseKind.GONE_AT_SOURCE,
        _case.c.target_id == item_id,
    )


def _update(item_id: UUID, work: Work, **values: object) -> None:
    work.connection.execute(
        update(_item)
        .where(_item.c.municipality_id == work.municipality_id, _item.c.id == item_id)
        .values(**values)
    )


@dataclass(frozen=True)
class SettleClerksCase:
    """The clerk has seen it and did what was needed; the plan stays where it stands."""

    case_id: UUID


def settle_clerks_case(command: SettleClerksCase, work: Work) -> None:
    """Raises NotFound for what is not the clerk's, and Conflict for what was done already."""
    require(may_clerk(work.actor))
    case = load_case(command.case_id, work)
    if case.kind not in CLERKS:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    check_open(case.closed_at)
    close_cases([case.cause], SEEN, work)
