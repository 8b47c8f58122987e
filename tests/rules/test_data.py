"""The rules and indicators of the five municipalities, against the figures in their sources."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wijkstem.rules
from wijkstem.queries.formulas import FORMULAS
from wijkstem.rules.assumptions import assumed
from wijkstem.rules.indicators import Indicator, YearFigure
from wijkstem.rules.registry import MunicipalityRules, RuleBook, Rules, load
from wijkstem.rules.schema import Instrument, Sourced
from wijkstem.words import Collects, Holder, Intent, Unit

DATA = Path(wijkstem.rules.__file__).parent / "data"
BOSCH = "boschbelang.nl/indienen-van-een-burgerinitiatief"
AMERSFOORT = "amersfoort.nl/burgerinitiatief-indienen"

#: A figure as the source has it, with its year when the source tells it.
Cell = tuple[str, int | None]


@dataclass(frozen=True)
class Figures:
    """What the municipality's own text holds of one indicator; what it does not hold stays empty."""

    unit: str
    baseline: Cell | None = None
    targets: list[Cell] = field(default_factory=list)
    ambition: Cell | None = None
    realisation: list[Cell] = field(default_factory=list)
    benchmarks: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Expected:
    """What the sources say about one municipality."""

    name: str
    cbs_code: str
    inhabitants: Cell
    neighbourhoods: int
    bodies: list[str]
    #: Threshold, age of who submits and age of who signs, of the burgerinitiatief; "" is assumed.
    threshold: tuple[int, str]
    ages: tuple[str, str]
    sourced_grounds: list[str]
    assumed: int
    indicators: dict[str, Figures]


EXPECTED = {
    "enschede": Expected(
        name="Enschede",
        cbs_code="GM0153",
        inhabitants=("162340", 2025),
        neighbourhoods=10,
        bodies=["raad", "college"],
        threshold=(100, ""),
        ages=("", ""),
        sourced_grounds=[],
        assumed=23,
        indicators={
            "communication": Figures("grade", targets=[("7", 2020)], benchmarks=[("6.62", None)]),
            "cooperation": Figures("grade", targets=[("7", 2021)], benchmarks=[("5.84", None)]),
            "service_feedback": Figures("percent"),
            "service_direct": Figures("grade", realisation=[("6.61", 2017)]),
            "service_digital": Figures("grade", realisation=[("6.97", 2017)]),
            "digital_requests": Figures("percent"),
            "digital_products": Figures("count"),
            "digital_deaths": Figures("percent", baseline=("0", 2017), targets=[("75", 2019)]),
            "digital_births": Figures("percent", baseline=("0", 2017), targets=[("60", 2019)]),
            "digital_marriages": Figures("percent", baseline=("0", 2017), targets=[("60", 2019)]),
            "digital_documents": Figures("percent", targets=[("25", None)]),
        },
    ),
    "borne": Expected(
        name="Borne",
        cbs_code="GM0147",
        inhabitants=("24632", 2024),
        neighbourhoods=2,
        bodies=["raad", "college"],
        threshold=(25, ""),
        ages=("", ""),
        sourced_grounds=[],
        assumed=23,
        indicators={"neighbourhoods_reached": Figures("count", targets=[("3", 2024)])},
    ),
    "hilversum": Expected(
        name="Hilversum",
        cbs_code="GM0402",
        inhabitants=("94426", 2024),
        neighbourhoods=9,
        bodies=["raad", "college"],
        threshold=(75, ""),
        ages=("", ""),
        sourced_grounds=[],
        assumed=23,
        indicators={},
    ),
    "amersfoort": Expected(
        name="Amersfoort",
        cbs_code="GM0307",
        inhabitants=("161825", 2024),
        neighbourhoods=33,
        bodies=["raad", "commissie", "college"],
        threshold=(30, AMERSFOORT),
        ages=("", ""),
        sourced_grounds=[
            "not_council",
            "no_policy_freedom",
            "taxes",
            "budget",
            "persons",
            "complaint",
            "objection",
            "recently_decided",
            "private_interest",
        ],
        assumed=17,
        indicators={
            "communication": Figures("grade", realisation=[("6.6", None), ("6.7", None)]),
            "council_guests": Figures("count", targets=[("500", None)]),
        },
    ),
    "s-hertogenbosch": Expected(
        name="'s-Hertogenbosch",
        cbs_code="GM0796",
        inhabitants=("160740", 2024),
        neighbourhoods=14,
        bodies=["raad", "commissie", "college"],
        threshold=(100, BOSCH),
        ages=(BOSCH, BOSCH),
        sourced_grounds=["not_council"],
        assumed=19,
        indicators={
            "knows_executive": Figures("percent", baseline=("49", None), ambition=("55", None)),
            "cares_together": Figures("percent", baseline=("39", None), ambition=("40", None)),
            "informed": Figures("percent", baseline=("55", None), ambition=("57", None)),
        },
    ),
}

