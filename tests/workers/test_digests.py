"""Digests: what waits goes once, to who wants it, in parts, whoever is killed in between."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.commands.test_messages import something_happens
from tests.journeys.test_at_once import at_once
from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.digests import Made, MakeDigests
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.messages import ChooseRhythm
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import Actor
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.queries.sweep import municipalities_with_digests
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery
from wijkstem.tables.messages import DigestRound, InboxMessage, Mailed
from wijkstem.words import Rhythm
from workers.deliveries import deliver
from workers.digests import make_digests

#: A Tuesday at nine on the wall.
TUESDAY = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
DAILY = MakeDigests(Rhythm.DAILY)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return make_pages(ROOT / "templates")


def readers(world: World, rhythm: Rhythm, *names: str) -> list[Actor]:
    people = [world.person(name) for name in names]
    for one in people:
        world.execute(ChooseRhythm(rhythm), one)
    return people


def digests(world: World) -> dict[object, str]:
    """The causes of the digests, by who gets them."""
    rows = [row for row in world.rows(Delivery) if row["template"] == "digest"]
    assert len({(row["cause"], row["recipient_id"]) for row in rows}) == len(rows)
    return {row["recipient_id"]: row["cause"] for row in rows}


def mailed(world: World, actor: Actor) -> list[tuple[Mailed, str | None]]:
    rows = world.rows(InboxMessage, person_id=actor.person_id)
    return [(row["mailed"], row["digest"]) for row in rows]


def test_each_gets_what_they_chose(world: World, pages: Pages) -> None:
    anna, bram = readers(world, Rhythm.DAILY, "anna", "bram")
    [cato] = readers(world, Rhythm.WEEKLY, "cato")
    [dora] = readers(world, Rhythm.NEVER, "dora")
    emma = world.person("emma")
    something_happens(world, anna, cato, dora, emma)
    world.clock.at = TUESDAY

    assert make_digests(world.services, HERE) == 2
    day, week = "digest:daily:2026-03-03", "digest:weekly:2026-03-02"
    assert digests(world) == {anna.person_id: day, cato.person_id: week}
    assert mailed(world, anna) == [(Mailed.DIGEST, day)]
    assert mailed(world, dora) == [(Mailed.NOT, None)]
    assert mailed(world, bram) == [], "nothing happened, so nothing is sent"
    assert make_digests(world.services, HERE) == 0
    deliver(world.services, pages, HERE)
    sent = [one for one in world.mailer.sent if "afgelopen" in one.subject]
    assert {one.address for one in sent} == {"anna@example.test", "cato@example.test"}


def test_digest_says_what_happened_by_plan_the_latest_first(world: World, pages: Pages) -> None:
    [anna] = readers(world, Rhythm.DAILY, "anna")
    plans = []
    for title in ("Een bank in het park", "Een boom op de hoek"):
        plan = world.submit(world.person("submitter"), title=title).initiative_id
        world.execute(TakeStep(plan, 1, "admit"), world.official)
        world.execute(Follow(plan), anna)
        plans.append(plan)
    for name in ("one", "two", "three"):
        world.execute(Sign(plans[0]), world.person(name))
    world.settle()
    world.execute(TakeStep(plans[1], 2, "withdraw"), world.person("submitter"))
    world.settle()
    world.clock.at = TUESDAY
    make_digests(world.services, HERE)
    deliver(world.services, pages, HERE)
    [digest] = [one for one in world.mailer.sent if one.address == "anna@example.test"]

    assert digest.subject == "Nieuws van de afgelopen dag over plannen"
    first, second = (
        digest.body.index("Een boom op de hoek"),
        digest.body.index("Een bank in het park"),
    )
    assert first < second
    assert "2 maart 2026: Stand nu: Ingetrokken" in digest.body
    assert digest.stop in digest.body
    assert digest.html.count("<h2>") == 2


def test_who_wants_no_mail_any_more_gets_no_digest_that_was_made_before(
    world: World, pages: Pages
) -> None:
    anna, bram = readers(world, Rhythm.DAILY, "anna", "bram")
    something_happens(world, anna, bram)
    world.clock.at = TUESDAY
    make_digests(world.services, HERE)
    world.execute(ChooseRhythm(Rhythm.NEVER), anna)
    deliver(world.services, pages, HERE)

    to = {one.address for one in world.mailer.sent if "afgelopen" in one.subject}
    assert to == {"bram@example.test"}
    assert digests(world).keys() == {bram.person_id}


def test_batch_takes_as_many_statements_as_one(world: World, pages: Pages) -> None:
    counts = []
    for people in (
        readers(world, Rhythm.DAILY, "anna"),
        readers(world, Rhythm.DAILY, "bram", "cato", "dora"),
    ):
        something_happens(world, *people)
        deliver(world.services, pages, HERE)
        world.clock.at += timedelta(days=1)
        make_digests(world.services, HERE)
        with statements(world.services.engine) as asked:
            assert deliver(world.services, pages, HERE) == len(people)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_comes_after_the_digest_waits_for_the_next(world: World) -> None:
    [anna] = readers(world, Rhythm.DAILY, "anna")
    something_happens(world, anna)
    world.clock.at = TUESDAY
    make_digests(world.services, HERE)
    something_happens(world, anna)
    assert make_digests(world.services, HERE) == 0
    assert [one for one, _ in mailed(world, anna)] == [Mailed.DIGEST, Mailed.WAITING]
    world.clock.at += timedelta(days=1)
    assert make_digests(world.services, HERE) == 1
    assert [one for _, one in mailed(world, anna)] == [
        "digest:daily:2026-03-03",
        "digest:daily:2026-03-04",
    ]


def test_after_days_without_workers_there_is_one_digest_with_everything(world: World) -> None:
    [anna] = readers(world, Rhythm.DAILY, "anna")
    for _ in range(3):
        something_happens(world, anna)
        world.clock.at += timedelta(days=1)
    assert make_digests(world.services, HERE) == 1
    assert {one for _, one in mailed(world, anna)} == {"digest:daily:2026-03-05"}


@pytest.mark.parametrize(
    ("other", "made"), [(Rhythm.AT_ONCE, 1), (Rhythm.WEEKLY, 1), (Rhythm.NEVER, 0)]
)
def test_who_chooses_otherwise_loses_nothing_and_gets_nothing_twice(
    world: World, other: Rhythm, made: int
) -> None:
    [anna] = readers(world, Rhythm.DAILY, "anna")
    something_happens(world, anna)
    world.execute(ChooseRhythm(other), anna)
    world.clock.at = TUESDAY
    assert make_digests(world.services, HERE) == made
    world.clock.at += timedelta(days=7)
    assert make_digests(world.services, HERE) == 0


def test_parts_go_on_where_the_last_one_ended(world: World) -> None:
    people = readers(world, Rhythm.DAILY, *(f"reader {n}" for n in range(7)))
    readers(world, Rhythm.WEEKLY, "reader 3")
    something_happens(world, *people)
    world.clock.at = TUESDAY
    parts = [world.execute(MakeDigests(Rhythm.DAILY, most=2)) for _ in range(5)]

    assert sum(part.digests for part in parts) == 6
    assert [part.finished for part in parts] == [False, False, False, True, True]
    assert len(digests(world)) == 6
    [row] = world.rows(DigestRound, rhythm=Rhythm.DAILY)
    assert (row["reached"], row["finished"]) == (None, True), "nobody's number stays behind"


def test_round_that_was_left_unfinished_yesterday_begins_anew_today(world: World) -> None:
    people = readers(world, Rhythm.DAILY, *(f"reader {n}" for n in range(4)))
    something_happens(world, *people)
    world.clock.at = TUESDAY
    world.execute(MakeDigests(Rhythm.DAILY, most=2))
    world.clock.at += timedelta(days=1)
    assert make_digests(world.services, HERE) == 2
    assert len(digests(world)) == 4


def test_clock_finds_where_digests_are_due(world: World) -> None:
    world.open()

    def due() -> list[str]:
        with world.services.reading_everywhere() as connection:
            return municipalities_with_digests(connection, world.clock.at)

    assert HERE in due()
    make_digests(world.services, HERE)
    assert HERE not in due()
    world.clock.at += timedelta(hours=23)
    assert HERE in due()


def test_worker_that_is_stopped_leaves_the_rest(world: World) -> None:
    people = readers(world, Rhythm.DAILY, "anna")
    something_happens(world, *people)
    world.clock.at = TUESDAY
    assert make_digests(world.services, HERE, stopping=lambda: True) == 0
    assert make_digests(world.services, HERE) == 1


def test_many_workers_make_one_digest_for_each_person(postgres_world: World) -> None:
    world = postgres_world
    people = readers(world, Rhythm.DAILY, *(f"reader {n}" for n in range(12)))
    something_happens(world, *people)
    world.clock.at = TUESDAY

    def work() -> int:
        made = [world.execute(MakeDigests(Rhythm.DAILY, most=3)) for _ in range(6)]
        return sum(one.digests for one in made)

    ended = at_once([work] * 6)
    assert sum(ended) == 12
    assert digests(world).keys() == {one.person_id for one in people}


def test_reader_who_is_erased_meanwhile_leaves_nothing(postgres_world: World) -> None:
    world = postgres_world
    for number in range(4):
        [anna] = readers(world, Rhythm.DAILY, "anna")
        something_happens(world, anna)
        world.clock.at = TUESDAY + timedelta(days=number)
        assert anna.person_id is not None
        erase = ErasePerson(anna.person_id)
        ended = at_once(
            [
                lambda e=erase, a=anna: world.execute(e, a),  # type: ignore[misc]
                lambda: world.execute(DAILY),
            ]
        )
        assert [one for one in ended if isinstance(one, Exception)] == []
        assert isinstance(ended[1], Made)
        assert anna.person_id not in digests(world)
        assert world.rows(InboxMessage, person_id=anna.person_id) == []
