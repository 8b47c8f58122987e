"""Similar plans as an official sees them, on plans that were labelled by hand: how many are found, and how many are right.

Every labelled plan is asked for in turn, as if it came in last. *Recall* is the part of its doubles that is shown,
*precision* the part of what is shown that is a double. Half of the plans are public and half still wait.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.measure import Result
from bench.rulebooks import bench_rules
from bench.running import Servers, installation
from bench.scale import Scale
from tests.support.world import HERE, World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.queries.alike import alike_plans
from wijkstem.queries.similar import similar_plans

LABELLED = Path(__file__).with_name("alike.toml")


@dataclass(frozen=True)
class Plan:
    """A made-up plan; ``group`` is the wish that it has in common with others, None for one of its own."""

    title: str
    text: str
    group: int | None


@dataclass(frozen=True)
class Score:
    """What was shown over all plans together."""

    #: Doubles that were shown, doubles that there are, and everything that was shown.
    right: int
    doubles: int
    shown: int

    @property
    def recall(self) -> float:
        return self.right / self.doubles

    @property
    def precision(self) -> float:
        return self.right / self.shown if self.shown else 0.0


def labelled(file: Path = LABELLED) -> list[Plan]:
    """Every plan of the file."""
    data = tomllib.loads(file.read_text())
    plans = []
    for number, group in enumerate(data["group"]):
        plans += [Plan(title, text, number) for title, text in group["same"]]
        plans += [Plan(title, text, None) for title, text in group["near"]]
    others = [one for part in data["other"] for one in part["plans"]]
    return plans + [Plan(title, text, None) for title, text in others]


def doubles(plans: Sequence[Plan]) -> dict[int, set[int]]:
    """By the place of each plan, the places of those with the same wish."""
    return {
        i: {
            j
            for j, other in enumerate(plans)
            if j != i and plan.group is not None and other.group == plan.group
        }
        for i, plan in enumerate(plans)
    }


def score(wanted: Mapping[int, set[int]], shown: Mapping[int, Sequence[int]]) -> Score:
    """What was wanted for each plan, against what was shown."""
    return Score(
        right=sum(len(wanted[one] & set(found)) for one, found in shown.items()),
        doubles=sum(len(one) for one in wanted.values()),
        shown=sum(len(found) for found in shown.values()),
    )


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Beside what a resident is shown, who has typed no more than a title."""
    del scale
    plans = labelled()
    rules = bench_rules(servers.folder / f"rules-alike-{engine}")
    with installation(servers, engine, f"alike_{engine}", rules) as it:
        ids = fill(it.town.world, plans)
        ours = score(doubles(plans), shown_to_officials(it.town.world, plans, ids))
        theirs = score(doubles(plans), shown_to_residents(it.town.world, plans, ids))
    versus = "by the title alone, among public plans"
    note = f"{len(plans)} plans, {ours.doubles} doubles; {ours.right} of {ours.shown} shown are right. The limit was chosen on these plans"
    for name in ("recall", "precision"):
        value, floor = 100 * getattr(ours, name), 100 * getattr(theirs, name)
        yield Result(f"alike.{name}.{engine}", value, "%", versus, floor, 0.0, note=note)


def fill(world: World, plans: Sequence[Plan]) -> list[UUID]:
    """File them; every second one is admitted."""
    who, ids = world.person("filer"), []
    for number, plan in enumerate(plans):
        filed = world.submit(
            who, title=plan.title, texts=_answers(plan), neighbourhood_code="WK990100"
        )
        if number % 2:
            world.execute(TakeStep(filed.initiative_id, 1, "admit"), world.official)
        ids.append(filed.initiative_id)
    return ids


def _answers(plan: Plan) -> dict[str, str]:
    return {"decision": plan.text}


def shown_to_officials(
    world: World, plans: Sequence[Plan], ids: Sequence[UUID]
) -> dict[int, list[int]]:
    """The places of what is shown for each plan."""
    place = {one: number for number, one in enumerate(ids)}
    with world.services.reading(HERE) as connection:
        return {
            place[me]: [
                place[one.plan.id]
                for one in alike_plans(connection, HERE, plan.title, plan.text, besides=me)
            ]
            for me, plan in zip(ids, plans, strict=True)
        }


def shown_to_residents(
    world: World, plans: Sequence[Plan], ids: Sequence[UUID]
) -> dict[int, list[int]]:
    """The same, for who is writing; their own is not there yet, so it is left out."""
    del ids
    place = {plan.title: number for number, plan in enumerate(plans)}
    with world.services.reading(HERE) as connection:
        return {
            place[plan.title]: [
                place[one.title]
                for one in similar_plans(connection, HERE, plan.title)
                if one.title != plan.title
            ]
            for plan in plans
        }
