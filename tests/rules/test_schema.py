"""The shape of the rules: what fits, what does not, and whether the error names what is wrong."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from wijkstem.rules.indicators import Indicator, Indicators, YearFigure
from wijkstem.rules.schema import (
    Body,
    FormField,
    Ground,
    Instrument,
    Municipality,
    Neighbourhood,
    Number,
    RulesVersion,
    Term,
    Text,
)
from wijkstem.rules.steps import Outcome, Path, Step
from wijkstem.words import CountedOn, Trigger

NAME = {"nl": "Naam", "en": "Name"}
OTHER = {"id": "other", "name": NAME}


def outcome(**changes: Any) -> dict[str, Any]:
    return {
        "id": "admit",
        "name": NAME,
        "to": "done",
        "means": "admitted",
        "by": "official",
    } | changes


def step(**changes: Any) -> dict[str, Any]:
    return {
        "id": "triage",
        "name": NAME,
        "explanation": NAME,
        "holder": "official",
        "public": False,
        "outcomes": [outcome()],
    } | changes


def done(**changes: Any) -> dict[str, Any]:
    return step(id="done", holder="nobody", public=True, outcomes=[]) | changes


def path(*steps: dict[str, Any], start: str = "triage") -> dict[str, Any]:
    return {"id": "raad-1", "start": start, "steps": list(steps)}


def instrument(**changes: Any) -> dict[str, Any]:
    return {
        "name": NAME,
        "summary": NAME,
        "path": "raad-1",
        "minimum_age": {"value": 16, "assumed": True},
        "fields": [{"id": "what", "label": NAME}],
    } | changes


def municipality(**changes: Any) -> dict[str, Any]:
    return {
        "slug": "borne",
        "name": "Borne",
        "cbs_code": "GM0147",
        "inhabitants": {"value": 24632, "year": 2024, "source": "CBS"},
        "bodies": [{"id": "raad", "name": "Gemeenteraad", "kind": "council"}],
        "neighbourhoods": [{"code": "WK014700", "name": "Borne"}],
        "subjects": [OTHER],
    } | changes


def indicator(**changes: Any) -> dict[str, Any]:
    return {
        "code": "informed",
        "name": NAME,
        "unit": "percent",
        "direction": "higher",
        "source": NAME,
    } | changes


def refused(shape: type[Any], said: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        shape.model_validate(said)
    return str(error.value)


def test_text_is_read_in_the_asked_language() -> None:
    text = Text(nl="Voorstel", en="Proposal")
    assert (text.in_language("nl"), text.in_language("en")) == ("Voorstel", "Proposal")


@pytest.mark.parametrize("missing", ["nl", "en"])
def test_text_needs_both_languages(missing: str) -> None:
    said = refused(Text, {lang: text for lang, text in NAME.items() if lang != missing})
    assert missing in said
    assert "Field required" in said


def test_text_that_is_empty_is_refused() -> None:
    assert "at least 1 character" in refused(Text, {"nl": "", "en": "Name"})


def test_part_with_unknown_key_is_refused() -> None:
    said = refused(Number, {"value": 30, "assumed": True, "assumd": True})
    assert "assumd" in said


def test_part_cannot_be_changed() -> None:
    number = Number(value=30, assumed=True)
    with pytest.raises(ValidationError, match="frozen"):
        number.value = 31  # type: ignore[misc]  # that it is refused is what is tested


@pytest.mark.parametrize("origin", [{"source": "a page"}, {"assumed": True}])
def test_rule_with_source_or_assumed_fits(origin: dict[str, Any]) -> None:
    assert Number.model_validate({"value": 100} | origin).value == 100


@pytest.mark.parametrize("origin", [{}, {"source": "a page", "assumed": True}])
def test_rule_with_neither_or_both_is_refused(origin: dict[str, Any]) -> None:
    said = refused(Number, {"value": 100} | origin)
    assert "give either a source or assumed = true" in said


def test_number_below_zero_is_refused() -> None:
    assert "greater than or equal to 0" in refused(Number, {"value": -1, "assumed": True})


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "working_days"])
def test_term_in_one_unit_fits(unit: str) -> None:
    assert getattr(Term.model_validate({unit: 6, "assumed": True}), unit) == 6


@pytest.mark.parametrize("length", [{}, {"weeks": 0}, {"weeks": 6, "days": 1}])
def test_term_in_no_or_two_units_is_refused(length: dict[str, int]) -> None:
    said = refused(Term, {"assumed": True} | length)
    assert "exactly one of days, weeks, months, working_days" in said


@pytest.mark.parametrize("code", ["Not-Council", "1st", "not council", "a" * 41, ""])
def test_id_that_is_not_plain_is_refused(code: str) -> None:
    assert "code" in refused(Ground, {"code": code, "name": NAME, "assumed": True})


def test_form_field_asks_a_long_required_answer_unless_it_says_otherwise() -> None:
    field = FormField(id="what", label=Text(nl="Wat?", en="What?"))
    assert (field.required, field.multiline, field.max_length) == (True, True, 5000)


def test_supporters_are_counted_on_the_day_of_signing_unless_it_says_otherwise() -> None:
    support = {"minimum_age": {"value": 16, "assumed": True}, "assumed": True}
    read = Instrument.model_validate(instrument(support=support)).support
    assert read is not None
    assert read.counted_on is CountedOn.SIGNING_DAY


def test_who_counts_says_where_it_comes_from() -> None:
    support = {"minimum_age": {"value": 16, "assumed": True}, "lives_in": "anywhere"}
    said = refused(Instrument, instrument(support=support))
    assert "give either a source or assumed = true" in said


def test_instrument_without_fields_is_refused() -> None:
    assert "fields" in refused(Instrument, instrument(fields=[]))


def test_instrument_with_a_field_twice_is_refused() -> None:
    field = {"id": "what", "label": NAME}
    assert "fields stand twice: ['what']" in refused(Instrument, instrument(fields=[field, field]))


def test_instrument_with_a_ground_twice_is_refused() -> None:
    ground = {"code": "complaint", "name": NAME, "assumed": True}
    said = refused(Instrument, instrument(grounds=[ground, ground]))
    assert "grounds stand twice: ['complaint']" in said


@pytest.mark.parametrize("version", ["2025", "2025.1.1", "v2025.1", "2025.123"])
def test_version_that_is_not_year_and_number_is_refused(version: str) -> None:
    said = {"version": version, "in_force": "2025-01-01", "instruments": {"a": instrument()}}
    assert "version" in refused(RulesVersion, said)


def test_version_without_instruments_is_refused() -> None:
    said = {"version": "2025.1", "in_force": "2025-01-01", "instruments": {}}
    assert "instruments" in refused(RulesVersion, said)


def test_municipality_finds_its_parts() -> None:
    borne = Municipality.model_validate(municipality())
    assert borne.neighbourhood("WK014700") == Neighbourhood(code="WK014700", name="Borne")
    assert borne.neighbourhood("WK014799") is None
    assert borne.body("raad") == borne.bodies[0]
    assert borne.body("college") is None


@pytest.mark.parametrize("code", ["WK01470", "WK0147000", "BU014700", "GM0147", "wk014700"])
def test_neighbourhood_code_of_another_shape_is_refused(code: str) -> None:
    assert "code" in refused(Neighbourhood, {"code": code, "name": "Borne"})


@pytest.mark.parametrize("code", ["WK014700", "BU01470001"])
def test_neighbourhood_code_of_a_wijk_or_a_buurt_fits(code: str) -> None:
    assert Neighbourhood(code=code, name="Borne").code == code


def test_neighbourhood_of_another_municipality_is_refused() -> None:
    wijken = [{"code": "WK014700", "name": "Borne"}, {"code": "WK015300", "name": "Elders"}]
    said = refused(Municipality, municipality(neighbourhoods=wijken))
    assert "not of GM0147: ['WK015300']" in said


def test_neighbourhood_that_stands_twice_is_refused() -> None:
    wijken = [{"code": "WK014700", "name": "Borne"}] * 2
    said = refused(Municipality, municipality(neighbourhoods=wijken))
    assert "stand twice: ['WK014700']" in said


def test_body_that_stands_twice_is_refused() -> None:
    body = {"id": "raad", "name": "Gemeenteraad", "kind": "council"}
    said = refused(Municipality, municipality(bodies=[body, body]))
    assert "bodies stand twice: ['raad']" in said


def test_subject_that_stands_twice_is_refused() -> None:
    said = refused(Municipality, municipality(subjects=[OTHER, OTHER]))
    assert "subjects stand twice: ['other']" in said


def test_subject_for_what_fits_no_other_must_be_there() -> None:
    said = refused(Municipality, municipality(subjects=[{"id": "green", "name": NAME}]))
    assert "subjects: 'other' is missing" in said


def test_rules_of_before_there_were_subjects_have_the_one_that_fits_all() -> None:
    """An upgrade finds the municipality's rules as the last release read them, which knew no subjects."""
    values = municipality()
    del values["subjects"]
    assert [subject.id for subject in Municipality.model_validate(values).subjects] == ["other"]


