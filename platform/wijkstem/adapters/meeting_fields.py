"""The kinds of field in a file with a meeting, and what to say of one that is not right.

What somebody reads of a mistake is never pydantic's English, but what `sentence` makes of it.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.tables.council import MeetingState
from wijkstem.words.dossiers import WooCategory

#: Mistakes that are told at once.
MOST_MISTAKES = 20
#: Where in the list of mistakes the ones of the file as a whole stand.
FILE = "bestand"

_SENTENCES = {
    "json_invalid": N_("Dit is geen JSON, of het bestand is niet compleet."),
    "missing": N_("Dit ontbreekt."),
    "not_a_day": N_("Hier hoort een datum te staan, zoals 2026-03-02."),
    "not_a_moment": N_("Hier hoort een tijd met tijdzone te staan, zoals 2026-03-02T19:30:00Z."),
    "not_a_state": N_("Hier hoort gepland, gehouden of geannuleerd te staan."),
    "not_a_page": N_("Hier hoort een adres te staan dat begint met https:// of http://."),
    "empty": N_("Dit mag niet leeg zijn."),
    "string_type": N_("Hier hoort tekst te staan."),
    "string_pattern_mismatch": N_("Deze waarde heeft niet de vorm die de standaard vraagt."),
    "string_too_long": N_("Deze tekst is te lang."),
    "tuple_type": N_("Hier hoort een lijst te staan."),
    "too_long": N_("Deze lijst is te lang."),
    "model_type": N_("Hier horen gegevens met namen te staan."),
}


def sentence(mistake: str) -> str:
    """What to say of a kind of mistake."""
    return _SENTENCES.get(mistake, N_("Dit past niet in de standaard."))


def invalid_file(code: str, said: str, **values: object) -> Invalid:
    """A mistake of the file as a whole."""
    return Invalid({FILE: FieldError(code, said, **values)})


def refused(error: ValidationError) -> Invalid:
    """What pydantic found, each at its place."""
    found = error.errors(include_url=False, include_context=False)[:MOST_MISTAKES]
    return Invalid(
        {
            ".".join(map(str, mistake["loc"])) or FILE: FieldError(
                mistake["type"], sentence(mistake["type"])
            )
            for mistake in found
        }
    )


class Part(BaseModel):
    """A part of a file. Types are strict: a number where text belongs is a mistake and not that text."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


def _day(value: Any) -> Any:
    # pydantic would take a number in a text for seconds since 1970.
    if value is None or isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("not_a_day", "not a date")


def _moment(value: Any) -> Any:
    if value is None or isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("not_a_moment", "not a time with a zone")
    return moment


def _state(value: Any) -> Any:
    try:
        return MeetingState(value.lower() if isinstance(value, str) else value)
    except ValueError:
        raise PydanticCustomError("not_a_state", "not a state") from None


def _line(text: str) -> str:
    """On one line, without characters that cannot be kept, and short enough for its column."""
    text = " ".join(_text(text).split())
    if not text:
        raise PydanticCustomError("empty", "empty")
    return text


def _text(text: str) -> str:
    if has_control_characters(text):
        text = "".join(" " if has_control_characters(c) else c for c in text)
    return clean(text)


def _short(most: int) -> AfterValidator:
    # A title is for reading; the whole of it stands at the source.
    return AfterValidator(lambda text: text if len(text) <= most else text[: most - 1] + "…")


def _page(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s\x00-\x20]+", url):
        raise PydanticCustomError("not_a_page", "not a web page")
    return url


def _category(value: Any) -> Any:
    # With or without the address of the list; a code that is not for municipalities says nothing here.
    code = value.rpartition("/")[2] if isinstance(value, str) else ""
    return WooCategory(code) if code in set(WooCategory) else None


Id = Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Url = Annotated[str, Field(max_length=2000), AfterValidator(_page)]
Name = Annotated[str, AfterValidator(_line), _short(300)]
Title = Annotated[str, AfterValidator(_line), _short(500)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_text)]
State = Annotated[MeetingState, BeforeValidator(_state)]
Place = Annotated[Text, _short(300)]
MediaType = Annotated[str, AfterValidator(_text), _short(100)]
Size = Annotated[int, Field(ge=0)]
Category = Annotated[WooCategory | None, BeforeValidator(_category)]
