"""The list of what is assumed."""

from datetime import date

import pytest

from wijkstem.rules.assumptions import UNITS, Assumption, assumed
from wijkstem.rules.indicators import Indicator, Indicators
from wijkstem.rules.registry import MunicipalityRules, Rules
from wijkstem.rules.schema import (
    FormField,
    Ground,
    Inhabitants,
    Instrument,
    Municipality,
    Number,
    Sourced,
    Support,
    Term,
    Text,
)

NAME = Text(nl="Naam", en="Name")
KNOWN = Number(value=16, source="a page")
GUESSED = Number(value=30, assumed=True)


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
            Rules(name, date(2025, 1, 1), {"burgerinitiatief": said}, {}, "hash")
            for name, said in versions.items()
        ),
    )


def test_sourced_rules_are_not_listed() -> None:
    known = Support(threshold=KNOWN, minimum_age=KNOWN)
    assert assumed(rules(v1=instrument(support=known))) == []


def test_every_kind_of_assumed_rule_is_listed_with_its_place() -> None:
    said = instrument(
        minimum_age=GUESSED,
        support=Support(threshold=GUESSED, minimum_age=KNOWN),
        terms={"signing": Term(months=6, assumed=True), "placing": Term(weeks=4, source="a page")},
        grounds=[
            Ground(code="complaint", name=NAME, source="a page"),
            Ground(code="objection", name=NAME, assumed=True),
        ],
    )
    thirty = Text(nl="30", en="30")
    where = "instruments.burgerinitiatief"
    assert assumed(rules(v1=said)) == [
        Assumption("v1", f"{where}.minimum_age", thirty),
        Assumption("v1", f"{where}.support.threshold", thirty),
        Assumption("v1", f"{where}.terms.signing", Text(nl="6 maanden", en="6 months")),
        Assumption("v1", f"{where}.grounds.objection", NAME),
    ]


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


def test_every_unit_of_a_term_has_words() -> None:
    assert set(UNITS) == set(Term.model_fields) - set(Sourced.model_fields)


def test_every_kind_of_rule_has_words() -> None:
    assert set(Sourced.__subclasses__()) == {Number, Term, Ground}
