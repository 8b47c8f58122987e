"""Whatever people do in whatever order, and however the workers keep up: nothing is lost or counted twice."""

import os
from collections import Counter
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event

from tests.support.databases import SqliteDatabases
from tests.support.world import ADULT, HERE, World, make_world
from wijkstem.bootstrap import reactions
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import EditInitiative, SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.errors import WijkstemError
from wijkstem.eventlog import log
from wijkstem.eventlog.follow import follow
from wijkstem.kit.clock import local_date
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.projections.rebuild import reset
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.council import AgendaRequest, RequestState
from wijkstem.tables.initiatives import Initiative, RunningTerm, Signature, TermState
from wijkstem.words import Role, Stance, Taker

#: Two who count, one too young, one from elsewhere, one whose age nobody knows.
RESIDENTS: dict[str, dict[str, Any]] = {
    "anna": {},
    "bram": {"lives": "WK990101"},
    "cato": {"born": ADULT.replace(year=2012)},
    "dirk": {"lives": None},
    "evan": {"born": None},
    "fien": {},
}
STAFF = {"official": Role.OFFICIAL, "clerk": Role.CLERK}
OUTCOMES = [
    "admit",
    "refuse",
    "withdraw",
    "place",
    "not_place",
    "adopt",
    "adopt_partly",
    "reject",
    "move",
    "threshold_reached",
]
REASONS = "Dit is de uitleg in gewone woorden."
TEXTS = {"decision": "Plant tien bomen.", "proposal": "Plant tien bomen."}

names = st.sampled_from(sorted(RESIDENTS))
everybody = st.sampled_from(sorted(RESIDENTS) + sorted(STAFF))
places = st.sampled_from(["WK990100", "WK990101", "WK990200"])


