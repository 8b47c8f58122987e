"""Reports: one case gathers them, an official leaves what it is about or hides it, and can take that back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.moderation import ClaimCase
from wijkstem.commands.reports import DecideCase, MakeReport, ShowAgain
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.reports import CaseDecided, ReportMade
from wijkstem.kit.ids import new_id
from wijkstem.projections.listing import ListedInitiative
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Decision, Report
from wijkstem.tables.search import FindableInitiative
from wijkstem.words import Because, CaseKind, Role, Verdict

WORDS = "Hier staat het telefoonnummer van mijn buurman in."
REASONS = "In de tekst staat het telefoonnummer van iemand die dat niet wil."


def report(world: World, plan: UUID, who: Actor = ANYONE, **values: Any) -> UUID:
    made: UUID = world.execute(
        MakeReport(plan, values.pop("reason", "personal_data"), WORDS, **values), who
    )
    return made


def the_case(world: World) -> dict[str, Any]:
    [case] = world.rows(Case, kind=CaseKind.REPORT)
    return case


def hide(world: World, plan: UUID, who: Actor | None = None) -> UUID:
    """Report it, hide it; the decision."""
    report(world, plan, who or ANYONE)
    [case] = [one for one in world.rows(Case, kind=CaseKind.REPORT) if one["closed_at"] is None]
    world.execute(DecideCase(case["id"], "hidden", REASONS, "personal_data"), world.official)
    hidden: UUID = world.rows(Initiative, id=plan)[0]["hiding_id"]
    return hidden


def test_all_reports_of_one_plan_are_one_case(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    first, second = report(world, plan, anna), report(world, plan, reason="spam")
    case = the_case(world)
    assert (case["target_id"], case["due_on"], case["closed_at"]) == (plan, date(2026, 3, 16), None)
    assert {(one["id"], one["reporter_id"], one["case_id"]) for one in world.rows(Report)} == {
        (first, anna.person_id, case["id"]),
        (second, None, case["id"]),
    }
    assert [event.reason for event in world.events(ReportMade)] == ["personal_data", "spam"]


def test_who_reports_the_same_thing_again_is_told(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    report(world, plan, anna)
    with pytest.raises(Conflict) as no:
        report(world, plan, anna)
    assert no.value.code == "reported_before"
    assert len(world.rows(Report)) == 1


def test_a_form_that_is_sent_twice_is_one_report(world: World) -> None:
    plan, form = world.open(), new_id()
    assert report(world, plan, form_id=form) == report(world, plan, form_id=form) == form
    assert len(world.events(ReportMade)) == 1


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"reason": "because"}, {"reason": "reason_needed"}),
        ({"words": "  "}, {"words": "words_needed"}),
        ({"words": "x" * 2001}, {"words": "too_long"}),
        ({"words": "Zijn nummer is 111222333."}, {"words": "bsn"}),
        ({"reason": "", "words": ""}, {"reason": "reason_needed", "words": "words_needed"}),
    ],
)
def test_a_report_that_is_not_right(
    world: World, values: dict[str, str], wrong: dict[str, str]
) -> None:
    plan = world.open()
    asked = MakeReport(plan, values.get("reason", "insult"), values.get("words", WORDS))
    with pytest.raises(Invalid) as no:
        world.execute(asked, ANYONE)
    assert {name: error.code for name, error in no.value.fields.items()} == wrong
    assert world.rows(Report) == []


def test_what_is_not_public_cannot_be_reported(world: World) -> None:
    plan = world.submit().initiative_id
    with pytest.raises(NotFound):
        report(world, plan)


def test_hidden_it_is_nowhere_to_be_found(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    world.settle()
    decision = hide(world, plan, anna)
    world.settle()
    [row] = world.rows(Initiative)
    assert (row["public"], row["hiding_id"]) == (False, decision)
    assert world.rows(FindableInitiative) == []
    assert [one["public"] for one in world.rows(ListedInitiative)] == [False]
    for command in (Sign(plan), Follow(plan)):
        with pytest.raises((RuleBroken, NotFound)):
            world.execute(command, anna)
    with pytest.raises(Conflict) as no:
        report(world, plan)
    assert no.value.code == "hidden_already"
    assert the_case(world)["closed_as"] == "hidden"


def test_a_step_that_is_taken_does_not_show_it(world: World) -> None:
    plan = world.open()
    hide(world, plan)
    [before] = world.rows(Initiative)
    world.execute(TakeStep(plan, before["step_seq"], "withdraw"), world.person("submitter"))
    world.settle()
    assert [one["public"] for one in world.rows(Initiative)] == [False]
    assert [one["public"] for one in world.rows(ListedInitiative)] == [False]


def test_shown_again_the_days_do_not_count(world: World) -> None:
    plan = world.open()
    [before] = world.rows(RunningTerm, initiative_id=plan, step_seq=2)
    decision = hide(world, plan)
    [still] = world.rows(RunningTerm, initiative_id=plan, step_seq=2)
    assert still["state"] is TermState.SUSPENDED
    world.pass_days(7)
    world.execute(ShowAgain(decision, REASONS), world.official)
    [after] = world.rows(RunningTerm, initiative_id=plan, step_seq=2)
    assert (after["state"], after["suspended_days"]) == (TermState.RUNNING, 6)
    assert after["due_on"] > before["due_on"]
    world.settle()
    [listed] = world.rows(ListedInitiative)
    assert (listed["public"], listed["due_on"]) == (True, after["due_on"])
    assert len(world.rows(FindableInitiative)) == 1
    world.execute(Sign(plan), world.person("anna"))
    with pytest.raises(Conflict) as no:
        world.execute(ShowAgain(decision, REASONS), world.official)
    assert no.value.code == "shown_already"


def test_a_term_that_stands_still_does_not_pass(world: World) -> None:
    plan = world.open()
    hide(world, plan)
    world.pass_days(400)
    with pytest.raises(RuleBroken):
        world.execute(PassTerm(plan, 2))


def test_left_as_it_is(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    report(world, plan, anna)
    case = the_case(world)
    world.execute(DecideCase(case["id"], "left", REASONS), world.official)
    [decision] = world.rows(Decision)
    assert (decision["verdict"], decision["was"], decision["became"], decision["appeal_until"]) == (
        Verdict.LEFT,
        "shown",
        "shown",
        date(2026, 4, 13),
    )
    [event] = world.events(CaseDecided)
    assert (event.verdict, event.by) == ("left", world.official.person_id)
    # Who reports it after that is heard too.
    report(world, plan, anna)
    assert len(world.rows(Case, kind=CaseKind.REPORT)) == 2


@pytest.mark.parametrize(
    ("verdict", "ground", "reasons", "wrong"),
    [
        ("", "", REASONS, {"verdict"}),
        ("done", "", REASONS, {"verdict"}),
        ("hidden", "", REASONS, {"ground"}),
        ("hidden", "because", REASONS, {"ground"}),
        ("hidden", "personal_data", "", {"reasons"}),
        ("left", "", "Nee.", {"reasons"}),
        ("left", "", "[Schrijf hier wat u besluit en waarom.] En nog meer woorden.", {"reasons"}),
    ],
)
def test_a_decision_that_says_nothing(
    world: World, verdict: str, ground: str, reasons: str, wrong: set[str]
) -> None:
    plan = world.open()
    report(world, plan)
    with pytest.raises(Invalid) as no:
        world.execute(DecideCase(the_case(world)["id"], verdict, reasons, ground), world.official)
    assert set(no.value.fields) == wrong
    assert world.rows(Decision) == []


def test_who_may_decide(world: World) -> None:
    plan = world.open()
    report(world, plan)
    case = the_case(world)
    for role in (Role.RESIDENT, Role.CLERK, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            world.execute(DecideCase(case["id"], "left", REASONS), world.person(role.value, role))
    elsewhere = world.person("official", Role.OFFICIAL, where="buurdorp")
    with pytest.raises(NotFound):
        world.execute(DecideCase(case["id"], "left", REASONS), elsewhere, where="buurdorp")
    colleague = world.person("colleague", Role.OFFICIAL)
    world.execute(ClaimCase(case["id"]), colleague)
    with pytest.raises(Conflict) as no:
        world.execute(DecideCase(case["id"], "left", REASONS), world.official)
    assert no.value.code == "in_hand"
    world.execute(DecideCase(case["id"], "left", REASONS), colleague)
    with pytest.raises(Conflict) as no:
        world.execute(DecideCase(case["id"], "hidden", REASONS, "insult"), world.official)
    assert no.value.code == "case_closed"


def test_everybody_concerned_is_told(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    hide(world, plan, anna)
    world.settle()
    told = {
        (one["person_id"], one["template"], one["because"])
        for one in world.rows(InboxMessage)
        if one["template"] not in {"initiative_submitted", "step_taken"}
    }
    submitter = world.person("submitter").person_id
    assert told == {
        (anna.person_id, "report_made", Because.REPORTED),
        (anna.person_id, "contribution_hidden", Because.REPORTED),
        (submitter, "contribution_hidden", Because.SUBMITTED),
    }


def test_who_reported_is_forgotten_with_their_words(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    report(world, plan, anna)
    world.execute(ErasePerson(anna.person_id), anna)  # type: ignore[arg-type]  # logged in
    [left] = world.rows(Report)
    assert left["reporter_id"] is None
    assert WORDS not in left["words"]
