"""Residents who speak at a meeting. Who they are stands in no event: a speaker has a random id."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class SpeakerSignedUp(Event):
    """Somebody will speak, or waits for a place on the list."""

    type = "speaking.signed_up.v1"

    meeting_id: UUID
    speaker_id: UUID
    has_place: bool


class SpeakerWithdrew(Event):
    """Somebody will not speak after all, or was erased."""

    type = "speaking.withdrew.v1"

    meeting_id: UUID
    speaker_id: UUID
    had_place: bool


class SpeakerMovedUp(Event):
    """Somebody who waited has a place on the list now."""

    type = "speaking.moved_up.v1"

    meeting_id: UUID
    speaker_id: UUID


class SpeakingNear(Event):
    """The meeting is tomorrow."""

    type = "speaking.near.v1"

    meeting_id: UUID
    held_on: date
