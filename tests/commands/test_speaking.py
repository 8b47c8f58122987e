"""Speaking at a meeting: a list that closes, minutes that are shared, and a place that two never have."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_following import by_mail
from tests.commands.test_initiatives import refusal
from tests.commands.test_meetings import FORM, WHY, planned
from tests.journeys.test_at_once import at_once, kinds
from tests.support.world import World
from wijkstem.commands import speaking
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.retention import LetGo
from wijkstem.commands.speaking import RemindSpeakers, SignUpToSpeak, WithdrawFromSpeaking
from wijkstem.domain.people import ANYONE, SYSTEM, Actor
from wijkstem.domain.speaking import SpeakingForm
from wijkstem.errors import Invalid
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakerWithdrew, SpeakingNear
from wijkstem.kit.ids import new_id
from wijkstem.rules.speaking import Speaking
from wijkstem.services import Work
from wijkstem.tables.council import Meeting
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.speaking import Speaker
from wijkstem.words import Keeping
from workers.reminding import remind

SAID = SpeakingForm("Over de bomen in onze straat.", "de buurt")
#: Three fit on the list of Testdorp: six minutes, and at least two for each.
PLACES = 3


def people(world: World, number: int) -> list[Actor]:
    return [world.person(f"spreker {n}") for n in range(number)]


def on_list(world: World, meeting: UUID) -> dict[UUID, int | None]:
    rows = world.rows(Speaker, meeting_id=meeting)
    return {row["person_id"]: row["seat"] for row in sorted(rows, key=lambda row: row["turn"])}


def told(world: World) -> list[tuple[Any, str]]:
    world.settle()
    rows = sorted(world.rows(InboxMessage), key=lambda row: row["position"])
    return [(row["person_id"], row["template"]) for row in rows]


def test_list_has_places_until_each_has_too_little_time(world: World) -> None:
    meeting, who = planned(world), people(world, 5)
    had = [world.execute(SignUpToSpeak(meeting, SAID), one) for one in who]

    assert had == [True, True, True, False, False]
    assert list(on_list(world, meeting).values()) == [1, 2, 3, None, None]
    assert [event.has_place for event in world.events(SpeakerSignedUp)] == had
    assert world.execute(SignUpToSpeak(meeting, SAID), who[0]), "twice is once"
    assert len(world.rows(Speaker)) == 5


@pytest.mark.parametrize(
    ("speakers", "seconds"), [(0, 300), (1, 300), (6, 300), (7, 257), (15, 120)]
)
def test_minutes_are_shared(speakers: int, seconds: int) -> None:
    rule = Speaking(
        bodies=["raad"],
        closes_hours=24,
        total_minutes=30,
        each_minutes=5,
        least_minutes=2,
        assumed=True,
    )
    assert (rule.seconds_each(speakers), rule.places) == (seconds, 15)


def test_who_waits_longest_moves_up(world: World) -> None:
    meeting, who = planned(world), people(world, 5)
    for one in who:
        world.execute(SignUpToSpeak(meeting, SAID), one)
    assert world.execute(WithdrawFromSpeaking(meeting), who[1])
    assert not world.execute(WithdrawFromSpeaking(meeting), who[1])

    assert list(on_list(world, meeting).values()) == [1, 3, 2, None]
    assert [event.had_place for event in world.events(SpeakerWithdrew)] == [True]
    [up] = world.events(SpeakerMovedUp)
    [row] = world.rows(Speaker, person_id=who[3].person_id)
    assert up.speaker_id == row["id"]
    assert (who[3].person_id, "speaking_place_given") in told(world)


def test_list_closes_by_the_rule_and_who_is_on_it_can_still_withdraw(world: World) -> None:
    meeting, anna = planned(world), world.person("anna")
    world.clock.at = datetime(2026, 4, 12, 17, 29, tzinfo=UTC)
    assert world.execute(SignUpToSpeak(meeting, SAID), anna)
    world.clock.at = datetime(2026, 4, 12, 17, 30, tzinfo=UTC)
    assert refusal(world, SignUpToSpeak(meeting, SAID), world.person("bram")) == "too_late"
    assert world.execute(WithdrawFromSpeaking(meeting), anna)
    world.clock.at = datetime(2026, 4, 13, 17, 30, tzinfo=UTC)
    assert refusal(world, WithdrawFromSpeaking(meeting), anna) == "begun"


def test_meeting_without_a_time_closes_a_day_before_its_day(world: World) -> None:
    command = PlanMeeting("raad", "Raad", date(2026, 4, 13))
    meeting = world.execute(command, world.clerk)
    world.clock.at = datetime(2026, 4, 11, 22, 0, tzinfo=UTC)
    assert refusal(world, SignUpToSpeak(meeting, SAID), world.person("anna")) == "too_late"


def test_who_may_speak_and_what_must_be_said(world: World) -> None:
    meeting, anna = planned(world), world.person("anna")
    assert refusal(world, SignUpToSpeak(meeting, SAID), ANYONE) == "login_needed"
    assert refusal(world, SignUpToSpeak(meeting, SAID), by_mail(anna)) == "stronger_login_needed"
    assert refusal(world, SignUpToSpeak(new_id(), SAID), anna) == "unknown_meeting"
    with pytest.raises(Invalid) as caught:
        world.execute(SignUpToSpeak(meeting, SpeakingForm(" ", "a\nb")), anna)
    assert set(caught.value.fields) == {"topic", "on_behalf"}
    with pytest.raises(Invalid) as caught:
        world.execute(SignUpToSpeak(meeting, replace(SAID, item_id=new_id())), anna)
    assert set(caught.value.fields) == {"item_id"}


def test_moved_meeting_keeps_its_list_and_says_so_and_a_cancelled_one_has_none(
    world: World,
) -> None:
    meeting, anna = planned(world), world.person("anna")
    world.execute(SignUpToSpeak(meeting, SAID), anna)
    form = replace(FORM, location="Buurthuis")
    world.execute(ChangeMeeting(meeting, 1, form, WHY), world.clerk)
    world.execute(CancelMeeting(meeting, 2, WHY), world.clerk)

    assert told(world) == [
        (anna.person_id, template)
        for template in ("speaking_signed_up", "speaking_moved", "speaking_cancelled")
    ]
    assert refusal(world, SignUpToSpeak(meeting, SAID), world.person("bram")) == "cancelled"
    assert list(on_list(world, meeting)) == [anna.person_id]


def test_speaker_is_reminded_once_on_the_day_before(world: World) -> None:
    meeting, who = planned(world), people(world, 4)
    empty = world.execute(PlanMeeting("raad", "Leeg", FORM.held_on), world.clerk)
    for one in who:
        world.execute(SignUpToSpeak(meeting, SAID), one)
    assert refusal(world, RemindSpeakers(meeting), SYSTEM) == "no_reminder"
    world.clock.at = datetime(2026, 4, 12, 9, 0, tzinfo=UTC)
    assert [remind(world.services, "testdorp") for _ in range(2)] == [1, 0]
    assert [event.meeting_id for event in world.events(SpeakingNear)] == [meeting]
    near = [person for person, template in told(world) if template == "speaking_near"]
    assert set(near) == {one.person_id for one in who[:PLACES]}, "who waits has nothing to say"
    assert refusal(world, RemindSpeakers(empty), SYSTEM) is None


def test_log_has_nobody_who_speaks(world: World) -> None:
    meeting, anna = planned(world), world.person("anna")
    before = len(world.recorded())
    world.execute(SignUpToSpeak(meeting, SAID), anna)
    world.execute(WithdrawFromSpeaking(meeting), anna)
    said = [recorded.event.model_dump_json() for recorded in world.recorded()[before:]]
    assert len(said) == 2
    assert [one for one in said if str(anna.person_id) in one or "bomen" in one] == []


def test_who_is_erased_leaves_their_place_and_nothing_is_kept_for_good(world: World) -> None:
    meeting, who = planned(world), people(world, 4)
    for one in who:
        world.execute(SignUpToSpeak(meeting, SAID), one)
    assert who[0].person_id is not None
    world.execute(ErasePerson(who[0].person_id), who[0])
    assert list(on_list(world, meeting).values()) == [2, 3, 1]
    assert world.execute(LetGo(Keeping.SPEAKER), SYSTEM) == 0
    world.pass_days(42 + 31)
    assert world.execute(LetGo(Keeping.SPEAKER), SYSTEM) == 3


def test_last_place_on_a_list_is_given_once(world: World) -> None:
    meeting, who = planned(world), people(world, 8)
    said = at_once([partial(world.execute, SignUpToSpeak(meeting, SAID), one) for one in who])
    assert kinds(said) == {"done": 8}
    assert sum(said) == PLACES
    seats = [one for one in on_list(world, meeting).values() if one is not None]
    assert sorted(seats) == [1, 2, 3]


def test_one_person_on_many_devices_stands_on_a_list_once(world: World) -> None:
    meeting, anna = planned(world), world.person("anna")
    said = at_once([partial(world.execute, SignUpToSpeak(meeting, SAID), anna)] * 4)
    assert kinds(said) == {"done": 4}
    assert len(world.rows(Speaker)) == 1


def _not_locking(meeting_id: UUID, work: Work) -> Meeting | None:
    return work.session.get(Meeting, (work.municipality_id, meeting_id))


def test_key_alone_keeps_a_place_on_a_list_from_being_given_twice(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = postgres_world
    meeting, who = planned(world), people(world, 8)
    monkeypatch.setattr(speaking, "load", _not_locking)
    at_once([partial(world.execute, SignUpToSpeak(meeting, SAID), one) for one in who])

    seats = [one for one in on_list(world, meeting).values() if one is not None]
    assert len(seats) == len(set(seats)) <= PLACES
    assert 1 in seats
