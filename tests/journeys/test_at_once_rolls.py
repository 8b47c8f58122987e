"""The roll at the same moment: real threads on a real PostgreSQL, and one person still votes once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.commands.test_marking import ANNA, BRAM, by_code, by_login, logged_in
from tests.commands.test_rolls import CATO, DIGEST
from tests.journeys.test_at_once import MANY, Job, at_once, kinds, problems
from tests.support.voting import a_vote, voters, with_codes
from tests.support.world import HERE, START, World
from wijkstem.commands import marking
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.marking import MarkOnPaper
from wijkstem.commands.rolls import ImportRoll, ReissueCode
from wijkstem.domain.closing import totals_of
from wijkstem.domain.people import ANYONE
from wijkstem.domain.voting_codes import new_code
from wijkstem.events.rolls import CodeReissued, RollImported
from wijkstem.tables.counting import RoundClosing
from wijkstem.tables.rolls import RollEntry
from wijkstem.words.rounds import RoundState, VotingWay


def test_code_that_is_used_on_many_devices_is_used_once(postgres_world: World) -> None:
    world = postgres_world
    vote = with_codes(world, a_vote(world), ANNA)
    ended = at_once(
        [lambda: world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)] * (MANY - 2)
        + [lambda: world.execute(MarkOnPaper(vote.round_id, ANNA), world.official)]
    )
    [row] = world.rows(RollEntry)
    marked = kinds(ended)
    if row["way"] == "paper":
        assert marked == {"done": 1, "voted_on_paper": MANY - 2}
    else:
        assert marked == {"done": MANY - 2, "voted_otherwise": 1}


def many_devices(world: World, number: int = 0) -> tuple[dict[str, int], int]:
    vote = a_vote(world, number=f"2026-{number}")
    bram = logged_in(world, BRAM)
    ended = at_once([lambda: world.execute(by_login(vote, new_code()), bram)] * MANY)
    return kinds(ended), len(world.rows(RollEntry, round_id=vote.round_id))


def test_person_who_logs_in_on_many_devices_votes_with_one(postgres_world: World) -> None:
    assert many_devices(postgres_world) == ({"done": 1, "voted_otherwise": MANY - 1}, 1)


def test_without_its_key_a_person_is_on_the_roll_twice(postgres_world: World) -> None:
    """The storm above can fail: this is what it finds when only the code looks."""
    world = postgres_world
    with world.services.connection("*") as connection:
        connection.execution_options(municipality="*").execute(
            text("ALTER TABLE roll_entry DROP CONSTRAINT uq_roll_entry_person")
        )
    for number in range(5):
        ended, entries = many_devices(world, number)
        if entries > 1 or set(ended) - {"done", "voted_otherwise"}:
            return
    pytest.fail("five storms on a roll without its key found nothing")


def test_list_that_two_officials_bring_at_once_is_on_the_roll_once(postgres_world: World) -> None:
    world = postgres_world
    vote = a_vote(world, state=RoundState.ANNOUNCED)
    official = world.official
    people = voters(vote, ANNA, BRAM, CATO)
    same = ImportRoll(vote.round_id, people, DIGEST)
    other = ImportRoll(vote.round_id, people[1:], "b" * 64)
    ended = at_once([lambda c=c: world.execute(c, official) for c in [same, other] * 4])  # type: ignore[misc]
    found = kinds(ended)
    assert found["done"] == len(world.events(RollImported))
    assert set(found) <= {"done", "list_known", "already_on_roll"}
    people_on_it = [row["person_tag"] for row in world.rows(RollEntry)]
    assert len(people_on_it) == len(set(people_on_it))
    assert problems(world) == []


def test_code_that_is_reissued_while_it_is_used(postgres_world: World) -> None:
    """Either the vote was used with the old code and there is no other, or the old code is worth nothing."""
    world, official = postgres_world, postgres_world.official
    for number in range(6):
        vote = with_codes(world, a_vote(world, number=f"2026-{number}"), ANNA)
        used, reissued = at_once(
            [
                lambda v=vote: world.execute(by_code(v, v.codes[ANNA]), ANYONE),  # type: ignore[misc]
                lambda v=vote: world.execute(ReissueCode(v.round_id, ANNA), official),  # type: ignore[misc]
            ]
        )
        [row] = world.rows(RollEntry, round_id=vote.round_id)
        assert kinds([used, reissued])["done"] == 1
        assert (row["marked_on"] is not None) == (row["reissued"] == 0)
    assert len(world.events(CodeReissued)) == sum(
        row["reissued"] for row in world.rows(RollEntry, municipality_id=HERE)
    )


@pytest.mark.parametrize("way", [VotingWay.CODE, VotingWay.PAPER])
def test_close_counts_who_is_being_marked_or_refuses_them(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch, way: VotingWay
) -> None:
    """Somebody has looked whether the vote is open, and then it closes: the totals on the board must have them."""
    world = postgres_world
    vote = with_codes(world, a_vote(world, state=RoundState.FROZEN), ANNA)
    looked, closed = threading.Event(), threading.Event()
    mark = marking._mark

    def slowly(*args: object) -> None:
        looked.set()
        closed.wait(1)
        mark(*args)  # type: ignore[arg-type]  # handed on as it came

    def close() -> None:
        looked.wait(10)
        world.clock.at = START + timedelta(days=30)
        world.execute(CloseRound(vote.round_id))
        closed.set()

    marks: Job = {
        VotingWay.CODE: lambda: world.execute(by_code(vote, vote.codes[ANNA]), ANYONE),
        VotingWay.PAPER: lambda: world.execute(MarkOnPaper(vote.round_id, ANNA), world.official),
    }[way]
    monkeypatch.setattr(marking, "_mark", slowly)

    assert kinds(at_once([marks, close])) == {"done": 2}
    marked = sum(row["marked_on"] is not None for row in world.rows(RollEntry))
    for closing in world.rows(RoundClosing):
        assert sum(one.used for one in totals_of(closing["totals"])) == marked
    assert problems(world) == []
