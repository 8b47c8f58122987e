"""A dialogue: who answers what, what is refused, what moderators do, and what comes out."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.dialogue import (
    STATEMENTS,
    answered_by_two_camps,
    computed,
    draft_dialogue,
    open_dialogue,
    result_of,
    statements,
)
from tests.support.means import row_of
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AnnounceMeans, CloseMeans
from wijkstem.commands.computing_dialogue import KeepDialogue, TakeDialogue
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.statements import JudgeStatement, ProposeStatement, WriteStatement
from wijkstem.domain.dialogue import doubts, in_order
from wijkstem.domain.people import ANYONE, SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.events.dialogue import (
    DialogueComputed,
    DialogueJoined,
    StatementPlaced,
    StatementProposed,
    StatementRefused,
)
from wijkstem.kit.ids import new_id
from wijkstem.projections.indicators.people import act
from wijkstem.queries.dialogue import ANEW, PAUSE
from wijkstem.queries.personal import held
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.tables.dialogue import DialoguePart, Statement, StatementVote
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind
from wijkstem.words.dialogue import Stance, StatementState


def first(world: World, means_id: UUID) -> UUID:
    return statements(world, means_id)[STATEMENTS[0]]


def code(world: World, command: object, who: object) -> str:
    with pytest.raises(WijkstemError) as no:
        world.execute(command, who)  # type: ignore[arg-type]  # an actor, as all callers give
    return no.value.code


def test_dialogue_with_few_statements_does_not_open(world: World) -> None:
    means_id = draft_dialogue(world, STATEMENTS[:2])
    asked = AnnounceMeans(means_id, row_of(world, means_id)["revision"])
    assert code(world, asked, world.official) == "few_statements"
    world.execute(WriteStatement(means_id, STATEMENTS[2]), world.official)
    world.execute(asked, world.official)


def test_answer_is_kept_once_and_can_be_changed_until_the_close(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    one = first(world, means_id)
    for stance in ("agree", "agree", "disagree"):
        world.execute(TakeStance(means_id, one, stance), anna)
    assert [row["stance"] for row in world.rows(StatementVote)] == [Stance.DISAGREE]
    assert [event.person_id for event in world.events(DialogueJoined)] == [anna.person_id]
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    assert code(world, TakeStance(means_id, one, "agree"), anna) == "closed"


def test_what_somebody_answers_is_in_no_event(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    world.execute(TakeStance(means_id, first(world, means_id), "agree"), anna)
    before = len(world.recorded())
    for one in statements(world, means_id).values():
        world.execute(TakeStance(means_id, one, "disagree"), anna)
    assert len(world.recorded()) == before


def test_answers_that_cannot_be_are_refused(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    other = open_dialogue(world)
    one = first(world, means_id)
    assert refusal(world, TakeStance(means_id, one, "maybe"), anna) == {"stance": "choose"}
    assert code(world, TakeStance(means_id, new_id(), "agree"), anna) == "unknown_statement"
    assert code(world, TakeStance(other, one, "agree"), anna) == "unknown_statement"
    assert code(world, TakeStance(means_id, one, "agree"), ANYONE) == "login_needed"
    waits = world.execute(ProposeStatement(means_id, "Er moet een fontein komen."), anna)
    assert code(world, TakeStance(means_id, waits, "agree"), anna) == "unknown_statement"


def test_statement_of_a_resident_waits_for_a_moderator(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    form_id = new_id()
    for _ in range(2):
        made = world.execute(ProposeStatement(means_id, " Er moet  water zijn. ", form_id), anna)
    assert made == form_id
    [event] = world.events(StatementProposed)
    [case] = world.rows(Case, kind=CaseKind.STATEMENT)
    assert (event.statement_id, event.case_id) == (form_id, case["id"])
    assert world.events(DialogueJoined)[0].person_id == anna.person_id
    assert code(world, JudgeStatement(case["id"], "placed"), anna) == "not_allowed"
    asked = JudgeStatement(case["id"], "refused")
    assert refusal(world, asked, world.official) == {"reasons": "empty"}
    assert refusal(world, JudgeStatement(case["id"], "x"), world.official) == {
        "verdict": "verdict_needed"
    }
    world.execute(JudgeStatement(case["id"], "placed"), world.official)
    placed = world.events(StatementPlaced)[-1]
    assert (placed.statement_id, placed.case_id) == (form_id, case["id"])
    world.execute(TakeStance(means_id, form_id, "agree"), anna)
    assert code(world, JudgeStatement(case["id"], "placed"), world.official) == "case_closed"


def test_refused_statement_says_why(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    made = world.execute(ProposeStatement(means_id, "De buurman is dom."), anna)
    [case] = world.rows(Case, kind=CaseKind.STATEMENT)
    world.execute(JudgeStatement(case["id"], "refused", "Dit gaat over een mens."), world.official)
    [row] = world.rows(Statement, id=made)
    assert (row["state"], row["reasons"]) == (StatementState.REFUSED, "Dit gaat over een mens.")
    assert [event.statement_id for event in world.events(StatementRefused)] == [made]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "empty"),
        ("x" * 141, "too_long"),
        ("er moet meer groen op het plein", "said_before"),
        ("Mijn nummer is 111222333.", "bsn"),
        ("Een\nregel", "not_allowed_characters"),
    ],
)
def test_statements_that_cannot_be_are_refused(world: World, words: str, wrong: str) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    found = refusal(world, ProposeStatement(means_id, words), anna)
    assert set(found) == {"words"}
    assert found["words"] == wrong or wrong == "not_allowed_characters"


def test_one_resident_writes_so_many(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    for number in range(Dialoguing(assumed=True).own_most):
        world.execute(ProposeStatement(means_id, f"Stelling nummer {number}."), anna)
    assert code(world, ProposeStatement(means_id, "Nog een."), anna) == "said_enough"


@pytest.fixture
def limits(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Rules of which a dialogue's limits are others."""

    def change(**values: int) -> None:
        municipality = world.services.rules.of(HERE).municipality
        rule = municipality.dialogue.model_copy(update=values)
        monkeypatch.setitem(municipality.__dict__, "dialogue", rule)

    return change


