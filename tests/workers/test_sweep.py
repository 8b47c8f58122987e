"""The clock finds whatever work no call announced."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.commands.test_gatherings import announced
from tests.commands.test_merging import propose, two
from tests.support.council import planned, supported, told
from tests.support.world import World
from wijkstem.adapters.wake import Task
from wijkstem.commands.advice import AdviseUnasked, CloseVote
from wijkstem.commands.gatherings import CancelGathering
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.events.advice import AdviceAnswerLate
from wijkstem.events.agenda_requests import MeetingForeseen
from wijkstem.events.initiatives import StepTaken, TermPassed
from wijkstem.events.merging import MergeEnded
from wijkstem.tables.engine import Refusal
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.initiatives import RunningTerm, TermState
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Advice, Hitch, Outlook, Role
from workers.consumers import Consumers
from workers.digests import make_digests
from workers.reminding import remind
from workers.sweep import sweep
from workers.terms import pass_terms


class Calls:
    """Remembers who was called for what."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Task]] = []

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        self.made.append((municipality_id, task))

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """Nothing is marked here."""

    def waiting(self) -> int:
        return len(self.made)


@pytest.fixture
def calls(world: World) -> Calls:
    """What a sweep of the world calls for; every consumer is at the head before, and the digests are made."""
    for where in ("testdorp", "buurdorp"):
        world.settle(where=where)
        make_digests(world.services, where)
    return Calls()


def swept(world: World, calls: Calls) -> list[tuple[str, Task]]:
    services = replace(world.services, wake=calls)
    calls.made.clear()
    sweep(services, Consumers(services).names)
    return calls.made


def test_nothing_is_called_where_nothing_is_new(world: World, calls: Calls) -> None:
    assert swept(world, calls) == []


def test_news_in_one_municipality_calls_for_that_one(world: World, calls: Calls) -> None:
    world.submit()
    assert swept(world, calls) == [("testdorp", Task.RELAY)]


def test_day_that_is_over_calls_for_its_digests(world: World, calls: Calls) -> None:
    world.pass_days(1)
    assert sorted(swept(world, calls)) == [("buurdorp", Task.DIGESTS), ("testdorp", Task.DIGESTS)]


def test_what_waits_to_go_out_is_called_for(world: World, calls: Calls) -> None:
    world.submit()
    world.settle()
    assert swept(world, calls) == [("testdorp", Task.DELIVER)]


def test_a_passed_term_is_called_for_and_passed_once(world: World, calls: Calls) -> None:
    submitted = world.submit()
    world.settle()
    world.pass_days(14)
    assert ("testdorp", Task.TERMS) not in swept(world, calls)
    world.pass_days(1)
    assert ("testdorp", Task.TERMS) in swept(world, calls)
    assert pass_terms(world.services, "testdorp") == 1
    assert pass_terms(world.services, "testdorp") == 0
    [event] = world.events(TermPassed)
    assert event.initiative_id == submitted.initiative_id
    assert world.rows(RunningTerm)[0]["state"] is TermState.PASSED
    assert ("testdorp", Task.TERMS) not in swept(world, calls)


def test_a_meeting_that_went_by_without_a_plan_is_called_for_and_told_once(
    council_world: World,
) -> None:
    world, calls = council_world, Calls()
    supported(world)
    for day in (date(2026, 3, 30), date(2026, 5, 11)):
        planned(world, day)
    world.pass_days(28)
    assert ("testdorp", Task.TERMS) not in swept(world, calls)
    world.pass_days(1)
    assert ("testdorp", Task.TERMS) in swept(world, calls)
    assert pass_terms(world.services, "testdorp") == 1
    assert pass_terms(world.services, "testdorp") == 0
    event = world.events(MeetingForeseen)[-1]
    now = (event.outlook, event.placing_on, event.hitch)
    assert now == (Outlook.TOO_LATE, date(2026, 5, 11), Hitch.MISSED)
    world.settle()
    assert told(world, "submitter")["submitter"][-1] == "meeting_foreseen"
    assert ("testdorp", Task.TERMS) not in swept(world, calls)


