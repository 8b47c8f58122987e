"""The year's agenda in the demo: made-up subjects, what was found before the start, and roles that were chosen.

Enschede's action 2.01 (budget of 2019) asks for such an agenda, so it is shown there; Borne shows it too.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from pydantic import Field

from wijkstem.commands.following_subjects import FollowSubject
from wijkstem.commands.handlers import execute
from wijkstem.commands.year_agenda import (
    AddYearSubject,
    AnalyseSurroundings,
    ChangeYearSubject,
    ChooseRole,
)
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
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


class Year(Part):
    """The whole file."""

    subjects: tuple[Planned, ...] = Field(min_length=1)


def planned() -> tuple[Planned, ...]:
    """Everything that is on the year's agenda."""
    return Year.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).subjects


@dataclass(frozen=True)
class YearPlay:
    """Who puts it there, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """All of it, one after the other."""
        if self.slug in MUNICIPALITIES:
            for one in planned():
                self._subject(one)

    def _subject(self, one: Planned) -> None:
        subject_id: UUID = self._do(AddYearSubject(self._form(one)))
        self._do(FollowSubject(subject_id), FOLLOWER)
        if one.around:
            texts = AnalysisForm(one.around.concerned, one.around.heard, one.around.approach)
            self._do(AnalyseSurroundings(subject_id, texts))
        for seen, given in enumerate(one.roles):
            form = RoleForm(given.level, given.by, self._today, given.reasons)
            self._do(ChooseRole(subject_id, form, seen))
        if one.later:
            self._do(ChangeYearSubject(subject_id, 1, self._form(one, one.later)))

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
