"""An initiative as lists show it: in words, by the rules of its filing day."""

from dataclasses import dataclass
from datetime import date

from wijkstem.queries.initiative_list import ListedRow
from wijkstem.web.context import Visitor
from wijkstem.web.links import initiative_path
from wijkstem.web.wording import course_of, place, status_kind, subject_name
from wijkstem.words import Collects


@dataclass(frozen=True)
class Card:
    """An initiative in a list, in words."""

    number: str
    url: str
    title: str
    instrument: str
    status: str
    status_kind: str
    place: str
    subject: str
    submitted: date
    closes: date | None
    #: Whether what closes is a vote.
    voting: bool
    support: int
    against: int
    threshold: int | None
    votes: bool


def card(row: ListedRow, who: Visitor, on: date) -> Card:
    """``row`` in the visitor's language."""
    course = course_of(who.rules, row.rules_version, row.instrument)
    step = course.path.step(row.step)
    late = row.due_on is not None and row.due_on < on
    return Card(
        number=row.number,
        url=initiative_path(row.number, row.slug),
        title=row.title,
        instrument=course.instrument.name.in_language(who.lang),
        status=step.name.in_language(who.lang),
        status_kind=status_kind(final=row.final, result=row.result, late=False),
        place=place(who.rules, row.neighbourhood_code),
        subject=subject_name(who.rules, row.subject, who.lang),
        submitted=row.filed_on,
        closes=row.due_on if step.collects and not late else None,
        voting=step.collects is Collects.VOTES,
        support=row.valid_for,
        against=row.valid_against,
        threshold=row.threshold,
        votes=row.threshold is None and row.valid_for + row.valid_against > 0,
    )
