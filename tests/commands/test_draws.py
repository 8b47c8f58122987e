"""Draws: who can be on a list, what stands fixed before, who is asked after whom, and that nobody draws twice."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.draws import (
    FIGURE,
    HOW,
    SOURCE,
    actor_of,
    announced,
    drawn,
    entries,
    group_row,
    prepared,
    willing,
)
from tests.support.means import announced as means_announced
from tests.support.means import made_up_room
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import StopMeans
from wijkstem.commands.draw_answers import AnswerInvitation, PassAnswers, answer_code, is_code
from wijkstem.commands.draws import (
    AnnounceDraw,
    CancelDraw,
    PrepareGroup,
    RecordDraw,
    SayWilling,
)
from wijkstem.commands.taking_part import take_part
from wijkstem.domain.draw_rules import GroupForm
from wijkstem.domain.draws_verifying import verify_draw
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import WijkstemError
from wijkstem.events.draws import (
    DrawAnnounced,
    DrawAnswered,
    DrawCancelled,
    DrawInvited,
    DrawPlacesFreed,
    DrawWillingSaid,
)
from wijkstem.kit.canonical import canonical
from wijkstem.queries.draws import (
    candidates_file,
    group_page,
    groups_with_late_answers,
    municipalities_with_late_answers,
    outcome_file,
)
from wijkstem.tables.draws import Draw, DrawWilling
from wijkstem.words.draws import DrawState, EntryState
from wijkstem.words.means import Audience, MeansKind

TODAY = date(2026, 3, 2)


def states(world: World, group_id: UUID) -> list[str]:
    return [row["state"].value for row in entries(world, group_id)]


def files(world: World, group_id: UUID) -> tuple[str, str]:
    number = group_row(world, group_id)["number"]
    with world.services.reading(HERE) as connection:
        listed = candidates_file(connection, HERE, number)
        return "\n".join(listed), canonical(outcome_file(connection, HERE, number))


def test_saying_yes_twice_is_once_and_no_takes_it_back(world: World) -> None:
    [one] = willing(world, 1)
    assert world.execute(SayWilling(True), one) is False
    assert len(world.rows(DrawWilling)) == 1
    assert world.execute(SayWilling(False), one) is True
    assert world.execute(SayWilling(False), one) is False
    assert world.rows(DrawWilling) == []
    assert [said.willing for said in world.events(DrawWillingSaid)] == [True, False]


def test_who_cannot_be_drawn_hears_why(world: World) -> None:
    young = world.person("jong", born=date(2015, 1, 1))
    assert refusal(world, SayWilling(True), young) == "too_young"
    away = world.person("elders", lives=None)
    assert refusal(world, SayWilling(True), away) == "not_confirmed"
    nobody_knows = world.person("onbekend", born=None)
    assert refusal(world, SayWilling(True), nobody_knows) == "not_confirmed"
    by_mail = Actor(young.person_id, strong=False)
    assert refusal(world, SayWilling(True), by_mail) == "stronger_login_needed"
    assert refusal(world, SayWilling(True), ANYONE) == "login_needed"


@pytest.mark.parametrize("seats", [0, -1, 151])
def test_group_of_no_size_is_refused(world: World, seats: int) -> None:
    form = GroupForm("", "", seats, ("WK000000",))
    with pytest.raises(WijkstemError) as no:
        world.execute(PrepareGroup(form), world.official)
    assert set(no.value.fields) == {"name", "purpose", "seats", "codes"}  # type: ignore[attr-defined]  # an Invalid


def test_form_that_is_sent_twice_makes_one(world: World) -> None:
    form, form_id = GroupForm("Plein", "Praten", 3), uuid4()
    first = world.execute(PrepareGroup(form, form_id), world.official)
    assert world.execute(PrepareGroup(form, form_id), world.official) == first == "2026-0001"


def test_residents_prepare_nothing(world: World) -> None:
    group_id = prepared(world)
    one = world.person("buur")
    for asked in (
        PrepareGroup(GroupForm("Plein", "Praten", 3)),
        AnnounceDraw(group_id, SOURCE, 3),
        RecordDraw(group_id, FIGURE, HOW),
        CancelDraw(group_id, "Nee"),
    ):
        assert refusal(world, asked, one) == "not_allowed"


def test_list_with_too_few_people_is_not_fixed(world: World) -> None:
    willing(world, 4)
    group_id = prepared(world)
    asked = AnnounceDraw(group_id, SOURCE, 3)
    assert refusal(world, asked, world.official) == "too_few_candidates"
    assert group_row(world, group_id)["state"] is DrawState.DRAFT


def test_fewer_candidates_than_places_is_said(world: World) -> None:
    willing(world, 6)
    group_id = drawn(world, 10)
    assert states(world, group_id) == ["invited"] * 6
    with world.services.reading(HERE) as connection:
        page = group_page(connection, HERE, group_row(world, group_id)["number"])
    assert (page.facts.seats, page.places, page.candidates, page.empty) == (10, 6, 6, 0)
    assert all(check.ok for check in verify_draw(*files(world, group_id)))


def test_what_is_fixed_stays_so(world: World) -> None:
    willing(world, 12)
    group_id = announced(world)
    [before] = world.rows(Draw)
    willing(world, 1, born=date(1950, 1, 1))
    assert refusal(world, AnnounceDraw(group_id, "een ander", 9), world.official) == "not_now"
    assert world.rows(Draw) == [before]
    [said] = world.events(DrawAnnounced)
    assert (said.candidates, said.root) == (12, before["root"])
    assert len(entries(world, group_id)) == 12


def test_nobody_draws_before_the_day_or_twice(world: World) -> None:
    willing(world, 12)
    group_id = announced(world)
    asked = RecordDraw(group_id, FIGURE, HOW)
    with pytest.raises(WijkstemError) as early:
        world.execute(asked, world.official)
    # A date and no text: the page writes it in full, in the reader's language.
    first_day = world.events(DrawAnnounced)[-1].first_day
    assert (early.value.code, early.value.values) == ("lot_too_early", {"day": first_day})
    world.pass_days(3)
    world.execute(asked, world.official)
    before = entries(world, group_id)
    again = RecordDraw(group_id, "1 2 3", HOW)
    assert refusal(world, again, world.official) == "not_now"
    assert entries(world, group_id) == before
    assert [row["turn"] for row in before] == list(range(1, 13))


def test_draw_is_right_by_its_own_files(world: World) -> None:
    willing(world, 12)
    willing(world, 8, born=date(2002, 1, 1))
    group_id = drawn(world, 4)
    [draw] = world.rows(Draw)
    assert all(check.ok for check in verify_draw(*files(world, group_id), draw["root"]))
    assert sum(row["state"] is EntryState.INVITED for row in entries(world, group_id)) == 4


def test_who_says_no_gives_the_place_to_the_next(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    first, second, third, *_ = entries(world, group_id)
    assert world.execute(AnswerInvitation(first["id"], True), actor_of(first)) is EntryState.YES
    assert world.execute(AnswerInvitation(first["id"], True), actor_of(first)) is EntryState.YES
    world.execute(AnswerInvitation(second["id"], False), actor_of(second))
    assert states(world, group_id)[:4] == ["yes", "no", "invited", "waiting"]
    last = world.events(DrawInvited)[-1]
    assert last.entries == (third["id"],)
    assert [one.answer for one in world.events(DrawAnswered)] == ["yes", "no"]
    late = AnswerInvitation(second["id"], True)
    assert refusal(world, late, actor_of(second)) == "answer_over"
    world.execute(AnswerInvitation(first["id"], False), actor_of(first))
    assert states(world, group_id)[:4] == ["left", "no", "invited", "invited"]


def test_who_was_not_asked_cannot_answer(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    *_, last = entries(world, group_id)
    assert refusal(world, AnswerInvitation(last["id"], True), actor_of(last)) == "answer_over"
    stranger = world.person("vreemde")
    first = entries(world, group_id)[0]
    wrong = AnswerInvitation(first["id"], True, "0" * 32)
    assert refusal(world, wrong, stranger) == "unknown_invitation"
    assert refusal(world, wrong, ANYONE) == "login_needed"


def test_link_of_the_letter_is_enough(world: World) -> None:
    willing(world, 8)
    first, second, *_ = entries(world, drawn(world, 2))
    keys = world.services.tag_keys
    code = answer_code(keys, HERE, first["id"])
    assert is_code(keys, HERE, first["id"], code)
    assert not is_code(keys, "buurdorp", first["id"], code)
    assert refusal(world, AnswerInvitation(second["id"], True, code), ANYONE) == "login_needed"
    assert world.execute(AnswerInvitation(first["id"], True, code), ANYONE) is EntryState.YES


def test_who_stays_silent_is_passed_once(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    assert refusal(world, PassAnswers(group_id)) == "nobody_late"
    world.pass_days(15)
    today = world.services.clock.now().date()
    with world.services.reading_everywhere() as connection:
        assert municipalities_with_late_answers(connection, today) == [HERE]
        assert groups_with_late_answers(connection, HERE, today) == [group_id]
    first = entries(world, group_id)[0]
    assert refusal(world, AnswerInvitation(first["id"], True), actor_of(first)) == "answer_over"
    world.execute(PassAnswers(group_id))
    assert states(world, group_id)[:5] == ["silent", "silent", "invited", "invited", "waiting"]
    assert refusal(world, PassAnswers(group_id)) == "nobody_late"
    [freed] = world.events(DrawPlacesFreed)
    assert (freed.silent, freed.gone) == (2, 0)


def test_erased_person_leaves_the_draw_as_it_was(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    before = files(world, group_id)
    first, _, third, *_ = entries(world, group_id)
    for one in (third, first):
        world.execute(ErasePerson(one["person_id"], texts=False), actor_of(one))
    assert files(world, group_id) == before
    world.execute(PassAnswers(group_id))
    assert states(world, group_id)[:4] == ["gone", "invited", "waiting", "invited"]
    [freed] = world.events(DrawPlacesFreed)
    assert (freed.silent, freed.gone) == (0, 1)


def test_empty_place_stays_empty_when_nobody_is_left(world: World) -> None:
    willing(world, 5)
    group_id = drawn(world, 5)
    first = entries(world, group_id)[0]
    world.execute(AnswerInvitation(first["id"], False), actor_of(first))
    with world.services.reading(HERE) as connection:
        assert group_page(connection, HERE, "2026-0001").empty == 1


def test_cancelled_draw_says_why_and_takes_no_answers(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    first = entries(world, group_id)[0]
    with pytest.raises(WijkstemError):
        world.execute(CancelDraw(group_id, "  "), world.official)
    world.execute(CancelDraw(group_id, "De getallen waren verkeerd."), world.official)
    row = group_row(world, group_id)
    assert (row["state"], row["reason"]) == (DrawState.CANCELLED, "De getallen waren verkeerd.")
    assert refusal(world, AnswerInvitation(first["id"], True), actor_of(first)) == "draw_cancelled"
    assert refusal(world, CancelDraw(group_id, "Nog eens"), world.official) == "not_now"
    assert [one.announced for one in world.events(DrawCancelled)] == [True]


def test_group_that_takes_part_in_something_is_not_cancelled(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    today = world.services.clock.now().date()
    days: dict[str, Any] = {"opens_on": today, "closes_on": today}
    with made_up_room(MeansKind.DISCUSSION):
        means_id = means_announced(world, audience=Audience.GROUP, group_id=group_id, **days)
        asked = CancelDraw(group_id, "De bron stopte.")
        assert refusal(world, asked, world.official) == "group_in_use"
        world.execute(StopMeans(means_id, 2, "Het gaat anders."), world.official)
    world.execute(asked, world.official)
    assert group_row(world, group_id)["state"] is DrawState.CANCELLED


def test_only_the_group_comes_into_a_means_for_it(world: World) -> None:
    willing(world, 8)
    group_id = drawn(world, 2)
    first, second, *_ = entries(world, group_id)
    world.execute(AnswerInvitation(first["id"], True), actor_of(first))
    days: dict[str, Any] = {"opens_on": date(2026, 3, 5), "closes_on": date(2026, 3, 20)}
    with made_up_room(MeansKind.DISCUSSION):
        means_id = means_announced(world, audience=Audience.GROUP, group_id=group_id, **days)

        def come(who: Actor) -> UUID:
            with world.services.unit_of_work(HERE) as uow:
                work = world.services.work(uow, who)
                return take_part(means_id, work, kind=MeansKind.DISCUSSION).person_id

        assert come(actor_of(first)) == first["person_id"]
        with pytest.raises(WijkstemError) as no:
            come(actor_of(second))
    assert no.value.code == "not_for_you"
