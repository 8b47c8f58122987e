"""The shape of a mini-ORI file as far as we use it: strict on what we need, indifferent to what we do not.

The names of classes and fields are the standard's own (VNG/KOOP mini-ORI 1.0.0), so that the two can be laid
side by side. What somebody reads of a mistake is never pydantic's English, but what `sentence` makes of it.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from wijkstem.kit.clock import local_date
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.tables.council import MeetingState

#: More items or documents than this no meeting has.
MOST_PARTS = 5_000

_SENTENCES = {
    "json_invalid": "Dit is geen JSON, of het bestand is niet compleet.",
    "missing": "Dit ontbreekt.",
    "not_a_day": "Hier hoort een datum te staan, zoals 2026-03-02.",
    "not_a_moment": "Hier hoort een tijd met tijdzone te staan, zoals 2026-03-02T19:30:00Z.",
    "not_a_state": "Hier hoort gepland, gehouden of geannuleerd te staan.",
    "not_a_page": "Hier hoort een adres te staan dat begint met https:// of http://.",
    "empty": "Dit mag niet leeg zijn.",
    "string_type": "Hier hoort tekst te staan.",
    "string_pattern_mismatch": "Deze waarde heeft niet de vorm die de standaard vraagt.",
    "string_too_long": "Deze tekst is te lang.",
    "tuple_type": "Hier hoort een lijst te staan.",
    "too_long": "Deze lijst is te lang.",
    "model_type": "Hier horen gegevens met namen te staan.",
}


def sentence(mistake: str) -> str:
    """What to say of a kind of mistake."""
    return _SENTENCES.get(mistake, "Dit past niet in de standaard.")


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


Id = Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Url = Annotated[str, Field(max_length=2000), AfterValidator(_page)]
Name = Annotated[str, AfterValidator(_line), _short(300)]
Title = Annotated[str, AfterValidator(_line), _short(500)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_text)]


class Part(BaseModel):
    """A part of the file. Types are strict: a number where text belongs is a mistake and not that text."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Verwijzing(Part):
    """A reference to something else by its id."""

    id: Id


class OfMeeting(Part):
    """Something with a key that belongs to meetings."""

    id: Id
    vergaderingen: tuple[Verwijzing, ...] = ()


class Organisatie(Part):
    """The municipality, by its TOOI code. Provinces and water boards have other fields: not ours."""

    gemeente: str = Field(pattern=r"^[gG][mM]\d{4}$")


class Gremium(Part):
    """The body that meets."""

    gremiumnaam: Name


class Vergadering(Part):
    """The meeting."""

    id: Id
    organisatie: Organisatie
    naam: Name
    georganiseerddoorgremium: Gremium | None = None
    vergaderdatum: Day | None = None
    geplandedatum: Day | None = None
    aanvang: Moment | None = None
    geplandeaanvang: Moment | None = None
    locatie: Annotated[Text, _short(300)] | None = None
    # KOOP leaves the words free; VNG's ORI names these three. One without has not been held yet.
    vergaderstatus: Annotated[MeetingState, BeforeValidator(_state)] = MeetingState.PLANNED

    @property
    def start(self) -> datetime | None:
        return self.aanvang or self.geplandeaanvang

    @property
    def day(self) -> date | None:
        """The day of the meeting: as held, as planned, or that of its start."""
        start = local_date(self.start) if self.start else None
        return self.vergaderdatum or self.geplandedatum or start


class Agendapunt(OfMeeting):
    """An item of the agenda."""

    agendapuntnaam: Title
    omschrijving: Text | None = None
    volgnummer: str | None = None
    hoofdagendapunt: Verwijzing | None = None

    @property
    def number(self) -> tuple[tuple[int, int, str], ...]:
        """The number as people order it: 9 before 10, 3 before 3.a before 4, none at the end."""
        parts = re.findall(
            r"[0-9]{1,18}|[^\W\d_]+", unicodedata.normalize("NFKC", self.volgnummer or "")
        )
        found = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.lower()) for p in parts)
        return found or ((2, 0, ""),)


class Informatieobject(OfMeeting):
    """A document.

    The published schema lists `pid` as required without defining it, and defines `id`, "kenmerk van het object
    binnen het bestuursorgaan zelf", without requiring it. Nothing can be recognised again without a key, so
    here `id` is required and `pid` is not.
    """

    titel: Title
    webpaginalink: Url
    agendapunten: tuple[Verwijzing, ...] = ()


R = TypeVar("R", bound=OfMeeting)


class Page(Part, Generic[R]):
    """A list as the API gives it; `next` and `previous` are set when it is only a part of the whole."""

    next: str | None = None
    previous: str | None = None
    results: tuple[R, ...] = Field(max_length=MOST_PARTS)


class File(Part):
    """One meeting with everything that belongs to it."""

    vergadering: Vergadering
    agendapunten: Page[Agendapunt]
    informatieobjecten: Page[Informatieobject]
