"""A path as residents see it: the steps from top to bottom, what stands aside, and where each way out leads.

It is drawn as lists, so that it is its own text: it wraps on a telephone, prints, and can be read aloud.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wijkstem.kit.i18n import N_
from wijkstem.rules.schema import Instrument
from wijkstem.rules.steps import Outcome, Path, Step
from wijkstem.web.language import translated
from wijkstem.web.wording import HOLDERS, term_words
from wijkstem.words import Taker, Trigger

#: Who or what takes a way out.
BY = {
    Taker.OFFICIAL: N_("de gemeente"),
    Taker.CLERK: N_("de griffie"),
    Taker.SUBMITTER: N_("wie het indiende"),
    Taker.NEIGHBOURHOOD_COUNCIL: N_("de wijkraad"),
}
ON = {
    Trigger.THRESHOLD: N_("vanzelf, bij genoeg steun"),
    Trigger.TERM: N_("vanzelf, als de tijd om is"),
    Trigger.ADVICE: N_("vanzelf, na het advies"),
    Trigger.BALLOT_WON: N_("vanzelf, na de uitslag van het stemmen"),
    Trigger.BALLOT_LOST: N_("vanzelf, na de uitslag van het stemmen"),
    Trigger.MEETING_CANCELLED: N_("vanzelf, als de vergadering niet doorgaat"),
}
LEADS = {
    "on": N_("verder naar stap %(to)s"),
    "back": N_("terug naar stap %(to)s"),
    "again": N_("blijft bij deze stap"),
    "end": N_("einde: %(to)s"),
}

Kind = Literal["on", "back", "again", "end"]


@dataclass(frozen=True)
class Way:
    """A way out of a step: what it is called, who takes it, and where it leads in words."""

    kind: Kind
    name: str
    by: str
    leads: str


@dataclass(frozen=True)
class Stage:
    """A step in the picture: "2", or "2a" where it stands aside."""

    number: str
    #: Whether it is not on the way that a plan goes when all goes well.
    aside: bool
    name: str
    explanation: str
    holder: str
    term: str
    stands_still: bool
    ways: Sequence[Way]


def picture(path: Path, instrument: Instrument, lang: str) -> list[Stage]:
    """Every step that does not end the path, in the order in which it is drawn."""
    numbers = numbered(path)
    return [_stage(path.step(one), numbers, path, instrument, lang) for one in numbers]


def numbered(path: Path) -> dict[str, str]:
    """The number of each step: those of the good way count on, the others stand behind the step they come from."""
    start = path.step(path.start)
    line = [start, *path.ahead(start)]
    aside: dict[str, list[str]] = {step.id: [] for step in line}
    seen = set(aside)
    for step in line:
        todo = [step]
        for here in todo:
            found = [path.step(o.to) for o in here.outcomes]
            new = {s.id: s for s in found if not s.final and s.id not in seen}
            seen |= new.keys()
            aside[step.id] += new
            todo += new.values()
    numbers = {}
    for count, (main, others) in enumerate(aside.items(), start=1):
        numbers[main] = str(count)
        numbers |= {other: f"{count}{chr(97 + n)}" for n, other in enumerate(others)}
    return numbers


def _stage(
    step: Step, numbers: Mapping[str, str], path: Path, instrument: Instrument, lang: str
) -> Stage:
    number = numbers[step.id]
    return Stage(
        number=number,
        aside=not number.isdigit(),
        name=step.name.in_language(lang),
        explanation=step.explanation.in_language(lang),
        holder=translated(HOLDERS[step.holder], lang),
        term=term_words(instrument.terms[step.term], lang) if step.term else "",
        stands_still=step.suspends,
        ways=[_way(one, step, numbers, path, lang) for one in step.outcomes],
    )


def _way(outcome: Outcome, here: Step, numbers: Mapping[str, str], path: Path, lang: str) -> Way:
    to = path.step(outcome.to)
    kind = _kind(here, to, list(numbers))
    name = to.name.in_language(lang) if to.final else numbers.get(to.id, "")
    by = BY[outcome.by] if outcome.by else ON[outcome.on] if outcome.on else ""
    return Way(
        kind=kind,
        name=outcome.name.in_language(lang),
        by=translated(by, lang),
        leads=translated(LEADS[kind], lang, {"to": name}),
    )


def _kind(here: Step, to: Step, order: Sequence[str]) -> Kind:
    if to.final:
        return "end"
    if to.id == here.id:
        return "again"
    return "back" if order.index(to.id) < order.index(here.id) else "on"