class AnyOrder(RuleBasedStateMachine):
    """People and workers; each rule may be refused, and then nothing may have changed."""

    initiatives = Bundle("initiatives")

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.meetings: list[Any] = []
        self.known: dict[str, Actor] = {}

    def actor(self, name: str) -> Actor:
        """Somebody who is logged in; after having been erased, somebody new."""
        if name not in self.known:
            roles = [STAFF[name]] if name in STAFF else []
            self.known[name] = self.world.person(name, *roles, **RESIDENTS.get(name, {}))
        return self.known[name]

    def ask(self, command: object, actor: Actor = SYSTEM) -> Any:
        """Ask for something; a refusal is an answer too, after which the log is as it was."""
        before = self.head()
        try:
            return self.world.execute(command, actor)
        except WijkstemError:
            assert self.head() == before
            return None

    def head(self) -> int:
        with self.world.services.reading(HERE) as connection:
            return log.head(connection, HERE)

    @rule(target=initiatives, name=names, what=st.sampled_from(["burgerinitiatief", "voorstel"]))
    def submit(self, name: str, what: str) -> Any:
        command = SubmitInitiative(
            what, "Meer bomen in de straat", "WK990100", TEXTS, subject="green"
        )
        submitted = self.ask(command, self.actor(name))
        return submitted.initiative_id if submitted else multiple()

    @rule(target=initiatives, what=st.sampled_from(["burgerinitiatief", "voorstel"]))
    def submit_and_admit(self, what: str) -> Any:
        return self.world.open(self.actor("anna"), instrument=what)

    @rule(target=initiatives)
    def reach_the_council(self) -> Any:
        plan = self.world.open(self.actor("anna"))
        for name in ("anna", "bram", "fien"):
            self.ask(Sign(plan), self.actor(name))
        self.world.settle()
        return plan

    @rule(plan=initiatives, name=names, stance=st.sampled_from(Stance))
    def sign(self, plan: Any, name: str, stance: Stance) -> None:
        self.ask(Sign(plan, stance), self.actor(name))

    @rule(plan=initiatives, some=st.sets(names, min_size=3))
    def many_sign(self, plan: Any, some: set[str]) -> None:
        for name in sorted(some):
            self.ask(Sign(plan), self.actor(name))

    @rule(plan=initiatives, name=names)
    def withdraw_support(self, plan: Any, name: str) -> None:
        self.ask(WithdrawSignature(plan), self.actor(name))

    @rule(
        plan=initiatives,
        pick=st.integers(0, 9),
        right=st.sampled_from([True, True, True, False]),
        stale=st.sampled_from([0, 0, 0, 0, -1, 1]),
    )
    def decide(self, plan: Any, pick: int, right: bool, stale: int) -> None:
        """Somebody takes one of the ways out of the step: mostly who may, mostly on a fresh page."""
        [row] = self.world.rows(Initiative, id=plan)
        rules = self.world.services.rules.of(HERE).version(row["rules_version"])
        ways = [o for o in rules.path(row["instrument"]).step(row["step"]).outcomes if o.by]
        way = ways[pick % len(ways)] if ways else None
        step = TakeStep(
            plan,
            row["step_seq"] + stale,
            way.id if way else "adopt",
            "complaint",
            REASONS,
            self.meetings[-1] if self.meetings else None,
        )
        taker = way.by if way and right else Taker.CLERK
        self.ask(step, self.taker(taker or Taker.CLERK, row["submitter_id"]))

    def taker(self, taker: Taker, submitter_id: Any) -> Actor:
        if taker is Taker.SUBMITTER:
            return Actor(submitter_id, frozenset({Role.RESIDENT}))
        return self.actor(taker.value)

    @rule(days=st.integers(5, 60))
    def plan_meeting(self, days: int) -> None:
        on = local_date(self.world.clock.at) + timedelta(days=days)
        self.meetings.append(self.ask(PlanMeeting("raad", "Raad", on), self.actor("clerk")))

    @rule(pick=st.integers(0, 9), where=places, stale=st.sampled_from([0, 0, 0, 1]))
    def edit(self, pick: int, where: str, stale: int) -> None:
        """Mostly of what nobody has judged yet: all else is refused in the same way."""
        plans = sorted(self.world.rows(Initiative), key=itemgetter("number"))
        plans = [row for row in plans if row["step"] == "triage"] or plans
        if not plans:
            return
        row = plans[pick % len(plans)]
        texts = {"decision": "Plant er twintig.", "proposal": "Plant er twintig."}
        revision = row["revision"] - stale
        command = EditInitiative(row["id"], revision, "Nog veel meer bomen", where, texts, "other")
        self.ask(command, Actor(row["submitter_id"], frozenset({Role.RESIDENT})))

    @rule(name=everybody)
    def erase(self, name: str) -> None:
        actor = self.actor(name)
        assert actor.person_id is not None
        self.ask(ErasePerson(actor.person_id), actor)
        del self.known[name]

    @rule(days=st.sampled_from([1, 14, 15, 60, 100]))
    def time_goes_by(self, days: int) -> None:
        self.world.pass_days(days)
        for term in self.world.rows(RunningTerm, state=TermState.RUNNING):
            self.ask(PassTerm(term["initiative_id"], term["step_seq"]))

    @rule(which=st.integers(0, 9), batch=st.sampled_from([1, 3]))
    def one_consumer_catches_up_somewhat(self, which: int, batch: int) -> None:
        services = self.world.services
        if which < len(PROJECTIONS):
            follow(PROJECTIONS[which], HERE, services.projection_desk(HERE), most=batch)
        else:
            reacting = reactions(services)
            follow(reacting[which % len(reacting)], HERE, services.reaction_desk(HERE), most=batch)

    @rule(which=st.integers(0, len(PROJECTIONS) - 1))
    def a_projection_is_rebuilt(self, which: int) -> None:
        with self.world.services.connection(HERE) as connection:
            assert reset(connection, PROJECTIONS[which], HERE)

    @rule()
    def everything_catches_up(self) -> None:
        self.world.settle()

    @invariant()
    def counts_are_the_signatures(self) -> None:
        given = Counter(
            (row["initiative_id"], row["stance"])
            for row in self.world.rows(Signature)
            if row["valid"]
        )
        for row in self.world.rows(Initiative):
            counted = (row["valid_for"], row["valid_against"])
            assert counted == (given[row["id"], Stance.FOR], given[row["id"], Stance.AGAINST])

    def teardown(self) -> None:
        self.world.settle()
        try:
            self.check_log_and_projections()
            self.check_rows()
        finally:
            self.world.services.engine.dispose()

    def check_log_and_projections(self) -> None:
        with self.world.services.reading(HERE) as connection:
            assert list(log.problems(connection, HERE)) == []
            for projection in PROJECTIONS:
                assert list(differences(connection, projection, HERE)) == []

    def check_rows(self) -> None:
        """What commands keep and what the log was folded into say the same."""
        invalid = Counter(
            row["initiative_id"] for row in self.world.rows(Signature) if not row["valid"]
        )
        listed = {row["initiative_id"]: row for row in self.world.rows(ListedInitiative)}
        running = {
            (row["initiative_id"], row["step_seq"]): row for row in self.world.rows(RunningTerm)
        }
        requests = {row["initiative_id"]: row for row in self.world.rows(AgendaRequest)}
        for row in self.world.rows(Initiative):
            seen, term = listed.pop(row["id"]), running.get((row["id"], row["step_seq"]))
            same = seen.keys() & row.keys()
            assert {name: seen[name] for name in same} == {name: row[name] for name in same}
            assert seen["not_valid"] == invalid[row["id"]]
            assert seen["final"] == (row["closed_on"] is not None)
            assert seen["due_on"] == (term and term["due_on"])
            request = requests.get(row["id"])
            is_open = request is not None and request["state"] is RequestState.OPEN
            assert is_open == (row["step"] == "agenda_request")
        assert listed == {}
        left = [
            key
            for key, term in running.items()
            if term["state"] is TermState.RUNNING
            and key not in {(r["id"], r["step_seq"]) for r in self.world.rows(Initiative)}
        ]
        assert left == []


def hasty(world: World) -> World:
    """Without waiting for the disk: no power is cut here."""
    world.services.engine.dispose()
    event.listen(
        world.services.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF")
    )
    return world


@pytest.mark.slow
def test_any_order_ends_with_everything_counted_once(
    sqlite_databases: SqliteDatabases, rules: RuleBook, tmp_path: Path
) -> None:
    class Machine(AnyOrder):
        def __init__(self) -> None:
            super().__init__(hasty(make_world(sqlite_databases.new(tmp_path), rules)))

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=bool(os.environ.get("CI")),
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
