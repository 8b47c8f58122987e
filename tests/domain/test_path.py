"""The interpreter of paths, on paths made up for it."""

from datetime import date
from typing import Any

import pytest

from wijkstem.domain.path import (
    Answer,
    Course,
    Taken,
    check_answer,
    outcome_for_person,
    outcome_for_trigger,
    start_term,
    take,
)
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.ids import new_id
from wijkstem.rules.schema import Instrument
from wijkstem.rules.steps import Outcome, Path
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState
from wijkstem.words import Channel, Milestone, Need, Trigger

TEXT = {"nl": "naam", "en": "name"}
TODAY, LATER = date(2026, 3, 2), date(2026, 3, 12)


def a_step(name: str, *outcomes: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = [{"name": TEXT, "means": "admitted", **outcome} for outcome in outcomes]
    return {
        "id": name,
        "name": TEXT,
        "explanation": TEXT,
        "holder": "official",
        "public": name != "first",
        "outcomes": named,
        **more,
    }


PATH = Path.model_validate(
    {
        "id": "made-up",
        "start": "first",
        "steps": [
            a_step(
                "first",
                {"id": "on", "by": "official", "to": "second"},
                {
                    "id": "no",
                    "by": "official",
                    "to": "end",
                    "means": "refused",
                    "needs": ["ground"],
                },
                {"id": "again", "by": "official", "to": "first", "means": "moved"},
                {"id": "too_late", "on": "term", "to": "end", "means": "lapsed"},
                term="short",
            ),
            a_step(
                "second",
                {"id": "enough", "on": "threshold", "to": "end", "means": "threshold_reached"},
                {"id": "stop", "by": "submitter", "to": "end", "means": "withdrawn"},
                collects="signatures",
            ),
            a_step("end"),
        ],
    }
)
COURSE = Course(
    Instrument.model_validate(
        {
            "name": TEXT,
            "summary": TEXT,
            "path": "made-up",
            "minimum_age": {"value": 0, "assumed": True},
            "terms": {"short": {"weeks": 1, "assumed": True}},
            "grounds": [{"code": "complaint", "name": TEXT, "assumed": True}],
            "fields": [{"id": "what", "label": TEXT}],
        }
    ),
    PATH,
)


def an_initiative(step: str = "first", seq: int = 1) -> Initiative:
    return Initiative(
        municipality_id="testdorp",
        id=new_id(),
        number="2026-0001",
        instrument="plan",
        title="Een plan",
        slug="een-plan",
        neighbourhood_code="WK990100",
        channel=Channel.ONLINE,
        rules_version="2025.1",
        filed_on=TODAY,
        step=step,
        step_seq=seq,
        step_since=TODAY,
    )


def go(initiative: Initiative, outcome: str, term: RunningTerm | None = None) -> Taken:
    found = COURSE.step_of(initiative).outcome(outcome)
    assert found is not None
    return take(initiative, found, COURSE, term=term, today=LATER, taken_by="official")


def test_first_step_starts_its_term() -> None:
    initiative = an_initiative()
    term = start_term(initiative, COURSE, TODAY)

    assert term is not None
    assert (term.step, term.step_seq, term.started_on, term.due_on, term.state) == (
        "first",
        1,
        TODAY,
        date(2026, 3, 9),
        TermState.RUNNING,
    )
    assert start_term(an_initiative("second"), COURSE, TODAY) is None


def test_taking_an_outcome_moves_and_says_everything_that_happened() -> None:
    initiative = an_initiative()
    term = start_term(initiative, COURSE, TODAY)
    assert term is not None
    taken = go(initiative, "on", term)

    assert (initiative.step, initiative.step_seq, initiative.step_since) == ("second", 2, LATER)
    assert (initiative.public, initiative.closed_on, initiative.result) == (True, None, None)
    assert term.state is TermState.MET
    assert (taken.entered.id, taken.term) == ("second", None)
    assert taken.event == StepTaken(
        initiative_id=initiative.id,
        instrument="plan",
        neighbourhood_code="WK990100",
        step_seq=1,
        step="first",
        outcome="on",
        means=Milestone.ADMITTED,
        to_step="second",
        taken_on=LATER,
        taken_by="official",
        ground=None,
        was_due_on=date(2026, 3, 9),
        days=10,
        due_on=None,
        public=True,
        final=False,
    )


def test_last_step_closes_with_the_outcomes_meaning() -> None:
    initiative = an_initiative("second", 2)
    taken = go(initiative, "stop")

    assert (initiative.closed_on, initiative.result) == (LATER, Milestone.WITHDRAWN)
    assert (taken.event.final, taken.event.was_due_on) == (True, None)


def test_step_that_leads_to_itself_starts_a_new_term_and_goes_on_counting() -> None:
    initiative = an_initiative()
    taken = go(initiative, "again")

    assert (initiative.step, initiative.step_seq) == ("first", 2)
    assert taken.term is not None
    assert (taken.term.step_seq, taken.term.due_on) == (2, date(2026, 3, 19))


def test_term_that_passed_stays_passed() -> None:
    initiative = an_initiative()
    term = start_term(initiative, COURSE, TODAY)
    assert term is not None
    term.state = TermState.PASSED
    go(initiative, "on", term)

    assert term.state is TermState.PASSED


@pytest.mark.parametrize("outcome", ["nonsense", "too_late", "", "stop"])
def test_person_cannot_take_what_the_step_does_not_offer_to_people(outcome: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        outcome_for_person(an_initiative(), COURSE, outcome, 1)
    assert refused.value.code == "no_such_outcome"


@pytest.mark.parametrize("step_seq", [0, 1, 3])
def test_person_whose_page_is_old_is_told_where_it_is_now(step_seq: int) -> None:
    with pytest.raises(Conflict) as refused:
        outcome_for_person(an_initiative("second", 2), COURSE, "stop", step_seq)
    assert refused.value.code == "moved_on"
    assert refused.value.values == {"step": COURSE.path.step("second").name}
    assert str(refused.value).endswith("bij de stap: naam.")


@pytest.mark.parametrize(
    ("step", "trigger", "step_seq", "outcome"),
    [
        ("first", Trigger.TERM, 2, "too_late"),
        ("second", Trigger.THRESHOLD, 2, "enough"),
        ("first", Trigger.THRESHOLD, 2, None),
        ("second", Trigger.TERM, 2, None),
        ("end", Trigger.TERM, 2, None),
    ],
)
def test_trigger(step: str, trigger: Trigger, step_seq: int, outcome: str | None) -> None:
    """A step that has nothing to do with a trigger waits on; that is no refusal."""
    found = outcome_for_trigger(an_initiative(step, 2), COURSE, trigger, step_seq)

    assert (found and found.id) == outcome


@pytest.mark.parametrize("step_seq", [1, 3])
def test_trigger_of_another_step_is_refused(step_seq: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        outcome_for_trigger(an_initiative("first", 2), COURSE, Trigger.TERM, step_seq)
    assert refused.value.code == "moved_on"


LONG = "Dit is de uitleg die u nodig hebt."


@pytest.mark.parametrize(
    ("needs", "answer", "wrong"),
    [
        ([], Answer(), {}),
        ([], Answer("complaint", "kort", True), {}),
        ([Need.GROUND], Answer(), {"ground": "ground_needed"}),
        ([Need.GROUND], Answer(ground="made up"), {"ground": "ground_needed"}),
        ([Need.GROUND], Answer(ground="complaint"), {}),
        ([Need.REASONS], Answer(), {"reasons": "reasons_needed"}),
        ([Need.REASONS], Answer(reasons="x" * 19), {"reasons": "reasons_needed"}),
        ([Need.REASONS], Answer(reasons="x" * 20), {}),
        ([Need.REASONS], Answer(reasons="x" * 5000), {}),
        ([], Answer(reasons="x" * 5001), {"reasons": "too_long"}),
        ([], Answer(reasons=f"{LONG}\0"), {"reasons": "control_characters"}),
        ([Need.REASONS], Answer(reasons=f"{LONG}\u202e"), {"reasons": "control_characters"}),
        ([Need.MEETING], Answer(), {"meeting": "meeting_needed"}),
        ([Need.MEETING], Answer(has_meeting=True), {}),
        (
            [Need.GROUND, Need.REASONS, Need.MEETING],
            Answer(),
            {
                "ground": "ground_needed",
                "reasons": "reasons_needed",
                "meeting": "meeting_needed",
            },
        ),
    ],
)
def test_what_an_outcome_needs(needs: list[Need], answer: Answer, wrong: dict[str, str]) -> None:
    outcome = Outcome.model_validate(
        {"id": "x", "name": TEXT, "to": "end", "means": "refused", "by": "official", "needs": needs}
    )
    found: dict[str, str] = {}
    try:
        check_answer(outcome, answer, COURSE)
    except Invalid as invalid:
        found = {name: error.code for name, error in invalid.fields.items()}

    assert found == wrong
