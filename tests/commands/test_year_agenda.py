"""The year's agenda: what is refused, what comes before a role, and that nothing that was said or chosen is lost."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.following_subjects import FollowSubject, UnfollowSubject
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.year_agenda import (
    AddYearSubject,
    AnalyseSurroundings,
    ChangeYearSubject,
    ChooseRole,
)
from wijkstem.domain.meetings import MeetingForm
from wijkstem.domain.year_agenda import AnalysisForm, RoleForm, SubjectForm
from wijkstem.events.year_agenda import (
    ParticipationChosen,
    SurroundingsAnalysed,
    YearSubjectAdded,
    YearSubjectChanged,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.year_agenda import (
    RoleChoice,
    SubjectFollowing,
    SubjectPlan,
    YearSubject,
    YearSubjectVersion,
)
from wijkstem.words import Role

FORM = SubjectForm(
    "Een nieuw plan voor het groen",
    "Hoe het groen er over tien jaar uitziet.",
    "De raad wil eerst de grenzen kiezen.",
    "raad",
    2026,
    3,
    9,
    "coming",
)
ANALYSIS = AnalysisForm("Wie in de buurt woont.", "Er is te weinig schaduw.", "Drie avonden.")
CHOICE = RoleForm("advise", "raad", date(2026, 3, 1), "Bewoners kennen hun straat het best.")
WHY = "De begroting is later klaar."


def added(world: World, **values: Any) -> UUID:
    """A subject, with what is otherwise than `FORM`."""
    made: UUID = world.execute(AddYearSubject(replace(FORM, **values)), world.official)
    return made


def chosen(world: World, **values: Any) -> UUID:
    """A subject with an analysis and a role."""
    made = added(world, **values)
    world.execute(AnalyseSurroundings(made, ANALYSIS), world.official)
    world.execute(ChooseRole(made, CHOICE), world.official)
    return made


def test_subject_is_added_with_its_first_version_and_its_plans(world: World) -> None:
    plan = world.open()
    [number] = [row["number"] for row in world.rows(Initiative)]
    made = added(world, plans=(number,))

    [row] = world.rows(YearSubject)
    assert (row["id"], row["level"], row["choices"], row["revision"]) == (made, None, 0, 1)
    assert [(v["revision"], v["title"]) for v in world.rows(YearSubjectVersion)] == [
        (1, FORM.title)
    ]
    assert [row["initiative_id"] for row in world.rows(SubjectPlan)] == [plan]
    [event] = world.events(YearSubjectAdded)
    assert (event.subject_id, event.body, event.initiatives) == (made, "raad", (plan,))


def test_form_that_is_sent_twice_adds_one(world: World) -> None:
    command = AddYearSubject(FORM, form_id=new_id())
    assert {world.execute(command, world.official) for _ in range(2)} == {command.form_id}
    assert len(world.rows(YearSubject)) == len(world.events(YearSubjectAdded)) == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": ""}, {"title": "empty"}),
        ({"what": "z" * 5001}, {"what": "too_long"}),
        ({"body_id": "koning"}, {"body_id": "unknown_body"}),
        ({"year": 0}, {"year": "bad_year"}),
        ({"first_month": 0}, {"first_month": "choose_month"}),
        ({"council_month": 13}, {"council_month": "choose_month"}),
        ({"council_month": 2}, {"council_month": "end_before_start"}),
        ({"meeting_id": UUID(int=9)}, {"meeting": "unknown_meeting"}),
        ({"state": "dreamt"}, {"state": "choose_state"}),
        ({"state": "dropped"}, {"news": "reasons_needed"}),
        ({"plans": ("2026-0099",)}, {"plans": "unknown_plan"}),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    assert wrong(world, AddYearSubject(replace(FORM, **values))) == expected
    assert world.rows(YearSubject) == []


def test_meeting_is_of_the_month_of_the_decision(world: World) -> None:
    meeting = world.execute(PlanMeeting("raad", "Raad", date(2026, 9, 14)), world.clerk)

    other = replace(FORM, meeting_id=meeting, council_month=8)
    assert wrong(world, AddYearSubject(other)) == {"meeting": "other_month"}
    added(world, meeting_id=meeting)
    assert [row["meeting_id"] for row in world.rows(YearSubject)] == [meeting]


def test_change_of_time_or_state_is_explained_and_earlier_versions_stay(world: World) -> None:
    made = added(world)
    later = replace(FORM, council_month=11)
    assert wrong(world, ChangeYearSubject(made, 1, later)) == {"news": "news_needed"}
    running = replace(FORM, state="running")
    assert wrong(world, ChangeYearSubject(made, 1, running)) == {"news": "news_needed"}
    world.execute(ChangeYearSubject(made, 1, replace(later, news=WHY)), world.clerk)
    world.execute(ChangeYearSubject(made, 2, replace(later, what="Alles.")), world.clerk)

    said = [(v["council_month"], v["news"]) for v in world.rows(YearSubjectVersion)]
    assert said == [(9, ""), (11, WHY), (11, "")]
    assert [event.moved for event in world.events(YearSubjectChanged)] == [True, False]


def test_change_on_what_somebody_else_changed_is_refused(world: World) -> None:
    made = added(world)
    world.execute(ChangeYearSubject(made, 1, replace(FORM, news=WHY)), world.official)

    assert refusal(world, ChangeYearSubject(made, 1, FORM), world.official) == "changed_meanwhile"
    missing = ChangeYearSubject(new_id(), 1, FORM)
    assert refusal(world, missing, world.official) == "unknown_subject"


def test_more_than_informing_asks_for_a_look_around_first(world: World) -> None:
    made = added(world)
    assert refusal(world, ChooseRole(made, CHOICE), world.clerk) == "look_around_first"
    world.execute(ChooseRole(made, replace(CHOICE, level="inform")), world.clerk)
    world.execute(AnalyseSurroundings(made, ANALYSIS), world.official)
    world.execute(ChooseRole(made, CHOICE, seen=1), world.clerk)

    [row] = world.rows(YearSubject)
    assert (row["level"], row["choices"], row["analyses"]) == ("advise", 2, 1)
    assert [(row["seq"], row["level"]) for row in world.rows(RoleChoice)] == [
        (1, "inform"),
        (2, "advise"),
    ]
    told = [(event.before, event.level) for event in world.events(ParticipationChosen)]
    assert told == [(None, "inform"), ("inform", "advise")]
    assert [event.seq for event in world.events(SurroundingsAnalysed)] == [1]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"level": "rule"}, {"level": "choose_role"}),
        ({"chosen_by": "koning"}, {"chosen_by": "unknown_body"}),
        ({"chosen_on": None}, {"chosen_on": "bad_date"}),
        ({"chosen_on": date(2027, 1, 1)}, {"chosen_on": "in_future"}),
        ({"chosen_on": date(2026, 2, 1)}, {"chosen_on": "before_last"}),
        ({"reasons": " "}, {"reasons": "empty"}),
    ],
    ids=str,
)
def test_choice_that_cannot_be_is_refused_by_field(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    made = chosen(world)
    form = replace(CHOICE, level="inform")
    assert wrong(world, ChooseRole(made, replace(form, **values), seen=1)) == expected


def test_choice_that_says_nothing_new_or_comes_too_late_is_refused(world: World) -> None:
    made = chosen(world)
    assert refusal(world, ChooseRole(made, CHOICE, seen=1), world.clerk) == "same_role"
    assert refusal(world, ChooseRole(made, CHOICE, seen=0), world.clerk) == "changed_meanwhile"
    again = AnalyseSurroundings(made, ANALYSIS, seen=0)
    assert refusal(world, again, world.clerk) == "changed_meanwhile"
    stopped = replace(FORM, state="dropped", news=WHY)
    world.execute(ChangeYearSubject(made, 1, stopped), world.clerk)
    other = ChooseRole(made, replace(CHOICE, level="inform"), seen=1)
    assert refusal(world, other, world.clerk) == "dropped"


def test_analysis_needs_its_three_texts(world: World) -> None:
    command = AnalyseSurroundings(added(world), AnalysisForm("", "", ""))
    assert wrong(world, command) == dict.fromkeys(("concerned", "heard", "approach"), "empty")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL, Role.ADMINISTRATOR])
def test_only_officials_and_the_clerk_keep_the_year(world: World, role: Role) -> None:
    made, somebody = added(world), world.person("somebody", role)

    for command in (
        AddYearSubject(FORM),
        ChangeYearSubject(made, 1, FORM),
        AnalyseSurroundings(made, ANALYSIS),
        ChooseRole(made, CHOICE),
    ):
        assert refusal(world, command, somebody) == "not_allowed"


def test_follower_is_told_of_another_role_and_another_time_and_no_more(world: World) -> None:
    made, anna = added(world), world.person("anna")
    assert world.execute(FollowSubject(made), anna)
    assert not world.execute(FollowSubject(made), anna)
    world.execute(AnalyseSurroundings(made, ANALYSIS), world.official)
    world.execute(ChooseRole(made, CHOICE), world.clerk)
    world.execute(ChangeYearSubject(made, 1, replace(FORM, what="Alles.")), world.clerk)
    later = replace(FORM, council_month=11, news=WHY)
    world.execute(ChangeYearSubject(made, 2, later), world.clerk)
    world.settle()
    assert told(world, anna.person_id) == ["year_role_chosen", "year_subject_changed"]

    assert world.execute(UnfollowSubject(made), anna)
    assert not world.execute(UnfollowSubject(made), anna)
    world.execute(ChangeYearSubject(made, 3, replace(later, council_month=12)), world.clerk)
    world.settle()
    assert told(world, anna.person_id) == ["year_role_chosen", "year_subject_changed"]
    assert world.rows(SubjectFollowing) == []


def told(world: World, person_id: UUID | None) -> list[str]:
    rows = [row for row in world.rows(InboxMessage) if row["person_id"] == person_id]
    return [row["template"] for row in sorted(rows, key=lambda row: row["position"])]


def test_subject_goes_along_with_its_meeting_and_who_follows_it_is_told(world: World) -> None:
    meeting = world.execute(PlanMeeting("raad", "Raad", date(2026, 9, 14)), world.clerk)
    made, decided = (added(world, meeting_id=meeting, state=one) for one in ("coming", "decided"))
    anna = world.person("anna")
    for subject in (made, decided):
        world.execute(FollowSubject(subject), anna)
    moves = (
        ChangeMeeting(meeting, 1, MeetingForm("Raad", date(2026, 9, 14), location="Kerk"), WHY),
        ChangeMeeting(meeting, 2, MeetingForm("Raad", date(2027, 1, 11)), WHY),
        CancelMeeting(meeting, 3, WHY),
    )
    stands = []
    for move in moves:
        world.execute(move, world.clerk)
        world.settle()
        [row] = world.rows(YearSubject, id=made)
        stands.append([row[name] for name in ("year", "first_month", "council_month", "revision")])
    assert stands == [[2026, 3, 9, 1], [2027, 1, 1, 2], [2027, 1, 1, 3]]
    assert row["meeting_id"] is None
    news = [one["news"] for one in world.rows(YearSubjectVersion, subject_id=made)]
    assert sorted(news) == ["", WHY, WHY]
    assert told(world, anna.person_id) == ["year_subject_changed"] * 2
    assert [row["revision"] for row in world.rows(YearSubject, id=decided)] == [1]
