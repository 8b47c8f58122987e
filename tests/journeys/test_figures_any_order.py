"""Whatever happened in whatever order: every indicator is what a plain recount of the rows gives, and so it was each day."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.commands.test_gatherings import FORM, REPORT
from tests.journeys.test_any_order import REASONS, AnyOrder, hasty
from tests.support.databases import SqliteDatabases
from tests.support.indicators import read_all, steering
from tests.support.recount import RECOUNTED, Recount
from tests.support.world import make_world
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.advice import AdviseUnasked, CloseVote
from wijkstem.commands.answering import AnswerAdvice
from wijkstem.commands.appeals import MakeAppeal
from wijkstem.commands.carried_out import FinishCarryingOut
from wijkstem.commands.carrying_out import BeginCarryingOut, ChangeCarrier, PlanCarryingOut
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.commands.gatherings import AnnounceGathering, ReportGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.on_behalf import SignFor
from wijkstem.commands.recognising import Identity
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.work_parts import UpdateWorkPart
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm, PartNews
from wijkstem.domain.gatherings import WHOLE
from wijkstem.kit.clock import local_date
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.carrying_out import CarryingOut, WorkPart
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Decision
from wijkstem.words import Advice, Breakdown, CaseKind, GatheringKind, Hand, Heeded, Role

plans = AnyOrder.initiatives
#: Smaller than any rule would be, so that nearly all is compared.
FEWEST = 2


class Figures(AnyOrder):
    """The same people, who also meet, report, advise and carry out; what was shown at the end of days is kept."""

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.steered = steering(world, fewest=FEWEST)
        self.erased = False
        self.shown: dict[date, dict[str, Any]] = {}

    def read(self, by: Breakdown = Breakdown.YEAR, **scope: Any) -> dict[str, Any]:
        found = read_all(self.world, by, rules=self.steered, **scope)
        return {code: one.parts for code, one in found.items()}

    def today(self) -> date:
        return local_date(self.world.clock.at)

    @rule(name=st.sampled_from(["anna", "bram", "fien"]))
    def erase(self, name: str) -> None:
        self.actor(name)
        self.erased = True
        actor = self.known.pop(name)
        assert actor.person_id is not None
        self.ask(ErasePerson(actor.person_id), actor)

    @rule(days=st.integers(1, 200))
    def days_go_by(self, days: int) -> None:
        """What everybody could see at the end of this one is kept; nothing more happens on it."""
        self.end(days)

    def end(self, days: int) -> None:
        self.world.settle()
        self.shown[self.today()] = self.read()
        self.world.pass_days(days)

    @rule(plan=plans, number=st.integers(0, 5), where=st.sampled_from(["WK990100", "WK990101"]))
    def sign_at_the_counter(self, plan: Any, number: int, where: str) -> None:
        who = Identity(
            f"bsn:99999000{number}",
            "Inwoner",
            birth_date=date(1950 + 9 * number, 3, 4),
            neighbourhood_code=where,
            tells_email=False,
        )
        self.ask(SignFor(plan, who, Hand.COUNTER), self.actor("official"))

    @rule(plan=plans, name=st.sampled_from(["anna", "bram", "fien"]), days=st.integers(0, 400))
    def think_better_of_it(self, plan: Any, name: str, days: int) -> None:
        self.ask(Sign(plan), self.actor(name))
        self.end(days + 1)
        self.ask(WithdrawSignature(plan), self.actor(name))

    @rule(
        kind=st.sampled_from([GatheringKind.WALK, GatheringKind.COUNCIL_GUEST]),
        where=st.sampled_from(["WK990100", "WK990101", WHOLE]),
        came=st.lists(st.integers(0, 30), min_size=1, max_size=3),
    )
    def meet(self, kind: GatheringKind, where: str, came: list[int]) -> None:
        """It is held a day later and reported, and the report may be put right in another year."""
        form = replace(FORM, kind=kind.value, where=where, day=self.today() + timedelta(days=1))
        made = self.ask(AnnounceGathering(form), self.actor("official"))
        for revision, number in enumerate(came if made else [], 1):
            self.end(2 if revision == 1 else 180)
            report = replace(REPORT, came=number)
            self.ask(ReportGathering(made, revision, report), self.actor("official"))

    @rule(plan=plans, heeded=st.sampled_from(Heeded))
    def advise(self, plan: Any, heeded: Heeded) -> None:
        self.known["member"] = self.world.person("member", Role.NEIGHBOURHOOD_COUNCIL)
        begun = self.ask(AdviseUnasked(plan, Advice.POSITIVE, REASONS), self.known["member"])
        if begun:
            self.ask(CloseVote(begun, "1-0-0-0-0", REASONS), self.known["member"])
            self.ask(AnswerAdvice(begun, heeded, REASONS), self.actor("official"))

    @rule(plan=plans, verdict=st.sampled_from(["left", "hidden"]), appeals=st.booleans())
    def report(self, plan: Any, verdict: str, appeals: bool) -> None:
        self.ask(MakeReport(plan, "insult", REASONS), self.actor("bram"))
        cases = self.world.rows(Case, initiative_id=plan, kind=CaseKind.REPORT)
        for case in cases:
            if case["closed_at"] is None:
                ground = "insult" if verdict == "hidden" else ""
                decide = DecideCase(case["id"], verdict, REASONS, ground)
                self.ask(decide, self.actor("official"))
        [row] = self.world.rows(Initiative, id=plan)
        if appeals and row["submitter_id"]:
            submitter = replace(self.actor("fien"), person_id=row["submitter_id"])
            for decision in self.world.rows(Decision, initiative_id=plan):
                self.ask(MakeAppeal(decision["id"], REASONS), submitter)

    @rule(target=plans)
    def adopt(self) -> Any:
        """A plan that went all the way, in some weeks."""
        plan: Any = self.reach_the_council()
        council = self.actor("clerk")
        on = self.today() + timedelta(days=40)
        meeting = self.ask(PlanMeeting("raad", "Raad", on), council)
        self.ask(TakeStep(plan, 3, "place", meeting_id=meeting), council)
        self.end(40)
        self.ask(TakeStep(plan, 4, "adopt", reasons=REASONS), council)
        return plan

    @rule(
        plan=plans, euros=st.integers(0, 9_000), spent=st.lists(st.integers(0, 9_000), max_size=3)
    )
    def carry_out(self, plan: Any, euros: int, spent: list[int]) -> None:
        """What it costs may be put right twice, each time half a year later."""
        official, day = self.actor("official"), self.today()
        self.ask(BeginCarryingOut(plan), official)
        carrier = CarrierForm("Team Groen", euros)
        part = PartForm("Wij graven.", day + timedelta(days=9))
        self.ask(PlanCarryingOut(plan, carrier, (part,)), official)
        for row in self.world.rows(CarryingOut, initiative_id=plan):
            other = replace(carrier, granted_euros=euros // 2)
            self.ask(ChangeCarrier(plan, row["revision"], other), official)
        for row in self.world.rows(WorkPart, initiative_id=plan):
            news = PartNews("done", part.what, part.due_on, False, REASONS, day)
            self.ask(UpdateWorkPart(row["id"], row["revision"], news), official)
        for cost in spent:
            for row in self.world.rows(CarryingOut, initiative_id=plan):
                form = EndForm(REASONS, cost, euros)
                self.ask(FinishCarryingOut(plan, row["revision"], form), official)
                self.end(180)

    @rule(
        plan=plans,
        name=st.sampled_from(["anna", "bram", "fien"]),
        face=st.sampled_from(["green", "red"]),
    )
    def evaluate(self, plan: Any, name: str, face: str) -> None:
        self.ask(GiveEvaluation(plan, face), self.actor(name))

    def check_rows(self) -> None:
        super().check_rows()
        self.check_years()
        self.check_people()
        granted = read_all(self.world, None, rules=self.steered)["euros_granted"].in_all.value
        assert granted == Recount(self.world).euros_granted()
        self.check_breakdowns()
        self.check_days()

    def check_years(self) -> None:
        plain, found = Recount(self.world), self.read()
        for code, count in RECOUNTED.items():
            for one in found[code]:
                expected = count(plain, int(one.part))
                if one.hidden:
                    assert expected is not None
                else:
                    assert (code, one.part, one.value) == (code, one.part, expected)

    def check_people(self) -> None:
        """Everybody once; of who is erased only that there was somebody."""
        plain, before, few = Recount(self.world), set[Any](), False
        for one in self.read()["people"]:
            few |= one.hidden
            people = plain.people_of(int(one.part))
            if self.erased:
                assert one.hidden or one.value >= len(people)
            elif not one.hidden:
                assert one.value == len(people)
            before |= people
        everybody = read_all(self.world, None, rules=self.steered)["people"].in_all
        assert everybody.hidden or (everybody.people or FEWEST) >= FEWEST
        if not self.erased and not everybody.hidden and not few:
            assert everybody.value == len(before)

    def check_breakdowns(self) -> None:
        """Where supporters live and how they gave it: what is shown is right, and the rest cannot be worked out."""
        plain = Recount(self.world)
        for one in self.read()["signatures"]:
            year = int(one.part)
            for by, column in (("neighbourhood", "neighbourhood_code"), ("channel", "channel")):
                cells = self.read(Breakdown(by), year=year)["signatures"]
                expected = plain.support_by(column, year)
                shown = {cell.part: cell.value for cell in cells if not cell.hidden}
                assert shown == {part: expected.get(part, 0) for part in shown}
                hidden = [cell for cell in cells if cell.hidden]
                assert len(hidden) != 1 or len(cells) == 1 or not shown or by == "channel"

    def check_days(self) -> None:
        """Asked for a day of before, it is what was shown at the end of that day."""
        for day, shown in self.shown.items():
            assert self.read(as_of=day) == shown


@pytest.mark.slow
def test_every_indicator_is_a_plain_recount(
    sqlite_databases: SqliteDatabases, rules: RuleBook, tmp_path: Path
) -> None:
    class Machine(Figures):
        def __init__(self) -> None:
            super().__init__(hasty(make_world(sqlite_databases.new(tmp_path), rules)))

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=int(os.environ.get("HISTORIES", "15")),
            stateful_step_count=30,
            deadline=None,
            derandomize=bool(os.environ.get("CI")),
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
