"""Saying something in a discussion: a contribution or a reply of a resident, or an answer of the municipality."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from wijkstem.commands.discussion_cases import look_at
from wijkstem.commands.discussion_rooms import next_number
from wijkstem.commands.questions import who_says
from wijkstem.commands.taking_part import held_open, take_part
from wijkstem.domain.discussion import (
    HOUR,
    ContributionForm,
    Pace,
    check_discussion_open,
    check_pace,
    check_readable,
    checked,
    is_new,
)
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import NotFound
from wijkstem.events.discussion import ContributionMade
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.discussion import Contribution
from wijkstem.words.means import MeansKind

_person = table_of(Person)
_contribution = table_of(Contribution)

#: The deepest that a reply can stand; what is said below that stands beside it.
DEEPEST = 2


@dataclass(frozen=True)
class Contribute:
    """Somebody says something, or replies to number ``to``; a form that is sent twice says it once."""

    means_id: UUID
    form: ContributionForm = field(repr=False)
    to: int | None = None
    form_id: UUID | None = None


def contribute(command: Contribute, work: Work) -> int:
    """Its number. Raises RuleBroken where it is closed and for who must wait, Invalid for what is not right."""
    official = command.form.office is not None
    if official:
        require(may_triage(work.actor))
    person_id = _taking_part(command.means_id, official, work)
    said = checked(command.form, reply=command.to is not None)
    made_id = command.form_id or new_id()
    before = _number_of(made_id, work)
    if before is not None:
        return before
    room = next_number(command.means_id, work)
    person = _known(person_id, work)
    rule = work.rules.municipality.discussion
    pace = _pace(command.means_id, person_id, is_new(rule, person.registered_at, work.now), work)
    if not official:
        check_discussion_open(room.closed)
        check_pace(rule, pace, room.slow_minutes, work.now)
    target = load_numbered(command.means_id, command.to, work) if command.to else None
    shows = command.form.neighbourhood and not official
    row = {
        "municipality_id": work.municipality_id,
        "id": made_id,
        "means_id": command.means_id,
        "number": room.last_number,
        **_below(target, work),
        "stance": said.stance,
        "words": said.words,
        "person_id": person_id,
        "neighbourhood_code": person.neighbourhood_code if shows else None,
        "newcomer": pace.new_account and not official,
        "office": said.office,
        "said_at": work.now,
        "supports_before": room.supports,
    }
    work.connection.execute(insert(_contribution).values(**row, **_FRESH))
    if not official:
        look_at(made_id, command.means_id, said.words, pace, work)
    _record(row, target.id if target else None, work)
    return int(room.last_number)


#: What every contribution begins with.
_FRESH = {
    "changed_at": None,
    "revision": 1,
    "replies": 0,
    "answered": False,
    "support": 0,
    "score": 0,
    "hiding_id": None,
}


def _taking_part(means_id: UUID, official: bool, work: Work) -> UUID:
    """Who speaks, locked so that what they said can be counted."""
    person_id = who_says(work)
    if official:
        held_open(means_id, work, kind=MeansKind.DISCUSSION)
    else:
        take_part(means_id, work, kind=MeansKind.DISCUSSION)
    return person_id


def _record(made: dict[str, Any], to_id: UUID | None, work: Work) -> None:
    stance = made["stance"]
    work.record(
        ContributionMade(
            contribution_id=made["id"],
            means_id=made["means_id"],
            number=made["number"],
            depth=made["depth"],
            to_id=to_id,
            stance=stance.value if stance else None,
            official=made["office"] is not None,
            newcomer=made["newcomer"],
            person_id=made["person_id"],
            said_on=work.today,
        )
    )


def _number_of(contribution_id: UUID, work: Work) -> int | None:
    found = select(_contribution.c.number).where(this(contribution_id, work))
    return work.connection.execute(found).scalar()


def _known(person_id: UUID, work: Work) -> Row[Any, Any]:
    return work.connection.execute(
        select(_person.c.registered_at, _person.c.neighbourhood_code).where(
            _person.c.municipality_id == work.municipality_id, _person.c.id == person_id
        )
    ).one()


def _pace(means_id: UUID, person_id: UUID, new: bool, work: Work) -> Pace:
    """Of the person, who is locked, to the letter; of other new accounts as far as they committed."""
    here = _contribution.c.municipality_id == work.municipality_id
    own = here & (_contribution.c.person_id == person_id) & _contribution.c.office.is_(None)
    of_means = _contribution.c.means_id == means_id
    last = select(func.max(_contribution.c.said_at)).where(own, of_means)
    others = _last_hour(here & of_means & _contribution.c.newcomer, work) if new else 0
    return Pace(_last_hour(own, work), new, others, work.connection.execute(last).scalar())


def _last_hour(which: ColumnElement[bool], work: Work) -> int:
    found = select(func.count()).where(
        _contribution.c.municipality_id == work.municipality_id,
        which,
        _contribution.c.said_at > work.now - HOUR,
    )
    return work.connection.execute(found).scalar_one()


def _below(target: Row[Any] | None, work: Work) -> dict[str, Any]:
    """Where it stands: below what it replies to, and from the second level on beside it."""
    if target is None:
        return {"depth": 0, "parent_id": None, "place": 0, "to_number": None}
    check_readable(target.hiding_id is not None)
    parent_id = target.id if target.depth < DEEPEST else target.parent_id
    place = work.connection.execute(
        update(_contribution)
        .where(this(parent_id, work))
        .values(replies=_contribution.c.replies + 1, answered=True)
        .returning(_contribution.c.replies)
    ).scalar_one()
    depth = min(target.depth + 1, DEEPEST)
    return {"depth": depth, "parent_id": parent_id, "place": place, "to_number": target.number}


def this(contribution_id: UUID, work: Work) -> ColumnElement[bool]:
    """What finds one contribution."""
    return (_contribution.c.municipality_id == work.municipality_id) & (
        _contribution.c.id == contribution_id
    )


def means_of(contribution_id: UUID, work: Work) -> UUID:
    """The discussion that it stands in. Raises NotFound for one that is not there."""
    found = select(_contribution.c.means_id).where(this(contribution_id, work))
    means_id: UUID | None = work.connection.execute(found).scalar()
    if means_id is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    return means_id


def load_contribution(contribution_id: UUID, work: Work) -> Row[Any]:
    """Locked until the transaction ends. Raises NotFound for one that is not there."""
    return _locked(this(contribution_id, work), work)


def load_numbered(means_id: UUID, number: int, work: Work) -> Row[Any]:
    """The same by its number."""
    return _locked(
        (_contribution.c.municipality_id == work.municipality_id)
        & (_contribution.c.means_id == means_id)
        & (_contribution.c.number == number),
        work,
    )


def _locked(which: ColumnElement[bool], work: Work) -> Row[Any]:
    found = work.connection.execute(
        select(_contribution)
        .where(_contribution.c.municipality_id == work.municipality_id, which)
        .with_for_update(key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    return found
