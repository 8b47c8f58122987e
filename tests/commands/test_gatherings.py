"""Announcing, changing, cancelling and reporting a gathering: what is refused, and what the log says of it."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_initiatives import refusal
from tests.journeys.test_at_once import at_once, kinds
from tests.support.world import World
from wijkstem.commands.gatherings import (
    AnnounceGathering,
    CancelGathering,
    ChangeGathering,
    RemindOfGathering,
    ReportGathering,
)
from wijkstem.commands.signing_up import SignOff, SignUpFor
from wijkstem.domain.gatherings import WHOLE, GatheringForm, Report
from wijkstem.errors import Invalid
from wijkstem.events.gatherings import (
    GatheringAnnounced,
    GatheringCancelled,
    GatheringChanged,
    GatheringNear,
    GatheringReported,
    PlaceGiven,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.gatherings import Gathering, GatheringPlan, SignUp
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import GatheringState, Role

DAY = date(2026, 3, 20)
FORM = GatheringForm(
    kind="walk",
    where="WK990100",
    title="Kijk mee in het Centrum",
    about="Wij lopen door de straten en kijken wat er beter kan.",
    day=DAY,
    starts=time(19, 30),
    ends=time(21, 0),
    place="Buurthuis, Dorpsstraat 1",
    access="Er is geen drempel.",
)
REPORT = Report(12, "Het is te donker bij het plein.", "Wij zetten in mei twee lampen neer.")


def announced(world: World, **values: Any) -> UUID:
    """A gathering, with what is otherwise than `FORM`."""
    made: UUID = world.execute(AnnounceGathering(replace(FORM, **values)), world.official)
    return made


def the(world: World, gathering_id: UUID) -> dict[str, Any]:
    [row] = world.rows(Gathering, id=gathering_id)
    return row


def wrong(world: World, command: object) -> dict[str, str]:
    """The codes of what must change, by field."""
    with pytest.raises(Invalid) as caught:
        world.execute(command, world.official)
    return {name: error.code for name, error in caught.value.fields.items()}


def test_announced_gathering_is_kept_and_the_log_has_ids_and_figures(world: World) -> None:
    plan = world.open()
    [number] = [row["number"] for row in world.rows(Initiative)]
    made = announced(world, places=30, plans=(number,))

    row = the(world, made)
    assert (row["title"], row["place"], row["places"]) == (FORM.title, FORM.place, 30)
    assert row["starts_at"].isoformat() == "2026-03-20T18:30:00+00:00"
    assert [one["initiative_id"] for one in world.rows(GatheringPlan)] == [plan]
    [event] = world.events(GatheringAnnounced)
    assert event == GatheringAnnounced(
        gathering_id=made,
        kind="walk",
        neighbourhood_code="WK990100",
        held_on=DAY,
        places=30,
        initiatives=(plan,),
        official_id=world.official.person_id,
    )


def test_gathering_about_the_whole_municipality_has_no_neighbourhood(world: World) -> None:
    assert the(world, announced(world, where=WHOLE))["neighbourhood_code"] is None


def test_form_that_is_sent_twice_announces_one(world: World) -> None:
    command = AnnounceGathering(FORM, new_id())
    made = {world.execute(command, world.official) for _ in range(2)}

    assert made == {command.form_id}
    assert len(world.rows(Gathering)) == len(world.events(GatheringAnnounced)) == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "party"}, {"kind": "choose_kind"}),
        ({"where": ""}, {"where": "unknown_neighbourhood"}),
        ({"where": "WK014700"}, {"where": "unknown_neighbourhood"}),
        ({"title": " "}, {"title": "empty"}),
        ({"title": "x" * 121}, {"title": "too_long"}),
        ({"title": "Twee\nregels"}, {"title": "control_characters"}),
        ({"about": "y" * 5001}, {"about": "too_long"}),
        ({"about": "Bel 999990019, dat is mijn bsn."}, {"about": "bsn"}),
        ({"place": ""}, {"place": "empty"}),
        ({"access": "\u200d"}, {"access": "empty"}),
        ({"day": None}, {"day": "no_date"}),
        ({"day": date(2026, 3, 1)}, {"day": "past_date"}),
        ({"day": date(2062, 3, 1)}, {"day": "far_date"}),
        ({"day": date(2026, 3, 2), "starts": time(9, 0)}, {"starts": "past_time"}),
        ({"starts": None}, {"starts": "bad_time"}),
        ({"ends": None}, {"ends": "bad_time"}),
        ({"ends": time(19, 30)}, {"ends": "end_before_start"}),
        ({"ends": time(18, 0)}, {"ends": "end_before_start"}),
        ({"places": 0}, {"places": "bad_places"}),
        ({"places": 2001}, {"places": "bad_places"}),
        ({"plans": ("2026-9999",)}, {"plans": "unknown_plan"}),
        ({"plans": tuple(f"2026-{n:04}" for n in range(11))}, {"plans": "too_many_plans"}),
        (
            {"title": "", "day": None, "places": 0},
            {"title": "empty", "day": "no_date", "places": "bad_places"},
        ),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    assert wrong(world, AnnounceGathering(replace(FORM, **values))) == expected
    assert world.rows(Gathering) == []


def test_plan_that_is_not_public_cannot_be_named(world: World) -> None:
    world.submit()
    [number] = [row["number"] for row in world.rows(Initiative)]

    assert wrong(world, AnnounceGathering(replace(FORM, plans=(number,)))) == {
        "plans": "unknown_plan"
    }


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL, Role.CLERK])
def test_only_officials_announce_change_cancel_and_report(world: World, role: Role) -> None:
    made, somebody = announced(world), world.person("somebody", role)

    for command in (
        AnnounceGathering(FORM),
        ChangeGathering(made, 1, FORM),
        CancelGathering(made, 1, "De zaal is dicht."),
        ReportGathering(made, 1, REPORT),
    ):
        assert refusal(world, command, somebody) == "not_allowed"


def test_official_of_another_municipality_finds_nothing(world: World) -> None:
    made = announced(world)
    stranger = world.person("stranger", Role.OFFICIAL, where="buurdorp", lives=None)

    for command in (ChangeGathering(made, 1, FORM), CancelGathering(made, 1, "Zo maar.")):
        with pytest.raises(Exception, match="bestaat niet"):
            world.execute(command, stranger, where="buurdorp")


def test_change_of_the_words_is_not_told_and_one_of_the_day_is(world: World) -> None:
    made = announced(world)

    changes = (replace(FORM, title="Loop mee"), replace(FORM, day=date(2026, 3, 21)))
    told = [
        world.execute(ChangeGathering(made, n, form), world.official)
        for n, form in enumerate(changes, start=1)
    ]

    assert told == [False, True]
    assert [event.moved for event in world.events(GatheringChanged)] == [False, True]
    assert (the(world, made)["held_on"], the(world, made)["revision"]) == (date(2026, 3, 21), 3)


def test_change_on_what_somebody_else_changed_is_refused(world: World) -> None:
    made = announced(world)
    world.execute(ChangeGathering(made, 1, replace(FORM, title="De eerste")), world.official)

    change = ChangeGathering(made, 1, replace(FORM, title="De tweede"))
    assert refusal(world, change, world.official) == "changed_meanwhile"
    assert the(world, made)["title"] == "De eerste"


def test_room_that_gets_larger_lets_in_who_waited_and_never_gets_too_small(world: World) -> None:
    made = announced(world, places=1)
    people = [world.person(name) for name in ("anna", "bram", "cato")]
    for person in people:
        world.execute(SignUpFor(made), person)

    world.execute(ChangeGathering(made, 1, replace(FORM, places=3)), world.official)
    assert len(world.events(PlaceGiven)) == 2
    assert wrong(world, ChangeGathering(made, 2, replace(FORM, places=2))) == {
        "places": "too_few_places"
    }
    world.execute(SignOff(made), people[0])
    world.execute(ChangeGathering(made, 2, replace(FORM, places=2)), world.official)
    assert sorted(row["seat"] for row in world.rows(SignUp)) == [1, 2]


def test_limit_that_comes_later_numbers_the_seats_anew(world: World) -> None:
    made = announced(world)
    people = [world.person(name) for name in ("anna", "bram", "cato")]
    for person in people:
        world.execute(SignUpFor(made), person)
    world.execute(SignOff(made), people[0])
    world.execute(ChangeGathering(made, 1, replace(FORM, places=2)), world.official)

    assert sorted(row["seat"] for row in world.rows(SignUp)) == [1, 2]


def test_cancelled_gathering_says_why_and_stays_as_it_is(world: World) -> None:
    made, anna = announced(world), world.person("anna")
    world.execute(SignUpFor(made), anna)
    assert wrong(world, CancelGathering(made, 1, " ")) == {"reasons": "empty"}
    world.execute(CancelGathering(made, 1, "De zaal is dicht."), world.official)

    assert (the(world, made)["state"], the(world, made)["reasons"]) == (
        GatheringState.CANCELLED,
        "De zaal is dicht.",
    )
    assert [event.signed_up for event in world.events(GatheringCancelled)] == [1]
    for command in (
        ChangeGathering(made, 2, FORM),
        CancelGathering(made, 2, "Nog een keer."),
        ReportGathering(made, 2, REPORT),
        SignUpFor(made),
        SignOff(made),
    ):
        assert refusal(world, command, world.official) == "cancelled"


def test_what_has_begun_is_not_changed_any_more(world: World) -> None:
    made = announced(world)
    world.pass_days(18)
    world.clock.at = world.clock.at.replace(hour=18, minute=30)

    for command in (
        ChangeGathering(made, 1, FORM),
        CancelGathering(made, 1, "Te laat."),
        SignUpFor(made),
        SignOff(made),
    ):
        assert refusal(world, command, world.official) == "begun"


def test_report_comes_after_the_beginning_and_is_whole(world: World) -> None:
    made = announced(world)
    assert refusal(world, ReportGathering(made, 1, REPORT), world.official) == "not_held"
    world.pass_days(19)
    assert wrong(world, ReportGathering(made, 1, Report(None, "", " "))) == {
        "came": "bad_count",
        "heard": "empty",
        "follow_up": "empty",
    }
    world.execute(ReportGathering(made, 1, REPORT), world.official)

    row = the(world, made)
    assert (row["state"], row["came"], row["heard"], row["follow_up"], row["reported_on"]) == (
        GatheringState.REPORTED,
        12,
        REPORT.heard,
        REPORT.follow_up,
        date(2026, 3, 21),
    )
    assert refusal(world, CancelGathering(made, 2, "Te laat."), world.official) == "begun"


def test_report_that_is_put_right_says_what_it_said_before(world: World) -> None:
    made = announced(world)
    world.pass_days(19)
    world.execute(ReportGathering(made, 1, REPORT), world.official)
    stale = ReportGathering(made, 1, replace(REPORT, came=14))
    assert refusal(world, stale, world.official) == "changed_meanwhile"
    world.execute(replace(stale, revision=2), world.official)

    said = [(event.came, event.came_before) for event in world.events(GatheringReported)]
    assert said == [(12, None), (14, 12)]


def test_two_officials_report_and_one_of_them_is_told(world: World) -> None:
    made, official = announced(world), world.official
    world.pass_days(19)
    report = ReportGathering(made, 1, REPORT)
    ended = at_once([lambda: world.execute(report, official)] * 6)

    assert kinds(ended) == {"done": 1, "changed_meanwhile": 5}
    assert len(world.events(GatheringReported)) == 1


def test_form_that_is_sent_twice_at_once_announces_one(world: World) -> None:
    command, official = AnnounceGathering(FORM, new_id()), world.official
    ended = at_once([lambda: world.execute(command, official)] * 6)

    assert ended == [command.form_id] * 6
    assert len(world.rows(Gathering)) == len(world.events(GatheringAnnounced)) == 1


def test_gathering_that_many_workers_find_near_is_told_once(world: World) -> None:
    made = announced(world)
    world.pass_days(17)
    ended = at_once([lambda: world.execute(RemindOfGathering(made))] * 6)

    assert kinds(ended) == {"done": 1, "no_reminder": 5}


def test_reminder_comes_once_and_on_the_day_before(world: World) -> None:
    made = announced(world)
    assert refusal(world, RemindOfGathering(made), world.official) == "no_reminder"
    world.pass_days(17)
    world.execute(RemindOfGathering(made))
    assert refusal(world, RemindOfGathering(made), world.official) == "no_reminder"

    assert [event.held_on for event in world.events(GatheringNear)] == [DAY]