#: Computed, and the same in every municipality: the unit of each.
COMPUTED = {
    "submitted": Unit.COUNT,
    "admitted": Unit.COUNT,
    "refused": Unit.COUNT,
    "threshold_reached": Unit.COUNT,
    "reached_council": Unit.COUNT,
    "reached_council_share": Unit.PERCENT,
    "decided": Unit.COUNT,
    "carried_out_share": Unit.PERCENT,
    "carried_out": Unit.COUNT,
    "work_in_time": Unit.PERCENT,
    "final_costs": Unit.EURO,
    "final_costs_per_inhabitant": Unit.EURO,
    "euros_granted": Unit.EURO,
    "euros_granted_per_inhabitant": Unit.EURO,
    "final_costs_of_grant": Unit.PERCENT,
    "answered_in_time": Unit.PERCENT,
    "median_days_to_answer": Unit.DAYS,
    "p90_days_to_answer": Unit.DAYS,
    "suspended_days": Unit.DAYS,
    "late_steps": Unit.COUNT,
    "advice_followed": Unit.PERCENT,
    "evaluated": Unit.PERCENT,
    "people": Unit.COUNT,
    "new_people": Unit.COUNT,
    "people_per_thousand": Unit.COUNT,
    "evenness": Unit.INDEX,
    "neighbourhoods_with_plan": Unit.PERCENT,
    "signatures": Unit.COUNT,
    "share_online": Unit.PERCENT,
    "share_on_behalf": Unit.PERCENT,
    "share_paper": Unit.PERCENT,
    "gatherings": Unit.COUNT,
    "gathering_attendance": Unit.COUNT,
    "neighbourhoods_reached": Unit.COUNT,
    "council_guests": Unit.COUNT,
    "speakers": Unit.COUNT,
    "ballot_turnout": Unit.PERCENT,
    "question_turnout": Unit.PERCENT,
    "means_opened": Unit.COUNT,
    "means_opened_discussion": Unit.COUNT,
    "means_opened_dialogue": Unit.COUNT,
    "means_opened_vote": Unit.COUNT,
    "means_opened_advice": Unit.COUNT,
    "means_in_time": Unit.PERCENT,
    "means_contributions": Unit.COUNT,
    "outcome_followed": Unit.PERCENT,
    "draw_asked": Unit.COUNT,
    "draw_members": Unit.COUNT,
    "draw_yes_share": Unit.PERCENT,
    "draw_evenness": Unit.INDEX,
    "ballot_served": Unit.PERCENT,
    "ballot_euros": Unit.EURO,
    "ballot_euros_per_inhabitant": Unit.EURO,
    "reports": Unit.COUNT,
    "reports_upheld": Unit.PERCENT,
    "appeals": Unit.COUNT,
    "appeals_reversed": Unit.PERCENT,
    "moderation_load": Unit.COUNT,
}

