"""A round in which people can vote, and what they did in it; put into the database as the commands leave it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from tests.support.world import HERE, World
from wijkstem.commands.ballots import new_nonce, seal_of
from wijkstem.commands.counting import ApproveResult
from wijkstem.domain.ballots import written
from wijkstem.domain.board import commitment
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.people import Actor
from wijkstem.domain.rounds import (
    BallotRules,
    FileArea,
    FilePlan,
    RoundRules,
    RuleFile,
    Voters,
)
from wijkstem.events.counting import RoundCounted
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea
from wijkstem.tally import presets
from wijkstem.tally.rules import CountingRule
from wijkstem.words import Role
from wijkstem.words.rounds import (
    BallotType,
    OnBallot,
    Roll,
    RoundState,
    VotingMethod,
    VotingWay,
    Withdrawn,
)
from workers.counting import count_votes

OPENS = datetime(2026, 3, 1, 7, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)
APPROVAL = BallotRules(BallotType.APPROVAL, 1, 3)
#: Of two areas: what there is, and the costs of the plans.
NORTH, SOUTH = (1000, (400, 600, 700)), (500, (300, 300))


def officials(world: World) -> tuple[Actor, Actor, Actor]:
    """Three of them."""
    first, second, third = (world.person(f"official {n}", Role.OFFICIAL) for n in (1, 2, 3))
    return first, second, third


@dataclass(frozen=True)
class Voting:
    """A frozen round with its areas, by their number."""

    world: World
    id: UUID
    number: str
    file: RuleFile
    areas: Mapping[int, UUID]
    #: By their number on the ballot.
    plans: Mapping[int, UUID]

    def mark(self, area: int, way: VotingWay, many: int = 1) -> None:
        """So many voters used their vote."""
        rows = [
            {
                "municipality_id": HERE,
                "id": new_id(),
                "round_id": self.id,
                "area_id": self.areas[area],
                "tag_key": "k1",
                "code_hash": secrets.token_hex(32),
                "marked_on": date(2026, 3, 2),
                "way": way,
            }
            for _ in range(many)
        ]
        with self.world.services.connection(HERE) as connection:
            connection.execute(insert(table_of(RollEntry)), rows)

    def cast(self, area: int, *picks: int, tag: str = "", version: int = 1, **changed: Any) -> str:
        """A ballot in the box, and its voter marked; gives its tag. Points or places go as a dict."""
        if version == 1:
            self.mark(area, VotingWay.CODE)
        return self.put(area, dict.fromkeys(picks, 1), tag=tag, version=version, **changed)

    def cast_many(self, area: int, ballots: Sequence[Sequence[int]]) -> None:
        """A ballot of each of so many voters, at once."""
        self.mark(area, VotingWay.CODE, len(ballots))
        rows = [
            self._row(area, dict.fromkeys(picks, 1), secrets.token_hex(32), 1) for picks in ballots
        ]
        with self.world.services.connection(HERE) as connection:
            connection.execute(insert(table_of(Ballot)), rows)

    def put(
        self,
        area: int,
        chosen: Mapping[int, int],
        *,
        tag: str = "",
        version: int = 1,
        **changed: Any,
    ) -> str:
        """A row in the box, sealed as the platform does it unless ``changed``."""
        tag = tag or secrets.token_hex(32)
        row = {**self._row(area, chosen, tag, version), **changed}
        with self.world.services.connection(HERE) as connection:
            connection.execute(insert(table_of(Ballot)).values(row))
        return tag

    def _row(self, area: int, chosen: Mapping[int, int], tag: str, version: int) -> dict[str, Any]:
        keys, text, nonce = self.world.services.tag_keys, written(chosen), new_nonce()
        row: dict[str, Any] = {
            "round_id": self.id,
            "tag": tag,
            "version": version,
            "area_id": self.areas[area],
            "picks": text,
            "nonce": nonce,
            "method": VotingMethod.INTERNET,
            "commitment": commitment(
                round_id=str(self.id),
                area_id=str(self.areas[area]),
                ballot=text,
                nonce=nonce,
                tag=tag,
            ),
        }
        seal = seal_of(keys, keys.current, HERE, row)
        return {**row, "municipality_id": HERE, "seal": seal, "seal_key": keys.current}


def voting(
    world: World,
    *areas: tuple[int, Sequence[int]],
    count: CountingRule | None = None,
    ballot: BallotRules = APPROVAL,
    **changed: Any,
) -> Voting:
    """A round that is open: each area with its budget and the costs of its plans."""
    areas = areas or (NORTH, SOUTH)
    rules = RoundRules(
        Voters(16, date(2026, 2, 1), Roll.OPEN),
        ballot,
        count or presets.greedy(),
        ("04:00",),
        LOTTO,
    )
    made = list(_plans(world, areas))
    file = _file(rules, areas, made, **changed)
    round_id, area_ids = new_id(), {number: new_id() for number, _ in enumerate(areas, 1)}
    with world.services.connection(HERE) as connection:
        _insert(connection, round_id, file, area_ids, {p.number: one for p, one in made})
    return Voting(world, round_id, file.number, file, area_ids, {p.number: one for p, one in made})


def _plans(
    world: World, areas: Sequence[tuple[int, Sequence[int]]]
) -> Iterator[tuple[FilePlan, UUID]]:
    number = 0
    for area, (_budget, costs) in enumerate(areas, 1):
        for cost in costs:
            number += 1
            filed = world.submit(title=f"Het plan {number}")
            plan = FilePlan(
                number, area, f"Plan {number}", cost, None, None, "WK990100", filed.number
            )
            yield plan, filed.initiative_id


def _file(
    rules: RoundRules,
    areas: Sequence[tuple[int, Sequence[int]]],
    made: Sequence[tuple[FilePlan, UUID]],
    **changed: Any,
) -> RuleFile:
    file = RuleFile(
        format="wijkstem-round-1",
        municipality=HERE,
        number="2026-1",
        name="Wijkbudget 2026",
        opens_at=OPENS,
        closes_at=CLOSES,
        voters=rules.voters,
        ballot=rules.ballot,
        count=rules.count,
        heads_at=rules.heads_at,
        lot=rules.lot,
        withdrawn=Withdrawn.NO_MONEY,
        areas=tuple(
            FileArea(number, f"Gebied {number}", budget, (), None)
            for number, (budget, _costs) in enumerate(areas, 1)
        ),
        plans=tuple(plan for plan, _ in made),
        codes=10_000,
    )
    return replace(file, **changed)


def _insert(
    connection: Connection,
    round_id: UUID,
    file: RuleFile,
    areas: Mapping[int, UUID],
    plans: Mapping[int, UUID],
) -> None:
    here = {"municipality_id": HERE, "round_id": round_id}
    rules = RoundRules(file.voters, file.ballot, file.count, file.heads_at, file.lot)
    connection.execute(
        insert(table_of(BudgetRound)).values(
            municipality_id=HERE,
            id=round_id,
            number=file.number,
            instrument="burgerinitiatief",
            name=file.name,
            about="Samen kiezen.",
            state=RoundState.FROZEN,
            revision=1,
            rules=rules.to_json(),
            rule_file=file.to_json(),
            rule_digest=file.digest,
            opens_at=file.opens_at,
            closes_at=file.closes_at,
            look_at=file.closes_at,
        )
    )
    for area in file.areas:
        values = {"seq": area.number, "name": area.name, "budget": area.budget}
        connection.execute(
            insert(table_of(RoundArea)).values(id=areas[area.number], **here, **values)
        )
    for plan in file.plans:
        connection.execute(
            insert(table_of(BallotPlan)).values(
                **here,
                initiative_id=plans[plan.number],
                area_id=areas[plan.area],
                standing=OnBallot.LISTED,
                number=plan.number,
                cost=plan.cost,
            )
        )


def counted(vote: Voting) -> Voting:
    """The vote is over and the clock found it."""
    vote.world.clock.at = max(vote.world.clock.at, CLOSES)
    count_votes(vote.world.services, HERE)
    return vote


def published(vote: Voting) -> World:
    """Two officials let the result out."""
    world = vote.world
    if not world.rows(RoundCount):
        counted(vote)
    digest = world.events(RoundCounted)[-1].digest
    for who in officials(world)[:2]:
        world.execute(ApproveResult(vote.id, digest), who)
    return world
