"""One initiative in words, for whoever reads it: the public page and both desks show the same."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.initiatives import PLACE
from wijkstem.domain.path import Course
from wijkstem.domain.permissions import may_edit
from wijkstem.kit.i18n import N_
from wijkstem.queries.films import ShownFilm
from wijkstem.queries.initiatives import InitiativeFacts, InitiativePage
from wijkstem.queries.media import Shown
from wijkstem.rules.steps import Step
from wijkstem.web.context import Visitor
from wijkstem.web.deciders import college_decides
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.timeline import Line, Teller, timeline
from wijkstem.web.wording import (
    HOLDERS,
    VERDICTS,
    course_of,
    place,
    status_kind,
    subject_name,
    term_said,
)
from wijkstem.words import Collects, Intent

#: The parameter that asks for what happened before a place in the timeline, and where that stands on the page.
BEFORE = "tot"
TIMELINE = "tijdlijn"


WHY = N_("Waarom?")


@dataclass(frozen=True)
class Told:
    """Everything that a template says about an initiative."""

    facts: InitiativeFacts
    course: Course
    step: Step
    url: str
    instrument: str
    place: str
    #: Where it is in the submitter's own words; "" when they said nothing.
    near: str
    subject: str
    step_name: str
    explanation: str
    holder: str
    status_kind: str
    late: bool
    #: Days since it should have been done; 0 when it is not late.
    days_late: int
    #: How the last day came about; "" for a step without a term.
    term: str
    threshold: int | None
    #: The questions of the form with what was answered.
    photos: tuple[Shown, ...]
    film: ShownFilm | None
    answers: tuple[tuple[str, str], ...]
    timeline: tuple[Line, ...]
    #: The way to what happened before these lines, and back to what happened last; "" where there is none.
    earlier: str
    latest: str
    #: What was said with the decision that ended it, and what that is; "" while it runs, or when nothing was said.
    verdict: str
    verdict_name: str

    @property
    def asks(self) -> bool:
        """Whether somebody wants to know something, and not to change something."""
        return self.course.instrument.intent is Intent.QUESTION

    @property
    def still_needed(self) -> int:
        """Supporters that it still needs."""
        return max(0, (self.threshold or 0) - self.facts.valid_for)

    @property
    def votes(self) -> bool:
        """Whether residents vote in this step, for or against, and do not sign."""
        return self.step.collects is Collects.VOTES

    @property
    def is_open(self) -> bool:
        """Whether support can be given."""
        return self.step.collects is not None and not self.late and self.facts.hiding_id is None


def told(found: InitiativePage, who: Visitor, today: date, *, for_colleagues: bool = False) -> Told:
    """``found`` in the visitor's language, by the rules of its filing day."""
    facts = found.initiative
    course = course_of(who.rules, facts.rules_version, facts.instrument)
    support = course.instrument.support
    late = facts.late(today)
    url = initiative_path(facts.number, facts.slug)
    mine = may_edit(who.actor, submitter_id=facts.submitter_id)
    town = who.rules.municipality
    college = college_decides(found, town)
    teller = Teller(course, town, who.lang, for_colleagues, mine, college)
    step = teller.step(facts.step)
    return Told(
        facts=facts,
        course=course,
        step=step,
        url=url,
        instrument=course.instrument.name.in_language(who.lang),
        place=place(who.rules, facts.neighbourhood_code),
        near=found.texts.get(PLACE, ""),
        subject=subject_name(who.rules, facts.subject, who.lang),
        step_name=step.name.in_language(who.lang),
        explanation=step.explanation.in_language(who.lang),
        holder=translated(HOLDERS[step.holder], who.lang),
        status_kind=status_kind(final=step.final, result=facts.result, late=late),
        late=late,
        days_late=(today - facts.due_on).days if late and facts.due_on else 0,
        term=_term(facts, step, course, who.lang),
        threshold=support.threshold.value if support and support.threshold else None,
        photos=tuple(
            one for one in found.photos if one.hiding_id is None or mine or for_colleagues
        ),
        film=found.film
        if found.film and (found.film.hiding_id is None or mine or for_colleagues)
        else None,
        answers=_answers(found, course, who.lang),
        timeline=tuple(timeline(found, teller, today)),
        earlier=f"{url}?{BEFORE}={found.earlier}#{TIMELINE}" if found.earlier else "",
        latest=f"{url}#{TIMELINE}" if found.of_the_past else "",
        verdict=_verdict(found, step),
        verdict_name=translated(VERDICTS.get(facts.result, WHY), who.lang),
    )


def _term(facts: InitiativeFacts, step: Step, course: Course, lang: str) -> str:
    """ "8 weken vanaf 3 maart 2026, 2 weken opgeschort."."""
    if step.term is None or facts.term_began_on is None:
        return ""
    rule = course.instrument.terms[step.term]
    said = term_said(rule, facts.term_began_on, facts.suspended_days or 0, lang)
    if rule.stops_in_recess:
        said += " " + translated(N_("De dagen van het reces tellen niet mee."), lang)
    return said


def _verdict(found: InitiativePage, step: Step) -> str:
    reason = found.reasons.get(found.initiative.step_seq - 1) if step.final else None
    return reason.reasons if reason else ""


def _answers(found: InitiativePage, course: Course, lang: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (field.label.in_language(lang), text)
        for field in course.instrument.fields
        if (text := found.texts.get(field.id, ""))
    )
