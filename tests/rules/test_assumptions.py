"""The list of what is assumed."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from wijkstem.rules.advising import AdviceRule
from wijkstem.rules.archiving import ArchiveRule
from wijkstem.rules.assumptions import (
    COUNTED_ON,
    LIVES_IN,
    ROLES,
    UNITS,
    WITHOUT_DIGID,
    Assumption,
    assumed,
    assumed_today,
)
from wijkstem.rules.carrying_out import CarryingOutRule
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.rules.departments import Departments
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.rules.discussing import Discussing
from wijkstem.rules.drawing import Drawing
from wijkstem.rules.escalating import Escalation
from wijkstem.rules.guide import Guide
from wijkstem.rules.indicators import Indicator, Indicators
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.neighbourhood_history import FormerNeighbourhood
from wijkstem.rules.outcomes import OutcomeRoute
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.rules.routing import Route
from wijkstem.rules.schema import (
    EmailCode,
    FormField,
    Ground,
    Inhabitants,
    Instrument,
    Kept,
    Municipality,
    Number,
    Recess,
    Sourced,
    Support,
    Term,
    Text,
)
from wijkstem.rules.speaking import Speaking
from wijkstem.rules.steps import Path, Step
from wijkstem.words import Area, CountedOn, Holder, WithoutDigiD

NAME = Text(nl="Naam", en="Name")
KNOWN = Number(value=16, source="a page")
GUESSED = Number(value=30, assumed=True)
SIGNING = Text(nl="Tekenen", en="Signing")
STEPS = {"triage": NAME, "signing": SIGNING, "placing": NAME}
#: A step for each term; where they lead is not what is tested.
PATH = Path.model_construct(
    id="raad-1",
    start="triage",
    steps=[
        Step(id=term, name=name, explanation=NAME, holder=Holder.OFFICIAL, public=True, term=term)
        for term, name in STEPS.items()
    ],
)


def instrument(
    *,
    minimum_age: Number = KNOWN,
    support: Support | None = None,
    terms: dict[str, Term] | None = None,
    grounds: list[Ground] | None = None,
) -> Instrument:
    return Instrument(
        name=NAME,
        summary=NAME,
        path="raad-1",
        minimum_age=minimum_age,
        support=support,
        terms=terms or {},
        grounds=grounds or [],
        fields=[FormField(id="what", label=NAME)],
    )


def rules(**versions: Instrument) -> MunicipalityRules:
    """A municipality with one instrument, in a version a keyword."""
    return MunicipalityRules(
        municipality=Municipality.model_validate(
            {
                "slug": "dorp",
                "name": "Dorp",
                "cbs_code": "GM0999",
                "inhabitants": Inhabitants(value=1000, year=2025, source="CBS"),
                "bodies": [{"id": "raad", "name": "Gemeenteraad", "kind": "council"}],
                "subjects": [{"id": "other", "name": {"nl": "Iets anders", "en": "Other"}}],
                "neighbourhoods": [{"code": "WK099900", "name": "Kern"}],
            }
        ),
        indicators=Indicators(
            version="2025.1",
            indicators=[
                Indicator.model_validate(
                    {
                        "code": "submitted",
                        "formula": "submitted",
                        "name": NAME,
                        "unit": "count",
                        "direction": "neither",
                    }
                )
            ],
        ),
        versions=tuple(
            Rules(name, date(2025, 1, 1), {"burgerinitiatief": said}, {"raad-1": PATH}, "hash")
            for name, said in versions.items()
        ),
    )


def test_sourced_rules_are_not_listed() -> None:
    known = Support(threshold=KNOWN, minimum_age=KNOWN, source="a page")
    assert assumed(rules(v1=instrument(support=known))) == []


def test_every_kind_of_assumed_rule_is_listed_with_its_place() -> None:
    said = instrument(
        minimum_age=GUESSED,
        support=Support(threshold=GUESSED, minimum_age=KNOWN, assumed=True),
        terms={"signing": Term(months=6, assumed=True), "placing": Term(weeks=4, source="a page")},
        grounds=[
            Ground(code="complaint", name=NAME, source="a page"),
            Ground(code="objection", name=NAME, assumed=True),
        ],
    )
    thirty = Text(nl="30", en="30")
    where = "instruments.burgerinitiatief"
    assert assumed(rules(v1=said)) == [
        Assumption(
            "v1",
            f"{where}.minimum_age",
            Text(nl="Naam, leeftijd van wie indient", en="Name, age of who files"),
            thirty,
        ),
        Assumption(
            "v1",
            f"{where}.support",
            Text(nl="Naam, wie meetelt", en="Name, who counts"),
            Text(
                nl="woont in de gemeente, op de dag van steunen",
                en="lives in the municipality, on the day of signing",
            ),
        ),
        Assumption(
            "v1",
            f"{where}.support.threshold",
            Text(nl="Naam, steun die nodig is", en="Name, support that is needed"),
            thirty,
        ),
        Assumption(
            "v1",
            f"{where}.terms.signing",
            Text(nl="Naam, termijn: Tekenen", en="Name, term: Signing"),
            Text(nl="6 maanden", en="6 months"),
        ),
        Assumption(
            "v1",
            f"{where}.grounds.objection",
            Text(nl="Naam, grond: Naam", en="Name, ground: Name"),
            NAME,
        ),
    ]


def test_term_that_no_step_has_is_called_by_its_id() -> None:
    said = instrument(terms={"unused": Term(weeks=4, assumed=True)})
    assert [a.place.nl for a in assumed(rules(v1=said))] == ["Naam, termijn: unused"]


def test_versions_are_listed_in_their_order() -> None:
    said = instrument(minimum_age=GUESSED)
    assert [a.version for a in assumed(rules(v1=said, v2=said))] == ["v1", "v2"]


@pytest.mark.parametrize(
    ("term", "nl", "en"),
    [
        (Term(days=1, assumed=True), "1 dag", "1 day"),
        (Term(days=30, assumed=True), "30 dagen", "30 days"),
        (Term(weeks=1, assumed=True), "1 week", "1 week"),
        (Term(weeks=6, assumed=True), "6 weken", "6 weeks"),
        (Term(months=1, assumed=True), "1 maand", "1 month"),
        (Term(working_days=10, assumed=True), "10 werkdagen", "10 working days"),
    ],
)
def test_term_is_said_in_words(term: Term, nl: str, en: str) -> None:
    listed = assumed(rules(v1=instrument(terms={"triage": term})))
    assert [a.value for a in listed] == [Text(nl=nl, en=en)]


def test_what_is_assumed_for_every_plan_at_once_is_listed_too() -> None:
    settled: dict[str, object] = {
        "email_code": EmailCode(allows=[WithoutDigiD.FOLLOW, WithoutDigiD.DISCUSS], assumed=True),
        "messages_kept": Kept(days=365, assumed=True),
        "recesses": [Recess(first=date(2026, 7, 4), last=date(2026, 8, 16), assumed=True)],
    }
    made = rules(v1=instrument())
    here = replace(made, municipality=made.municipality.model_copy(update=settled))
    said = [(one.version, one.where, one.value.en) for one in assumed_today(here)]

    # What a file leaves to the software is assumed as well.
    assert {one.where for one in assumed_today(made)} == {
        "moderation.answer_report",
        "moderation.type_out",
        "moderation.appeal_within",
        "moderation.answer_appeal",
        "moderation.answer_merge",
        "moderation.grounds.rules",
        "discussion",
        "dialogue",
        "closing_near",
        "guide",
    }
    flood = (
        "discussions: 30 contributions an hour a person; in the first 3 days 10 an hour; new accounts together 100 an"
        " hour in a discussion"
    )
    groups = "dialogues: 10 statements a person, 500 together, 3 before it opens; who answers 7 times counts in a group"
    assert said[:6] == [
        ("", "email_code", "follow a plan, take part in a discussion"),
        ("", "messages_kept", "365 days"),
        ("", "dialogue", groups),
        ("", "discussion", flood),
        ("", "closing_near", "3 days"),
        ("", "recesses.0", "2026-07-04 to 2026-08-16"),
    ]


def test_every_unit_of_a_term_has_words() -> None:
    units = set(Term.model_fields) - set(Sourced.model_fields) - {"stops_in_recess"}
    assert set(UNITS) == units


def test_every_kind_of_rule_has_words() -> None:
    assert set(Sourced.__subclasses__()) == {
        AdviceRule,
        ArchiveRule,
        CarryingOutRule,
        Departments,
        Dialoguing,
        Discussing,
        OutcomeRoute,
        Number,
        Term,
        Ground,
        Support,
        EmailCode,
        Escalation,
        FormerNeighbourhood,
        Guide,
        Kept,
        Recess,
        MeetingTerm,
        Route,
        Speaking,
        Drawing,
        ReadableProposals,
    }
    assert set(WITHOUT_DIGID) == set(WithoutDigiD)
    assert set(ROLES) == set(get_args(Escalation.model_fields["to"].annotation))
    assert (set(LIVES_IN), set(COUNTED_ON)) == (set(Area), set(CountedOn))
