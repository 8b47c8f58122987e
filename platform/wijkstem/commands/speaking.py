"""Residents sign up to speak at a meeting of the council and withdraw; whoever waits moves up by themselves."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from wijkstem.commands.meetings import load
from wijkstem.commands.present import present
from wijkstem.domain.gatherings import remind_until, seat
from wijkstem.domain.meetings import check_coming
from wijkstem.domain.permissions import require_login
from wijkstem.domain.speaking import SpeakingForm, check_open, rule_for
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakerWithdrew, SpeakingNear
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import AgendaItem, Meeting, MeetingState
from wijkstem.tables.speaking import Speaker

_person = table_of(Person)
_item = table_of(AgendaItem)
_speaker = table_of(Speaker)


@dataclass(frozen=True)
class SignUpToSpeak:
    """I want to speak."""

    meeting_id: UUID
    form: SpeakingForm


def sign_up_to_speak(command: SignUpToSpeak, work: Work) -> bool:
    """Whether there was a place on the list; who signed up already stays as they were.

    Raises RuleBroken where nobody speaks or once it is too late, Invalid for what is not right.
    """
    person_id = present(work)
    meeting = load(command.meeting_id, work)
    rule = check_open(work.rules.municipality.speaking, meeting, work.now)
    it = command.form.cleaned()
    _check_item(it.item_id, meeting, work)
    people = _people(meeting, work)
    if there := next((one for one in people if one.person_id == person_id), None):
        return there.seat is not None
    mine = Speaker(
        municipality_id=work.municipality_id,
        id=new_id(),
        meeting_id=meeting.id,
        person_id=person_id,
        turn=max((one.turn for one in people), default=0) + 1,
        item_id=it.item_id,
        topic=it.topic,
        on_behalf=it.on_behalf or None,
        name_shown=it.name_shown,
        signed_up_at=work.now,
    )
    given = seat(rule.places, [*people, mine])
    work.session.add(mine)
    has_place = mine.seat is not None
    work.record(
        SpeakerSignedUp(meeting_id=meeting.id, speaker_id=mine.id, has_place=has_place),
        *(_moved_up(one) for one in given if one is not mine),
    )
    return has_place


def _moved_up(one: Speaker) -> SpeakerMovedUp:
    return SpeakerMovedUp(meeting_id=one.meeting_id, speaker_id=one.id)


def _check_item(item_id: UUID | None, meeting: Meeting, work: Work) -> None:
    if item_id is None:
        return
    found = select(_item.c.id).where(
        _item.c.municipality_id == work.municipality_id,
        _item.c.meeting_id == meeting.id,
        _item.c.id == item_id,
    )
    if work.connection.execute(found).first() is None:
        unknown = FieldError("unknown_item", "Kies een punt van deze agenda.")
        raise Invalid({"item_id": unknown})


def _people(meeting: Meeting, work: Work) -> list[Speaker]:
    found = work.session.execute(
        select(Speaker)
        .where(
            col(Speaker.municipality_id) == work.municipality_id,
            col(Speaker.meeting_id) == meeting.id,
        )
        .order_by(col(Speaker.turn))
        .execution_options(populate_existing=True)
    )
    return list(found.scalars())


@dataclass(frozen=True)
class WithdrawFromSpeaking:
    """I will not speak after all."""

    meeting_id: UUID


def withdraw_from_speaking(command: WithdrawFromSpeaking, work: Work) -> bool:
    """Whether there was something to end: until the meeting begins, also when it is too late to sign up."""
    person_id = require_login(work.actor)
    meeting = load(command.meeting_id, work)
    check_coming(meeting, work.now, work.today)
    return _leave(meeting, person_id, work)


def _leave(meeting: Meeting, person_id: UUID, work: Work) -> bool:
    people = _people(meeting, work)
    mine = next((one for one in people if one.person_id == person_id), None)
    if mine is None:
        return False
    had_place = mine.seat is not None
    work.session.delete(mine)
    # First gone, then given: a place has one person, also for a moment.
    work.session.flush()
    work.record(SpeakerWithdrew(meeting_id=meeting.id, speaker_id=mine.id, had_place=had_place))
    rule = rule_for(work.rules.municipality.speaking, meeting.body_id)
    coming = meeting.state is MeetingState.PLANNED and meeting.held_on >= work.today
    if rule is not None and coming:
        given = seat(rule.places, [one for one in people if one is not mine])
        work.record(*map(_moved_up, given))
    return True


def leave_all_lists(person_id: UUID, work: Work) -> None:
    """Somebody is being erased: off every list, in the order of their ids, and who waits moves up."""
    theirs = work.connection.scalars(
        select(_speaker.c.meeting_id)
        .where(
            _speaker.c.municipality_id == work.municipality_id, _speaker.c.person_id == person_id
        )
        .order_by(_speaker.c.meeting_id)
    )
    for meeting_id in list(theirs):
        _leave(load(meeting_id, work), person_id, work)


@dataclass(frozen=True)
class RemindSpeakers:
    """The clock found a meeting that is tomorrow, with people who will speak."""

    meeting_id: UUID


def remind_speakers(command: RemindSpeakers, work: Work) -> None:
    """Raises RuleBroken when that was said, or it does not go on: a second call does nothing."""
    meeting = load(command.meeting_id, work)
    check_coming(meeting, work.now, work.today)
    if meeting.reminded or meeting.held_on > remind_until(work.now):
        raise RuleBroken("no_reminder", "Een herinnering is nu niet nodig.")
    meeting.reminded = True
    work.record(SpeakingNear(meeting_id=meeting.id, held_on=meeting.held_on))
