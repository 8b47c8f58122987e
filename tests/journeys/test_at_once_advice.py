"""A council's members at the same moment, with real threads on a real PostgreSQL.

Whoever is too late is told, and a vote that is settled counts exactly what stands in its rows.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.journeys.test_at_once import Job, apart, at_once, kinds, problems
from tests.support.advising import WHY, advising_rules, asked, members, plan
from tests.support.world import HERE, World, make_world
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.advice import AdviseUnasked, CastVote, CloseVote, RecordAdvice, StepAside
from wijkstem.commands.answering import AnswerAdvice, LookAtAdvice
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.events.advice import (
    AdviceAnswered,
    AdviceAnswerLate,
    AdviceBegun,
    AdviceGiven,
    AdvicePassedOn,
)
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.words import Advice, Heeded, Interest, Role

NAMES = ("anna", "bram", "coba", "dora", "evert", "fenna")


@pytest.fixture
def council(postgres_url: str, tmp_path: Path) -> Iterator[World]:
    world = make_world(postgres_url, advising_rules(tmp_path / "rules"))
    yield world
    world.services.engine.dispose()


def asking(world: World, command: object, actor: Actor = SYSTEM) -> Job:
    return lambda: apart(world, command, actor)


def voices(world: World) -> Counter[Any]:
    return Counter(row["choice"] for row in world.rows(AdviceVoice))


def state(world: World, advice: UUID) -> AdviceState:
    [row] = world.rows(NeighbourhoodAdvice, id=advice)
    found: AdviceState = row["state"]
    return found


def test_member_who_votes_many_times_at_once_has_one_vote(council: World) -> None:
    world = council
    anna, *_ = members(world, NAMES)
    advice = asked(world, plan(world))
    choices = [Advice.POSITIVE, Advice.NEGATIVE] * 4
    ended = at_once([asking(world, CastVote(advice, one, WHY), anna) for one in choices])

    assert kinds(ended) == {"done": 8}
    assert sum(voices(world).values()) == 1


def test_without_its_key_a_member_has_two_votes(council: World) -> None:
    """Code that forgets every lock is stopped by the key, and by nothing else."""
    world = council
    anna, *_ = members(world)
    assert anna.person_id is not None
    person_id = anna.person_id
    advice = asked(world, plan(world))

    def storm() -> Counter[str]:
        looked = threading.Barrier(6)

        def vote() -> None:
            with world.services.unit_of_work(HERE) as uow:
                assert uow.session.get(AdviceVoice, (HERE, advice, person_id)) is None
                looked.wait()
                uow.session.add(
                    AdviceVoice(
                        municipality_id=HERE, advice_id=advice, person_id=person_id,
                        choice=Advice.POSITIVE, said_on=uow.today,
                    )
                )  # fmt: skip

        return kinds(at_once([vote] * 6))

    assert storm() == {"done": 1, "IntegrityError": 5}
    with unguarded(world) as connection:
        connection.execute(text("DELETE FROM advice_voice"))
        connection.execute(text("ALTER TABLE advice_voice DROP CONSTRAINT pk_advice_voice"))
        connection.commit()
    assert storm() == {"done": 6}
    assert voices(world) == {Advice.POSITIVE: 6}


def test_vote_that_is_closed_while_members_vote_is_closed_with_what_was_seen(
    council: World,
) -> None:
    world = council
    people = members(world, NAMES)
    for _ in range(6):
        advice = asked(world, plan(world))
        for member in people[:3]:
            world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)
        jobs = [asking(world, CloseVote(advice, "0-0-3-0-0", WHY), people[0])]
        jobs += [asking(world, CastVote(advice, Advice.POSITIVE, WHY), one) for one in people[3:5]]
        ended = at_once(jobs)

        said = Counter(row["choice"] for row in world.rows(AdviceVoice, advice_id=advice))
        given = [event for event in world.events(AdviceGiven) if event.advice_id == advice]
        if isinstance(ended[0], Exception):
            assert kinds(ended[:1]) == {"votes_changed": 1}
            assert (given, state(world, advice)) == ([], AdviceState.OPEN)
            assert kinds(ended[1:]) == {"done": 2}
        else:
            [event] = given
            assert (event.negative, event.positive) == (3, 0)
            assert kinds(ended[1:]) == {"advice_closed": 2}
            assert said == {Advice.NEGATIVE: 3}
    assert problems(world) == []


def test_vote_that_is_closed_by_all_at_once_is_closed_once(council: World) -> None:
    world = council
    people = members(world, NAMES)
    advice = asked(world, plan(world))
    for member in people[:3]:
        world.execute(CastVote(advice, Advice.POSITIVE, WHY), member)
    close = CloseVote(advice, "3-0-0-0-0", WHY)
    ended = at_once([asking(world, close, one) for one in people])

    assert kinds(ended) == {"done": 1, "advice_closed": 5}
    assert len(world.events(AdviceGiven)) == 1


def test_member_who_steps_aside_while_voting_has_no_vote(council: World) -> None:
    world = council
    anna, *_ = members(world, NAMES)
    for _ in range(6):
        advice = asked(world, plan(world))
        jobs = [asking(world, CastVote(advice, Advice.POSITIVE, WHY), anna)] * 3
        jobs.insert(1, asking(world, StepAside(advice, Interest.WORK), anna))
        ended = at_once(jobs)

        assert not isinstance(ended[1], Exception)
        assert kinds(ended).keys() <= {"done", "stepped_aside"}
        [row] = world.rows(AdviceVoice, advice_id=advice)
        assert (row["choice"], row["interest"]) == (None, Interest.WORK)


def test_last_members_who_step_aside_at_once_pass_it_on_once(council: World) -> None:
    world = council
    people = members(world, NAMES)
    advice = asked(world, plan(world))
    ended = at_once([asking(world, StepAside(advice, Interest.WORK), one) for one in people])

    assert kinds(ended) == {"done": 4, "not_this_adviser": 2}
    assert [event.aside for event in world.events(AdvicePassedOn)] == [4]


def test_term_that_passes_while_members_vote_settles_it_once(council: World) -> None:
    world = council
    people = members(world, NAMES)
    about = plan(world)
    advice = asked(world, about)
    for member in people[:3]:
        world.execute(CastVote(advice, Advice.POSITIVE, WHY), member)
    world.pass_days(29)
    world.execute(PassTerm(about, 2))
    jobs: list[Job] = [world.settle]
    jobs += [asking(world, CastVote(advice, Advice.NEGATIVE, WHY), one) for one in people[3:]]
    ended = at_once(jobs)
    world.settle()

    done = kinds(ended[1:])["done"]
    [event] = world.events(AdviceGiven)
    assert kinds(ended[1:]).keys() <= {"done", "advice_closed"}
    assert (event.positive, event.negative) == (3, done)
    assert voices(world) == Counter({Advice.POSITIVE: 3}) + Counter({Advice.NEGATIVE: done})


def test_member_whose_role_ends_while_voting_is_not_counted(council: World) -> None:
    world = council
    people = members(world, NAMES)
    advice = asked(world, plan(world))
    for member in people[1:4]:
        world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)

    def leave() -> None:
        world.person("anna", Role.RESIDENT)

    ended = at_once([leave, asking(world, CastVote(advice, Advice.POSITIVE, WHY), people[0])])
    assert kinds(ended).keys() <= {"done", "role_ended"}
    world.execute(CloseVote(advice, "0-0-3-0-0", WHY), people[1])
    [event] = world.events(AdviceGiven)
    assert (event.positive, event.negative, event.members) == (0, 3, 5)


def test_member_who_is_erased_while_voting_is_gone_or_never_voted(council: World) -> None:
    world = council
    anna, *_ = members(world, NAMES)
    assert anna.person_id is not None
    advice = asked(world, plan(world))
    jobs = [asking(world, CastVote(advice, Advice.POSITIVE, WHY), anna)] * 4
    jobs.insert(2, asking(world, ErasePerson(anna.person_id), anna))
    ended = at_once(jobs)

    assert kinds(ended).keys() <= {"done", "unknown_person"}
    assert not isinstance(ended[2], Exception)
    assert world.rows(AdviceVoice) == []


def test_council_that_begins_at_once_begins_once(council: World) -> None:
    world = council
    people = members(world, NAMES)
    about = world.open()
    ended = at_once([asking(world, AdviseUnasked(about, Advice.POSITIVE, WHY), p) for p in people])

    assert kinds(ended) == {"done": 1, "advice_begun": 5}
    assert (len(world.events(AdviceBegun)), voices(world)) == (1, {Advice.POSITIVE: 1})


def test_advice_that_is_recorded_by_all_at_once_is_recorded_once(council: World) -> None:
    world = council
    advice = asked(world, plan(world, where="WK990101"))
    officials = [world.person(f"official {n}", Role.OFFICIAL) for n in range(6)]
    record = RecordAdvice(advice, Advice.POSITIVE, WHY, present=7)
    ended = at_once([asking(world, record, one) for one in officials])

    assert kinds(ended) == {"done": 1, "advice_closed": 5}
    assert len(world.events(AdviceGiven)) == 1


def answered(world: World) -> UUID:
    advice = asked(world, plan(world, where="WK990101"))
    world.execute(RecordAdvice(advice, Advice.POSITIVE, WHY, present=7), world.official)
    return advice


def test_advice_that_two_officials_answer_is_answered_once(council: World) -> None:
    world = council
    advice = answered(world)
    officials = [world.person(f"official {n}", Role.OFFICIAL) for n in range(6)]
    answers = [AnswerAdvice(advice, one, WHY) for one in (Heeded.FOLLOWED, Heeded.DEPARTED)] * 3
    jobs = [asking(world, one, who) for one, who in zip(answers, officials, strict=True)]
    ended = at_once(jobs)

    assert kinds(ended) == {"done": 1, "answered_already": 5}
    [event] = world.events(AdviceAnswered)
    [row] = world.rows(NeighbourhoodAdvice, id=advice)
    assert row["heeded"] is event.heeded


def test_answer_that_many_workers_find_late_is_late_once(council: World) -> None:
    world = council
    advice = answered(world)
    world.pass_days(29)
    ended = at_once([asking(world, LookAtAdvice(advice))] * 8)

    assert kinds(ended) == {"done": 1, "nothing_to_see": 7}
    assert len(world.events(AdviceAnswerLate)) == 1
