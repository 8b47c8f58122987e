"""Draws by lot in the demo of Borne: one whose people answered, one that asks them now, one that waits for its figures."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from wijkstem.commands.draw_answers import AnswerInvitation, PassAnswers
from wijkstem.commands.draws import AnnounceDraw, PrepareGroup, RecordDraw, SayWilling
from wijkstem.commands.handlers import carry_out, execute
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.people import ELSEWHERE, TOO_YOUNG
from wijkstem.demo.stories import Part
from wijkstem.domain.draw_rules import GroupForm, rule_of
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.draws import DrawEntry
from wijkstem.words.draws import EntryState

FILE = Path(__file__).with_name("draws.toml")
WHERE, KEEPER = frozenset({"borne"}), "ambtenaar-1"
#: How many of the people that nobody can be may be drawn, and days until the figures count.
WILLING, WAIT = 80, 2
#: Of those who are asked one in so many says no, and one in so many stays silent.
NO_EVERY, SILENT_EVERY = 5, 4

_entry = table_of(DrawEntry)


class Drawn(Part):
    """A group; ``figure`` only of one that was drawn, ``answers`` of one whose people have said something."""

    name: str
    purpose: str
    seats: int = Field(ge=1)
    announced: int = Field(ge=1)
    source: str
    of_one_place: bool = False
    figure: str = ""
    how: str = ""
    answers: bool = False


class Groups(Part):
    """The whole file."""

    draws: tuple[Drawn, ...] = Field(min_length=1)


def kept() -> tuple[Drawn, ...]:
    """The groups, the oldest first."""
    return Groups.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).draws


@dataclass
class DrawPlay:
    """Who is drawn, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd
    _groups: dict[str, UUID] = field(default_factory=dict)

    def play(self, ago: int) -> bool:
        """What happens on the day that is so many days ago; whether anything did."""
        if self.slug not in WHERE:
            return False
        groups = kept()
        if ago == groups[0].announced + 1:
            self._everybody_may_be_drawn()
        done = [self._day_of(one, one.announced - ago) for one in groups]
        return any(done)

    def _everybody_may_be_drawn(self) -> None:
        """In one transaction."""
        known = [
            actor
            for key, actor in self.crowd.known.items()
            if key.startswith("bewoner") and key not in {TOO_YOUNG, ELSEWHERE}
        ]
        with self.services.unit_of_work(self.slug) as uow:
            for who in (*known, *self.crowd.many[:WILLING]):
                carry_out(SayWilling(True), self.services.work(uow, who))

    def _day_of(self, one: Drawn, day: int) -> bool:
        """Of one group, so many days after its list was fixed."""
        match day:
            case 0:
                self._fix(one)
            case _ if day == WAIT and one.figure:
                self._do(RecordDraw(self._groups[one.name], one.figure, one.how))
            case _ if day == WAIT + 3 and one.answers:
                self._answer(self._groups[one.name], first=True)
            case _ if day == WAIT + self._answer_days + 1 and one.answers:
                # Whoever stayed silent gives the place to somebody else.
                self._do(PassAnswers(self._groups[one.name]), SYSTEM)
            case _ if day == WAIT + self._answer_days + 2 and one.answers:
                self._answer(self._groups[one.name], first=False)
            case _:
                return False
        return True

    def _fix(self, one: Drawn) -> None:
        group_id = self._groups[one.name] = new_id()
        neighbourhoods = self.services.rules.of(self.slug).municipality.neighbourhoods
        codes = (neighbourhoods[0].code,) if one.of_one_place else ()
        self._do(PrepareGroup(GroupForm(one.name, one.purpose, one.seats, codes), group_id))
        self._do(AnnounceDraw(group_id, one.source, WAIT))

    def _answer(self, group_id: UUID, *, first: bool) -> None:
        """Most of the ``first`` say yes, and all of who came in the place of others; in the order of the draw."""
        asked = select(_entry.c.id, _entry.c.person_id).where(
            _entry.c.municipality_id == self.slug,
            _entry.c.group_id == group_id,
            _entry.c.state == EntryState.INVITED,
        )
        with self.services.reading(self.slug) as connection:
            rows = connection.execute(asked.order_by(_entry.c.turn)).all()
        for number, row in enumerate(rows, 1):
            if number % SILENT_EVERY or not first:
                said = AnswerInvitation(row.id, yes=bool(number % NO_EVERY) or not first)
                self._do(said, Actor(row.person_id))

    @property
    def _answer_days(self) -> int:
        return rule_of(self.services.rules.of(self.slug).municipality).answer_days

    def _do(self, command: object, who: Actor | None = None) -> Any:
        return execute(self.services, self.slug, command, who or self.crowd.known[KEEPER])