def test_how_much_is_written_is_a_rule(world: World, limits: Callable[..., None]) -> None:
    limits(own_most=1, all_most=len(STATEMENTS) + 2, statements_fewest=len(STATEMENTS) + 1)
    few = draft_dialogue(world)
    announce = AnnounceMeans(few, row_of(world, few)["revision"])
    assert code(world, announce, world.official) == "few_statements"
    means_id = open_dialogue(world, (*STATEMENTS, "Er moet licht zijn."))
    anna, bram = world.person("anna"), world.person("bram")
    world.execute(ProposeStatement(means_id, "Er moet water zijn."), anna)
    assert code(world, ProposeStatement(means_id, "Nog een."), anna) == "said_enough"
    assert code(world, ProposeStatement(means_id, "Nog een."), bram) == "dialogue_full"


def test_result_keeps_the_limits_that_it_was_worked_out_with(
    world: World, limits: Callable[..., None]
) -> None:
    """Who answers a single statement is in no group, unless the rule says that one is enough."""
    fewest = world.services.rules.of(HERE).indicators.fewest
    for answered, grouped in ((7, 16), (1, 17)):
        limits(answered_fewest=answered)
        means_id = open_dialogue(world)
        answered_by_two_camps(world, means_id)
        one = TakeStance(means_id, first(world, means_id), "agree")
        world.execute(one, world.person("who answers once"))
        assert computed(world) == 1
        made = result_of(world, means_id)
        assert made is not None
        assert (made.found["smallest"], made.found["answered"]) == (fewest, answered)
        assert (made.found["people"], made.found["grouped"]) == (17, grouped)


def test_what_waits_at_the_close_is_not_placed_any_more(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    made = world.execute(ProposeStatement(means_id, "Er moet water zijn."), anna)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    [row] = world.rows(Statement, id=made)
    assert row["state"] is StatementState.LAPSED
    assert [row["closed_as"] for row in world.rows(Case, kind=CaseKind.STATEMENT)] == ["overtaken"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Wethouder Bakker moet weg.", ("Wethouder Bakker",)),
        ("Jan van der Berg liegt.", ("Jan van der Berg",)),
        ("Mail a@b.nl.", ("a@b.nl",)),
        ("De wijk Boswinkel Noord is mooi.", ()),
        ("Er moet meer groen op het plein.", ()),
    ],
)
def test_what_may_be_a_name_is_pointed_out(words: str, found: tuple[str, ...]) -> None:
    assert doubts(words, ["Boswinkel Noord"]) == found


def test_each_person_has_another_order_and_always_the_same() -> None:
    ids = [new_id() for _ in range(20)]
    anna, bram = new_id(), new_id()
    even = dict.fromkeys(ids, 0)
    assert in_order(even, anna) == in_order(dict(reversed(even.items())), anna)
    assert in_order(even, anna) != in_order(even, bram)
    # One that few answered comes first for nearly everybody.
    counts = dict.fromkeys(ids, 1000) | {ids[7]: 0}
    early = [in_order(counts, new_id()).index(ids[7]) for _ in range(200)]
    assert sum(place == 0 for place in early) > 150


