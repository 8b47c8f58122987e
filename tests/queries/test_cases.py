"""The desks: most urgent first, right at once, at the same cost however full."""

from datetime import date
from typing import Any

import pytest

from tests.support.statements import statements
from tests.support.world import ADULT, HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.steps import StepKey, waiting_for
from wijkstem.queries.cases import Case, Counts, Submitter, cases, counts, submitter
from wijkstem.queries.paging import Paged
from wijkstem.words import Taker


def desk(world: World, taker: Taker, **values: Any) -> Paged[Case]:
    steps = waiting_for(world.services.rules.of(HERE), taker)
    with world.services.reading(HERE) as connection:
        return cases(connection, HERE, steps=steps, **values)


def test_waiting_for_officials(sqlite_world: World) -> None:
    assert waiting_for(sqlite_world.services.rules.of(HERE), Taker.OFFICIAL) == {
        StepKey("2025.1", "burgerinitiatief", "triage"),
        StepKey("2025.1", "voorstel", "triage"),
        StepKey("2025.1", "voorstel", "answering"),
    } | {
        StepKey("2025.1", instrument, step)
        for instrument, steps in {
            "uitdaagrecht": "triage assessment decision agreement running evaluation",
            "bewonersinitiatief": "triage decision account_check",
            "wijkbudget": "triage feasibility on_ballot agreement account_check building",
        }.items()
        for step in steps.split()
    }


def test_cases_due_first_on_top(world: World) -> None:
    world.submit()
    world.pass_days(3)
    world.submit(instrument="voorstel")
    world.open()
    found = desk(world, Taker.OFFICIAL)
    assert [(case.number, case.due_on) for case in found.rows] == [
        ("2026-0001", date(2026, 3, 16)),
        ("2026-0002", date(2026, 3, 19)),
    ]


def test_cases_with_meeting(world: World) -> None:
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    meeting = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)
    assert desk(world, Taker.CLERK).rows == (
        Case(
            number="2026-0001",
            title="Meer bomen in de straat",
            instrument="burgerinitiatief",
            rules_version="2025.1",
            neighbourhood_code="WK990100",
            filed_on=date(2026, 3, 2),
            step="on_agenda",
            step_since=date(2026, 3, 2),
            due_on=date(2026, 6, 2),
            valid_for=3,
            meeting_id=meeting,
            meeting_name="Raad in april",
            held_on=date(2026, 4, 13),
        ),
    )
    assert desk(world, Taker.OFFICIAL).rows == ()


def test_counts(world: World) -> None:
    steps = waiting_for(world.services.rules.of(HERE), Taker.OFFICIAL)
    world.submit()
    world.pass_days(10)
    world.submit()

    def on(day: date) -> Counts:
        with world.services.reading(HERE) as connection:
            return counts(connection, HERE, steps=steps, today=day)

    assert on(date(2026, 3, 8)) == Counts(waiting=2, late=0, soon=0)
    assert on(date(2026, 3, 16)) == Counts(waiting=2, late=0, soon=1)
    assert on(date(2026, 3, 17)) == Counts(waiting=2, late=1, soon=0)
    with world.services.reading(HERE) as connection:
        assert counts(connection, HERE, steps=(), today=date(2026, 3, 8)) == Counts(0, 0, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_cases_statements(sqlite_world: World, count: int) -> None:
    for _ in range(count):
        sqlite_world.submit()
    with statements(sqlite_world.services.engine) as asked:
        found = desk(sqlite_world, Taker.OFFICIAL)
    assert (len(found.rows), len(asked)) == (count, 2)


def test_submitter(world: World) -> None:
    anna = world.person("anna")
    assert anna.person_id is not None
    with world.services.reading(HERE) as connection:
        assert submitter(connection, HERE, anna.person_id) == Submitter(
            "anna", "anna@example.test", "WK990100", ADULT
        )
    world.execute(ErasePerson(anna.person_id), anna)
    with world.services.reading(HERE) as connection:
        assert submitter(connection, HERE, anna.person_id) is None
