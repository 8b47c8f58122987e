"""What happens in the neighbourhoods of the demo: people meet, and the municipality tells how it goes."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path as FilePath
from uuid import UUID

from pydantic import Field

from wijkstem.commands.gatherings import AnnounceGathering, CancelGathering, ReportGathering
from wijkstem.commands.handlers import execute
from wijkstem.commands.programme import AddProgrammeItem, UpdateProgrammeItem
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.meetings import THURSDAY
from wijkstem.demo.people import ELSEWHERE
from wijkstem.demo.stories import Part
from wijkstem.domain.gatherings import WHOLE, GatheringForm, Report
from wijkstem.domain.programme import ItemForm
from wijkstem.rules.schema import Municipality
from wijkstem.services import Services
from wijkstem.words import GatheringKind, ProgrammeState

FILE = FilePath(__file__).with_name("neighbours.toml")
OFFICIAL = "ambtenaar-2"


class Gathered(Part):
    """A gathering, from the day it was announced."""

    kind: GatheringKind
    #: The only municipality that has it; "": every one.
    only: str = ""
    #: The place of its neighbourhood in the list; None: the whole municipality.
    where: int | None = None
    #: Days ago.
    announced: int = Field(ge=0)
    #: Days from today.
    day: int
    begins: time
    ends: time
    title: str
    about: str
    place: str
    access: str
    places: int | None = None
    sign_ups: int = 0
    #: Days from today, when the report was written; None: not yet.
    reported: int | None = None
    came: int = 0
    heard: str = ""
    follow_up: str = ""
    #: Days ago that it was cancelled; None: it goes on.
    cancelled: int | None = None
    reasons: str = ""


class News(Part):
    """How something of a programme goes, so many days ago."""

    ago: int = Field(ge=0)
    state: ProgrammeState
    words: str


class Promised(Part):
    """Something in a neighbourhood's programme."""

    where: int
    added: int = Field(ge=0)
    #: First and last, counted from this year.
    years: tuple[int, int]
    title: str
    what: str
    state: ProgrammeState
    news: tuple[News, ...] = ()


class Happenings(Part):
    """The whole file."""

    gatherings: tuple[Gathered, ...] = Field(min_length=1)
    programme: tuple[Promised, ...] = Field(min_length=1)


def happenings() -> Happenings:
    """What is told of every municipality."""
    return Happenings.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


@dataclass
class Neighbours:
    """The neighbourhoods of one municipality while they are played, day by day."""

    services: Services
    slug: str
    crowd: Crowd
    today: date
    told: Happenings = field(default_factory=happenings)
    _made: dict[tuple[str, int], UUID] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How far back it begins."""
        everything = [one.announced for one in self.told.gatherings]
        return max(everything + [one.added for one in self.told.programme])

    def play(self, ago: int) -> bool:
        """Everything of a day, so many days ago; whether there was anything."""
        here = [one for one in self.told.gatherings if one.only in ("", self.slug)]
        done = [self._gathering(one, ago) for one in here]
        done += [self._item(one, ago) for one in self.told.programme]
        return any(done)

    def _gathering(self, one: Gathered, ago: int) -> bool:
        if ago == one.announced:
            self._made[one.title, one.day] = self._do(AnnounceGathering(self._form(one)))
            self._sign_up(one)
            return True
        if one.cancelled is not None and ago == one.cancelled:
            self._do(CancelGathering(self._made[one.title, one.day], 1, one.reasons))
            return True
        if one.reported is not None and ago == -one.reported:
            report = Report(one.came, one.heard, one.follow_up)
            self._do(ReportGathering(self._made[one.title, one.day], 1, report))
            return True
        return False

    def _form(self, one: Gathered) -> GatheringForm:
        return GatheringForm(
            one.kind,
            WHOLE if one.where is None else self._code(one.where),
            one.title,
            one.about,
            self._day(one),
            one.begins,
            one.ends,
            one.place,
            one.access,
            one.places,
        )

    def _day(self, one: Gathered) -> date:
        """Guests of the council come on the day of the week on which it meets."""
        day = self.today + timedelta(days=one.day)
        waits = (THURSDAY - day.weekday()) % 7 if one.kind is GatheringKind.COUNCIL_GUEST else 0
        return day + timedelta(days=waits)

    def _sign_up(self, one: Gathered) -> None:
        """Known residents first, so that a visitor can be one of them; the first resident can still choose."""
        keys = [k for k in self.crowd.known if k.startswith("bewoner") and k != ELSEWHERE][1:]
        for key in keys[: one.sign_ups]:
            execute(
                self.services,
                self.slug,
                SignUpFor(self._made[one.title, one.day]),
                self.crowd.known[key],
            )

    def _item(self, one: Promised, ago: int) -> bool:
        if ago == one.added:
            command = AddProgrammeItem(self._code(one.where), self._said(one, one.state, ""))
            self._made[one.title, 0] = self._do(command)
            return True
        for number, news in enumerate(one.news, start=1):
            if ago == news.ago:
                form = self._said(one, news.state, news.words)
                self._do(UpdateProgrammeItem(self._made[one.title, 0], number, form))
                return True
        return False

    def _said(self, one: Promised, state: ProgrammeState, words: str) -> ItemForm:
        first, last = (self.today.year + year for year in one.years)
        return ItemForm(one.title, one.what, first, last, state, words)

    def _code(self, place: int) -> str:
        municipality: Municipality = self.services.rules.of(self.slug).municipality
        known = municipality.neighbourhoods
        return known[min(place, len(known) - 1)].code

    def _do(self, command: object) -> UUID:
        made: UUID = execute(self.services, self.slug, command, self.crowd.known[OFFICIAL])
        return made
