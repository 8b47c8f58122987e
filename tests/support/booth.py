"""A vote that is open, made row by row: the box alone, whoever makes rounds and rolls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, update

from tests.support.world import HERE, World
from wijkstem.commands.ballots import Cast, CastBallot, new_nonce
from wijkstem.commands.marking import MarkRoll
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.people import ANYONE
from wijkstem.domain.rolls import code_hash
from wijkstem.domain.rounds import BallotRules, FileArea, FilePlan, RoundRules, RuleFile, Voters
from wijkstem.domain.voting_codes import new_code
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea, RoundPhase
from wijkstem.tally.presets import POINTS, VOTES, borda, greedy
from wijkstem.words.rounds import (
    BallotType,
    OnBallot,
    PhaseKind,
    Roll,
    RoundState,
    VotingWay,
    Withdrawn,
)

APPROVAL = BallotRules(BallotType.APPROVAL, 1, 3)
#: What each type of ballot is counted by here.
_SCORING = {
    BallotType.APPROVAL: VOTES,
    BallotType.CHOOSE_ONE: VOTES,
    BallotType.POINTS: POINTS,
    BallotType.SCORES: POINTS,
    BallotType.RANKING: borda(5),
}
TITLES = (
    "Een bankje bij de vijver",
    "Bloembakken in de winkelstraat",
    "Verlichting langs het fietspad",
    "Een buurtmoestuin op het veldje",
    "Een jeu-de-boulesbaan bij het park",
    "Speeltoestellen voor kleine kinderen",
)


@dataclass(frozen=True)
class Vote:
    """A round whose vote is open."""

    world: World
    round_id: UUID
    number: str
    #: By their numbers, from 1.
    areas: tuple[UUID, ...]
    file: RuleFile
    opens_at: datetime
    closes_at: datetime

    def ballot(
        self, code: str, *numbers: int, nonce: str = "", area: int = 1, **values: Any
    ) -> CastBallot:
        """A ballot that picks these plans."""
        typed = values.pop("typed", dict.fromkeys(numbers, "1"))
        made = CastBallot(
            round_id=self.round_id,
            area_id=self.areas[area - 1],
            credential=code,
            key_id=self.world.services.tag_keys.current,
            typed=typed,
            nonce=nonce or new_nonce(),
        )
        return replace(made, **values)

    def cast(self, code: str, *numbers: int, **values: Any) -> Cast:
        done: Cast = self.world.execute(self.ballot(code, *numbers, **values), ANYONE)
        return done

    def send(self, code: str, *numbers: int, **values: Any) -> Cast:
        """Both halves of voting, as the website does them."""
        self.world.execute(MarkRoll(self.round_id, code, VotingWay.CODE), ANYONE)
        return self.cast(code, *numbers, **values)

    def withdraw(self, number: int) -> None:
        """A plan that drops out while people vote."""
        self._change(
            BallotPlan, {"standing": OnBallot.WITHDRAWN}, round_id=self.round_id, number=number
        )

    def close(self, connection: Connection | None = None) -> None:
        """As the close does, in its own transaction or in one that is there."""
        self._change(BudgetRound, {"state": RoundState.CLOSED}, connection, id=self.round_id)

    def _change(
        self,
        table: Any,
        values: dict[str, Any],
        within: Connection | None = None,
        **which: Any,
    ) -> None:
        rows = table_of(table)
        changing = update(rows).where(rows.c.municipality_id == HERE).values(values)
        for name, value in which.items():
            changing = changing.where(rows.c[name] == value)
        if within is not None:
            within.execute(changing)
            return
        with self.world.services.connection(HERE) as connection:
            connection.execute(changing)


def a_vote(
    world: World,
    rules: BallotRules = APPROVAL,
    *,
    costs: Sequence[int] = (10_000, 20_000, 30_000, 40_000),
    areas: int = 1,
    number: str = "2026-1",
    lasts: timedelta = timedelta(days=14),
    began: timedelta = timedelta(days=1),
) -> Vote:
    """Each area has the same plans; their numbers go on from area to area."""
    now = world.services.clock.now()
    whole = RoundRules(
        voters=Voters(16, date(2026, 1, 1), Roll.LIST),
        ballot=rules,
        count=greedy(_SCORING[rules.type]),
        heads_at=("04:00",),
        lot=LOTTO,
    )
    names = ["Noord", "Zuid", "Oost", "West"][:areas]
    ids = tuple(new_id() for _ in names)
    plans = [
        FilePlan(
            number=area * len(costs) + at + 1,
            area=area + 1,
            title=TITLES[at % len(TITLES)],
            cost=cost,
            category=None,
            exclusive=None,
            neighbourhood="WK990100",
            initiative="",
        )
        for area in range(areas)
        for at, cost in enumerate(costs)
    ]
    filed = [world.submit(title=plan.title) for plan in plans]
    plans = [replace(plan, initiative=one.number) for plan, one in zip(plans, filed, strict=True)]
    file = RuleFile(
        format="wijkstem-round-1",
        municipality=HERE,
        number=number,
        name="Wijkbudget 2026",
        opens_at=now - began,
        closes_at=now + lasts,
        voters=whole.voters,
        ballot=whole.ballot,
        count=whole.count,
        heads_at=whole.heads_at,
        lot=whole.lot,
        withdrawn=Withdrawn.NO_MONEY,
        areas=tuple(FileArea(at + 1, name, 100_000, (), None) for at, name in enumerate(names)),
        plans=tuple(plans),
        codes=100_000,
    )
    vote = Vote(world, new_id(), number, ids, file, now - began, now + lasts)
    _write(vote, whole, [one.initiative_id for one in filed])
    return vote


def _write(vote: Vote, rules: RoundRules, initiatives: Sequence[UUID]) -> None:
    file, of = vote.file, {"municipality_id": HERE, "round_id": vote.round_id}
    the_round = {
        "municipality_id": HERE,
        "id": vote.round_id,
        "number": vote.number,
        "instrument": "burgerinitiatief",
        "name": file.name,
        "about": "Kies waar het geld van de wijk naartoe gaat.",
        "state": RoundState.FROZEN,
        "revision": 1,
        "rules": rules.to_json(),
        "rule_file": file.to_json(),
        "rule_digest": file.digest,
        "opens_at": vote.opens_at,
        "closes_at": vote.closes_at,
    }
    areas = [
        {**of, "id": area_id, "seq": area.number, "name": area.name, "budget": area.budget}
        for area, area_id in zip(file.areas, vote.areas, strict=True)
    ]
    phase = {**of, "kind": PhaseKind.VOTE, "starts_at": vote.opens_at, "ends_at": vote.closes_at, "allows": "vote"}  # fmt: skip
    plans = [
        {
            **of,
            "initiative_id": initiative_id,
            "area_id": vote.areas[plan.area - 1],
            "standing": OnBallot.LISTED,
            "number": plan.number,
            "cost": plan.cost,
        }
        for plan, initiative_id in zip(file.plans, initiatives, strict=True)
    ]
    with vote.world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(BudgetRound)).values(the_round))
        connection.execute(insert(table_of(RoundArea)), areas)
        connection.execute(insert(table_of(RoundPhase)).values(phase))
        connection.execute(insert(table_of(BallotPlan)), plans)


def letters(vote: Vote, count: int, *, area: int = 1) -> list[str]:
    """Voters on the roll, each with the code of their letter."""
    keys, codes = vote.world.services.tag_keys, [new_code() for _ in range(count)]
    rows = [
        {
            "municipality_id": HERE,
            "id": new_id(),
            "round_id": vote.round_id,
            "area_id": vote.areas[area - 1],
            "tag_key": keys.current,
            "code_hash": code_hash(keys, keys.current, HERE, vote.round_id, code),
            "reissued": 0,
        }
        for code in codes
    ]
    with vote.world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(RollEntry)), rows)
    return codes
