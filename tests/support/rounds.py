"""A budget round in a test, made, filled and fixed by the commands that officials and residents give."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.support.world import HERE, World
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.round_plans import AddPlan, SettlePlan
from wijkstem.commands.rounds import AnnounceRound, MakeRound
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.making_rounds import AreaForm, PhaseForm, RoundForm
from wijkstem.domain.people import Actor
from wijkstem.domain.rounds import BallotRules, RoundRules, Voters
from wijkstem.queries import rounds as asking
from wijkstem.queries.rounds import Round
from wijkstem.tables.initiatives import Initiative
from wijkstem.tally import presets
from wijkstem.tally.rules import CountingRule
from wijkstem.words import Role, Trigger
from wijkstem.words.rounds import BallotType, PhaseKind, Roll

#: What a ballot of each type asks, where a test says nothing else.
BALLOTS: Mapping[BallotType, BallotRules] = {
    BallotType.APPROVAL: BallotRules(BallotType.APPROVAL, 1, 3),
    BallotType.CHOOSE_ONE: BallotRules(BallotType.CHOOSE_ONE, 1, 1),
    BallotType.POINTS: BallotRules(BallotType.POINTS, 1, None, points=10, most_points=5),
    BallotType.SCORES: BallotRules(BallotType.SCORES, 1, None, lowest_score=0, highest_score=5),
    BallotType.RANKING: BallotRules(BallotType.RANKING, 1, 3),
}
#: How each is counted.
SCORINGS = {
    BallotType.APPROVAL: presets.VOTES,
    BallotType.CHOOSE_ONE: presets.VOTES,
    BallotType.POINTS: presets.POINTS,
    BallotType.SCORES: presets.POINTS,
    BallotType.RANKING: presets.borda(3),
}
#: The town has a centre with a council, and the country around it.
AREAS = (
    AreaForm("Centrum", 1000, ("WK990100",), 600),
    AreaForm("Buitengebied", 500, ("WK990101",), 400),
)
#: Each with its area and what it costs.
PLANS = {
    "Een bankje op het plein": (1, 400),
    "Bomen langs de gracht": (1, 600),
    "Een tafel om te schaken": (1, 300),
    "Een pad door het bos": (2, 350),
    "Een kast met boeken": (2, 250),
}
IDEAS, ON_BALLOT, VOTE = timedelta(days=90), timedelta(days=10), timedelta(days=14)


@dataclass(frozen=True)
class MadeRound:
    """A round and how a test finds what is in it."""

    id: UUID
    number: str
    #: By their name.
    areas: Mapping[str, UUID]
    #: By their title.
    plans: Mapping[str, UUID]
    #: On the ballot, by their title; nothing before it is fixed.
    numbers: Mapping[str, int]
    opens_at: datetime
    closes_at: datetime
    officials: tuple[Actor, Actor] = field(repr=False)


def rules_of(
    ballot_type: BallotType = BallotType.APPROVAL,
    *,
    ballot: BallotRules | None = None,
    count: CountingRule | None = None,
    roll: Roll = Roll.OPEN,
    minimum_age: int = 16,
    reference_day: date = date(2026, 3, 2),
) -> RoundRules:
    """Rules that fit each other."""
    ballot = ballot or BALLOTS[ballot_type]
    count = count or presets.greedy(SCORINGS[ballot.type])
    return RoundRules(Voters(minimum_age, reference_day, roll), ballot, count, ("04:00",), LOTTO)


def phases_from(start: datetime) -> tuple[PhaseForm, ...]:
    """Ideas, the ballot, the vote, and what comes after it; each begins where the one before it ends."""
    made, at = list[PhaseForm](), start
    for kind, lasts in (
        (PhaseKind.IDEAS, IDEAS),
        (PhaseKind.BALLOT, ON_BALLOT),
        (PhaseKind.VOTE, VOTE),
        (PhaseKind.COUNT, timedelta(days=7)),
        (PhaseKind.RESULT, timedelta(days=30)),
        (PhaseKind.DOING, timedelta(days=365)),
    ):
        made.append(PhaseForm(kind, at, at + lasts))
        at += lasts
    return tuple(made)


def round_form(world: World, **changed: Any) -> RoundForm:
    """A round that begins now."""
    form = RoundForm(
        "Wijkbudget van dit jaar",
        "U kiest waar het geld heen gaat.",
        "wijkbudget",
        rules_of(),
        AREAS,
        phases_from(world.clock.at),
    )
    return replace(form, **changed)


def officials(world: World) -> tuple[Actor, Actor]:
    """Two of them."""
    return world.official, world.person("another official", Role.OFFICIAL)


def the_round(world: World, number: str) -> Round:
    """The round as it stands."""
    with world.services.reading(HERE) as connection:
        return asking.round_by_number(connection, HERE, number)


def announced_round(world: World, **changed: Any) -> str:
    """The number of a round that residents can bring plans in for."""
    number: str = world.execute(MakeRound(round_form(world, **changed)), world.official)
    made = the_round(world, number)
    world.execute(AnnounceRound(made.id, made.revision), world.official)
    return number


def plans_for_the_ballot(world: World, titles: Mapping[str, tuple[int, int]]) -> dict[str, UUID]:
    """Plans that went all the way to the ballot: admitted, feasible, and advised on."""
    plans = dict[str, UUID]()
    for title in titles:
        submitted = world.submit(instrument="wijkbudget", title=title, texts=_TEXTS)
        plans[title] = submitted.initiative_id
        world.execute(TakeStep(submitted.initiative_id, 1, "admit"), world.official)
        step = TakeStep(submitted.initiative_id, 2, "feasible", reasons="Dit kan voor dit geld.")
        world.execute(step, world.official)
        world.execute(Advance(submitted.initiative_id, Trigger.ADVICE, 3))
    world.settle()
    return plans


_TEXTS = {"idea": "Dit maakt de buurt mooier.", "cost": "Een paar honderd euro."}


def filled_round(
    world: World, plans: Mapping[str, tuple[int, int]] = PLANS, **changed: Any
) -> MadeRound:
    """A round whose ballot can be fixed now: its plans came to the ballot, and their costs are known."""
    number = announced_round(world, **changed)
    made = the_round(world, number)
    found = plans_for_the_ballot(world, plans)
    for title, initiative_id in found.items():
        area, cost = plans[title]
        _join(world, made.id, initiative_id)
        world.execute(SettlePlan(initiative_id, area, cost), world.official)
    with world.services.reading(HERE) as connection:
        phases = asking.phases(connection, HERE, made.id)
    ballot = next(phase for phase in phases if phase.kind is PhaseKind.BALLOT)
    world.clock.at = max(world.clock.at, ballot.starts_at)
    return _found(world, number, found)


def _join(world: World, round_id: UUID, initiative_id: UUID) -> None:
    """Plans of this place joined by themselves, where the round was open for them."""
    with world.services.reading(HERE) as connection:
        there = {plan.initiative_id for plan in asking.plans(connection, HERE, round_id)}
    if initiative_id not in there:
        [row] = world.rows(Initiative, id=initiative_id)
        world.execute(AddPlan(round_id, row["number"]), world.official)


def frozen_round(world: World, **changed: Any) -> MadeRound:
    """A round whose rules are fixed, before the vote."""
    made = filled_round(world, **changed)
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), made.officials[0])
    asked = AskFreeze(made.id, the_round(world, made.number).revision)
    digest = world.execute(asked, made.officials[0])
    world.execute(FreezeRound(made.id, digest), made.officials[1])
    return _found(world, made.number, made.plans)


def a_round(
    world: World,
    *,
    ballot_type: BallotType = BallotType.APPROVAL,
    areas: tuple[AreaForm, ...] = AREAS,
    plans: Mapping[str, tuple[int, int]] = PLANS,
    rules: RoundRules | None = None,
) -> MadeRound:
    """A round that is open for voting since a minute; the clock of the world stands there."""
    made = frozen_round(world, plans=plans, areas=areas, rules=rules or rules_of(ballot_type))
    world.clock.at = made.opens_at + timedelta(minutes=1)
    return made


def _found(world: World, number: str, plans: Mapping[str, UUID]) -> MadeRound:
    with world.services.reading(HERE) as connection:
        made = asking.round_by_number(connection, HERE, number)
        areas = asking.areas(connection, HERE, made.id)
        phases = asking.phases(connection, HERE, made.id)
        taking_part = asking.plans(connection, HERE, made.id)
    vote = next(phase for phase in phases if phase.kind is PhaseKind.VOTE)
    return MadeRound(
        made.id,
        number,
        {area.name: area.id for area in areas},
        plans,
        {plan.title: plan.number for plan in taking_part if plan.number is not None},
        vote.starts_at,
        vote.ends_at,
        officials(world),
    )
