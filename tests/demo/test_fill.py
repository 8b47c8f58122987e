"""Filling the demo: every state is there, nothing is made up beside the log, and twice is once."""

import fcntl
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import SqliteDatabases
from tests.support.world import World, make_world
from wijkstem.adapters.mail import PostboxMailer
from wijkstem.bootstrap import reactions
from wijkstem.demo import fill as filling
from wijkstem.demo.fill import fill
from wijkstem.demo.rounds import told_of
from wijkstem.demo.stories import texts_of
from wijkstem.demo.voting import Planned
from wijkstem.domain.rolls import code_hash
from wijkstem.domain.verifying import verify
from wijkstem.domain.voting_codes import read
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog import log, positions
from wijkstem.kit.clock import local_date
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.rows import metadata
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.ballots import letter_key, lettered
from wijkstem.queries.results import result_page
from wijkstem.queries.round_files import published_files
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.tables.accounts import Person
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import Delivery, PostboxMessage, Refusal
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState
from wijkstem.tables.media import Photo
from wijkstem.tables.merging import PlanMerge
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words import Milestone
from wijkstem.words.rounds import RoundState
from workers.counting import count_votes
from workers.deliveries import deliver
from workers.dialogues import compute_dialogues

pytestmark = pytest.mark.slow

RULES = load(ROOT / "platform" / "wijkstem" / "rules" / "data")
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
EVERYWHERE = pytest.mark.parametrize("slug", RULES.slugs)


def make_filled(database_url: str, slugs: tuple[str, ...], *, now: datetime = NOW) -> World:
    """A platform that is filled at ``now``, with the post delivered as it came."""
    world = make_world(database_url, RULES)
    world.clock.at = now
    pages = make_pages(world.services.settings.templates_dir)
    posting = replace(world.services, mailer=PostboxMailer(world.services.engine))
    for slug in slugs:
        fill(
            posting,
            slug,
            deliver=lambda services, m: deliver(services, pages, m),
            count=count_votes,
            compute=compute_dialogues,
        )
    return world


