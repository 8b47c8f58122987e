"""Partnerships in the demo of Hilversum and Borne: made-up ones, of which one was reviewed and one is late."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field

from wijkstem.commands.handlers import execute
from wijkstem.commands.partnerships import (
    LinkItem,
    PassReview,
    RegisterPartnership,
    ReviewPartnership,
)
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.domain.partnerships import PartnershipForm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.clock import local_date
from wijkstem.queries.partnerships import items_to_pick
from wijkstem.services import Services

FILE = Path(__file__).with_name("partnerships.toml")
#: Hilversum promised a register; that of Borne is there for who looks at one municipality only.
WHERE, KEEPER = frozenset({"borne", "hilversum"}), "griffie-1"


class Kept(Part):
    """One of them; ``since`` and ``review`` are days before and after today."""

    name: str
    form: str
    role: str
    since: int
    review: int
    tasks: str
    account: str
    partners: str
    #: Last year, this year, and so on.
    money: tuple[int, ...] = ()
    found: str = ""


class Register(Part):
    """The whole file."""

    partnerships: tuple[Kept, ...] = Field(min_length=1)


def kept() -> tuple[Kept, ...]:
    """What stands in the register."""
    return Register.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).partnerships


@dataclass(frozen=True)
class PartnershipPlay:
    """Who keeps the register, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """All of them; the first is about something that the council has on its agenda."""
        if self.slug not in WHERE:
            return
        for one in kept():
            self._register(one)

    def _register(self, one: Kept) -> None:
        made: UUID = self._do(RegisterPartnership(self._form(one)))
        if one.review < 0:
            self._do(PassReview(made), SYSTEM)
        if one.found:
            self._do(ReviewPartnership(made, 1, one.found, self._today + timedelta(days=400)))
            with self.services.reading(self.slug) as connection:
                items = items_to_pick(connection, self.slug)
            for item in items[:1]:
                self._do(LinkItem(made, item.item_id))

    def _form(self, one: Kept) -> PartnershipForm:
        day = self._today
        money = (f"{day.year - 1 + n}: {euros}" for n, euros in enumerate(one.money))
        return PartnershipForm(
            one.name,
            one.form,
            one.role,
            one.tasks,
            one.account,
            one.partners,
            "\n".join(money),
            day - timedelta(days=one.since),
            day + timedelta(days=one.review),
        )

    @property
    def _today(self) -> date:
        return local_date(self.services.clock.now())

    def _do(self, command: object, who: Actor | None = None) -> Any:
        return execute(self.services, self.slug, command, who or self.crowd.known[KEEPER])
