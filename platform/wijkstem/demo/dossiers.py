"""Dossiers in the demo: made-up subjects, with plans and a meeting of the demo itself in them."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from wijkstem.commands.dossiers import (
    AddDossierEntry,
    OpenDossier,
    PutMeetingInDossier,
    PutPlanInDossier,
)
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.handlers import execute
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.domain.dossiers import DossierForm, EntryForm
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import matches, wanted
from wijkstem.queries.agenda import meetings_to_pick
from wijkstem.services import Services
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.search import FindableInitiative

FILE = Path(__file__).with_name("dossiers.toml")
OFFICIAL, FOLLOWER = "ambtenaar-1", "bewoner-1"

_initiative = table_of(Initiative)
_found = table_of(FindableInitiative)


class PutIn(Part):
    """A document, or news."""

    kind: str
    ago: int = Field(ge=0)
    title: str
    text: str
    url: str = ""
    category: str = ""


class Kept(Part):
    """A dossier; ``plans``: how many of the newest public plans with one of its words are in it."""

    title: str
    about: str
    plans: int = 0
    words: str
    meeting: bool = False
    entries: tuple[PutIn, ...] = ()


class Subjects(Part):
    """The whole file."""

    dossiers: tuple[Kept, ...] = Field(min_length=1)


def kept() -> tuple[Kept, ...]:
    """What is told of every municipality."""
    return Subjects.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).dossiers


@dataclass(frozen=True)
class DossierPlay:
    """Who keeps them, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """All of them, each with the plans that are about it."""
        for one in kept():
            self._dossier(one, self._plans(one))

    def _plans(self, one: Kept) -> list[str]:
        words = wanted(one.words)
        assert words is not None
        with self.services.reading(self.slug) as connection:
            asked = words.any_for_engine(connection.dialect.name)
            found = (
                select(_initiative.c.number)
                .join_from(
                    _initiative,
                    _found,
                    (_found.c.municipality_id == _initiative.c.municipality_id)
                    & (_found.c.initiative_id == _initiative.c.id),
                )
                .where(
                    _initiative.c.municipality_id == self.slug,
                    _initiative.c.public,
                    matches(_found.c.doc, _found.c.words, asked),
                )
                .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
                .limit(one.plans)
            )
            return list(connection.scalars(found))

    def _dossier(self, one: Kept, plans: list[str]) -> None:
        dossier_id = new_id()
        self._do(OpenDossier(DossierForm(one.title, one.about), dossier_id))
        self._do(FollowDossier(dossier_id), FOLLOWER)
        for number in plans:
            self._do(PutPlanInDossier(dossier_id, number))
        if one.meeting:
            self._meeting(dossier_id)
        for entry in one.entries:
            self._do(AddDossierEntry(dossier_id, self._form(entry)))

    def _meeting(self, dossier_id: UUID) -> None:
        with self.services.reading(self.slug) as connection:
            meetings = meetings_to_pick(connection, self.slug, most=1)
        for meeting in meetings:
            self._do(PutMeetingInDossier(dossier_id, meeting.id))

    def _form(self, entry: PutIn) -> EntryForm:
        day = local_date(self.services.clock.now()) - timedelta(days=entry.ago)
        return EntryForm(entry.kind, entry.title, entry.text, entry.url, day, entry.category)

    def _do(self, command: object, who: str = OFFICIAL) -> None:
        execute(self.services, self.slug, command, self.crowd.known[who])
