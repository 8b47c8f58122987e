"""The register of partnerships: all of them, and one with its partners, money, items and everything that was said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.partnerships import (
    Partnership,
    PartnershipItem,
    PartnershipMoney,
    PartnershipPartner,
    PartnershipVersion,
)
from wijkstem.words.partnerships import LegalForm, OwnRole

_partnership = table_of(Partnership)
_partner = table_of(PartnershipPartner)
_money = table_of(PartnershipMoney)
_linked = table_of(PartnershipItem)
_version = table_of(PartnershipVersion)
_item = table_of(AgendaItem)
_meeting = table_of(Meeting)
_initiative = table_of(Initiative)

#: Items that can be picked from a list.
MOST = 200


@dataclass(frozen=True)
class PartnershipFacts:
    """A partnership as it stands now."""

    id: UUID
    name: str
    legal_form: LegalForm
    own_role: OwnRole
    tasks: str
    account: str
    since_on: date
    review_on: date
    reviewed_on: date | None
    ended_on: date | None
    revision: int
    changed_on: date

    def is_late(self, today: date) -> bool:
        """Whether somebody should have looked at it again."""
        return self.ended_on is None and self.review_on < today


@dataclass(frozen=True)
class Registered:
    """One in the register, with who is in it and what it costs."""

    facts: PartnershipFacts
    #: Name and role.
    partners: tuple[tuple[str, str], ...]
    #: Year and whole euros, in order.
    money: tuple[tuple[int, int], ...]

    def euros_in(self, year: int) -> int | None:
        """None where the register does not say."""
        return dict(self.money).get(year)


@dataclass(frozen=True)
class Linked:
    """An item of the council about it."""

    item_id: UUID
    meeting_id: UUID
    meeting: str
    held_on: date
    #: "" when the plan that it came from is not for everybody.
    title: str


@dataclass(frozen=True)
class SaidOf:
    """What the register said from a day on."""

    revision: int
    name: str
    tasks: str
    account: str
    partners: str
    money: str
    review_on: date
    ended_on: date | None
    news: str
    review: bool
    said_on: date


@dataclass(frozen=True)
class PartnershipPage:
    """Everything about one, its versions the newest first."""

    partnership: Registered
    items: tuple[Linked, ...]
    versions: tuple[SaidOf, ...]


def partnerships(connection: Connection, municipality_id: str) -> tuple[Registered, ...]:
    """All of them: what goes on by name, then what ended. Three statements, however many."""
    ended = case((_partnership.c.ended_on.is_(None), 0), else_=1)
    found = _facts(municipality_id).order_by(
        ended, func.lower(_partnership.c.name), _partnership.c.id
    )
    facts = [PartnershipFacts(*tuple(row)) for row in connection.execute(found)]
    return _with_lines(connection, municipality_id, facts)


def _facts(municipality_id: str) -> Select[Any]:
    columns = (_partnership.c[name] for name in PartnershipFacts.__dataclass_fields__)
    return select(*columns).where(_partnership.c.municipality_id == municipality_id)


def _with_lines(
    connection: Connection, municipality_id: str, facts: Collection[PartnershipFacts]
) -> tuple[Registered, ...]:
    ids = [one.id for one in facts]
    partners: dict[UUID, list[tuple[str, str]]] = {one: [] for one in ids}
    money: dict[UUID, list[tuple[int, int]]] = {one: [] for one in ids}
    who = select(_partner.c.partnership_id, _partner.c.name, _partner.c.role).where(
        _partner.c.municipality_id == municipality_id, _partner.c.partnership_id.in_(ids)
    )
    for row in connection.execute(who.order_by(_partner.c.partnership_id, _partner.c.sequence)):
        partners[row.partnership_id].append((row.name, row.role))
    paid = select(_money.c.partnership_id, _money.c.year, _money.c.euros).where(
        _money.c.municipality_id == municipality_id, _money.c.partnership_id.in_(ids)
    )
    for row in connection.execute(paid.order_by(_money.c.partnership_id, _money.c.year)):
        money[row.partnership_id].append((row.year, row.euros))
    return tuple(Registered(one, tuple(partners[one.id]), tuple(money[one.id])) for one in facts)


def partnership_page(
    connection: Connection, municipality_id: str, partnership_id: UUID
) -> PartnershipPage:
    """Raises NotFound for one that is not there."""
    row = connection.execute(
        _facts(municipality_id).where(_partnership.c.id == partnership_id)
    ).first()
    if row is None:
        raise NotFound("unknown_partnership", "Deze samenwerking is er niet.")
    [it] = _with_lines(connection, municipality_id, [PartnershipFacts(*tuple(row))])
    versions = (
        select(*(_version.c[name] for name in SaidOf.__dataclass_fields__))
        .where(
            _version.c.municipality_id == municipality_id,
            _version.c.partnership_id == partnership_id,
        )
        .order_by(_version.c.revision.desc())
    )
    return PartnershipPage(
        it,
        _items(connection, municipality_id, partnership_id),
        tuple(SaidOf(*tuple(one)) for one in connection.execute(versions)),
    )


def _its_plan() -> ColumnElement[bool]:
    return and_(
        _initiative.c.municipality_id == _item.c.municipality_id,
        _initiative.c.id == _item.c.initiative_id,
    )


#: Of a plan that is hidden nobody learns more than that it is there.
_TITLE = case((_initiative.c.hiding_id.is_not(None), ""), else_=_item.c.title)


def _items(
    connection: Connection, municipality_id: str, partnership_id: UUID
) -> tuple[Linked, ...]:
    found = (
        select(
            _linked.c.item_id,
            _linked.c.meeting_id,
            _meeting.c.name,
            _meeting.c.held_on,
            func.coalesce(_TITLE, _linked.c.title),
        )
        .join_from(
            _linked,
            _meeting,
            and_(
                _meeting.c.municipality_id == _linked.c.municipality_id,
                _meeting.c.id == _linked.c.meeting_id,
            ),
        )
        .outerjoin(
            _item,
            and_(
                _item.c.municipality_id == _linked.c.municipality_id,
                _item.c.id == _linked.c.item_id,
            ),
        )
        .outerjoin(_initiative, _its_plan())
        .where(
            _linked.c.municipality_id == municipality_id,
            _linked.c.partnership_id == partnership_id,
        )
        .order_by(_meeting.c.held_on.desc(), _linked.c.item_id)
    )
    return tuple(Linked(*tuple(row)) for row in connection.execute(found))


def items_to_pick(connection: Connection, municipality_id: str) -> tuple[Linked, ...]:
    """Items on agendas, the newest meeting first."""
    found = (
        select(_item.c.id, _item.c.meeting_id, _meeting.c.name, _meeting.c.held_on, _TITLE)
        .join_from(
            _item,
            _meeting,
            and_(
                _meeting.c.municipality_id == _item.c.municipality_id,
                _meeting.c.id == _item.c.meeting_id,
            ),
        )
        .outerjoin(_initiative, _its_plan())
        .where(_item.c.municipality_id == municipality_id, _TITLE != "")
        .order_by(_meeting.c.held_on.desc(), _item.c.sequence, _item.c.id)
        .limit(MOST)
    )
    return tuple(Linked(*tuple(row)) for row in connection.execute(found))


def partnerships_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, PartnershipFacts]:
    """Those that are there."""
    found = _facts(municipality_id).where(_partnership.c.id.in_(ids))
    return {row.id: PartnershipFacts(*tuple(row)) for row in connection.execute(found)}