@pytest.fixture(scope="module")
def filled(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[World]:
    """All five municipalities; filled once, whatever number of processes run the tests."""
    own = tmp_path_factory.mktemp("demo")
    shared = own.parent if worker_id == "master" else own.parents[1]
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo.db").exists():
            url = sqlite_databases.new(own)
            make_filled(url, RULES.slugs).services.engine.dispose()
            Path(url.removeprefix("sqlite:///")).rename(shared / "demo.db")
    shutil.copyfile(shared / "demo.db", own / "demo.db")
    made = make_world(f"sqlite:///{own / 'demo.db'}", RULES)
    yield made
    made.services.engine.dispose()


def everything(world: World, slug: str) -> dict[str, int]:
    """How many rows each table holds."""
    tables = [t for t in metadata.sorted_tables if "municipality_id" in t.c]
    with world.services.reading(slug) as connection:
        return {
            t.name: len(connection.execute(t.select().where(t.c.municipality_id == slug)).all())
            for t in tables
        }


@EVERYWHERE
def test_every_state_of_every_path_is_there(filled: World, slug: str) -> None:
    rules = RULES.of(slug).versions[-1]
    steps = {(name, step.id) for name in rules.instruments for step in rules.path(name).steps}
    listed = filled.rows(ListedInitiative, where=slug)
    assert {(row["instrument"], row["step"]) for row in listed} == steps
    told = Counter((story.instrument, story.reaches) for story in texts_of(slug).stories)
    assert Counter((row["instrument"], row["step"]) for row in listed) == told


@EVERYWHERE
def test_one_stands_one_below_the_threshold_for_weeks(filled: World, slug: str) -> None:
    listed = filled.rows(ListedInitiative, where=slug)
    almost = [r for r in listed if r["step"] == "signing" and r["valid_for"] == r["threshold"] - 1]
    assert [row["due_on"] > local_date(NOW) + timedelta(weeks=3) for row in almost] == [True]


def test_somebody_is_asked_to_go_on_together(filled: World) -> None:
    waits = [row for slug in RULES.slugs for row in filled.rows(PlanMerge, where=slug)]
    assert {row["ended_as"] for row in waits} == {None}


@EVERYWHERE
def test_something_is_late(filled: World, slug: str) -> None:
    listed = filled.rows(ListedInitiative, where=slug, step="triage")
    late = {row["initiative_id"] for row in listed if row["due_on"] < local_date(NOW)}
    passed = filled.rows(RunningTerm, where=slug, state=TermState.PASSED, step="triage")
    assert {row["initiative_id"] for row in passed} == late
    assert len(late) == 1


@EVERYWHERE
def test_what_was_decided_was_on_an_agenda_before(filled: World, slug: str) -> None:
    decided = (Milestone.ADOPTED, Milestone.PARTLY_ADOPTED, Milestone.REJECTED)
    meetings = {row["id"]: row["held_on"] for row in filled.rows(Meeting, where=slug)}
    held_on = {
        row["initiative_id"]: meetings[row["meeting_id"]]
        for row in filled.rows(AgendaItem, where=slug)
        if row["initiative_id"]
    }
    for row in filled.rows(Initiative, where=slug):
        if row["instrument"] != "burgerinitiatief" and row["id"] not in held_on:
            continue  # the college decided
        if row["result"] in decided:
            assert held_on[row["id"]] < row["closed_on"]
        elif row["step"] == "on_agenda":
            assert held_on[row["id"]] > local_date(NOW) + timedelta(weeks=2)


@EVERYWHERE
def test_log_is_whole_and_everybody_has_read_it(filled: World, slug: str) -> None:
    with filled.services.reading(slug) as connection:
        assert list(log.problems(connection, slug)) == []
        head = log.head(connection, slug)
        names = [c.name for c in PROJECTIONS] + [c.name for c in reactions(filled.services)]
        for name in names:
            at = positions.standing(connection, name, slug)
            assert at is not None
            assert (name, at.position, at.error) == (name, head, None)


@EVERYWHERE
def test_projections_are_what_the_log_says(filled: World, slug: str) -> None:
    with filled.services.reading(slug) as connection:
        assert [d for c in PROJECTIONS for d in differences(connection, c, slug)] == []


@EVERYWHERE
def test_no_follow_up_was_refused(filled: World, slug: str) -> None:
    assert filled.rows(Refusal, where=slug) == []


@EVERYWHERE
def test_nothing_happened_in_the_future(filled: World, slug: str) -> None:
    times = [recorded.occurred_at for recorded in filled.recorded(where=slug)]
    assert max(times) <= NOW
    played = times[len(RULES.of(slug).versions) :]
    assert played == sorted(played)


@EVERYWHERE
def test_some_plans_have_a_photo_with_words(filled: World, slug: str) -> None:
    photos = filled.rows(Photo, where=slug)
    assert len({photo["initiative_id"] for photo in photos} - {None}) == len(photos) > 2
    assert all(photo["description"] for photo in photos)
    assert filled.rows(Draft, where=slug) == []


@EVERYWHERE
def test_filling_twice_changes_nothing(filled: World, slug: str) -> None:
    before = everything(filled, slug)
    fill(filled.services, slug)
    assert everything(filled, slug) == before


@EVERYWHERE
def test_post_went_to_whom_a_visitor_can_be(filled: World, slug: str) -> None:
    assert {row["state"].value for row in filled.rows(Delivery, where=slug)} == {"sent"}
    sent = filled.rows(PostboxMessage, where=slug)
    addressed = {row["id"] for row in filled.rows(Person, where=slug) if row["email"]}
    recipients = {row["recipient_id"] for row in sent}
    assert recipients <= addressed
    assert len(recipients) >= 18
    times = [row["sent_at"] for row in sent]
    assert min(times) < NOW - timedelta(days=150)
    assert max(times) <= NOW


@EVERYWHERE
def test_many_who_only_sign_are_plainly_invented(filled: World, slug: str) -> None:
    people = filled.rows(Person, where=slug)
    assert {row["display_name"].split()[0] for row in people if not row["email"]} == {"Verzonnen"}
    assert all(row["email"].endswith(f"@{slug}.example") for row in people if row["email"])


def rounds_of(world: World, slug: str = "enschede") -> dict[RoundState, dict[str, Any]]:
    return {row["state"]: row for row in world.rows(BudgetRound, where=slug)}


def test_one_round_is_over_one_is_open_and_one_takes_plans(filled: World) -> None:
    states = [row["state"] for row in filled.rows(BudgetRound, where="enschede")]
    assert sorted(states) == [RoundState.ANNOUNCED, RoundState.FROZEN, RoundState.PUBLISHED]
    open_now = rounds_of(filled)[RoundState.FROZEN]
    assert open_now["opens_at"] < NOW < open_now["closes_at"]
    cast = Counter(row["round_id"] for row in filled.rows(Ballot, where="enschede"))
    told = {one.name: one for one in told_of("enschede")}
    over = rounds_of(filled)[RoundState.PUBLISHED]
    assert cast[over["id"]] == sum(voters for _, voters in told[over["name"]].turnout)
    assert 0 < cast[open_now["id"]] < sum(v for _, v in told[open_now["name"]].turnout)


def test_result_of_the_round_is_found_again_from_its_files(filled: World) -> None:
    over = rounds_of(filled)[RoundState.PUBLISHED]
    with filled.services.reading("enschede") as connection:
        files = published_files(connection, "enschede", over["number"])
        areas = result_page(connection, "enschede", over["number"]).areas
    checks = verify(files)
    assert len(checks) > 30
    assert [check for check in checks if not check.ok] == []
    assert [area.name for area in areas] == ["Velve-Lindenhof", "Binnenstad", "Eschmarke"]


def test_letter_in_the_post_has_the_code_of_its_reader(filled: World) -> None:
    open_now, keys = rounds_of(filled)[RoundState.FROZEN], filled.services.tag_keys
    letters = [
        row
        for row in filled.rows(PostboxMessage, where="enschede")
        if row["message_id"].startswith("<stemcode-")
    ]
    assert len({row["recipient_id"] for row in letters}) == len(letters) == 18
    for row in letters:
        code = read(re.findall(r"^\w{5}-\w{5}-\w{5}$", row["body"], re.MULTILINE)[0])
        hashed = code_hash(keys, keys.current, "enschede", open_now["id"], code)
        with filled.services.reading("enschede") as connection:
            found = lettered(connection, "enschede", [letter_key(open_now["id"], hashed)])
        assert [one.on_paper for one in found.values()] == [False]


def test_votes_are_dealt_out_so_that_nobody_picks_a_plan_twice() -> None:
    ballots = Planned("abcd", {"x": 4, "y": 2, "z": 3}).ballots()
    assert Counter(title for one in ballots for title in one) == {"x": 4, "y": 2, "z": 3}
    assert {len(one) for one in ballots} <= {2, 3}


def test_without_a_deliverer_post_waits(sqlite_url: str) -> None:
    world = make_world(sqlite_url, RULES)
    fill(world.services, "borne")
    waiting = world.rows(Delivery, where="borne")
    assert {row["state"].value for row in waiting} == {"waiting"}
    world.services.engine.dispose()


def test_filling_that_was_broken_off_is_told(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(sqlite_url, RULES)
    days = filling._Filling.run

    def broken_off(self: Any) -> None:
        self._pass_terms = partial(_break_off, self)
        days(self)

    def _break_off(run: Any) -> bool:
        if run.clock.at > world.clock.at - timedelta(days=100):
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(filling._Filling, "run", broken_off)
    with pytest.raises(KeyboardInterrupt):
        fill(world.services, "borne")
    with pytest.raises(BadConfiguration, match="broken off"):
        fill(world.services, "borne")
    world.services.engine.dispose()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 1, 1, 0, 5, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
        datetime(2030, 12, 26, 12, 0, tzinfo=UTC),
    ],
    ids=["new-year", "summer-time", "leap-day", "christmas"],
)
def test_demo_is_whole_on_any_day(sqlite_url: str, now: datetime) -> None:
    slug = "borne"
    world = make_filled(sqlite_url, (slug,), now=now)
    told = Counter((story.instrument, story.reaches) for story in texts_of(slug).stories)
    found = Counter((r["instrument"], r["step"]) for r in world.rows(Initiative, where=slug))
    assert found == told
    assert {r["held_on"] >= date(2025, 1, 1) for r in world.rows(Meeting, where=slug)} == {True}
    world.services.engine.dispose()
