"""What is asked about votes that are open; never who voted what, and never how it stands."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.rounds import Area, Plan, Round, areas, ballot_plans, round_by_number
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea
from wijkstem.words.rounds import RoundState, VotingWay

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_plan = table_of(BallotPlan)
_entry = table_of(RollEntry)
_initiative = table_of(Initiative)
_text = table_of(InitiativeText)


def unsettled_boxes(
    connection: Connection, municipality_id: str, now: datetime
) -> tuple[UUID, ...]:
    """The rounds that ballots come in for, or came in for just now: what the close stirred is also to be forgotten."""
    found = select(_round.c.id).where(
        _round.c.municipality_id == municipality_id,
        _round.c.state.in_((RoundState.FROZEN, RoundState.CLOSED, RoundState.COUNTED)),
        _round.c.opens_at <= now,
    )
    return tuple(connection.execute(found).scalars())


@dataclass(frozen=True)
class Booth:
    """What a voter sees of a round: the round, its areas, and of one of them the plans."""

    round: Round
    areas: tuple[Area, ...]
    area: Area | None
    #: As they are on the website now; what counts stands in the rule file.
    plans: tuple[Plan, ...]
    #: What the plans say, by plan: the name of the question and the answer.
    texts: Mapping[UUID, Mapping[str, str]]


@dataclass(frozen=True)
class Lettered:
    """Whose ballot a code opens: that of an area. Nothing of what was voted with it."""

    area: int
    on_paper: bool


def booth(
    connection: Connection,
    municipality_id: str,
    number: str,
    seq: int | None,
    *,
    texts: bool = True,
) -> Booth:
    """Without ``texts`` it is not for reading. Raises NotFound for a round that residents do not see, and for an area that it does not have."""
    found = round_by_number(connection, municipality_id, number)
    if found.state in {RoundState.DRAFT, RoundState.CANCELLED}:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    parts = areas(connection, municipality_id, found.id)
    area = next((one for one in parts if one.seq == seq), None)
    if seq is not None and area is None:
        raise NotFound("unknown_area", "Dit gebied hoort niet bij deze ronde.")
    if area is None:
        return Booth(found, parts, None, (), {})
    plans = ballot_plans(connection, municipality_id, area.id)
    said = _texts(connection, municipality_id, area.id) if texts else {}
    return Booth(found, parts, area, plans, said)


def booth_key(number: str, seq: int) -> str:
    """What `booths` knows the ballot of an area by."""
    return f"{number}/{seq}"


def booths(connection: Connection, municipality_id: str, keys: Collection[str]) -> dict[str, Booth]:
    """The ballots that are there, without texts: one reading for all who send one at the same moment."""
    found = {}
    for key in keys:
        number, seq = key.split("/")
        with suppress(NotFound):
            found[key] = booth(connection, municipality_id, number, int(seq), texts=False)
    return found


_LETTERED = (
    select(_entry.c.code_hash, _area.c.seq, _entry.c.way)
    .join_from(
        _entry,
        _area,
        (_area.c.municipality_id == _entry.c.municipality_id) & (_area.c.id == _entry.c.area_id),
    )
    .where(
        _entry.c.municipality_id == bindparam("here"),
        _entry.c.round_id.in_(bindparam("rounds", expanding=True)),
        _entry.c.code_hash.in_(bindparam("hashes", expanding=True)),
    )
)


def letter_key(round_id: UUID, hashed: str) -> str:
    """What `lettered` knows a code by."""
    return f"{round_id.hex}/{hashed}"


def lettered(
    connection: Connection, municipality_id: str, keys: Collection[str]
) -> dict[str, Lettered]:
    """Looking a code up marks nothing; nothing for a code that is none. What a code is hashed with holds its round."""
    asked = {hashed: key for key in keys for _, hashed in [key.split("/")]}
    rounds = {UUID(key.split("/")[0]) for key in keys}
    found = connection.execute(
        _LETTERED, {"here": municipality_id, "rounds": list(rounds), "hashes": list(asked)}
    )
    return {asked[row.code_hash]: Lettered(row.seq, row.way is VotingWay.PAPER) for row in found}


def _texts(
    connection: Connection, municipality_id: str, area_id: UUID
) -> Mapping[UUID, Mapping[str, str]]:
    """Of plans that everybody may read."""
    found = connection.execute(
        select(_text.c.initiative_id, _text.c.field, _text.c.text)
        .join_from(
            _text,
            _plan,
            (_plan.c.municipality_id == _text.c.municipality_id)
            & (_plan.c.initiative_id == _text.c.initiative_id),
        )
        .join(
            _initiative,
            (_initiative.c.municipality_id == _text.c.municipality_id)
            & (_initiative.c.id == _text.c.initiative_id),
        )
        .where(
            _text.c.municipality_id == municipality_id,
            _plan.c.area_id == area_id,
            _initiative.c.public.is_(True),
            _initiative.c.hiding_id.is_(None),
        )
    )
    texts: dict[UUID, dict[str, str]] = {}
    for initiative_id, name, said in found:
        texts.setdefault(initiative_id, {})[name] = said
    return texts
