"""Carrying out in the demo: what became of plans that were adopted, by made-up teams."""

import io
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from wijkstem.adapters.files import key_of
from wijkstem.commands.carried_out import FinishCarryingOut
from wijkstem.commands.carrying_out import PlanCarryingOut
from wijkstem.commands.handlers import execute
from wijkstem.commands.media import AnnounceFiles, File
from wijkstem.commands.work_parts import AddWorkPhoto, PassWorkPart, UpdateWorkPart
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.pictures import drawn
from wijkstem.demo.stories import Part
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm, PartNews
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.pictures import ENDING, made_safe
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.carrying_out import CarryingOut, WorkPart
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import CarryingOutState

FILE = Path(__file__).with_name("work.toml")
OFFICIAL = "ambtenaar-1"

_work = table_of(CarryingOut)
_part = table_of(WorkPart)
_initiative = table_of(Initiative)


class Moved(Part):
    """It became another day."""

    to: int
    why: str


class Piece(Part):
    """A part; days from today."""

    what: str
    due: int
    month: bool = False
    moved: Moved | None = None
    done: int | None = None
    news: str = ""
    photo: bool = False


class Done(Part):
    """What becomes of one plan."""

    office: str
    granted: int
    spent: int | None = None
    end: str = ""
    parts: tuple[Piece, ...] = Field(min_length=1)


class Works(Part):
    """The whole file."""

    works: tuple[Done, ...] = Field(min_length=1)


def works() -> tuple[Done, ...]:
    """The same for every municipality."""
    return Works.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).works


@dataclass(frozen=True)
class WorkPlay:
    """Who carries out, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """The plans that wait for a planning, the oldest first; the newest goes on waiting."""
        waiting = self._waiting()
        for plan, one in zip(waiting[:-1] or waiting, works(), strict=False):
            self._work(plan, one)

    def _waiting(self) -> list[UUID]:
        found = (
            select(_work.c.initiative_id)
            .join(
                _initiative,
                (_initiative.c.municipality_id == _work.c.municipality_id)
                & (_initiative.c.id == _work.c.initiative_id),
            )
            .where(
                _work.c.municipality_id == self.slug,
                _work.c.state == CarryingOutState.PLANNING,
                _initiative.c.public,
            )
            .order_by(_work.c.begun_on, _initiative.c.number)
        )
        with self.services.reading(self.slug) as connection:
            return list(connection.execute(found).scalars())

    def _work(self, plan: UUID, one: Done) -> None:
        parts = tuple(PartForm(it.what, self._due(it), it.month) for it in one.parts)
        self._do(PlanCarryingOut(plan, CarrierForm(one.office, one.granted), parts))
        ids = self._parts(plan)
        for turn, it in enumerate(one.parts):
            self._piece(ids[it.what], it, turn)
        if one.end:
            form = EndForm(one.end, one.spent, one.granted)
            self._do(FinishCarryingOut(plan, 2, form))

    def _piece(self, part_id: UUID, it: Piece, turn: int) -> None:
        revision, due = 1, self._due(it)
        if it.photo:
            self._show(part_id, turn)
        if it.moved:
            due = self._day(it.moved.to)
            news = PartNews("planned", it.what, due, it.month, it.moved.why)
            self._do(UpdateWorkPart(part_id, revision, news))
            revision += 1
        if it.done is not None:
            news = PartNews("done", it.what, due, it.month, it.news, self._day(it.done))
            self._do(UpdateWorkPart(part_id, revision, news))
        elif due < self._today:
            execute(self.services, self.slug, PassWorkPart(part_id), SYSTEM)

    def _show(self, part_id: UUID, turn: int) -> None:
        files = self.services.files
        if files is None:
            return
        photo_id = new_id()
        content, description = drawn(turn)
        made = made_safe(io.BytesIO(content), len(content))
        both = (made.large, made.small)
        sizes = [(key_of(self.slug, photo_id, one.content, ENDING), one) for one in both]
        self._do(AnnounceFiles([key for key, _ in sizes]))
        for key, one in sizes:
            files.put(key, one.content)
        large, small = (File(key, one.width, one.height) for key, one in sizes)
        self._do(AddWorkPhoto(part_id, photo_id, large, small, description))

    def _parts(self, plan: UUID) -> dict[str, UUID]:
        found = select(_part.c.what, _part.c.id).where(
            _part.c.municipality_id == self.slug, _part.c.initiative_id == plan
        )
        with self.services.reading(self.slug) as connection:
            return {row.what: row.id for row in connection.execute(found)}

    def _due(self, it: Piece) -> date:
        day = self._day(it.due)
        return day.replace(day=monthrange(day.year, day.month)[1]) if it.month else day

    def _day(self, days: int) -> date:
        return self._today + timedelta(days=days)

    @property
    def _today(self) -> date:
        return local_date(self.services.clock.now())

    @property
    def _official(self) -> Actor:
        return self.crowd.known[OFFICIAL]

    def _do(self, command: object) -> None:
        execute(self.services, self.slug, command, self._official)