def test_body_of_unknown_kind_is_refused() -> None:
    said = refused(Body, {"id": "raad", "name": "Gemeenteraad", "kind": "raad"})
    assert "'council', 'committee' or 'college'" in said


@pytest.mark.parametrize("taken", [{"by": None}, {"on": "term"}])
def test_outcome_taken_by_nobody_or_by_two_is_refused(taken: dict[str, Any]) -> None:
    said = refused(Outcome, outcome(**taken))
    assert "outcome 'admit' needs either by (a person) or on (a trigger)" in said


def test_outcome_of_the_system_that_needs_reasons_is_refused() -> None:
    said = refused(Outcome, outcome(by=None, on="term", needs=["ground", "reasons"]))
    assert "outcome 'admit' is taken by the system, which cannot give ground, reasons" in said


def test_step_knows_its_ways_out() -> None:
    close = outcome(id="close", by=None, on="term")
    read = Step.model_validate(step(term="voting", outcomes=[outcome(), close]))
    assert read.outcome("admit") == read.outcomes[0]
    assert read.outcome("refuse") is None
    assert read.triggered_by(Trigger.TERM) == read.outcomes[1]
    assert read.triggered_by(Trigger.THRESHOLD) is None
    assert not read.final


def test_path_that_can_be_walked_fits() -> None:
    again = outcome(id="again", to="triage")
    read = Path.model_validate(path(step(outcomes=[outcome(), again]), done()))
    assert read.step("done").final


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (path(step(), done(), done()), "step 'done' stands twice"),
        (path(step(), done(), start="begin"), "start 'begin' is not a step"),
        (
            path(step(outcomes=[outcome(to="dne")]), done()),
            "outcome 'admit' of step 'triage' leads to 'dne', which is not a step",
        ),
        (
            path(step(outcomes=[outcome(), outcome()]), done()),
            "outcome 'admit' of step 'triage' stands twice",
        ),
        (
            path(
                step(
                    term="voting",
                    outcomes=[
                        outcome(by=None, on="term"),
                        outcome(id="lapse", by=None, on="term"),
                    ],
                ),
                done(),
            ),
            "step 'triage' has two outcomes for one trigger",
        ),
        (
            path(step(outcomes=[outcome(by=None, on="term")]), done()),
            "step 'triage' has an outcome for a passed term and no term",
        ),
        (
            path(step(outcomes=[outcome(by=None, on="threshold")]), done()),
            "step 'triage' waits for a threshold and collects nothing",
        ),
        (
            path(step(outcomes=[outcome(by=None, on="advice")]), done()),
            "step 'triage' waits for advice and is not the neighbourhood council's",
        ),
        (
            path(step(), done(term="answer")),
            "step 'done' ends the path and so can have no term and collect nothing",
        ),
        (
            path(step(), done(collects="votes")),
            "step 'done' ends the path and so can have no term and collect nothing",
        ),
        (path(step(), done(), done(id="lost")), "step 'lost' cannot be reached"),
        (
            path(
                step(outcomes=[outcome(), outcome(id="loop", to="ring")]),
                step(id="ring", outcomes=[outcome(to="ring")]),
                done(),
            ),
            "step 'ring' cannot come to an end",
        ),
        (
            path(step(outcomes=[outcome(by="submitter")]), done()),
            "step 'triage' ends only if somebody comes who may stay away",
        ),
        (
            path(
                step(outcomes=[outcome(to="advice")]),
                step(
                    id="advice",
                    holder="neighbourhood_council",
                    outcomes=[outcome(by=None, on="advice")],
                ),
                done(),
            ),
            "step 'advice' ends only if somebody comes who may stay away",
        ),
        (
            path(
                step(outcomes=[outcome(to="back")]),
                step(
                    id="back",
                    term="answer",
                    outcomes=[
                        outcome(by="neighbourhood_council"),
                        outcome(id="late", by=None, on="term", to="triage"),
                    ],
                ),
                done(),
            ),
            "an official's way out; step 'triage' ends only if somebody comes who may stay away",
        ),
        (path(step(outcomes=[outcome(to="triage")])), "no step ends the path"),
    ],
)
def test_path_that_cannot_be_walked_is_refused(said: dict[str, Any], problem: str) -> None:
    assert problem in refused(Path, said)


