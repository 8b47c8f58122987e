"""How the last day of a term came about, in words: from the same function that counted it."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.path import Course
from wijkstem.domain.terms import Counted
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.queries.terms import KnownTerm
from wijkstem.web.language import translated
from wijkstem.web.wording import days_words, term_said


@dataclass(frozen=True)
class TermSaid:
    """A term on the screen."""

    step: str
    #: "8 weken vanaf 3 maart 2026, 2 weken opgeschort."
    summary: str
    #: None while it stands still.
    due_on: date | None
    #: What made it longer, one sentence each.
    because: tuple[str, ...]


def explained(term: KnownTerm, course: Course, lang: str) -> TermSaid | None:
    """None for a step that the rules of its filing day gave no term."""
    step = course.path.step(term.step)
    if step.term is None:
        return None
    rule, name = course.instrument.terms[step.term], step.name.in_language(lang)
    since = next((one.asked_on for one in term.suspended if one.back_on is None), None)
    if since is not None:
        summary = term_said(rule, term.started_on, 0, lang)
        said = N_("De termijn staat stil sinds %(day)s. Hij loopt door na het antwoord.")
        still = translated(said, lang, {"day": long_date(since, lang)})
        return TermSaid(name, summary, None, (still,))
    count = course.count(step, term.started_on, term.suspended)
    summary = term_said(rule, term.started_on, count.suspended, lang)
    return TermSaid(name, summary, term.due_on, tuple(_because(term, count, lang)))


def _because(term: KnownTerm, count: Counted, lang: str) -> list[str]:
    said = [
        translated(
            N_("Er was een vraag van %(first)s tot %(last)s. De dagen ertussen tellen niet mee."),
            lang,
            {"first": long_date(one.asked_on, lang), "last": long_date(one.back_on, lang)},
        )
        for one in term.suspended
        if one.back_on is not None
    ]
    if count.recess:
        words = N_("Reces: %(days)s tellen niet mee.")
        said.append(translated(words, lang, {"days": days_words(count.recess, lang)}))
    if count.extended:
        words = N_("Hij eindigt niet in een weekend of op een feestdag. Daarom %(days)s langer.")
        said.append(translated(words, lang, {"days": days_words(count.extended, lang)}))
    if count.due_on != term.due_on:
        said.append(translated(N_("Deze datum was al vastgelegd en bleef gelijk."), lang))
    return said
