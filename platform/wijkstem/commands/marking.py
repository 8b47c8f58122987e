"""Marking the roll: the first half of voting, in a transaction of its own that knows nothing of the ballot.

It writes no event, no person and no time finer than a day. Done again with the same code it changes nothing, so whoever was
cut off sends the same again. Entering a code only looks, and is a query.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, exists, select, update

from wijkstem.commands.boxes import require_open, share_box
from wijkstem.commands.rolls import entry_of, roll_key, round_of
from wijkstem.commands.rounds import means_of
from wijkstem.commands.taking_part import take_part
from wijkstem.domain import rolls
from wijkstem.domain.permissions import may_enter, require, require_strong
from wijkstem.domain.rolls import require_old_enough, require_unused
from wijkstem.domain.rounds import Voters
from wijkstem.domain.vote_files import vote_file
from wijkstem.domain.voting_codes import is_code, read
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person, WayIn
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import RoundArea, RoundAreaPlace
from wijkstem.words import WayKind
from wijkstem.words.means import MeansKind
from wijkstem.words.rounds import Roll, RoundKind, VotingWay

_entry = table_of(RollEntry)
_area = table_of(RoundArea)
_place = table_of(RoundAreaPlace)
_person = table_of(Person)
_way = table_of(WayIn)

#: Built once: building it costs more than running it.
_OF_CODE = select(_entry).where(
    _entry.c.municipality_id == bindparam("here"),
    _entry.c.round_id == bindparam("round"),
    _entry.c.code_hash.in_(bindparam("hashes", expanding=True)),
)


@dataclass(frozen=True)
class Marked:
    """What the ballot may know of the roll: for which area it is, and under which key its tag is made."""

    area_id: UUID
    tag_key: str


@dataclass(frozen=True)
class MarkRoll:
    """Use a vote with the code of a letter; or, for who is logged in, with a code that only their device has."""

    round_id: UUID
    code: str = field(repr=False)
    #: `CODE` or `LOGIN`.
    way: VotingWay


def mark_roll(command: MarkRoll, work: Work) -> Marked:
    """Raises NotFound for a code that is none, NotAllowed for who voted otherwise."""
    share_box(work, command.round_id)
    row = round_of(command.round_id, work)
    require_open(row, work)
    code = read(command.code)
    if not is_code(code):
        raise unknown_code()
    if command.way is VotingWay.LOGIN:
        entry = _entry_of_login(row, work)
        credential = rolls.code_hash(
            work.tag_keys, entry.tag_key, work.municipality_id, row.id, code
        )
    else:
        entry = _entry_of_code(row.id, code, work)
        credential = entry.code_hash
    _mark(entry, command.way, credential, work)
    return Marked(entry.area_id, entry.tag_key)


def _voters(row: Row[Any]) -> Voters:
    """Who may vote, by the rules as they were fixed."""
    return vote_file(row.rule_file).voters


def unknown_code() -> NotFound:
    return NotFound(
        "unknown_code",
        "Deze stemcode kennen wij niet. Kijk of u de code goed hebt overgetypt.",
    )


def _mark(entry: Row[Any], way: VotingWay, credential: str | None, work: Work) -> None:
    """Only an entry that nobody marked meanwhile: of two at once, one is told that the other was first."""
    done = work.connection.execute(
        update(_entry)
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.id == entry.id,
            _entry.c.marked_on.is_(None),
            # Revoked since it was looked up.
            *_same_code(entry, way),
        )
        .values(marked_on=work.today, way=way, credential=credential)
    )
    if done.rowcount:
        return
    now = work.connection.execute(
        select(_entry.c.way, _entry.c.credential, _entry.c.code_hash).where(
            _entry.c.municipality_id == work.municipality_id, _entry.c.id == entry.id
        )
    ).one()
    if now.way is None:
        raise unknown_code()
    same = credential is not None and now.credential == credential
    require_unused(now.way, same=same)


def _same_code(entry: Row[Any], way: VotingWay) -> tuple[ColumnElement[bool], ...]:
    return (_entry.c.code_hash == entry.code_hash,) if way is VotingWay.CODE else ()


def _entry_of_code(round_id: UUID, code: str, work: Work) -> Row[Any]:
    hashes = [
        rolls.code_hash(work.tag_keys, key, work.municipality_id, round_id, code)
        for key in work.tag_keys.keys
    ]
    asked = {"here": work.municipality_id, "round": round_id, "hashes": hashes}
    found = work.connection.execute(_OF_CODE, asked).first()
    if found is None:
        raise unknown_code()
    return found


def _entry_of_login(row: Row[Any], work: Work) -> Row[Any]:
    """Who is logged in, on the roll; put there now where the roll is open and they may vote by the rules."""
    person_id = require_strong(work.actor)
    key = roll_key(row.id, work)
    tag = rolls.person_tag(
        work.tag_keys, key, work.municipality_id, row.id, _identity(person_id, key, work)
    )
    found = _by_person(row.id, tag, work)
    if found is not None:
        return found
    voters = _voters(row)
    if voters.roll is not Roll.OPEN:
        raise RuleBroken(
            "not_on_roll",
            "U staat niet op de kiezerslijst van deze ronde. Klopt dat niet? Bel dan de gemeente.",
        )
    person = _known_person(person_id, work)
    require_old_enough(person.birth_date, voters.minimum_age, voters.reference_day)
    if row.kind is RoundKind.QUESTION:
        # A question is for whom the council said, and not for who lives in an area with money.
        lives = take_part(means_of(row.id, work), work, kind=MeansKind.VOTE).neighbourhood_code
        return _added(row.id, _whole_area(row.id, work), tag, key, work, lives)
    area_id = _area_of(row.id, person, work)
    return _added(row.id, area_id, tag, key, work)


def _identity(person_id: UUID, key: str, work: Work) -> str:
    """What the account is known by under the key of the roll."""
    found: str | None = work.connection.execute(
        select(_way.c.tag).where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.person_id == person_id,
            _way.c.key_id == key,
            _way.c.kind == WayKind.LOGIN,
        )
    ).scalar()
    if found is None:
        raise RuleBroken("login_again", "Log uit en log opnieuw in. Daarna kunt u stemmen.")
    return found


def _by_person(round_id: UUID, tag: str, work: Work) -> Row[Any] | None:
    return work.connection.execute(
        select(_entry).where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.round_id == round_id,
            _entry.c.person_tag == tag,
        )
    ).first()


def _known_person(person_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    return work.connection.execute(
        select(_person.c.birth_date, _person.c.neighbourhood_code, _person.c.lives_here).where(
            _person.c.municipality_id == work.municipality_id, _person.c.id == person_id
        )
    ).one()


def _area_of(round_id: UUID, person: Row[*tuple[Any, ...]], work: Work) -> UUID:
    """Where somebody may vote: the area of their neighbourhood, or the one area of the whole municipality."""
    here = work.municipality_id
    theirs = select(_place.c.area_id).where(
        _place.c.municipality_id == here,
        _place.c.round_id == round_id,
        _place.c.code == person.neighbourhood_code,
    )
    found: UUID | None = work.connection.execute(theirs).scalar()
    if found is None and person.lives_here:
        found = _only_area(round_id, work)
    if found is None:
        raise RuleBroken(
            "lives_elsewhere",
            "U woont niet in het gebied van deze ronde. Klopt dat niet? Bel dan de gemeente.",
        )
    return found


def _only_area(round_id: UUID, work: Work) -> UUID | None:
    """The area of a round that has one, without a border of its own."""
    here = work.municipality_id
    placed = exists().where(_place.c.municipality_id == here, _place.c.round_id == round_id)
    areas = work.connection.execute(
        select(_area.c.id, _area.c.shape).where(
            _area.c.municipality_id == here, _area.c.round_id == round_id, ~placed
        )
    ).all()
    return areas[0].id if len(areas) == 1 and areas[0].shape is None else None


def _whole_area(round_id: UUID, work: Work) -> UUID:
    """The one area of a question."""
    found: UUID = work.connection.execute(
        select(_area.c.id).where(
            _area.c.municipality_id == work.municipality_id, _area.c.round_id == round_id
        )
    ).scalar_one()
    return found


def _added(
    round_id: UUID, area_id: UUID, tag: str, key: str, work: Work, lives: str | None = None
) -> Row[Any]:
    """Two devices at once: the constraint has one of them find what the other put there."""
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "round_id": round_id,
        "area_id": area_id,
        "person_tag": tag,
        "tag_key": key,
        "neighbourhood_code": lives,
        "reissued": 0,
    }
    insert_new(work.connection, _entry, row)
    found = _by_person(round_id, tag, work)
    assert found is not None
    return found


@dataclass(frozen=True)
class MarkOnPaper:
    """At the desk: the vote is used before the ballot is handed out. Who it is follows from a number or a code."""

    round_id: UUID
    subject: str | None = field(repr=False, default=None)
    code: str = field(repr=False, default="")
    #: For who is not on an open roll yet: what the official saw of them. Kept: the area.
    born: date | None = field(repr=False, default=None)
    area_id: UUID | None = None


def mark_on_paper(command: MarkOnPaper, work: Work) -> UUID:
    """For which area a ballot may be handed out. Raises NotAllowed for who voted already, however that was."""
    require(may_enter(work.actor))
    share_box(work, command.round_id)
    row = round_of(command.round_id, work)
    require_open(row, work)
    entry = _entry_at_desk(row, command, work)
    _mark(entry, VotingWay.PAPER, None, work)
    area_id: UUID = entry.area_id
    return area_id


def _entry_at_desk(row: Row[Any], command: MarkOnPaper, work: Work) -> Row[Any]:
    if command.subject is None:
        return _entry_of_code(row.id, read(command.code), work)
    try:
        return entry_of(row.id, command.subject, work)
    except NotFound:
        if command.area_id is None or _voters(row).roll is not Roll.OPEN:
            raise
    voters = _voters(row)
    require_old_enough(command.born, voters.minimum_age, voters.reference_day)
    _require_area(row.id, command.area_id, work)
    key = roll_key(row.id, work)
    identity = rolls.identity_tag(work.tag_keys, key, work.municipality_id, command.subject)
    tag = rolls.person_tag(work.tag_keys, key, work.municipality_id, row.id, identity)
    return _added(row.id, command.area_id, tag, key, work)


def _require_area(round_id: UUID, area_id: UUID, work: Work) -> None:
    known = work.connection.execute(
        select(_area.c.id).where(
            _area.c.municipality_id == work.municipality_id,
            _area.c.round_id == round_id,
            _area.c.id == area_id,
        )
    ).first()
    if known is None:
        raise NotFound("unknown_area", "Dit gebied hoort niet bij deze ronde.")
