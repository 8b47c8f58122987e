"""Draws by lot: the groups, what was published of each, numbers of answers, and what somebody is asked themselves."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from wijkstem.domain.draw_rules import read_plan
from wijkstem.domain.draws import Stratum, lines_of, outcome_of, result_of
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.draws import Draw, DrawEntry, DrawWilling, SoundingGroup, asked, asked_anywhere
from wijkstem.words.draws import GOES_ON, DrawState, EntryState

_group = table_of(SoundingGroup)
_draw = table_of(Draw)
_entry = table_of(DrawEntry)
_willing = table_of(DrawWilling)

#: Groups on a list, the newest first.
MOST = 200


@dataclass(frozen=True)
class GroupFacts:
    """A group as it stands now; what its draw fixed is None or "" before that."""

    id: UUID
    number: str
    name: str
    purpose: str
    seats: int
    codes: tuple[str, ...]
    state: DrawState
    reason: str
    made_on: date
    ended_on: date | None
    plan: str | None
    root: str | None
    source: str | None
    first_day: date | None
    answer_days: int | None
    announced_on: date | None
    figure: str | None
    how: str | None
    drawn_on: date | None

    @property
    def public(self) -> bool:
        """Whether everybody can read it: a draft that was cancelled stays on the desk."""
        return self.announced_on is not None


@dataclass(frozen=True)
class GroupPage:
    """One group with its strata, and how many said what."""

    facts: GroupFacts
    strata: tuple[Stratum, ...]
    #: How many entries are in each state.
    states: dict[EntryState, int]

    @property
    def candidates(self) -> int:
        return sum(one.candidates for one in self.strata)

    @property
    def places(self) -> int:
        """As many as there can be: fewer than asked for where there are fewer candidates."""
        return sum(one.seats for one in self.strata)

    @property
    def empty(self) -> int:
        """Places that nobody has or is asked for: in their strata nobody is left."""
        held = self.states.get(EntryState.YES, 0) + self.states.get(EntryState.INVITED, 0)
        return self.places - held


def _groups(municipality_id: str) -> Select[Any]:
    on = (_draw.c.municipality_id == _group.c.municipality_id) & (_draw.c.group_id == _group.c.id)
    columns = [
        _draw.c[name]
        for name in (
            "plan", "root", "source", "first_day", "answer_days", "announced_on", "figure", "how", "drawn_on",
        )
    ]  # fmt: skip
    return (
        select(
            _group.c.id, _group.c.number, _group.c.name, _group.c.purpose, _group.c.seats, _group.c.codes,
            _group.c.state, _group.c.reason, _group.c.made_on, _group.c.ended_on, *columns,
        )
        .outerjoin(_draw, on)
        .where(_group.c.municipality_id == municipality_id)
    )  # fmt: skip


def _facts(row: Row[Any]) -> GroupFacts:
    said = row._asdict()
    return GroupFacts(**{**said, "codes": tuple(said["codes"].split())})


def groups(connection: Connection, municipality_id: str, *, drafts: bool) -> tuple[GroupFacts, ...]:
    """All of them, the newest first; ``drafts``: also what nobody else sees."""
    found = _groups(municipality_id).order_by(_group.c.number.desc()).limit(MOST)
    if not drafts:
        found = found.where(_draw.c.announced_on.is_not(None))
    return tuple(_facts(row) for row in connection.execute(found))


def groups_to_pick(connection: Connection, municipality_id: str) -> tuple[tuple[UUID, str], ...]:
    """Groups that something can be for, the newest first: their list is fixed and they go on."""
    found = (
        select(_group.c.id, _group.c.number, _group.c.name)
        .where(_group.c.municipality_id == municipality_id, _group.c.state.in_(sorted(GOES_ON)))
        .order_by(_group.c.number.desc())
        .limit(MOST)
    )
    return tuple((row.id, f"{row.number} {row.name}") for row in connection.execute(found))


def willing_people(connection: Connection, municipality_id: str) -> int:
    """How many people want to be drawn."""
    found = select(func.count()).where(_willing.c.municipality_id == municipality_id)
    return int(connection.execute(found).scalar_one())


def group_page(connection: Connection, municipality_id: str, number: str) -> GroupPage:
    """Raises NotFound."""
    row = connection.execute(_groups(municipality_id).where(_group.c.number == number)).first()
    if row is None:
        raise NotFound("unknown_draw", "Deze loting is er niet. Misschien klopt het adres niet.")
    facts = _facts(row)
    counted = (
        select(_entry.c.state, func.count().label("people"))
        .where(_entry.c.municipality_id == municipality_id, _entry.c.group_id == facts.id)
        .group_by(_entry.c.state)
    )
    strata = read_plan(facts.plan).strata if facts.plan else ()
    return GroupPage(facts, strata, {row.state: row.people for row in connection.execute(counted)})


def _entries(connection: Connection, municipality_id: str, group_id: UUID) -> dict[str, int]:
    found = select(_entry.c.id, _entry.c.stratum).where(
        _entry.c.municipality_id == municipality_id, _entry.c.group_id == group_id
    )
    return {str(row.id): row.stratum for row in connection.execute(found)}


def candidates_file(connection: Connection, municipality_id: str, number: str) -> list[str]:
    """The lines of the list as it was fixed. Raises NotFound for one that is not public."""
    facts = group_page(connection, municipality_id, number).facts
    if facts.plan is None:
        raise NotFound("unknown_draw", "Deze loting is er niet. Misschien klopt het adres niet.")
    return lines_of(read_plan(facts.plan), _entries(connection, municipality_id, facts.id))


def outcome_file(connection: Connection, municipality_id: str, number: str) -> dict[str, Any]:
    """The figures and who came out, by random numbers. Raises NotFound before that."""
    facts = group_page(connection, municipality_id, number).facts
    if facts.plan is None or facts.root is None or facts.drawn_on is None:
        raise NotFound("not_drawn", "Er is nog niet geloot.")
    plan, figure = read_plan(facts.plan), facts.figure or ""
    entries = _entries(connection, municipality_id, facts.id)
    result = result_of(facts.root, figure, entries, plan.strata)
    return outcome_of(plan, facts.root, figure, facts.how or "", result)


@dataclass(frozen=True)
class Invitation:
    """What somebody is asked, or stands on a list for."""

    entry_id: UUID
    person_id: UUID
    number: str
    name: str
    purpose: str
    group_state: DrawState
    state: EntryState
    answer_by: date | None

    def can_answer(self, today: date) -> bool:
        """Whether yes or no still counts."""
        open_ = self.state is EntryState.INVITED and (
            self.answer_by is None or self.answer_by >= today
        )
        return self.group_state is DrawState.DRAWN and (open_ or self.state is EntryState.YES)


def _invitations(municipality_id: str) -> Select[Any]:
    on = (_entry.c.municipality_id == _group.c.municipality_id) & (_entry.c.group_id == _group.c.id)
    return (
        select(
            _entry.c.id, _entry.c.person_id, _group.c.number, _group.c.name, _group.c.purpose,
            _group.c.state, _entry.c.state, _entry.c.answer_by,
        )
        .join(_group, on)
        .where(
            _entry.c.municipality_id == municipality_id,
            _group.c.municipality_id == municipality_id,
            _entry.c.person_id.is_not(None),
        )
    )  # fmt: skip


def invitation(connection: Connection, municipality_id: str, entry_id: UUID) -> Invitation:
    """Of whoever it is. Raises NotFound; who may see it, the page decides."""
    row = connection.execute(_invitations(municipality_id).where(_entry.c.id == entry_id)).first()
    if row is None:
        raise NotFound("unknown_invitation", "Deze uitnodiging is er niet, of is niet van u.")
    return Invitation(*row)


@dataclass(frozen=True)
class OwnDraws:
    """Whether somebody may be drawn, and the lists that they are on."""

    willing: bool
    invitations: tuple[Invitation, ...]


def own_draws(connection: Connection, municipality_id: str, person_id: UUID) -> OwnDraws:
    """What waits for an answer stands first, then the newest list."""
    willing = select(_willing.c.person_id).where(
        _willing.c.municipality_id == municipality_id, _willing.c.person_id == person_id
    )
    mine = _invitations(municipality_id).where(_entry.c.person_id == person_id)
    waits = (_entry.c.state == EntryState.INVITED) & (_group.c.state == DrawState.DRAWN)
    rows = connection.execute(mine.order_by(waits.desc(), _group.c.number.desc()))
    return OwnDraws(
        connection.execute(willing).first() is not None, tuple(Invitation(*row) for row in rows)
    )


def _overdue(today: date) -> Any:
    late = (_entry.c.state == EntryState.INVITED) & (_entry.c.answer_by < today)
    return late | _entry.c.person_id.is_(None)


def municipalities_with_late_answers(connection: Connection, today: date) -> list[str]:
    """Where somebody did not answer in time or is gone, and the next is to be asked."""
    on = (_entry.c.municipality_id == _group.c.municipality_id) & (_entry.c.group_id == _group.c.id)
    found = (
        select(_entry.c.municipality_id)
        .join(_group, on)
        .where(asked_anywhere(_entry), _overdue(today), _group.c.state == DrawState.DRAWN)
    )
    return list(connection.execute(found.distinct()).scalars())


def groups_with_late_answers(
    connection: Connection, municipality_id: str, today: date
) -> list[UUID]:
    """The groups of which that is so."""
    on = (_entry.c.municipality_id == _group.c.municipality_id) & (_entry.c.group_id == _group.c.id)
    found = (
        select(_entry.c.group_id)
        .join(_group, on)
        .where(
            _entry.c.municipality_id == municipality_id,
            _group.c.municipality_id == municipality_id,
            asked(_entry),
            _overdue(today),
            _group.c.state == DrawState.DRAWN,
        )
    )
    return sorted(Counter(connection.execute(found).scalars()))
