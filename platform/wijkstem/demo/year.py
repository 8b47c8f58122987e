"""The year's agenda in the demo: made-up subjects, what was found before the start, and roles that were chosen.

Enschede's action 2.01 (budget of 2019) asks for such an agenda, so it is shown there; Borne shows it too.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from pydantic import Field

from wijkstem.commands.following_subjects import FollowSubject
from wijkstem.commands.handlers import execute
from wijkstem.commands.promises import MakePromise, PassPromise, UpdatePromise
from wijkstem.commands.year_agenda import (
    AddYearSubject,
    AnalyseSurroundings,
    ChangeYearSubject,
    ChooseRole,
)
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.promises import News, PromiseForm
from wijkstem.domain.year_agenda import AnalysisForm, RoleForm, SubjectForm
from wijkstem.kit.clock import local_date
from wijkstem.services import Services
from wijkstem.words import ParticipationLevel, SubjectState

FILE = Path(__file__).with_name("year.toml")
#: Where there is one.
MUNICIPALITIES = ("enschede", "borne")
#: Who follows each subject.
FOLLOWER = "bewoner-1"


class Around(Part):
    """What was found before the start."""

    concerned: str
    heard: str
    approach: str


class Given(Part):
    """A role that residents got."""

    level: ParticipationLevel
    by: str
    reasons: str


class Later(Part):
    """What became otherwise."""

    month: int = Field(ge=1, le=12)
    state: SubjectState
    news: str


class Planned(Part):
    """A subject of this year, or so many years from it."""

    year: int = 0
    body: str = "raad"
    months: tuple[int, int]
    state: SubjectState
    title: str
    what: str
    wants: str = ""
    around: Around | None = None
    roles: tuple[Given, ...] = ()
    later: Later | None = None


class Promised(Part):
    """Something that was promised so many days ago, to be done so many days from now."""

    what: str
    by: str
    owner: str
    ago: int = Field(ge=0)
    due: int
    kept: str = ""


class Year(Part):
    """The whole file."""

    promises: tuple[Promised, ...] = ()

    subjects: tuple[Planned, ...] = Field(min_length=1)


def planned() -> Year:
    """Everything that is on the year's agenda, and what was promised."""
    return Year.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class YearPlay:
    """Who puts it there, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """All of it, one after the other."""
        if self.slug in MUNICIPALITIES:
            year = planned()
            for one in year.subjects:
                self._subject(one)
            for promise in year.promises:
                self._promise(promise)

    def _subject(self, one: Planned) -> None:
        subject_id: UUID = self._do(AddYearSubject(self._form(one)))
        self._do(FollowSubject(subject_id), FOLLOWER)
        if one.around:
            texts = AnalysisForm(one.around.concerned, one.around.heard, one.around.approach)
            self._do(AnalyseSurroundings(subject_id, texts))
        for seen, given in enumerate(one.roles):
            form = RoleForm(given.level, given.by, self._chosen_on(one, seen), given.reasons)
            self._do(ChooseRole(subject_id, form, seen))
        if one.later:
            self._do(ChangeYearSubject(subject_id, 1, self._form(one, one.later)))

    def _promise(self, one: Promised) -> None:
        made, due = self._today - timedelta(days=one.ago), self._today + timedelta(days=one.due)
        promise_id = self._do(MakePromise(PromiseForm(one.what, one.by, one.owner, made, due)))
        if one.kept:
            self._do(UpdatePromise(promise_id, 1, News("kept", due, one.what, one.kept)))
        elif one.due < 0:
            execute(self.services, self.slug, PassPromise(promise_id), SYSTEM)

    def _chosen_on(self, one: Planned, turn: int) -> date:
        """A role is chosen when the work begins, and another one in each month after it; never later than today."""
        return min(self._today, date(self._today.year + one.year, one.months[0] + turn, 15))

    @property
    def _today(self) -> date:
        return local_date(self.services.clock.now())

    def _form(self, one: Planned, later: Later | None = None) -> SubjectForm:
        return SubjectForm(
            one.title,
            one.what,
            one.wants,
            one.body,
            self._today.year + one.year,
            one.months[0],
            later.month if later else one.months[1],
            later.state if later else one.state,
            news=later.news if later else "",
        )

    def _do(self, command: object, who: str = "griffie-1") -> UUID:
        made: UUID = execute(self.services, self.slug, command, self.crowd.known[who])
        return made
