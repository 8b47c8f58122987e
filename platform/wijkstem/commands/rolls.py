"""The roll of a round: lists of voters, the codes for their letters, and another code for who lost theirs.

A code is made here, given back once to whoever makes the letters, and kept as a keyed hash only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update

from wijkstem.commands.boxes import require_not_over, share_box
from wijkstem.domain import rolls
from wijkstem.domain.permissions import may_enter, may_operate, require
from wijkstem.domain.rolls import Voter
from wijkstem.domain.voting_codes import new_code
from wijkstem.errors import Conflict, NotFound, RuleBroken
from wijkstem.events.rolls import CodeReissued, CodesReplaced, RollImported
from wijkstem.kit.db import take_turns
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.rolls import RollEntry, RollImport
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import RoundState

_round = table_of(BudgetRound)
_entry = table_of(RollEntry)
_import = table_of(RollImport)

T = TypeVar("T")

#: Rows in one statement.
CHUNK = 1000


class AlreadyOnRoll(RuleBroken):
    """Somebody on the list is on the roll by an earlier list; ``places`` are their places on this one, from 0."""

    def __init__(self, places: Sequence[int]) -> None:
        super().__init__(
            "already_on_roll",
            N_("Op deze lijst staan kiezers die al op de kiezerslijst staan."),
        )
        self.places = tuple(places)


@dataclass(frozen=True)
class ImportRoll:
    """Put a list of voters on the roll, all of it or nothing, each with a code for their letter."""

    round_id: UUID
    voters: tuple[Voter, ...] = field(repr=False)
    #: SHA-256 of the file that it came from.
    digest: str
    #: The file was taken in before and what it gave got lost: make other codes for the same people.
    again: bool = False


def import_roll(command: ImportRoll, work: Work) -> list[str]:
    """The codes, in the order of the list; nobody can ask for them a second time."""
    require(may_enter(work.actor) or may_operate(work.actor))
    share_box(work, command.round_id)
    take_turns(work.connection, work.municipality_id, "roll", command.round_id.hex)
    row = round_of(command.round_id, work)
    require_open_for_lists(row, again=command.again)
    require_not_over(row, work)
    known = _known(command, work)
    if known is None:
        return _taken_in(command, work)
    if not command.again:
        raise Conflict(
            "list_known",
            "Deze lijst staat al op de kiezerslijst. Het bestand met codes is één keer gemaakt.",
        )
    return _replaced(known, command, work)


def require_open_for_lists(row: Row[Any], *, again: bool) -> None:
    """The number of codes stands in the fixed rules; other codes for the same people are no more codes."""
    allowed = {RoundState.DRAFT, RoundState.ANNOUNCED} | ({RoundState.FROZEN} if again else set())
    if row.state not in allowed:
        raise RuleBroken(
            "roll_fixed", "De spelregels staan vast. Er kan geen kiezerslijst meer bij."
        )


def round_of(round_id: UUID, work: Work) -> Row[Any]:
    """Raises NotFound."""
    found = work.connection.execute(
        select(_round).where(
            _round.c.municipality_id == work.municipality_id, _round.c.id == round_id
        )
    ).first()
    if found is None:
        raise NotFound("unknown_round", "Deze stemronde bestaat niet.")
    return found


def roll_key(round_id: UUID, work: Work) -> str:
    """The one key of a roll: a person has one tag on it, also when the installation gets a new key meanwhile."""
    used: str | None = work.connection.execute(
        select(_entry.c.tag_key)
        .where(_entry.c.municipality_id == work.municipality_id, _entry.c.round_id == round_id)
        .limit(1)
    ).scalar()
    return used or work.tag_keys.current


def _known(command: ImportRoll, work: Work) -> UUID | None:
    found: UUID | None = work.connection.execute(
        select(_import.c.id).where(
            _import.c.municipality_id == work.municipality_id,
            _import.c.round_id == command.round_id,
            _import.c.digest == command.digest,
        )
    ).scalar()
    return found


def _taken_in(command: ImportRoll, work: Work) -> list[str]:
    key, round_id = roll_key(command.round_id, work), command.round_id
    tags = _person_tags(command, key, work)
    if doubles := _on_roll(round_id, tags, work):
        raise AlreadyOnRoll([place for place, tag in enumerate(tags) if tag in doubles])
    codes = [new_code() for _ in command.voters]
    rows: list[dict[str, Any]] = [
        {
            "municipality_id": work.municipality_id,
            "id": new_id(),
            "round_id": round_id,
            "area_id": voter.area_id,
            "person_tag": tag,
            "tag_key": key,
            "code_hash": rolls.code_hash(work.tag_keys, key, work.municipality_id, round_id, code),
            "reissued": 0,
        }
        for voter, tag, code in zip(command.voters, tags, codes, strict=True)
    ]
    # By their random ids: the roll is no copy of the list, in whatever order that was.
    rows.sort(key=lambda row: row["id"])
    for some in _chunks(rows):
        work.connection.execute(insert(_entry), some)
    _note_import(command, work)
    return codes


def _person_tags(command: ImportRoll, key: str, work: Work) -> list[str]:
    keys, here = work.tag_keys, work.municipality_id
    return [
        rolls.person_tag(
            keys,
            key,
            here,
            command.round_id,
            rolls.identity_tag(keys, key, here, voter.subject),
        )
        for voter in command.voters
    ]


def _on_roll(round_id: UUID, tags: Sequence[str], work: Work) -> set[str]:
    found: set[str] = set()
    for some in _chunks(tags):
        found |= set(
            work.connection.scalars(
                select(_entry.c.person_tag).where(
                    _entry.c.municipality_id == work.municipality_id,
                    _entry.c.round_id == round_id,
                    _entry.c.person_tag.in_(some),
                )
            )
        )
    return found


def _note_import(command: ImportRoll, work: Work) -> None:
    import_id, by = new_id(), work.actor.person_id
    row = {
        "municipality_id": work.municipality_id,
        "id": import_id,
        "round_id": command.round_id,
        "digest": command.digest,
        "voters": len(command.voters),
        "imported_on": work.today,
        "imported_by": by,
    }
    work.connection.execute(insert(_import).values(row))
    work.record(
        RollImported(
            round_id=command.round_id,
            import_id=import_id,
            voters=len(command.voters),
            official_id=by,
            imported_on=work.today,
        )
    )


def _replaced(import_id: UUID, command: ImportRoll, work: Work) -> list[str]:
    """Other codes for everybody on the list. Nobody may have voted: their letter would be worth nothing."""
    key, round_id = roll_key(command.round_id, work), command.round_id
    tags = _person_tags(command, key, work)
    codes = [new_code() for _ in command.voters]
    changes = [
        {
            "tag": tag,
            "code": rolls.code_hash(work.tag_keys, key, work.municipality_id, round_id, code),
        }
        for tag, code in zip(tags, codes, strict=True)
    ]
    statement = (
        update(_entry)
        .where(
            _entry.c.municipality_id == bindparam("here"),
            _entry.c.round_id == bindparam("round"),
            _entry.c.person_tag == bindparam("tag"),
            _entry.c.marked_on.is_(None),
        )
        .values(code_hash=bindparam("code"), reissued=_entry.c.reissued + 1)
    )
    scope = {"here": work.municipality_id, "round": round_id}
    done = sum(
        work.connection.execute(statement, [{**one, **scope} for one in some]).rowcount
        for some in _chunks(changes)
    )
    if done < len(changes):
        raise RuleBroken(
            "voted_already",
            "Kiezers van deze lijst hebben al gestemd. Geef wie geen code heeft zelf een nieuwe.",
        )
    work.record(
        CodesReplaced(
            round_id=round_id,
            import_id=import_id,
            codes=done,
            official_id=work.actor.person_id,
            replaced_on=work.today,
        )
    )
    return codes


@dataclass(frozen=True)
class ReissueCode:
    """Somebody lost their code: the old one is worth nothing from now on, and this is another."""

    round_id: UUID
    #: As a login service would give it; the official looked it up.
    subject: str = field(repr=False)


def reissue_code(command: ReissueCode, work: Work) -> str:
    """The new code, shown once. Raises RuleBroken for who voted already: that vote hangs on the old code."""
    require(may_enter(work.actor))
    share_box(work, command.round_id)
    require_not_over(round_of(command.round_id, work), work)
    entry = entry_of(command.round_id, command.subject, work)
    code = new_code()
    changed = work.connection.execute(
        update(_entry)
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.id == entry.id,
            _entry.c.marked_on.is_(None),
        )
        .values(
            code_hash=rolls.code_hash(
                work.tag_keys, entry.tag_key, work.municipality_id, command.round_id, code
            ),
            reissued=_entry.c.reissued + 1,
        )
    )
    if not changed.rowcount:
        raise RuleBroken(
            "code_used",
            "Deze inwoner heeft al gestemd. Een nieuwe code kan dan niet meer.",
        )
    work.record(
        CodeReissued(
            round_id=command.round_id,
            official_id=work.actor.person_id,
            reissued_on=work.today,
        )
    )
    return code


def entry_of(round_id: UUID, subject: str, work: Work) -> Row[Any]:
    """Somebody's entry, by their number. Raises NotFound for who is not on the roll."""
    key = roll_key(round_id, work)
    identity = rolls.identity_tag(work.tag_keys, key, work.municipality_id, subject)
    tag = rolls.person_tag(work.tag_keys, key, work.municipality_id, round_id, identity)
    found = work.connection.execute(
        select(_entry).where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.round_id == round_id,
            _entry.c.person_tag == tag,
        )
    ).first()
    if found is None:
        raise NotFound("not_on_roll", "Deze inwoner staat niet op de kiezerslijst.")
    return found


def _chunks(rows: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(rows), CHUNK):
        yield list(rows[start : start + CHUNK])
