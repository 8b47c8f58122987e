"""Filing, editing and deciding: whatever is not right is refused, with its reason, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.world import HERE, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import EditInitiative, SubmitInitiative, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.errors import Invalid, WijkstemError
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken
from wijkstem.kit.ids import new_id
from wijkstem.tables.council import AgendaItem, AgendaRequest, Meeting, RequestState
from wijkstem.tables.initiatives import Initiative, InitiativeText, StepReason
from wijkstem.words import Milestone

GOOD: dict[str, Any] = {
    "instrument": "burgerinitiatief",
    "title": "Meer bomen in de straat",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "texts": {"decision": "Plant tien bomen.", "costs": "Niet veel"},
}
REASONS = "Dit is de uitleg in gewone woorden."


def refusal(world: World, command: object, *actor: Any) -> Any:
    """The code that a command is refused with; of a form, the code at each field."""
    try:
        world.execute(command, *actor)
    except Invalid as invalid:
        return {name: error.code for name, error in invalid.fields.items()}
    except WijkstemError as refused:
        return refused.code
    return None


BAD_FORMS: list[tuple[dict[str, Any], Any]] = [
    ({"title": ""}, {"title": "empty"}),
    ({"title": "   \n "}, {"title": "empty"}),
    ({"title": "\u200d" * 12}, {"title": "empty"}),
    ({"title": "Bomen!"}, {"title": "too_short"}),
    ({"title": "x" * 121}, {"title": "too_long"}),
    ({"title": "Meer bomen\nin de straat"}, {"title": "control_characters"}),
    ({"title": "Meer bomen\0in de straat"}, {"title": "control_characters"}),
    ({"title": "Meer bomen\u200bin de straat"}, {"title": "control_characters"}),
    ({"title": "Meer bomen\u202ein de straat"}, {"title": "control_characters"}),
    ({"title": "Meer bomen\u2028in de straat"}, {"title": "control_characters"}),
    ({"neighbourhood_code": ""}, {"neighbourhood_code": "unknown_neighbourhood"}),
    ({"neighbourhood_code": "WK990200"}, {"neighbourhood_code": "unknown_neighbourhood"}),
    ({"neighbourhood_code": "WK99010"}, {"neighbourhood_code": "unknown_neighbourhood"}),
    ({"subject": ""}, {"subject": "unknown_subject"}),
    ({"subject": "traffic"}, {"subject": "unknown_subject"}),
    ({"texts": {}}, {"decision": "empty"}),
    ({"texts": {"decision": " \n"}}, {"decision": "empty"}),
    ({"texts": {"decision": "\u200c\u200d"}}, {"decision": "empty"}),
    ({"texts": {"decision": "x" * 2001}}, {"decision": "too_long"}),
    ({"texts": {"decision": "nul\0"}}, {"decision": "control_characters"}),
    ({"texts": {"decision": "om\u2066gekeerd"}}, {"decision": "control_characters"}),
    ({"texts": {"decision": "goed", "costs": "x" * 201}}, {"costs": "too_long"}),
    ({"texts": {"decision": "goed", "costs": "een\ntwee"}}, {"costs": "control_characters"}),
    (
        {"title": "", "neighbourhood_code": "x", "texts": {}},
        {"title": "empty", "neighbourhood_code": "unknown_neighbourhood", "decision": "empty"},
    ),
    ({"instrument": "nonsense"}, "unknown_instrument"),
    ({"instrument": ""}, "unknown_instrument"),
]


@pytest.mark.parametrize(("change", "code"), BAD_FORMS)
def test_form_that_is_not_right(sqlite_world: World, change: dict[str, Any], code: Any) -> None:
    actor = sqlite_world.person("anna")

    assert refusal(sqlite_world, SubmitInitiative(**{**GOOD, **change}), actor) == code
    assert sqlite_world.rows(Initiative) == []
    assert sqlite_world.events(InitiativeSubmitted) == []


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2010, 3, 3), "too_young"),
        (date(2010, 3, 2), None),
        (None, "age_unknown"),
    ],
)
def test_age_of_who_files(sqlite_world: World, born: date | None, code: str | None) -> None:
    actor = sqlite_world.person("anna", born=born)

    assert refusal(sqlite_world, SubmitInitiative(**GOOD), actor) == code
    assert len(sqlite_world.rows(Initiative)) == (code is None)


def test_what_is_right_is_kept_cleaned(world: World) -> None:
    texts = {"decision": " Plant\r\ntien bomen.\u0301 ", "costs": "", "unknown": "weg hiermee"}
    world.execute(
        SubmitInitiative(
            **{**GOOD, "title": "  Cafe\u0301 voor de buurt 👩\u200d🚒 ", "texts": texts}
        ),
        world.person("anna"),
    )

    [row] = world.rows(Initiative)
    assert (row["title"], row["slug"]) == ("Café voor de buurt 👩\u200d🚒", "cafe-voor-de-buurt")
    assert {r["field"]: r["text"] for r in world.rows(InitiativeText)} == {
        "decision": "Plant\ntien bomen.\u0301",
        "costs": "",
    }


@pytest.mark.parametrize(("change", "code"), BAD_FORMS[:-2])
def test_edit_that_is_not_right(sqlite_world: World, change: dict[str, Any], code: Any) -> None:
    anna = sqlite_world.person("anna")
    plan = sqlite_world.submit(anna).initiative_id
    before = (sqlite_world.rows(Initiative), sqlite_world.rows(InitiativeText))
    form = {k: v for k, v in {**GOOD, **change}.items() if k != "instrument"}

    assert refusal(sqlite_world, EditInitiative(plan, 1, **form), anna) == code
    assert (sqlite_world.rows(Initiative), sqlite_world.rows(InitiativeText)) == before


def test_edit_is_possible_until_somebody_judged_it(sqlite_world: World) -> None:
    world, anna = sqlite_world, sqlite_world.person("anna")
    plan = world.submit(anna).initiative_id
    form = {k: v for k, v in GOOD.items() if k != "instrument"}
    form |= {"neighbourhood_code": "WK990101", "subject": "other"}

    assert refusal(world, EditInitiative(plan, 1, **form), anna) is None
    assert refusal(world, EditInitiative(plan, 1, **form), anna) == "edited_meanwhile"
    assert refusal(world, EditInitiative(new_id(), 1, **form), anna) == "unknown_initiative"
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    assert refusal(world, EditInitiative(plan, 2, **form), anna) == "too_late_to_edit"
    [row] = world.rows(Initiative)
    assert (row["neighbourhood_code"], row["subject"]) == ("WK990101", "other")
    assert row["revision"] == 2


def test_form_sent_again_gives_what_it_gave(world: World) -> None:
    anna = world.person("anna")
    form = SubmitInitiative(**GOOD, form_id=new_id())
    first = world.execute(form, anna)
    before = (world.rows(Initiative), world.rows(InitiativeText), world.recorded())

    assert world.execute(form, anna) == first
    assert world.execute(replace(form, title=""), anna) == first
    assert (world.rows(Initiative), world.rows(InitiativeText), world.recorded()) == before
    assert first.initiative_id == form.form_id


def test_form_of_somebody_else_neither_leaks_nor_is_overwritten(world: World) -> None:
    form = SubmitInitiative(**GOOD, form_id=new_id())
    annas = world.execute(form, world.person("anna"))
    before = world.rows(Initiative, id=annas.initiative_id)
    brams = world.execute(replace(form, title="Een ander plan"), world.person("bram"))

    assert (brams.number, brams.slug) == ("2026-0002", "een-ander-plan")
    assert brams.initiative_id != annas.initiative_id
    assert world.rows(Initiative, id=annas.initiative_id) == before


def test_form_id_in_another_municipality_is_another_plan(world: World) -> None:
    form = SubmitInitiative(**GOOD, form_id=new_id())
    there = replace(form, neighbourhood_code="WK990200")
    world.execute(form, world.person("anna"))
    world.execute(there, world.person("anna", where="buurdorp"), where="buurdorp")

    assert [len(world.rows(Initiative, where=w)) for w in ("testdorp", "buurdorp")] == [1, 1]


def test_numbers_are_consecutive_in_each_year_and_municipality(world: World) -> None:
    with_errors = [
        world.submit().number,
        refusal(world, SubmitInitiative("x", "", ""), world.clerk),
    ]
    numbers = [with_errors[0], world.submit().number]
    there = world.person("buur", where="buurdorp", lives="WK990200")
    form = SubmitInitiative(**{**GOOD, "neighbourhood_code": "WK990200"})
    numbers.append(world.execute(form, there, where="buurdorp").number)
    world.pass_days(365)
    numbers += [world.submit().number, world.submit().number]

    assert numbers == ["2026-0001", "2026-0002", "2026-0001", "2027-0001", "2027-0002"]


def test_year_of_a_number_is_the_year_in_the_netherlands(sqlite_world: World) -> None:
    sqlite_world.clock.at = sqlite_world.clock.at.replace(month=12, day=31, hour=23, minute=30)

    assert sqlite_world.submit().number == "2027-0001"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"outcome": "nonsense"}, "no_such_outcome"),
        ({"outcome": "withdraw"}, "no_such_outcome"),
        ({"step_seq": 0, "outcome": "admit"}, "moved_on"),
        ({"step_seq": 2, "outcome": "admit"}, "moved_on"),
        ({"outcome": "refuse"}, {"ground": "ground_needed", "reasons": "reasons_needed"}),
        ({"outcome": "refuse", "reasons": REASONS}, {"ground": "ground_needed"}),
        (
            {"outcome": "refuse", "ground": "made_up", "reasons": REASONS},
            {"ground": "ground_needed"},
        ),
        (
            {"outcome": "refuse", "ground": "complaint", "reasons": " kort \n" + " " * 30},
            {"reasons": "reasons_needed"},
        ),
        (
            {"outcome": "refuse", "ground": "complaint", "reasons": REASONS + "\0"},
            {"reasons": "control_characters"},
        ),
        ({"outcome": "admit", "reasons": "x" * 5001}, {"reasons": "too_long"}),
    ],
)
def test_decision_that_is_not_right(sqlite_world: World, step: dict[str, Any], code: Any) -> None:
    world = sqlite_world
    plan = world.submit().initiative_id
    command = TakeStep(plan, **{"step_seq": 1, **step})

    assert refusal(world, command, world.official) == code
    assert world.events(StepTaken) == []
    assert world.rows(StepReason) == []


def test_ground_that_nobody_asked_for_is_not_counted(world: World) -> None:
    plan = world.submit().initiative_id
    world.execute(TakeStep(plan, 1, "admit", ground="Zomaar iets!"), world.official)

    assert [event.ground for event in world.events(StepTaken)] == [None]


def test_second_official_is_told_that_somebody_was_first(world: World) -> None:
    plan = world.submit().initiative_id
    second = world.person("second", *world.official.roles)
    world.execute(TakeStep(plan, 1, "admit"), world.official)

    refuse = TakeStep(plan, 1, "refuse", "complaint", REASONS)
    assert refusal(world, refuse, second) == "moved_on"
    assert [event.means for event in world.events(StepTaken)] == [Milestone.ADMITTED]


def test_nothing_can_be_done_with_what_is_closed(world: World) -> None:
    anna, plan = world.person("anna"), world.open()
    world.execute(TakeStep(plan, 2, "withdraw"), world.person("submitter"))
    world.settle()
    before = world.recorded()

    for command, actor, code in (
        (TakeStep(plan, 3, "withdraw"), world.person("submitter"), "no_such_outcome"),
        (TakeStep(plan, 2, "withdraw"), world.person("submitter"), "moved_on"),
        (TakeStep(plan, 3, "admit"), world.official, "no_such_outcome"),
        (Sign(plan), anna, "not_open"),
    ):
        assert refusal(world, command, actor) == code
    assert [r for r in world.recorded() if r not in before and isinstance(r.event, StepTaken)] == []


@pytest.fixture
def requested(sqlite_world: World) -> Any:
    """An initiative that asks for a place on the agenda."""
    plan = sqlite_world.open()
    for name in ("anna", "bram", "cato"):
        sqlite_world.execute(Sign(plan), sqlite_world.person(name))
    sqlite_world.settle()
    return plan


@pytest.mark.parametrize("kind", ["none", "unknown", "cancelled", "over", "elsewhere"])
def test_meeting_that_cannot_be(sqlite_world: World, requested: Any, kind: str) -> None:
    world = sqlite_world
    plan_it = PlanMeeting("raad", "Raad", date(2026, 3, 10))
    makers: dict[str, Callable[[], Any]] = {
        "none": lambda: None,
        "unknown": new_id,
        "cancelled": lambda: world.execute(plan_it, world.clerk),
        "over": lambda: world.execute(plan_it, world.clerk),
        "elsewhere": lambda: world.execute(plan_it, where="buurdorp"),
    }
    meeting = makers[kind]()
    if kind == "cancelled":
        with world.services.connection(HERE) as connection:
            table = Meeting.__table__  # type: ignore[attr-defined]
            connection.execute(
                table.update().where(table.c.municipality_id == HERE).values(state="geannuleerd")
            )
    if kind == "over":
        world.pass_days(9)

    code = {
        "none": "meeting_needed",
        "unknown": "unknown_meeting",
        "elsewhere": "unknown_meeting",
        "cancelled": "meeting_over",
        "over": "meeting_over",
    }[kind]
    found = refusal(world, TakeStep(requested, 3, "place", meeting_id=meeting), world.clerk)
    assert found == {"meeting": code}
    assert world.rows(AgendaItem) == []


def test_meeting_of_today_is_not_over(sqlite_world: World, requested: Any) -> None:
    world = sqlite_world
    meeting = world.execute(PlanMeeting("raad", "Raad", date(2026, 3, 2)), world.clerk)

    assert refusal(world, TakeStep(requested, 3, "place", meeting_id=meeting), world.clerk) is None
    assert [row["state"] for row in world.rows(AgendaRequest)] == [RequestState.PLACED]


def test_request_that_is_not_granted_is_not_open_any_more(
    sqlite_world: World, requested: Any
) -> None:
    world = sqlite_world
    world.execute(TakeStep(requested, 3, "not_place", reasons=REASONS), world.clerk)

    assert [row["state"] for row in world.rows(AgendaRequest)] == [RequestState.RETURNED]
