"""Meetings of the council: what may be written of one, and until when it can be changed."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean, has_control_characters, is_blank
from wijkstem.tables.council import Meeting, MeetingState

NAME_MOST, PLACE_MOST, REASONS_MOST = 300, 300, 2000
TITLE_MOST, DESCRIPTION_MOST = 500, 5000
LIVESTREAM_MOST, URL_MOST = 500, 2000


@dataclass(frozen=True)
class MeetingForm:
    """A meeting as it was typed; None for what is no day, or was left empty."""

    name: str
    held_on: date | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    location: str = ""
    livestream: str = ""


@dataclass(frozen=True)
class Checked:
    """A meeting as it can be kept: the columns of its row."""

    name: str
    held_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    location: str | None
    livestream: str | None


def checked(
    form: MeetingForm, today: date, *, others: dict[str, FieldError] | None = None
) -> Checked:
    """The form, cleaned. Raises Invalid with an error for each field that must change, and with ``others``."""
    name, location, livestream = map(clean, (form.name, form.location, form.livestream))
    found = {
        "name": _name_error(name),
        "held_on": None if form.held_on and form.held_on >= today else _bad_date(),
        "ends_at": _end_error(form),
        "location": _place_error(location),
        "livestream": livestream_error(livestream),
    }
    errors = (others or {}) | {field: error for field, error in found.items() if error}
    if errors or form.held_on is None:
        raise Invalid(errors)
    return Checked(
        name, form.held_on, form.starts_at, form.ends_at, location or None, livestream or None
    )


def _name_error(name: str) -> FieldError | None:
    if "\n" in name or has_control_characters(name):
        return not_allowed_characters()
    if is_blank(name) or len(name) > NAME_MOST:
        return FieldError("bad_name", "Geef de vergadering een naam van hoogstens 300 tekens.")
    return None


def _bad_date() -> FieldError:
    return FieldError("bad_date", "Kies een datum die nog moet komen.")


def _end_error(form: MeetingForm) -> FieldError | None:
    if form.ends_at is None or (form.starts_at is not None and form.ends_at > form.starts_at):
        return None
    return FieldError("end_before_start", "Het einde moet later zijn dan het begin.")


def _place_error(location: str) -> FieldError | None:
    if "\n" in location or has_control_characters(location):
        return not_allowed_characters()
    if len(location) > PLACE_MOST:
        return FieldError("too_long", "Gebruik voor de plaats hoogstens 300 tekens.")
    return None


def livestream_error(address: str) -> FieldError | None:
    """Only an address that nobody can change on the way: people click on it."""
    if not address:
        return None
    if len(address) > LIVESTREAM_MOST or not is_address(address, {"https"}):
        return FieldError("bad_livestream", "Schrijf een adres dat met https:// begint.")
    return None


#: No user name, no blank, and a host with a dot: what stands in front of a reader must be where they go.
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE
)


def is_address(address: str, schemes: set[str]) -> bool:
    """Whether it leads to a page or a file on the web."""
    if not address.isascii() or re.search(r"[\s\"<>\\^`{|}]", address):
        return False
    if has_control_characters(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and "@" not in parts.netloc and bool(_HOST.fullmatch(host or ""))


@dataclass(frozen=True)
class DocumentForm:
    """A document as it was typed: what it is called, and where it is."""

    title: str
    url: str

    def cleaned(self) -> "DocumentForm":
        """Nobody looks whether it is there, or how large it is: only its address is kept. Raises Invalid."""
        title, url = clean(self.title), clean(self.url)
        right = len(url) <= URL_MOST and is_address(url, {"http", "https"})
        found = {
            # The form of an item stands on the same page, and has a title too.
            "document_title": line_error(title, TITLE_MOST),
            "url": None if right else _bad_address(),
        }
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return DocumentForm(title, url)


def _bad_address() -> FieldError:
    return FieldError("bad_address", "Schrijf het hele adres. Het begint met https://.")


@dataclass(frozen=True)
class ItemForm:
    """An item as it was typed."""

    title: str
    description: str

    def cleaned(self) -> "ItemForm":
        """Raises Invalid with an error for each field that must change."""
        title, description = clean(self.title), clean(self.description)
        found = {
            "title": line_error(title, TITLE_MOST),
            "description": text_error(description, DESCRIPTION_MOST, required=False),
        }
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return ItemForm(title, description)


def check_revision(meeting: Meeting, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if meeting.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_goes_on(meeting: Meeting) -> None:
    """Raises RuleBroken for a meeting that was cancelled."""
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken("cancelled", "Deze vergadering gaat niet door.")


def check_coming(meeting: Meeting, now: datetime, today: date) -> None:
    """Raises RuleBroken for a meeting that was cancelled, or has begun."""
    check_goes_on(meeting)
    begun = meeting.starts_at <= now if meeting.starts_at else meeting.held_on < today
    if begun or meeting.state is MeetingState.HELD:
        raise RuleBroken("begun", "Deze vergadering is al begonnen, of ze is voorbij.")


def check_ours(meeting: Meeting) -> None:
    """Raises RuleBroken for a meeting that another system is right about."""
    if meeting.source_id is not None:
        raise RuleBroken(
            "imported", "Deze vergadering komt uit het systeem van de raad. Verander haar daar."
        )


def reasons_of(text: str) -> str:
    """Why, cleaned. Raises Invalid without."""
    reasons = clean(text)
    if error := text_error(reasons, REASONS_MOST):
        raise Invalid({"reasons": error})
    return reasons
