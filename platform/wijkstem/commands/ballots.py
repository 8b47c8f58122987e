"""The box: putting a ballot in, and stirring what is in it.

This is the second half of voting. It knows of no person and does not touch the roll; it writes no event, and so takes
no place in the log and waits for nobody's turn there. The first half, marking the roll, was committed before.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select

from wijkstem.commands.boxes import require_open, share_box
from wijkstem.domain.ballots import Choice, filled_in, sealed_parts, written
from wijkstem.domain.board import commitment, receipt_of
from wijkstem.domain.permissions import may_operate, require
from wijkstem.domain.vote_files import VoteFile, vote_file
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.kit.db import take_turns
from wijkstem.kit.rows import table_of
from wijkstem.kit.tags import TagKeys
from wijkstem.services import Work
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea
from wijkstem.words.rounds import OnBallot, VotingMethod

_ballot = table_of(Ballot)
_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_plan = table_of(BallotPlan)

#: Of the row, besides the municipality.
_COLUMNS: Final = [column.name for column in _ballot.columns if column.name != "municipality_id"]
_NONCE_DIGITS: Final = 32

# Statements are built once: building one costs more than running it.
_OPEN: Final = (
    select(_round.c.state, _round.c.opens_at, _round.c.closes_at, _round.c.rule_file, _area.c.seq)
    .join_from(
        _round,
        _area,
        (_area.c.municipality_id == _round.c.municipality_id) & (_area.c.round_id == _round.c.id),
    )
    .where(
        _round.c.municipality_id == bindparam("here"),
        _round.c.id == bindparam("round"),
        _area.c.id == bindparam("area"),
    )
)
_WITHDRAWN: Final = select(_plan.c.number).where(
    _plan.c.municipality_id == bindparam("here"),
    _plan.c.area_id == bindparam("area"),
    _plan.c.standing == OnBallot.WITHDRAWN,
)
_VERSIONS: Final = select(
    func.max(_ballot.c.version),
    func.count().filter(_ballot.c.commitment == bindparam("committed")),
).where(
    _ballot.c.municipality_id == bindparam("here"),
    _ballot.c.round_id == bindparam("round"),
    _ballot.c.tag == bindparam("tag"),
)
_PUT_IN: Final = insert(_ballot)


@dataclass(frozen=True)
class CastBallot:
    """Put a ballot in the box, in the place of an earlier one by the same voter."""

    round_id: UUID
    area_id: UUID
    #: The secret that only the voter has. Its entry on the roll was marked before.
    credential: str = field(repr=False)
    #: The key under which that entry was made: the voter's tag must not change with the installation's keys.
    key_id: str
    #: What was typed, by the number of the plan.
    typed: Mapping[int, str] = field(repr=False)
    #: Of the form: sent twice, it is one ballot.
    nonce: str = field(repr=False)


@dataclass(frozen=True)
class Cast:
    """What the voter is told."""

    receipt: str = field(repr=False)
    #: Whether it took the place of an earlier one.
    changed: bool


@dataclass(frozen=True)
class Stir:
    """Lay all ballots of a round down anew, in an order that says nothing."""

    round_id: UUID


def new_nonce() -> str:
    """What makes two ballots that are filled in alike look different on the board."""
    return secrets.token_hex(_NONCE_DIGITS // 2)


def cast_ballot(command: CastBallot, work: Work) -> Cast:
    """Raises RuleBroken when the vote is not open, and Invalid for a ballot that is not right."""
    if not is_nonce(command.nonce):
        raise RuleBroken("ballot_form", "Open uw stembiljet opnieuw en verstuur het nog eens.")
    share_box(work, command.round_id)
    rules, seq = _open_now(command, work)
    choices = _choices(rules, seq, command.area_id, work)
    picks = written(filled_in(command.typed, rules.ballot, choices))
    here, keys = work.municipality_id, work.tag_keys
    tag = tag_of(keys, command.key_id, here, command.round_id, command.credential)
    committed = commitment(
        round_id=str(command.round_id),
        area_id=str(command.area_id),
        ballot=picks,
        nonce=command.nonce,
        tag=tag,
    )
    take_turns(work.connection, "ballot", here, command.round_id.hex, tag)
    version = _next_version(command.round_id, tag, committed, work)
    if version:
        _put_in(command, work, tag=tag, version=version, picks=picks, committed=committed)
    return Cast(receipt_of(committed), changed=version > 1)


def stir(command: Stir, work: Work) -> None:
    """What can be read from the place or the transaction of a row is gone after this."""
    require(may_operate(work.actor))
    stir_box(work, command.round_id)


def stir_box(work: Work, round_id: UUID) -> None:
    """The same within a transaction that does more, such as the close."""
    take_turns(work.connection, "stir", work.municipality_id, round_id.hex)
    of = (_ballot.c.municipality_id == work.municipality_id, _ballot.c.round_id == round_id)
    taken_out = delete(_ballot).where(*of).returning(*_ballot.columns)
    rows = [dict(row._mapping) for row in work.connection.execute(taken_out)]
    secrets.SystemRandom().shuffle(rows)
    if rows:
        work.connection.execute(insert(_ballot), rows)


def is_nonce(text: str) -> bool:
    return len(text) == _NONCE_DIGITS and set(text) <= set("0123456789abcdef")


def tag_of(
    keys: TagKeys, key_id: str, municipality_id: str, round_id: UUID, credential: str
) -> str:
    """What the box knows a voter by; the roll has another tag of the same secret, and neither leads to the other."""
    return keys.one(key_id, municipality_id, "ballot", round_id.hex, credential)


def seal_of(keys: TagKeys, key_id: str, municipality_id: str, row: Mapping[str, object]) -> str:
    """What only this installation can have put on a row of the box."""
    return keys.one(key_id, municipality_id, *sealed_parts(row))


def _open_now(command: CastBallot, work: Work) -> tuple[VoteFile, int]:
    """The rules, and the number of the area. The database's clock decides, behind the lock that the close takes too."""
    asked = {"here": work.municipality_id, "round": command.round_id, "area": command.area_id}
    found = work.connection.execute(_OPEN, asked).first()
    if found is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    require_open(found, work)
    return _rule_file(found.rule_file), found.seq


