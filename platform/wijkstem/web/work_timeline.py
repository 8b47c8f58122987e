"""Carrying out as lines of a plan's timeline."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, Protocol

from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.kit.jinja import number as in_figures

Say = Callable[..., str]


class WorkLine(Protocol):
    """What a line of a plan's timeline, or of a dossier, knows of it."""

    @property
    def kind(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def number(self) -> int | None: ...
    @property
    def part(self) -> str | None: ...
    @property
    def part_news(self) -> str | None: ...


class WorkSaid(NamedTuple):
    """What a line says, and the words under it."""

    title: str
    text: str = ""


_UPDATED = {
    "done": N_("Klaar: %(part)s"),
    "dropped": N_("Gaat niet door: %(part)s"),
    "planned": N_("Toch nog niet klaar: %(part)s"),
    "moved": N_("Op een andere dag: %(part)s"),
    "news": N_("Nieuws: %(part)s"),
}


def work_line(line: WorkLine, say: Say, lang: str) -> WorkSaid | None:
    """None for what is not about carrying out."""
    kind = line.kind.removeprefix("carrying_out.")
    part, until = line.part or "", _until(line.due_on, say, lang)
    match kind:
        case "begun":
            return WorkSaid(say(N_("De gemeente gaat dit doen")), until)
        case "planned":
            return WorkSaid(say(N_("Er is een planning: u leest wat er wanneer gebeurt")))
        case "planning_late":
            return WorkSaid(say(N_("De planning is te laat")))
        case "part_added":
            return WorkSaid(say(N_("Er komt bij: %(part)s"), part=part), until)
        case "part_updated":
            title = say(_UPDATED[line.outcome or "news"], part=part)
            return WorkSaid(title, line.part_news or "")
        case "part_late":
            return WorkSaid(say(N_("Te laat: %(part)s"), part=part))
    return _end(kind, line.number, say, lang)


def _end(kind: str, euros: int | None, say: Say, lang: str) -> WorkSaid | None:
    cost = ""
    if euros is not None:
        cost = say(N_("Het kostte %(euros)s euro."), euros=in_figures(euros, lang))
    match kind:
        case "finished":
            return WorkSaid(say(N_("De uitvoering is klaar")), cost)
        case "costs_corrected":
            return WorkSaid(say(N_("Wat het kostte, is verbeterd")), cost)
        case "stopped":
            return WorkSaid(say(N_("De uitvoering is gestopt")))
    return None


def _until(day: date | None, say: Say, lang: str) -> str:
    return say(N_("Uiterlijk %(day)s."), day=long_date(day, lang)) if day else ""
