"""A round whose rules are fixed and whose vote is open, put into the database as it is after that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, update

from tests.support.world import HERE, START, World
from wijkstem.commands.rolls import ImportRoll
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.rolls import Voter
from wijkstem.domain.rounds import (
    BallotRules,
    FileArea,
    FilePlan,
    RoundRules,
    RuleFile,
    Voters,
)
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.rounds import BudgetRound, RoundArea, RoundAreaPlace
from wijkstem.tally import presets
from wijkstem.words.rounds import BallotType, Roll, RoundState, Withdrawn

#: Area by name, with its neighbourhoods.
AREAS: Mapping[str, tuple[str, ...]] = {"Centrum": ("WK990100",), "Noord": ("WK990101",)}


@dataclass
class Vote:
    """A round, its areas, and the codes of the voters who were put on its roll."""

    round_id: UUID
    areas: dict[str, UUID]
    codes: dict[str, str] = field(default_factory=dict)


def a_vote(
    world: World,
    *,
    roll: Roll = Roll.OPEN,
    areas: Mapping[str, tuple[str, ...]] = AREAS,
    number: str = "2026-1",
    state: RoundState = RoundState.FROZEN,
    where: str = HERE,
    opens: datetime = START - timedelta(hours=1),
) -> Vote:
    """A round of which the vote is open since an hour, for two weeks."""
    rules = RoundRules(
        Voters(16, date(2026, 2, 1), roll),
        BallotRules(BallotType.APPROVAL, 1, 3),
        presets.greedy(),
        ("04:00",),
        LOTTO,
    )
    file = _file(rules, areas, number, opens, where)
    vote = Vote(new_id(), {name: new_id() for name in areas})
    with world.services.connection(where) as connection:
        connection.execute(
            insert(table_of(BudgetRound)).values(
                municipality_id=where,
                id=vote.round_id,
                number=number,
                instrument="voorstel",
                name=file.name,
                about="Wat doen we met het geld?",
                state=state,
                revision=1,
                rules=rules.to_json(),
                rule_file=file.to_json(),
                rule_digest=file.digest,
                opens_at=file.opens_at,
                closes_at=file.closes_at,
            )
        )
        for seq, (name, places) in enumerate(areas.items(), 1):
            scope = {"municipality_id": where, "round_id": vote.round_id}
            one = {"id": vote.areas[name], "seq": seq, "name": name, "budget": 10_000}
            connection.execute(insert(table_of(RoundArea)).values(**scope, **one))
            for code in places:
                place = {"code": code, "area_id": vote.areas[name]}
                connection.execute(insert(table_of(RoundAreaPlace)).values(**scope, **place))
    return vote


def _file(
    rules: RoundRules,
    areas: Mapping[str, tuple[str, ...]],
    number: str,
    opens: datetime,
    where: str,
) -> RuleFile:
    return RuleFile(
        format="wijkstem-round-1",
        municipality=where,
        number=number,
        name="Wijkbudget 2026",
        opens_at=opens.astimezone(UTC),
        closes_at=opens + timedelta(days=14),
        voters=rules.voters,
        ballot=rules.ballot,
        count=rules.count,
        heads_at=rules.heads_at,
        lot=rules.lot,
        withdrawn=Withdrawn.NO_MONEY,
        areas=tuple(
            FileArea(seq, name, 10_000, places, None)
            for seq, (name, places) in enumerate(areas.items(), 1)
        ),
        plans=tuple(
            FilePlan(n, 1, f"Plan {n}", 1000 * n, None, None, "WK990100", f"2026-000{n}")
            for n in (1, 2, 3)
        ),
        codes=0,
    )


def turn(world: World, vote: Vote, state: RoundState, *, where: str = HERE) -> None:
    """Have the round be in another state."""
    rounds = table_of(BudgetRound)
    with world.services.connection(where) as connection:
        connection.execute(
            update(rounds)
            .where(rounds.c.municipality_id == where, rounds.c.id == vote.round_id)
            .values(state=state)
        )


def voters(vote: Vote, *subjects: str, area: str = "Centrum") -> tuple[Voter, ...]:
    return tuple(Voter(subject, vote.areas[area]) for subject in subjects)


def with_codes(world: World, vote: Vote, *subjects: str, area: str = "Centrum") -> Vote:
    """Put people on the roll, as an official does before the rules are fixed."""
    turn(world, vote, RoundState.ANNOUNCED)
    command = ImportRoll(vote.round_id, voters(vote, *subjects, area=area), f"{new_id().hex:0>64}")
    made = world.execute(command, world.official)
    turn(world, vote, RoundState.FROZEN)
    vote.codes |= dict(zip(subjects, made, strict=True))
    return vote