def test_path_names_all_its_problems_at_once() -> None:
    said = refused(Path, path(step(), done(), done(id="lost"), done(id="gone")))
    assert "step 'gone' cannot be reached; step 'lost' cannot be reached" in said


def test_figure_keeps_its_digits() -> None:
    assert YearFigure(value="6.60").value == "6.60"
    assert YearFigure(value="6.60").number == YearFigure(value="6.6").number


@pytest.mark.parametrize("value", ["6,6", "7+", "", "1e3", "onbekend", ".5"])
def test_figure_that_is_not_a_decimal_is_refused(value: str) -> None:
    assert "value" in refused(YearFigure, {"value": value})


def test_figure_must_be_written_as_text() -> None:
    assert "valid string" in refused(YearFigure, {"value": 6.6})


def test_indicator_without_any_figure_fits() -> None:
    read = Indicator.model_validate(indicator())
    assert (read.baseline, read.targets, read.ambition) == (None, [], None)


def test_survey_indicator_without_source_is_refused() -> None:
    said = refused(Indicator, indicator(source=None))
    assert "indicator 'informed' is not computed, so it needs a source" in said


def test_computed_indicator_with_typed_realisation_is_refused() -> None:
    said = refused(Indicator, indicator(formula="signatures", realisation=[{"value": "3"}]))
    assert "indicator 'informed' is computed, so no realisation may be typed in" in said


