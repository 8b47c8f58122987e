"""A case goes to a department: its officials find it, its term goes on, and what was told stays with it."""

import pytest

from tests.commands.test_moderation import a_case, only
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.departments import ForwardCase
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.moderation import AssignCase, ClaimCase
from wijkstem.domain.people import Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound
from wijkstem.events.moderation import CaseForwarded
from wijkstem.kit.ids import new_id
from wijkstem.tables.moderation import Case, CaseForward
from wijkstem.words import Role

WORDS = "Kunnen jullie zeggen of hier een boom kan staan?"


@pytest.fixture
def colleague(world: World) -> Actor:
    return world.person("colleague", Role.OFFICIAL)


def test_case_goes_to_a_department_and_back(world: World, colleague: Actor) -> None:
    plan, case_id = a_case(world)
    due = only(world, id=case_id)["due_on"]
    world.execute(AssignCase(case_id, world.official.person_id, None), world.official)
    world.execute(ClaimCase(case_id), world.official)
    world.execute(ForwardCase(case_id, "green", None, f"  {WORDS} "), world.official)
    case = only(world, id=case_id)
    assert (case["department"], case["assigned_to"], case["claimed_by"]) == ("green", None, None)
    assert case["due_on"] == due, "the term goes on"

    world.execute(ForwardCase(case_id, None, "green", "Dit is niet van ons."), colleague)
    assert only(world, id=case_id)["department"] is None
    rows = sorted(world.rows(CaseForward, case_id=case_id), key=lambda row: row["turn"])
    assert [(r["turn"], r["was"], r["department"], r["words"]) for r in rows] == [
        (1, None, "green", WORDS),
        (2, "green", None, "Dit is niet van ons."),
    ]
    assert [(e.initiative_id, e.was, e.to, e.by) for e in world.events(CaseForwarded)] == [
        (plan, None, "green", world.official.person_id),
        (plan, "green", None, colleague.person_id),
    ]


def test_next_step_of_the_plan_stays_with_the_department(world: World) -> None:
    plan, case_id = a_case(world)
    world.execute(ForwardCase(case_id, "green", None, WORDS), world.official)
    world.execute(
        TakeStep(plan, 1, "ask", reasons="Waar wilt u dat precies hebben?"), world.official
    )
    world.execute(
        TakeStep(plan, 2, "supplement", reasons="Bij de vijver, aan de kant van de weg."),
        world.person("submitter"),
    )
    assert {row["department"] for row in world.rows(Case, initiative_id=plan)} == {"green"}
    assert len(world.rows(Case, initiative_id=plan)) > 1


def test_colleague_who_has_it_in_hand_is_not_passed_by(world: World, colleague: Actor) -> None:
    _, case_id = a_case(world)
    world.execute(ClaimCase(case_id), colleague)
    with pytest.raises(Conflict) as held:
        world.execute(ForwardCase(case_id, "green", None, WORDS), world.official)
    assert held.value.code == "in_hand"


def test_who_looked_at_an_old_page_is_told(world: World, colleague: Actor) -> None:
    _, case_id = a_case(world)
    world.execute(ForwardCase(case_id, "green", None, WORDS), colleague)
    with pytest.raises(Conflict) as late:
        world.execute(ForwardCase(case_id, "traffic", None, WORDS), world.official)
    assert late.value.code == "forwarded_meanwhile"


@pytest.mark.parametrize(
    ("department", "words", "fields"),
    [
        ("nowhere", WORDS, {"department": "no_department"}),
        ("", " ", {"department": "no_department", "words": "empty"}),
        (None, WORDS, {"department": "same_department"}),
        ("green", "x" * 2001, {"words": "too_long"}),
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    world: World, department: str | None, words: str, fields: dict[str, str]
) -> None:
    _, case_id = a_case(world)
    with pytest.raises(Invalid) as wrong:
        world.execute(ForwardCase(case_id, department, None, words), world.official)
    assert {name: error.code for name, error in wrong.value.fields.items()} == fields
    assert world.rows(CaseForward) == []


def test_case_that_is_over_goes_nowhere(world: World) -> None:
    plan, case_id = a_case(world)
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    with pytest.raises(Conflict):
        world.execute(ForwardCase(case_id, "green", None, WORDS), world.official)


def test_only_officials_pass_on(world: World) -> None:
    _, case_id = a_case(world)
    with pytest.raises(NotAllowed):
        world.execute(ForwardCase(case_id, "green", None, WORDS), world.person("resident"))
    with pytest.raises(NotFound):
        world.execute(ForwardCase(new_id(), "green", None, WORDS), world.official)


def test_official_who_is_erased_leaves_what_was_told(world: World, colleague: Actor) -> None:
    _, case_id = a_case(world)
    world.execute(ForwardCase(case_id, "green", None, WORDS), colleague)
    assert colleague.person_id
    world.execute(ErasePerson(colleague.person_id), colleague)
    [row] = world.rows(CaseForward)
    assert (row["forwarded_by"], row["words"]) == (None, WORDS)
