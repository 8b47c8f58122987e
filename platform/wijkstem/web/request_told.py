"""A request to the council in words: who decides and why, when that can be, and what still is missing."""

from dataclasses import dataclass
from datetime import date

from wijkstem.domain.agenda_requests import Dossier, begun
from wijkstem.domain.meeting_terms import Filed, Foreseen, foresee
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_clerk, may_edit, may_triage
from wijkstem.kit.i18n import N_
from wijkstem.queries.agenda_requests import RequestFacts
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.routing import BY_INSTRUMENT
from wijkstem.web.context import Visitor
from wijkstem.web.language import translated
from wijkstem.web.telling import Told
from wijkstem.words import Competence

#: The parts of a request, as a page calls them.
PARTS = {
    "decision": N_("Wat moet er besloten worden?"),
    "explanation": N_("Waarom is dat nodig?"),
    "costs": N_("Wat kost het ongeveer?"),
}
COMPETENCES = {
    Competence.COUNCIL: N_("De gemeenteraad"),
    Competence.COLLEGE: N_("Het college van burgemeester en wethouders"),
    Competence.ELSEWHERE: N_("Een andere overheid"),
}


@dataclass(frozen=True)
class RequestTold:
    """Everything that a template says about a request."""

    facts: RequestFacts
    url: str
    body: str
    #: Why there; "" when a person sent it, whose reasons stand beside it.
    because: str
    dossier: Dossier
    texts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    competence: str
    rule: MeetingTerm | None
    #: None when nothing is asked for any more, or when the rules count no meetings.
    foreseen: Foreseen | None
    placing_by: date | None
    may_fill: bool
    may_accept: bool
    may_send: bool


def request_told(found: InitiativePage, it: Told, who: Visitor, today: date) -> RequestTold | None:
    """None for a plan that never asked for a place on an agenda."""
    facts = found.request
    if facts is None:
        return None
    dossier = facts.dossier or begun(found.texts)
    fills = facts.open and facts.accepted_on is None
    return RequestTold(
        facts=facts,
        url=f"/initiatieven/{it.facts.number}/verzoek",
        body=_body(facts, who),
        because=_because(facts, it, who),
        dossier=dossier,
        texts=tuple((translated(PARTS[n], who.lang), getattr(dossier, n)) for n in PARTS),
        missing=tuple(translated(PARTS[name], who.lang) for name in dossier.missing),
        competence=translated(COMPETENCES[dossier.competence], who.lang)
        if dossier.competence
        else "",
        rule=it.course.instrument.meeting_term,
        foreseen=_foreseen(facts, it, today),
        placing_by=_placing_by(it),
        may_fill=fills and _may_fill(who.actor, it),
        may_accept=fills and may_clerk(who.actor) and not dossier.missing,
        may_send=not it.step.final and (may_triage(who.actor) or may_clerk(who.actor)),
    )


def _may_fill(actor: Actor, it: Told) -> bool:
    mine = may_edit(actor, submitter_id=it.facts.submitter_id)
    return mine or may_triage(actor) or may_clerk(actor)


def _body(facts: RequestFacts, who: Visitor) -> str:
    found = who.rules.municipality.body(facts.body_id)
    return found.name if found else ""


def _because(facts: RequestFacts, it: Told, who: Visitor) -> str:
    """By the rules of its filing day; what was filed before there were routes goes by its instrument."""
    rule = facts.route.rule if facts.route else BY_INSTRUMENT
    if rule is None:
        return ""
    routes = who.rules.version(it.facts.rules_version).routing
    found = next((one for one in routes if one.id == rule), None)
    if found is not None:
        return found.because.in_language(who.lang)
    return translated(N_("In de spelregels staat dat dit soort plan daarheen gaat."), who.lang)


def _placing_by(it: Told) -> date | None:
    """The last day of the term; None while it stands still."""
    return it.facts.due_on if it.step.effect else None


def _foreseen(facts: RequestFacts, it: Told, today: date) -> Foreseen | None:
    """Worked out now: the calendar may be another than when it was told."""
    rule = it.course.instrument.meeting_term
    if rule is None or not facts.open:
        return None
    filed = Filed(facts.requested_on, _placing_by(it), facts.suspended)
    return foresee(rule, filed, facts.calendar, today=today, recesses=it.course.recesses)
