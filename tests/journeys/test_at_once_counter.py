"""At the counter and on paper while the same person is online: real threads on a real PostgreSQL, one signature."""

from tests.commands.test_on_behalf import by_digid, resident
from tests.commands.test_paper import NUMBERS, listed, second
from tests.journeys.test_at_once import Job, apart, at_once, count_of, kinds, problems
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.on_behalf import SignFor
from wijkstem.commands.paper import AddPaperLine, ApprovePaper, OpenPaper
from wijkstem.commands.signatures import Sign
from wijkstem.events.on_behalf import PaperApproved
from wijkstem.events.signatures import SignatureGiven
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Signature
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.words import Hand, LineState


def test_same_people_on_paper_online_and_at_the_counter_count_once(postgres_world: World) -> None:
    world = postgres_world
    for _ in range(3):
        plan, official, other = world.open(), world.official, second(world)
        people = [by_digid(world, number) for number in NUMBERS]
        papers = [
            listed(world, plan, *(resident(n) for n in order)) for order in (NUMBERS, NUMBERS[::-1])
        ]
        jobs: list[Job] = [lambda p=p, i=plan: apart(world, Sign(i), p) for p in people]  # type: ignore[misc]
        jobs += [
            lambda n=n, i=plan, o=official: apart(world, SignFor(i, resident(n), Hand.COUNTER), o)  # type: ignore[misc]
            for n in NUMBERS[:3]
        ]
        jobs += [lambda b=b, o=other: apart(world, ApprovePaper(b), o) for b in papers]  # type: ignore[misc]
        ended = at_once(jobs)

        assert set(kinds(ended)) <= {"done", "signed_already"}
        assert len(world.rows(Signature, initiative_id=plan)) == len(NUMBERS)
        assert count_of(world, plan) == len(NUMBERS)
        assert {row["state"] for row in world.rows(PaperLine)} <= {
            LineState.COUNTED,
            LineState.DOUBLE,
        }
    assert len(world.events(SignatureGiven)) == 3 * len(NUMBERS)
    assert problems(world) == []


def test_list_that_two_officials_approve_at_once_is_approved_once(postgres_world: World) -> None:
    world = postgres_world
    plan = world.open()
    batch = listed(world, plan, *(resident(number) for number in NUMBERS))
    others = [world.person(f"official {n}", *world.official.roles) for n in range(6)]
    ended = at_once([lambda o=o: world.execute(ApprovePaper(batch), o) for o in others])  # type: ignore[misc]

    assert kinds(ended) == {"done": 1, "list_moved_on": 5}
    assert len(world.events(PaperApproved)) == 1
    assert count_of(world, plan) == len(NUMBERS)
    assert problems(world) == []


def test_list_that_is_opened_twice_is_one_list_and_a_line_sent_twice_one_line(
    postgres_world: World,
) -> None:
    world, plan = postgres_world, postgres_world.open()
    official = world.official
    batches = at_once([lambda: world.execute(OpenPaper(plan), official)] * 6)
    assert len(set(batches)) == len(world.rows(PaperBatch)) == 1
    line = AddPaperLine(batches[0], 1, resident())
    assert kinds(at_once([lambda: world.execute(line, official)] * 6)) == {"done": 6}
    assert len(world.rows(PaperLine)) == 1


def test_who_is_erased_while_a_list_is_approved_was_counted_or_is_somebody_new(
    postgres_world: World,
) -> None:
    """Nobody waits for who waits for them: the one locks people before the plan, and so does the other."""
    world = postgres_world
    for _ in range(4):
        plan = world.open(by_digid(world, NUMBERS[0]))
        people = [by_digid(world, number) for number in NUMBERS]
        batch = listed(world, plan, *(resident(number) for number in NUMBERS))
        jobs: list[Job] = [
            lambda p=p: world.execute(ErasePerson(p.person_id), p)  # type: ignore[misc]
            for p in people
        ]
        other = second(world)
        jobs.append(lambda b=batch, o=other: world.execute(ApprovePaper(b), o))  # type: ignore[misc]
        ended = at_once(jobs)
        assert set(kinds(ended)) == {"done"}
        signatures = world.rows(Signature, initiative_id=plan)
        assert count_of(world, plan) == len(signatures)
        assert len(world.rows(PaperLine, batch_id=batch)) == len(signatures)
    assert len({row["id"] for row in world.rows(Person)}) == len(world.rows(Person))
    assert problems(world) == []
