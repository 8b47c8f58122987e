"""Support for what was said, of many at one moment: they share locks and commits, and each gets their own answer."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.commands.test_reports import REASONS
from tests.eventlog.test_group import commits, ended, grouped, wait_until_blocked
from tests.journeys.test_at_once import at_once, kinds, problems
from tests.journeys.test_at_once_offices import asking
from tests.support.discussed import contribution, discussion, id_of, said
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.discussion_rooms import ModerateDiscussion
from wijkstem.commands.handlers import carry_out, execute_alone
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.signatures import Sign, Signed
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.domain.discussion import ModerationForm
from wijkstem.domain.people import Actor
from wijkstem.errors import WijkstemError
from wijkstem.events.discussion import ContributionSupported, ContributionSupportTakenBack
from wijkstem.kit.ids import new_id
from wijkstem.tables.discussion import Contribution, ContributionSupport, DiscussionRoom
from wijkstem.tables.moderation import Case
from wijkstem.words import Target

Support = SupportContribution
TakeBack = TakeBackContributionSupport
CLOSED = ModerationForm(0, True, "Het is nu rust.")


@pytest.fixture
def talk(world: World) -> UUID:
    """A discussion in which two people said something, as numbers 1 and 2."""
    return talked(world)


def talked(world: World) -> UUID:
    """Another one, of other people, each time."""
    means = discussion(world)
    for name in ("anna", "bram"):
        said(world, means, world.person(f"{name} {means}"))
    return means


def residents(world: World, number: int) -> list[Actor]:
    return [world.person(f"supporter {n}") for n in range(number)]


def supports(world: World) -> dict[UUID, tuple[int, int]]:
    """Of each contribution how many support it by its own count, and by the rows."""
    rows = world.rows(ContributionSupport)
    counted = {one["id"]: one["support"] for one in world.rows(Contribution)}
    return {
        one: (count, sum(row["contribution_id"] == one for row in rows))
        for one, count in counted.items()
    }


def codes(told: Sequence[Any]) -> list[Any]:
    return [one.code if isinstance(one, WijkstemError) else one for one in told]


def test_group_supports_in_one_commit_and_who_is_refused_sinks_nobody(
    world: World, talk: UUID
) -> None:
    first, second = id_of(world, 1), id_of(world, 2)
    answer = id_of(world, said(world, talk, world.official, stance="", office="Wijkbeheer"))
    anna, people = Actor(contribution(world, 1)["person_id"]), residents(world, 3)
    with commits(world.services.engine) as seen:
        told = grouped(
            world,
            (Support(first), people[0]),
            (Support(first), people[1]),
            (Support(first), people[1]),
            (Support(first), anna),
            (Support(answer), people[0]),
            (Support(talk), people[0]),
            (TakeBack(second), people[1]),
            (Support(second), people[2]),
            (Support(first), Actor(new_id())),
        )

    assert len(seen) == 2  # of who held them up, and of the group
    assert codes(told) == [
        *(1, 2, 2),
        *("own_contribution", "no_support", "unknown_contribution"),
        *(0, 1),
        "login_needed",
    ]
    assert supports(world) == {first: (2, 2), second: (1, 1), answer: (0, 0)}
    assert len(world.events(ContributionSupported)) == 3
    [room] = world.rows(DiscussionRoom)
    assert room["supports"] == 3
    assert problems(world) == []


def test_signers_and_supporters_of_one_moment_share_a_commit(world: World, talk: UUID) -> None:
    plan, it, people = world.open(), id_of(world, 1), residents(world, 3)
    asked = [(Support(it), people[0]), (Sign(plan), people[0]), (Sign(plan), people[1])]
    with commits(world.services.engine) as seen:
        told = grouped(world, *asked, (Support(it), people[2]))
    assert len(seen) == 2
    assert told == [1, Signed(True, 1, 0), Signed(True, 2, 0), 2]
    assert supports(world)[it] == (2, 2)
    assert problems(world) == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    asked=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from((1, 2)), st.sampled_from((Support, TakeBack))),
        min_size=2,
        max_size=10,
    )
)
def test_group_ends_as_its_commands_one_by_one_in_the_order_of_the_log(
    sqlite_world: World,
    asked: list[tuple[int, int, type[SupportContribution] | type[TakeBackContributionSupport]]],
) -> None:
    world, people = sqlite_world, residents(sqlite_world, 3)
    together, one_by_one = talked(world), talked(world)
    twins = dict(zip(ids(world, together), ids(world, one_by_one), strict=True))
    before, firsts = len(world.recorded()), list(twins)
    grouped(world, *((kind(firsts[of - 1]), people[who]) for who, of, kind in asked))

    for happened in [recorded.event for recorded in world.recorded()[before:]]:
        if isinstance(happened, ContributionSupported | ContributionSupportTakenBack):
            kind = Support if isinstance(happened, ContributionSupported) else TakeBack
            again = kind(twins[happened.contribution_id])
            execute_alone(world.services, HERE, again, Actor(happened.person_id))

    assert stands(world, together) == stands(world, one_by_one)
    assert problems(world) == []


@contextmanager
def failures(*worlds: World) -> Iterator[list[str]]:
    """The errors that the database gave anybody in the block: deadlocks too, after which each goes alone."""
    found: list[str] = []

    def note(context: Any) -> None:
        found.append(type(context.original_exception).__name__)

    for one in worlds:
        event.listen(one.services.engine, "handle_error", note)
    yield found
    for one in worlds:
        event.remove(one.services.engine, "handle_error", note)


def ids(world: World, means: UUID) -> list[UUID]:
    rows = sorted(world.rows(Contribution, means_id=means), key=lambda row: row["number"])
    return [row["id"] for row in rows]


def stands(world: World, means: UUID) -> list[Any]:
    """What is counted in a discussion, and by what its contributions stand where they do."""
    [room] = world.rows(DiscussionRoom, means_id=means)
    rows = sorted(world.rows(Contribution, means_id=means), key=lambda row: row["number"])
    return [room["supports"], *((row["support"], row["score"]) for row in rows)]


def test_groups_of_two_processes_count_each_once_and_never_lock_against_each_other(
    postgres_world: World, other_process: World
) -> None:
    world = postgres_world
    means, people = [talked(world), talked(world)], residents(world, 6)
    these = [one for it in means for one in ids(world, it)]
    asked = [
        ((world, other_process)[turn], Support(one), who)
        for who in people
        for turn, one in enumerate((*these, *reversed(these)))
        for turn in (turn % 2,)
    ]
    with failures(world, other_process) as failed:
        with ThreadPoolExecutor(len(asked)) as pool:
            answers = [pool.submit(here.execute, one, who) for here, one, who in asked]
        assert [type(ended(answer)) for answer in answers] == [int] * len(asked)
    assert failed == []
    assert supports(world) == dict.fromkeys(these, (6, 6))
    assert [room["supports"] for room in world.rows(DiscussionRoom)] == [12, 12]
    assert len(world.events(ContributionSupported)) == 24
    assert problems(world) == []


def test_who_comes_while_it_closes_waits_and_is_refused(postgres_world: World) -> None:
    world, means = postgres_world, talked(postgres_world)
    closing = CloseMeans(means, "Alles is gezegd.")
    leading = ModerateDiscussion(means, 0, CLOSED)
    told = behind(world, leading, world.official, Support(id_of(world, 1)))
    assert told == ["discussion_closed"] * 3
    told = behind(world, closing, world.official, TakeBack(id_of(world, 2)))
    assert told == ["closed"] * 3
    assert world.rows(ContributionSupport) == []


def behind(world: World, first: object, by: Actor, then: object) -> list[str]:
    """What three who ask for ``then`` at one moment get, while ``first`` was carried out and not committed."""
    people = residents(world, 3)
    with ThreadPoolExecutor(1) as pool:
        with world.services.unit_of_work(HERE) as uow:
            carry_out(first, world.services.work(uow, by))
            told = pool.submit(grouped, world, *((then, one) for one in people))
            wait_until_blocked(world)
        return codes(told.result(60))


def test_who_closes_waits_for_who_is_in_and_comes_behind_them_in_the_log(
    postgres_world: World,
) -> None:
    world, means = postgres_world, talked(postgres_world)
    closing = CloseMeans(means, "Alles is gezegd.")
    with ThreadPoolExecutor(1) as pool:
        with world.services.unit_of_work(HERE) as uow:
            support = Support(id_of(world, 1))
            assert carry_out(support, world.services.work(uow, world.person("cato"))) == 1
            told = pool.submit(world.execute, closing, world.official)
            wait_until_blocked(world)
        told.result(60)
    order = [type(one.event).__name__ for one in world.recorded()]
    assert order.index("ContributionSupported") < order.index("MeansClosed")


@pytest.mark.parametrize("by", ["the means", "a moderator"])
def test_nothing_is_supported_behind_the_close_however_many_come(
    postgres_world: World, other_process: World, by: str
) -> None:
    world, means = postgres_world, talked(postgres_world)
    it, people = id_of(world, 1), residents(world, 12)
    close: object = CloseMeans(means, "Alles is gezegd.")
    if by == "a moderator":
        close = ModerateDiscussion(means, 0, CLOSED)
    jobs = [supporting((world, other_process)[at % 2], it, who) for at, who in enumerate(people)]
    answers = kinds(at_once([*jobs[:6], asking(world, close, world.official), *jobs[6:]]))
    assert answers["done"] + answers["closed"] + answers["discussion_closed"] == 13
    order = [type(one.event).__name__ for one in world.recorded()]
    closed = "MeansClosed" if by == "the means" else "DiscussionModerated"
    assert "ContributionSupported" not in order[order.index(closed) :]
    assert supports(world)[it] == (answers["done"] - 1,) * 2


def id_in(who: Actor) -> UUID:
    assert who.person_id is not None
    return who.person_id


def supporting(world: World, it: UUID, who: Actor) -> Any:
    return lambda: world.execute(Support(it), who)


def test_hiding_erasing_and_support_at_once_leave_what_is_counted(postgres_world: World) -> None:
    world = postgres_world
    talked(world)
    first, second, people = id_of(world, 1), id_of(world, 2), residents(world, 8)
    report = ReportRemark(first, "insult", "Dit mag niet.", target=Target.CONTRIBUTION)
    world.execute(report, people[0])
    [case] = world.rows(Case)
    judge = JudgeRemark(case["id"], "hidden", REASONS, "insult")
    anna = Actor(contribution(world, 1)["person_id"])
    ended_with = kinds(
        at_once(
            [
                *(supporting(world, first, one) for one in people),
                asking(world, judge, world.official),
                *(supporting(world, second, one) for one in people),
                *(asking(world, ErasePerson(id_in(who)), who) for who in (*people[:2], anna)),
            ]
        )
    )
    assert set(ended_with) <= {"done", "hidden_already", "login_needed"}
    found = supports(world)
    assert found[first][0] == found[first][1]
    assert found[second][0] == found[second][1]
    [room] = world.rows(DiscussionRoom)
    assert room["supports"] == found[first][0] + found[second][0]
    assert contribution(world, 1)["hiding_id"] is not None
    assert problems(world) == []