def test_an_answer_to_advice_that_is_late_is_called_for_and_seen_once(
    world: World, calls: Calls
) -> None:
    member = world.person("member", Role.NEIGHBOURHOOD_COUNCIL)
    why = "Dit past goed bij de buurt."
    advice = world.execute(AdviseUnasked(world.open(), Advice.POSITIVE, why), member)
    world.execute(CloseVote(advice, "1-0-0-0-0", why), member)
    world.settle()
    world.pass_days(28)
    assert ("testdorp", Task.TERMS) not in swept(world, calls)
    world.pass_days(1)
    assert ("testdorp", Task.TERMS) in swept(world, calls)
    assert pass_terms(world.services, "testdorp") == 1
    assert pass_terms(world.services, "testdorp") == 0
    assert [event.advice_id for event in world.events(AdviceAnswerLate)] == [advice]
    assert ("testdorp", Task.TERMS) not in swept(world, calls)


def test_a_proposal_that_nobody_answers_is_called_for_and_ends_once(
    world: World, calls: Calls
) -> None:
    plan, into, *_ = two(world)
    merge = propose(world, plan, into)
    world.settle()
    world.pass_days(14)
    assert ("testdorp", Task.TERMS) not in swept(world, calls)
    world.pass_days(1)
    assert ("testdorp", Task.TERMS) in swept(world, calls)
    assert pass_terms(world.services, "testdorp") == 1
    assert pass_terms(world.services, "testdorp") == 0
    [event] = world.events(MergeEnded)
    assert (event.merge_id, event.ended_as) == (merge, "lapsed")
    assert ("testdorp", Task.TERMS) not in swept(world, calls)


def test_a_term_that_ends_signing_lets_the_initiative_lapse(world: World, calls: Calls) -> None:
    world.open()
    world.settle()
    # Eight weeks end on 27 April, King's Day, so the 28th is the last day.
    world.pass_days(8 * 7 + 1)
    assert pass_terms(world.services, "testdorp") == 0
    world.pass_days(1)
    assert pass_terms(world.services, "testdorp") == 1
    world.settle()
    assert [row["state"] for row in world.rows(RunningTerm)] == [TermState.MET, TermState.PASSED]
    assert [event.outcome for event in world.events(StepTaken)] == ["admit", "lapse"]


def test_a_late_step_that_waits_for_a_person_is_no_refusal(world: World, calls: Calls) -> None:
    world.submit()
    world.pass_days(15)
    pass_terms(world.services, "testdorp")
    world.settle()
    assert world.events(StepTaken) == []
    assert world.rows(Refusal) == []


def test_gathering_that_is_tomorrow_is_told_once_and_by_day(world: World, calls: Calls) -> None:
    made = announced(world)
    world.execute(SignUpFor(made), world.person("anna"))
    world.clock.at = datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    assert ("testdorp", Task.REMIND) not in swept(world, calls), "nobody is woken for it"
    world.clock.at += timedelta(hours=1)
    assert ("testdorp", Task.REMIND) in swept(world, calls)

    assert remind(world.services, "testdorp") == 1
    assert remind(world.services, "testdorp") == 0
    assert ("testdorp", Task.REMIND) not in swept(world, calls)
    world.settle()
    [told] = world.rows(InboxMessage, template="gathering_near")
    assert told["gathering_id"] == made


def test_gathering_that_is_over_or_off_is_told_to_nobody(world: World, calls: Calls) -> None:
    off, over = announced(world), announced(world)
    world.execute(CancelGathering(off, 1, "De zaal is dicht."), world.official)
    world.clock.at = datetime(2026, 3, 20, 20, 0, tzinfo=UTC)
    assert ("testdorp", Task.REMIND) not in swept(world, calls)
    assert remind(world.services, "testdorp") == 0
    assert [row["reminded"] for row in world.rows(Gathering, id=over)] == [False]
