"""Carrying out in words: where a plan is with it, what happens when, and what was said of each part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date, month_name
from wijkstem.queries.carrying_out import (
    ListedWork,
    PartFacts,
    PartSaid,
    WorkFacts,
    WorkInShort,
    WorkOfPlan,
)
from wijkstem.queries.media import Shown
from wijkstem.web.language import translated
from wijkstem.web.links import part_path, work_path
from wijkstem.words import CarryingOutState, PartState

STATES = {
    CarryingOutState.PLANNING: N_("Planning wordt gemaakt"),
    CarryingOutState.BUSY: N_("Bezig"),
    CarryingOutState.DONE: N_("Klaar"),
    CarryingOutState.STOPPED: N_("Gestopt"),
}
_LOOKS = {
    CarryingOutState.PLANNING: "neutral",
    CarryingOutState.BUSY: "busy",
    CarryingOutState.DONE: "good",
    CarryingOutState.STOPPED: "bad",
}
PARTS = {
    PartState.PLANNED: N_("Moet nog"),
    PartState.DONE: N_("Klaar"),
    PartState.DROPPED: N_("Gaat niet door"),
}
_PART_LOOKS = {PartState.PLANNED: "busy", PartState.DONE: "good", PartState.DROPPED: "bad"}
LATE = N_("Te laat")


def when(day: date, whole_month: bool, lang: str) -> str:
    """A day, or the month where no day was named."""
    return f"{month_name(day.month, lang)} {day.year}" if whole_month else long_date(day, lang)


def state_of(work: WorkFacts | ListedWork, lang: str) -> tuple[str, str]:
    """How far it is, and how that looks."""
    return translated(STATES[work.state], lang), _LOOKS[work.state]


@dataclass(frozen=True)
class Change:
    """Something that was said of a part: what it was before is named when it became otherwise."""

    title: str
    on: date
    news: str
    when_was: str
    what_was: str


@dataclass(frozen=True)
class PartTold:
    """A part with everything that was said of it."""

    part: PartFacts
    url: str
    state: str
    look: str
    when: str
    changes: list[Change]
    photos: tuple[Shown, ...]


def parts_told(found: WorkOfPlan, today: date, lang: str) -> list[PartTold]:
    """In the order of their days."""
    return [
        PartTold(
            part,
            part_path(part.id),
            *_part_state(part, today, lang),
            when(part.due_on, part.whole_month, lang),
            changes(found.said.get(part.id, ()), lang),
            found.photos.get(part.id, ()),
        )
        for part in found.parts
    ]


def _part_state(part: PartFacts, today: date, lang: str) -> tuple[str, str]:
    if part.is_late(today):
        return translated(LATE, lang), "late"
    return translated(PARTS[part.state], lang), _PART_LOOKS[part.state]


def changes(said: Iterable[PartSaid], lang: str) -> list[Change]:
    """The newest first; the first version says nothing that the part does not say itself."""
    versions = list(said)
    return [_change(new, old, lang) for new, old in pairwise(versions)]


def _change(new: PartSaid, old: PartSaid, lang: str) -> Change:
    moved = (new.due_on, new.whole_month) != (old.due_on, old.whole_month)
    title = N_("Nieuws")
    if new.state != old.state:
        title = PARTS[new.state]
    elif moved:
        title = N_("Op een andere dag")
    return Change(
        translated(title, lang),
        new.said_on,
        new.news,
        when(old.due_on, old.whole_month, lang) if moved else "",
        old.what if old.what != new.what else "",
    )


@dataclass(frozen=True)
class WorkTold:
    """What the page of a plan tells of how it is carried out."""

    work: WorkFacts
    url: str
    state: str
    look: str
    #: What comes first, and when that is; "" for nothing.
    next: str
    next_when: str
    late: bool
    done: int
    parts: int


def work_told(short: WorkInShort | None, number: str, today: date, lang: str) -> WorkTold | None:
    """None for a plan that is not carried out."""
    if short is None:
        return None
    waiting = [part for part in short.parts if part.state is PartState.PLANNED]
    busy = short.work.state is CarryingOutState.BUSY
    first = waiting[0] if waiting and busy else None
    return WorkTold(
        short.work,
        work_path(number),
        *state_of(short.work, lang),
        first.what if first else "",
        when(first.due_on, first.whole_month, lang) if first else "",
        first.is_late(today) if first else False,
        sum(part.state is PartState.DONE for part in short.parts),
        sum(part.state is not PartState.DROPPED for part in short.parts),
    )