every_municipality = pytest.mark.parametrize("slug", sorted(EXPECTED))
every_file = pytest.mark.parametrize(
    "file", sorted(DATA.glob("*/*.toml")), ids=lambda file: f"{file.parent.name}/{file.name}"
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load(DATA)


@pytest.fixture
def rules(book: RuleBook, slug: str) -> MunicipalityRules:
    return book.of(slug)


@pytest.fixture
def version(rules: MunicipalityRules) -> Rules:
    return rules.on(date(2025, 1, 1))


def cell(figure: YearFigure | None) -> Cell | None:
    return None if figure is None else (figure.value, figure.year)


def cells(figures: list[YearFigure] | list[Any]) -> list[Cell]:
    return [(figure.value, figure.year) for figure in figures]


def figures(indicator: Indicator) -> Figures:
    return Figures(
        unit=indicator.unit,
        baseline=cell(indicator.baseline),
        targets=cells(indicator.targets),
        ambition=cell(indicator.ambition),
        realisation=cells(indicator.realisation),
        benchmarks=cells(indicator.benchmarks),
    )


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def tables(said: object, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table in a TOML file, however deep, with its place."""
    if isinstance(said, dict):
        yield where, said
        for name, inner in said.items():
            yield from tables(inner, f"{where}.{name}")
    if isinstance(said, list):
        for place, inner in enumerate(said):
            yield from tables(inner, f"{where}.{place}")


def test_the_five_municipalities_load(book: RuleBook) -> None:
    assert set(book.slugs) == set(EXPECTED)


@every_municipality
def test_municipality_is_as_its_sources_say(rules: MunicipalityRules, slug: str) -> None:
    expected, municipality = EXPECTED[slug], rules.municipality
    assert (municipality.name, municipality.cbs_code) == (expected.name, expected.cbs_code)
    assert (
        str(municipality.inhabitants.value),
        municipality.inhabitants.year,
    ) == expected.inhabitants
    assert [body.id for body in municipality.bodies] == expected.bodies
    assert len(municipality.neighbourhoods) == expected.neighbourhoods


@every_municipality
def test_neighbourhood_names_are_for_reading(rules: MunicipalityRules, slug: str) -> None:
    names = [n.name for n in rules.municipality.neighbourhoods]
    assert [name for name in names if name.startswith("Wijk ") or name != name.strip()] == []
    assert len(set(names)) == len(names)


@every_municipality
def test_first_version_is_in_force_with_the_law(version: Rules, slug: str) -> None:
    assert (version.version, version.in_force) == ("2025.1", date(2025, 1, 1))
    assert {name: i.path for name, i in version.instruments.items()} == {
        "burgerinitiatief": "raad-1",
        "voorstel": "antwoord-1",
    }


def _without_asking(instrument: Instrument) -> Instrument:
    terms = {name: term for name, term in instrument.terms.items() if name != "supplement"}
    return instrument.model_copy(update={"path": "", "terms": terms})


@every_municipality
def test_second_version_adds_questions_and_lets_the_municipality_ask(
    rules: MunicipalityRules, version: Rules, slug: str
) -> None:
    second = rules.on(date(2025, 7, 1))
    assert (second.version, second.in_force) == ("2025.2", date(2025, 7, 1))
    added = set(second.instruments) - set(version.instruments)
    assert [(name, second.instruments[name].intent) for name in added] == [
        ("vraag", Intent.QUESTION)
    ]
    kept = {name: second.instruments[name] for name in version.instruments}
    assert {name: (one.path, one.terms["supplement"].weeks) for name, one in kept.items()} == {
        "burgerinitiatief": ("raad-2", 2),
        "voorstel": ("antwoord-2", 2),
    }
    assert {name: _without_asking(one) for name, one in kept.items()} == {
        name: _without_asking(one) for name, one in version.instruments.items()
    }
    assert {one.intent for one in kept.values()} == {Intent.PLAN}


#: What a municipality's own texts speak of, and its path.
ADDED = {
    "borne": {"uitdaagrecht": "uitdaagrecht-1"},
    "enschede": {"bewonersinitiatief": "burgerkracht-1", "wijkbudget": "wijkbudget-1"},
    "s-hertogenbosch": {"bewonersinitiatief": "burgerkracht-1"},
}


@pytest.mark.parametrize("slug", sorted(ADDED))
def test_third_version_adds_what_the_municipality_speaks_of(
    rules: MunicipalityRules, slug: str
) -> None:
    second, third = rules.on(date(2025, 7, 1)), rules.on(date(2025, 8, 1))
    assert (third.version, third.in_force) == ("2025.3", date(2025, 8, 1))
    added = {
        name: i.path for name, i in third.instruments.items() if name not in second.instruments
    }
    assert added == ADDED[slug]
    assert {name: third.instruments[name] for name in second.instruments} == second.instruments


@pytest.mark.parametrize("slug", ["enschede"])
def test_fourth_version_follows_a_plan_after_the_ballot(
    rules: MunicipalityRules, slug: str
) -> None:
    third, fourth = rules.on(date(2025, 8, 1)), rules.on(date(2025, 9, 1))
    assert (fourth.version, fourth.in_force) == ("2025.4", date(2025, 9, 1))
    changed = {
        name: i.path for name, i in fourth.instruments.items() if i != third.instruments.get(name)
    }
    assert changed == {"wijkbudget": "wijkbudget-2"}
    assert fourth.instruments.keys() - {"wijkbudget"} == third.instruments.keys() - {"wijkbudget"}


@pytest.mark.parametrize(
    ("instrument", "steps", "weeks"),
    [
        # Awb art. 4:13: eight weeks for the decision after the request.
        ("uitdaagrecht", ("triage", "assessment", "decision"), 8),
        # s-hertogenbosch.nl/product/wdbudget: whoever asks hears within six weeks.
        ("bewonersinitiatief", ("triage", "advice", "decision"), 6),
    ],
)
def test_a_decision_comes_within_its_weeks(
    book: RuleBook, instrument: str, steps: tuple[str, ...], weeks: int
) -> None:
    found = [rules.versions[-1] for rules in book if instrument in rules.versions[-1].instruments]
    for version in found:
        path, terms = version.path(instrument), version.instrument(instrument).terms
        named = [path.step(step).term for step in steps]
        assert sum(terms[term].weeks for term in named if term) == weeks
    assert found


@every_municipality
def test_question_has_an_owner_and_a_term_for_the_answer(
    rules: MunicipalityRules, slug: str
) -> None:
    newest = rules.versions[-1]
    path, instrument = newest.path("vraag"), newest.instrument("vraag")
    first = path.step(path.start)
    assert (first.holder, first.public, first.collects) == (Holder.OFFICIAL, False, None)
    assert first.term is not None
    assert instrument.terms[first.term].assumed
    assert {o.id: (o.by, path.step(o.to).public) for o in first.outcomes} == {
        "answer": ("official", True),
        "forward": ("official", True),
        "refuse": ("official", False),
        "withdraw": ("submitter", False),
    }


@every_municipality
def test_threshold_and_ages_are_as_the_sources_say(version: Rules, slug: str) -> None:
    expected = EXPECTED[slug]
    instrument = version.instrument("burgerinitiatief")
    assert instrument.support is not None
    threshold = instrument.support.threshold
    assert threshold is not None
    assert (threshold.value, threshold.source) == expected.threshold
    ages = (instrument.minimum_age, instrument.support.minimum_age)
    assert tuple(age.source for age in ages) == expected.ages
    assert [age.value for age in ages] == [16, 16]


@every_municipality
def test_grounds_with_a_source_are_the_municipalitys_own(version: Rules, slug: str) -> None:
    grounds = version.instrument("burgerinitiatief").grounds
    assert [g.code for g in grounds if not g.assumed] == EXPECTED[slug].sourced_grounds
    assert {g.source for g in grounds if not g.assumed} <= {AMERSFOORT, BOSCH}


@every_municipality
def test_proposal_is_all_assumed_and_has_no_threshold(version: Rules, slug: str) -> None:
    instrument = version.instrument("voorstel")
    assert instrument.support is not None
    assert instrument.support.threshold is None
    said: list[Sourced] = [instrument.minimum_age, *instrument.terms.values()]
    said += [instrument.support, instrument.support.minimum_age]
    assert all(rule.assumed for rule in said)
    assert all(ground.assumed for ground in instrument.grounds)


@every_municipality
def test_only_a_sourced_rule_makes_costs_required(version: Rules, slug: str) -> None:
    required = {f.id: f.required for f in version.instrument("burgerinitiatief").fields}
    assert required == {
        "decision": True,
        "explanation": True,
        "costs": slug == "s-hertogenbosch",
    }


@every_municipality
def test_indicators_hold_what_the_text_holds_and_no_more(
    rules: MunicipalityRules, slug: str
) -> None:
    own = {i.code: figures(i) for i in rules.indicators.indicators if i.source}
    assert own == EXPECTED[slug].indicators


@every_municipality
def test_computed_indicators_are_the_same_everywhere(rules: MunicipalityRules, slug: str) -> None:
    counted = [i for i in rules.indicators.indicators if i.formula is not None]
    questions = {i.formula: i.unit for i in counted if i.intent is Intent.QUESTION}
    assert questions == {"submitted": Unit.COUNT, "answered_in_time": Unit.PERCENT}
    computed = {i.code: i for i in counted if i.intent is Intent.PLAN}
    assert {i.formula: i.unit for i in computed.values()} == COMPUTED
    bare = {code: i for code, i in computed.items() if code not in EXPECTED[slug].indicators}
    assert {code: figures(i) for code, i in bare.items()} == {
        code: Figures(COMPUTED[code]) for code in bare
    }


def test_every_formula_is_an_indicator_somewhere() -> None:
    assert {name for name, _ in FORMULAS} == set(COMPUTED)


@every_municipality
def test_every_assumed_rule_is_listed(rules: MunicipalityRules, slug: str) -> None:
    files = sorted((DATA / slug).glob("spelregels-*.toml"))
    marked = [[t for _, t in tables(read(file)) if t.get("assumed")] for file in files]
    listed = assumed(rules)
    of_version = [[a for a in listed if a.version == v.version] for v in rules.versions]
    assert [len(some) for some in of_version] == [len(some) for some in marked]
    assert len(of_version[0]) == EXPECTED[slug].assumed
    assert len({(one.version, one.where) for one in listed}) == len(listed)


@every_municipality
def test_every_unsourced_rule_is_marked(slug: str) -> None:
    kinds = {"value", "code", "lives_in", "days", "weeks", "months", "working_days"}
    for file in sorted((DATA / slug).glob("spelregels-*.toml")):
        rules = [(w, t) for w, t in tables(read(file)) if kinds & set(t)]
        unmarked = [w for w, t in rules if bool(t.get("source")) == bool(t.get("assumed"))]
        assert len(rules) > 20
        assert unmarked == []


@every_file
def test_every_text_is_in_both_languages(file: Path) -> None:
    texts = [(w, t) for w, t in tables(read(file)) if {"nl", "en"} & set(t)]
    assert [where for where, text in texts if set(text) != {"nl", "en"}] == []
    assert [where for where, text in texts if not all(t.strip() for t in text.values())] == []
    alike = {text["nl"] for _, text in texts if text["nl"] == text["en"]}
    assert alike == set(), "a text that is the same in both languages was not translated"


@every_file
def test_texts_say_u(file: Path) -> None:
    informal = {"je", "jij", "jouw", "jullie"}
    texts = [t["nl"] for _, t in tables(read(file)) if "nl" in t]
    assert [text for text in texts if informal & set(text.lower().split())] == []


def test_neighbourhoods_name_their_source() -> None:
    heads = {
        file.read_text(encoding="utf-8").splitlines()[0] for file in DATA.glob("*/gemeente.toml")
    }
    assert heads == {"# Names and codes: CBS / Kadaster, CC BY 4.0 (wijken of 2024)."}


def test_council_path_collects_signatures_and_asks_the_clerk(book: RuleBook) -> None:
    path = book.of("borne").on(date(2025, 1, 1)).path("burgerinitiatief")
    assert {s.id: (s.holder, s.public) for s in path.steps} == {
        "triage": (Holder.OFFICIAL, False),
        "signing": (Holder.RESIDENTS, True),
        "agenda_request": (Holder.CLERK, True),
        "on_agenda": (Holder.COUNCIL, True),
        "adopted": (Holder.NOBODY, True),
        "partly_adopted": (Holder.NOBODY, True),
        "rejected": (Holder.NOBODY, True),
        "refused": (Holder.NOBODY, False),
        "lapsed": (Holder.NOBODY, True),
        "withdrawn": (Holder.NOBODY, True),
        "not_placed": (Holder.NOBODY, True),
    }
    assert [s.id for s in path.steps if s.effect] == ["agenda_request"]
    assert [s.id for s in path.steps if s.collects is Collects.SIGNATURES] == ["signing"]
    assert {s.id: s.term for s in path.steps if s.term} == {
        "triage": "triage",
        "signing": "signing",
        "agenda_request": "placing",
        "on_agenda": "decision",
    }
    ways = {f"{s.id}>{o.id}": (o.by or o.on, o.to) for s in path.steps for o in s.outcomes}
    assert ways == {
        "triage>admit": ("official", "signing"),
        "triage>refuse": ("official", "refused"),
        "signing>threshold_reached": ("threshold", "agenda_request"),
        "signing>lapse": ("term", "lapsed"),
        "signing>withdraw": ("submitter", "withdrawn"),
        "agenda_request>place": ("clerk", "on_agenda"),
        "agenda_request>not_place": ("clerk", "not_placed"),
        "on_agenda>adopt": ("clerk", "adopted"),
        "on_agenda>adopt_partly": ("clerk", "partly_adopted"),
        "on_agenda>reject": ("clerk", "rejected"),
        "on_agenda>move": ("clerk", "on_agenda"),
    }


def test_answer_path_collects_votes_and_asks_the_college(book: RuleBook) -> None:
    path = book.of("borne").on(date(2025, 1, 1)).path("voorstel")
    assert {s.id: (s.holder, s.public) for s in path.steps} == {
        "triage": (Holder.OFFICIAL, False),
        "voting": (Holder.RESIDENTS, True),
        "answering": (Holder.COLLEGE, True),
        "adopted": (Holder.NOBODY, True),
        "partly_adopted": (Holder.NOBODY, True),
        "rejected": (Holder.NOBODY, True),
        "refused": (Holder.NOBODY, False),
        "withdrawn": (Holder.NOBODY, True),
    }
    assert [s.id for s in path.steps if s.effect] == []
    assert [s.id for s in path.steps if s.collects is Collects.VOTES] == ["voting"]
    ways = {f"{s.id}>{o.id}": (o.by or o.on, o.to) for s in path.steps for o in s.outcomes}
    assert ways == {
        "triage>admit": ("official", "voting"),
        "triage>refuse": ("official", "refused"),
        "voting>close": ("term", "answering"),
        "voting>withdraw": ("submitter", "withdrawn"),
        "answering>adopt": ("official", "adopted"),
        "answering>adopt_partly": ("official", "partly_adopted"),
        "answering>reject": ("official", "rejected"),
    }
