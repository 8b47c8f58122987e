"""People who come and go. A person's id is random and tells nothing about who it is."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class PersonRegistered(Event):
    """Somebody logged in for the first time."""

    type = "person.registered.v1"

    person_id: UUID
    registered_on: date


class PersonErased(Event):
    """Somebody's personal data was removed; what they signed keeps counting."""

    type = "person.erased.v1"

    person_id: UUID
    erased_on: date


class AccountClosingNear(Event):
    """Somebody who does not come in was told that their account goes, and from which day on."""

    type = "person.closing_near.v1"

    person_id: UUID
    warned_on: date
    closes_on: date