@lru_cache(maxsize=16)
def _rule_file(text: str) -> VoteFile:
    """Read once, and not for each of thousands of ballots."""
    return vote_file(text)


def _choices(rules: VoteFile, seq: int, area_id: UUID, work: Work) -> tuple[Choice, ...]:
    asked = {"here": work.municipality_id, "area": area_id}
    gone = set(work.connection.execute(_WITHDRAWN, asked).scalars())
    return tuple(
        Choice(plan.number, plan.cost, plan.number in gone) for plan in rules.plans_of(seq)
    )


def _next_version(round_id: UUID, tag: str, committed: str, work: Work) -> int:
    """0 when this very ballot is in the box already: the form came twice."""
    asked = {"here": work.municipality_id, "round": round_id, "tag": tag, "committed": committed}
    found = work.connection.execute(_VERSIONS, asked).one()
    return 0 if found[1] else (found[0] or 0) + 1


def _put_in(
    command: CastBallot, work: Work, *, tag: str, version: int, picks: str, committed: str
) -> None:
    key = work.tag_keys.current
    row = {
        "round_id": command.round_id,
        "tag": tag,
        "version": version,
        "area_id": command.area_id,
        "picks": picks,
        "nonce": command.nonce,
        "commitment": committed,
        "method": VotingMethod.INTERNET,
    }
    seal = seal_of(work.tag_keys, key, work.municipality_id, row)
    whole = {"municipality_id": work.municipality_id, **row, "seal": seal, "seal_key": key}
    work.connection.execute(_PUT_IN, whole)
