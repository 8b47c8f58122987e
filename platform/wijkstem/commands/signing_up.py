"""Residents sign up for a gathering and sign off again; whoever waits moves up by themselves."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from wijkstem.commands.present import present
from wijkstem.domain.gatherings import check_coming, seat
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound
from wijkstem.events.gatherings import PlaceGiven, SignedOff, SignedUp
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.gatherings import Gathering, SignUp
from wijkstem.words import GatheringState, WithoutDigiD

_person = table_of(Person)
_sign_up = table_of(SignUp)


def load(gathering_id: UUID, work: Work) -> Gathering:
    """The gathering, locked until the transaction ends: its seats are counted and given away by one at a time."""
    found: Gathering | None = work.session.execute(
        select(Gathering)
        .where(
            col(Gathering.municipality_id) == work.municipality_id,
            col(Gathering.id) == gathering_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_gathering", "Deze bijeenkomst bestaat niet.")
    return found


@dataclass(frozen=True)
class SignUpFor:
    """I will come."""

    gathering_id: UUID


@dataclass(frozen=True)
class Coming:
    """What somebody gets to know at once."""

    has_place: bool
    #: Who had signed up already stays as they were.
    new: bool


def sign_up_for(command: SignUpFor, work: Work) -> Coming:
    """A place, or one on the waiting list. Raises RuleBroken once it was cancelled or has begun."""
    person_id = present(work, WithoutDigiD.ATTEND)
    gathering = load(command.gathering_id, work)
    check_coming(gathering, work.now)
    people = _people(gathering, work)
    if there := next((one for one in people if one.person_id == person_id), None):
        return Coming(there.seat is not None, new=False)
    mine = SignUp(
        municipality_id=work.municipality_id,
        id=new_id(),
        gathering_id=gathering.id,
        person_id=person_id,
        turn=max((one.turn for one in people), default=0) + 1,
        signed_up_at=work.now,
    )
    given = seat(gathering.places, [*people, mine])
    work.session.add(mine)
    has_place = mine.seat is not None
    work.record(
        SignedUp(gathering_id=gathering.id, sign_up_id=mine.id, has_place=has_place),
        *(_given(one) for one in given if one is not mine),
    )
    return Coming(has_place, new=True)


def _given(one: SignUp) -> PlaceGiven:
    return PlaceGiven(gathering_id=one.gathering_id, sign_up_id=one.id)


def _people(gathering: Gathering, work: Work) -> list[SignUp]:
    found = work.session.execute(
        select(SignUp)
        .where(
            col(SignUp.municipality_id) == work.municipality_id,
            col(SignUp.gathering_id) == gathering.id,
        )
        .order_by(col(SignUp.turn))
        .execution_options(populate_existing=True)
    )
    return list(found.scalars())


def settle(gathering: Gathering, work: Work) -> None:
    """Give the seats that are free to who waits, and say so to them."""
    given = seat(gathering.places, _people(gathering, work))
    work.record(*map(_given, given))


def seated(gathering: Gathering, work: Work) -> int:
    """How many have a place."""
    return sum(one.seat is not None for one in _people(gathering, work))


def signed_up(gathering: Gathering, work: Work) -> int:
    """How many signed up, those who wait among them."""
    counted = select(func.count()).where(
        _sign_up.c.municipality_id == work.municipality_id,
        _sign_up.c.gathering_id == gathering.id,
    )
    return int(work.connection.execute(counted).scalar_one())


@dataclass(frozen=True)
class SignOff:
    """I will not come after all."""

    gathering_id: UUID


def sign_off(command: SignOff, work: Work) -> bool:
    """Whether there was something to end. Raises RuleBroken once it was cancelled or has begun."""
    person_id = require_login(work.actor)
    gathering = load(command.gathering_id, work)
    check_coming(gathering, work.now)
    return _leave(gathering, person_id, work)


def _leave(gathering: Gathering, person_id: UUID, work: Work) -> bool:
    people = _people(gathering, work)
    mine = next((one for one in people if one.person_id == person_id), None)
    if mine is None:
        return False
    had_place = mine.seat is not None
    work.session.delete(mine)
    # First gone, then given: a seat has one person, also for a moment.
    work.session.flush()
    work.record(SignedOff(gathering_id=gathering.id, sign_up_id=mine.id, had_place=had_place))
    if gathering.state is GatheringState.ANNOUNCED and gathering.starts_at > work.now:
        settle(gathering, work)
    return True


def leave_all(person_id: UUID, work: Work) -> None:
    """Somebody is being erased: out of every gathering, in the order of their ids, and who waits moves up."""
    theirs = work.connection.scalars(
        select(_sign_up.c.gathering_id)
        .where(
            _sign_up.c.municipality_id == work.municipality_id, _sign_up.c.person_id == person_id
        )
        .order_by(_sign_up.c.gathering_id)
    )
    for gathering_id in list(theirs):
        _leave(load(gathering_id, work), person_id, work)
