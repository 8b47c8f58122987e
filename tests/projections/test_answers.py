"""What counts as an answer of the municipality, in time or late."""

from datetime import timedelta

from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.kit.clock import local_date
from wijkstem.projections.indicators import Figure


def answers(world: World) -> dict[str, int]:
    """How many answers came in time and late, and of how many days each."""
    counts: dict[str, int] = {}
    for row in world.rows(Figure):
        if row["measure"] in {"answered_in_time", "answered_late", "days_to_answer"}:
            name = f"{row['measure']}_{row['value']}" if row["value"] else row["measure"]
            counts[name] = counts.get(name, 0) + row["count"]
    return counts


def test_a_decision_of_an_official_is_an_answer(sqlite_world: World) -> None:
    submitted = sqlite_world.submit()
    sqlite_world.pass_days(16)
    sqlite_world.execute(TakeStep(submitted.initiative_id, 1, "admit"), sqlite_world.official)
    sqlite_world.settle()
    assert answers(sqlite_world) == {"answered_late": 1, "days_to_answer_16": 1}


def test_withdrawing_and_a_threshold_are_no_answers(sqlite_world: World) -> None:
    submitter = sqlite_world.person("submitter")
    first, second = sqlite_world.open(submitter), sqlite_world.open(submitter)
    sqlite_world.settle()
    before = answers(sqlite_world)
    for name in ("anna", "bram", "cato"):
        sqlite_world.execute(Sign(first), sqlite_world.person(name))
    sqlite_world.execute(TakeStep(second, 2, "withdraw"), submitter)
    sqlite_world.settle()
    assert answers(sqlite_world) == before == {"answered_in_time": 2, "days_to_answer": 2}


def test_moving_to_another_meeting_is_no_answer(sqlite_world: World) -> None:
    world = sqlite_world
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    first, second = (
        world.execute(
            PlanMeeting("raad", "Raad", local_date(world.clock.at) + timedelta(days=days)),
            world.clerk,
        )
        for days in (30, 60)
    )
    world.execute(TakeStep(initiative, 3, "place", meeting_id=first), world.clerk)
    world.settle()
    before = answers(world)
    world.execute(TakeStep(initiative, 4, "move", meeting_id=second), world.clerk)
    world.settle()
    assert answers(world) == before