def test_computed_indicator_with_target_fits() -> None:
    read = Indicator.model_validate(indicator(formula="signatures", targets=[{"value": "3"}]))
    assert read.targets == [YearFigure(value="3")]


EARLIER = {"until": date(2025, 12, 31), "name": NAME, "unit": "grade", "direction": "higher"}


def test_another_definition_is_another_version_and_the_old_one_is_kept() -> None:
    said = indicator(version=2, earlier=[EARLIER | {"version": 1}], baseline={"value": "3"})
    read = Indicator.model_validate(said)
    then, now = read.on(date(2025, 12, 31)), read.on(date(2026, 1, 1))
    assert (then.version, then.unit, then.source) == (1, "grade", None)
    assert (now.version, now.unit) == (2, "percent")
    assert read.on(None) == now == read
    assert then.baseline == read.baseline


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"earlier": [EARLIER | {"version": 1}]},
        {"version": 2, "earlier": [EARLIER | {"version": 2}]},
        {
            "version": 3,
            "earlier": [
                EARLIER | {"version": 1},
                EARLIER | {"version": 2, "until": date(2024, 1, 1)},
            ],
        },
    ],
)
def test_versions_that_are_not_all_there_in_order_are_refused(changes: dict[str, Any]) -> None:
    assert "earlier must hold every version" in refused(Indicator, indicator(**changes))


def test_benchmark_must_say_of_whom() -> None:
    said = refused(Indicator, indicator(benchmarks=[{"value": "6.62"}]))
    assert "benchmarks.0.of" in said


def test_indicator_that_stands_twice_is_refused() -> None:
    said = refused(Indicators, {"version": "2025.1", "indicators": [indicator()] * 2})
    assert "indicators stand twice: ['informed']" in said