def test_result_comes_when_enough_people_answered_and_at_the_close(world: World) -> None:
    means_id = open_dialogue(world)
    ids = list(statements(world, means_id).values())
    for number in range(ANEW - 1):
        world.execute(TakeStance(means_id, ids[0], "agree"), world.person(f"person-{number}"))
    assert computed(world) == 0
    answered_by_two_camps(world, means_id)
    assert computed(world) == 1
    made = result_of(world, means_id)
    assert made is not None
    assert not made.final
    assert [one["size"] for one in made.found["groups"]] == [8, 8]
    shared = [made.statements[one["statement"]] for one in made.found["shared"]]
    assert statements(world, means_id)[STATEMENTS[-1]] in shared
    assert computed(world) == 0  # nobody answered anew
    world.execute(TakeStance(means_id, ids[0], "pass"), world.person("person-0"))
    world.clock.at += PAUSE
    assert computed(world) == 0  # and one person is too few
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    assert computed(world) == 1
    last = result_of(world, means_id)
    assert last is not None
    assert last.final
    assert last.digest != made.digest
    assert computed(world) == 0
    assert [event.final for event in world.events(DialogueComputed)] == [False, True]


def test_result_waits_until_the_last_one_is_old_enough(world: World) -> None:
    means_id = open_dialogue(world)
    people = answered_by_two_camps(world, means_id)
    assert computed(world) == 1
    world.clock.at += timedelta(seconds=1)
    for who in people:
        world.execute(TakeStance(means_id, first(world, means_id), "pass"), who)
    assert computed(world) == 0
    world.clock.at += PAUSE
    assert computed(world) == 1


def test_dialogue_without_answers_has_a_final_result_that_says_so(world: World) -> None:
    means_id = open_dialogue(world)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    assert computed(world) == 1
    made = result_of(world, means_id)
    assert made is not None
    assert (made.final, made.found["people"], made.found["groups"]) == (True, 0, [])
    assert made.found["tallies"] == [None] * len(STATEMENTS)


def test_of_two_workers_one_works_it_out_and_the_final_stays(world: World) -> None:
    means_id = open_dialogue(world)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    assert world.execute(TakeDialogue(means_id), SYSTEM)
    assert not world.execute(TakeDialogue(means_id), SYSTEM)
    assert computed(world) == 0
    found = {"digest": "a", "people": 0, "answers": 0, "groups": [], "shared": []}
    keep = KeepDialogue(means_id, world.services.clock.now(), True, (), found)
    assert world.execute(keep, SYSTEM)
    assert not world.execute(keep, SYSTEM)
    assert code(world, TakeDialogue(means_id), world.official) == "not_allowed"


def test_another_kind_of_means_has_no_statements(world: World) -> None:
    means_id = open_dialogue(world)
    assert len(world.rows(DialoguePart, means_id=means_id)) == 0
    assert code(world, WriteStatement(new_id(), "Een zin."), world.official) == "unknown_means"


def test_who_is_erased_takes_their_answers_along_and_leaves_their_statement(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    world.execute(TakeStance(means_id, first(world, means_id), "agree"), anna)
    made = world.execute(ProposeStatement(means_id, "Er moet water zijn."), anna)
    assert anna.person_id is not None
    with world.services.reading(HERE) as connection:
        seen = {one.table for one in held(connection, HERE, anna.person_id) or () if one.count}
    assert {"statement", "statement_vote", "dialogue_part"} <= seen
    world.execute(ErasePerson(anna.person_id), anna)
    assert world.rows(StatementVote) == world.rows(DialoguePart) == []
    [row] = world.rows(Statement, id=made)
    assert row["person_id"] is None


def test_final_result_stays_when_somebody_is_erased_later(world: World) -> None:
    means_id = open_dialogue(world)
    people = answered_by_two_camps(world, means_id)
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    computed(world)
    before = result_of(world, means_id)
    person_id = people[0].person_id
    assert person_id is not None
    world.execute(ErasePerson(person_id), people[0])
    assert computed(world) == 0
    assert result_of(world, means_id) == before


def test_who_takes_part_counts_as_one_person_in_the_year(world: World) -> None:
    means_id, anna = open_dialogue(world), world.person("anna")
    for one in statements(world, means_id).values():
        world.execute(TakeStance(means_id, one, "agree"), anna)
    world.execute(ProposeStatement(means_id, "Er moet water zijn."), anna)
    counted = [act(recorded.event) for recorded in world.recorded()]
    assert [(one.person_id, one.year, one.number) for one in counted if one] == [
        (anna.person_id, 2026, 1)
    ]
