"""A desk: the page of one case with the form to decide on it, for officials and for the clerk alike."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.terms import ExplainDelay
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import require
from wijkstem.errors import Conflict, Invalid, RuleBroken, WijkstemError
from wijkstem.kit.i18n import N_
from wijkstem.queries.agenda import MeetingFacts, upcoming_meetings
from wijkstem.queries.cases import Case, Submitter, submitter
from wijkstem.queries.initiatives import InitiativePage, initiative_page
from wijkstem.queries.terms import open_terms
from wijkstem.web.case_hints import case_hints
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.decisions import as_command, decision, needs_meeting, refusal
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.merged import merged
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.request_told import request_told
from wijkstem.web.telling import Told, told
from wijkstem.web.term_words import TermSaid, explained
from wijkstem.web.wording import course_of, place, today
from wijkstem.web.work import ask, do
from wijkstem.words import Taker

DECIDED = notice("ok", "Uw besluit is vastgelegd. Wie het moet weten, krijgt bericht.")
EXPLAINED = notice(
    "ok", "Uw uitleg staat nu bij het plan. De indiener en de volgers krijgen bericht."
)

#: Asks for a text to begin with.
TEXT, REFUSAL = "tekst", "weigering"
#: What did not happen when something else came first.
NOT_DECIDED = N_("Uw besluit is niet vastgelegd.")
NOT_EXPLAINED = N_("Uw uitleg staat niet bij het plan.")


#: What stands beside a case on a desk that has no queue.
NOTHING_BESIDE: dict[str, object] = {"in_hand": None, "queue": None, "here": "", "after": []}


@dataclass(frozen=True)
class Desk:
    """Whose desk it is, who may sit at it, and where it stands."""

    taker: Taker
    may: Callable[[Actor], bool]
    url: str
    name: str
    #: What else its page of a case shows, by the name that the template calls it.
    beside: Callable[[Request, InitiativePage], Awaitable[dict[str, object]]] | None = None
    #: Where somebody goes after a decision; None: back to the list.
    onward: Callable[[Request], Awaitable[Response]] | None = None
    #: Take the case out of the hands of a colleague, where somebody can have it in hand.
    take_over: Callable[[Request, InitiativePage], Awaitable[None]] | None = None


async def case_page(
    request: Request,
    desk: Desk,
    form: Form | None = None,
    *,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Response:
    """Everything to judge by, and what can be decided; ``meanwhile`` says what came first, and so was not done."""
    who = visitor(request)
    require(desk.may(who.actor))
    found = await _found(request)
    it = told(found, who, today(request), for_colleagues=True)
    meetings = await _meetings(request) if needs_meeting(it, desk.taker) else []
    by = found.initiative.submitter_id
    person: Submitter | None = await ask(request, submitter, by) if by else None
    form = form or Form(_begun(request, it, desk) | await kept(request))
    return page(
        request,
        "desks/case.html",
        status=status,
        form=form,
        warnings=found_in(form.values, ("reasons",), who.lang),
        in_delay=found_in(form.values, ("delay",), who.lang),
        desk=desk,
        standard=_standard(request) if refusal(it, desk.taker) else "",
        desk_name=translated(desk.name, who.lang),
        it=it,
        decision=decision(it, desk.taker, meetings, who.lang),
        person=person,
        terms=await _terms(request, it, who),
        merged=merged(found, it, who),
        its=request_told(found, it, who, today(request)),
        hints=await case_hints(request, found) if desk.taker is Taker.OFFICIAL else None,
        person_place=place(who.rules, person.neighbourhood_code) if person else "",
        meanwhile=meanwhile,
        # From the write side: the timeline does not know yet what was said a moment ago.
        latest=found.reasons.get(found.initiative.step_seq - 1),
        **(await desk.beside(request, found) if desk.beside else NOTHING_BESIDE),
    )


def _begun(request: Request, it: Told, desk: Desk) -> dict[str, str]:
    """The refusal that somebody wants to begin with; its blanks are theirs to fill."""
    outcome = refusal(it, desk.taker)
    if outcome is None or request.query_params.get(TEXT) != REFUSAL:
        return {}
    template = visitor(request).rules.municipality.moderation.refusal
    return {"outcome": outcome.id, "reasons": template}


def _standard(request: Request) -> str:
    """The address of this page with that text in the form."""
    url = request.url.include_query_params(**{TEXT: REFUSAL})
    return f"{url.path}?{url.query}#besluit"


async def _terms(request: Request, it: Told, who: Visitor) -> list[TermSaid]:
    """How each term that runs was counted."""
    found = await ask(request, open_terms, it.facts.id)
    said = (explained(one, it.course, who.lang) for one in found)
    return [one for one in said if one is not None]


async def _meetings(request: Request) -> list[MeetingFacts]:
    """What something can be placed on."""
    coming = await ask(request, upcoming_meetings, today=today(request))
    return [meeting for meeting in coming if meeting.goes_on]


async def _found(request: Request) -> InitiativePage:
    found: InitiativePage = await ask(
        request, initiative_page, request.path_params["number"], person_id=None
    )
    return found


async def decide(request: Request, desk: Desk) -> Response:
    """Take the step. Refused or too late: what was typed is still there."""
    who = visitor(request)
    require(desk.may(who.actor))
    found, values = await _found(request), await read_form(request)
    try:
        command = as_command(found.initiative, values)
        check_ticked(values, ("reasons",))
        if desk.take_over and values.get("over"):
            await desk.take_over(request, found)
        await do(request, command)
    except Invalid as wrong:
        return await case_page(request, desk, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        return await _overtaken(request, desk, values, no, NOT_DECIDED)
    onward = await desk.onward(request) if desk.onward else None
    return await arrived(request, onward or redirect(request, desk.url, notice=DECIDED))


async def explain(request: Request, desk: Desk) -> Response:
    """Say why it takes longer than its term."""
    who = visitor(request)
    require(desk.may(who.actor))
    found, values = await _found(request), await read_form(request)
    facts, words = found.initiative, values.get("delay", "")
    try:
        check_ticked(values, ("delay",))
        await do(request, ExplainDelay(facts.id, whole(values.get("step_seq")), words))
    except Invalid as wrong:
        return await case_page(request, desk, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        return await _overtaken(request, desk, values, no, NOT_EXPLAINED)
    back = f"{desk.url}/{facts.number}"
    return await arrived(request, redirect(request, back, notice=EXPLAINED))


async def _overtaken(
    request: Request, desk: Desk, values: dict[str, str], no: WijkstemError, undone: str
) -> Response:
    """The case as it is now. The choice has to be made again, the words need not be typed again."""
    typed = Form({name: text for name, text in values.items() if name != "outcome"})
    lang = visitor(request).lang
    said = (sentence(no, lang), translated(undone, lang))
    status = 409 if isinstance(no, Conflict) else 422
    return await case_page(request, desk, typed, status=status, meanwhile=said)


@dataclass(frozen=True)
class Waiting:
    """A row of a desk's list, in words."""

    url: str
    case: Case
    instrument: str
    place: str
    step: str
    #: Days since it was filed, and whether it is late.
    age: int
    late: bool


def waiting(request: Request, desk: Desk, case: Case, who: Visitor) -> Waiting:
    """A case as the list shows it."""
    course, on = course_of(who.rules, case.rules_version, case.instrument), today(request)
    return Waiting(
        url=f"{desk.url}/{case.number}",
        case=case,
        instrument=course.instrument.name.in_language(who.lang),
        place=place(who.rules, case.neighbourhood_code),
        step=course.path.step(case.step).name.in_language(who.lang),
        age=(on - case.filed_on).days,
        late=case.due_on is not None and case.due_on < on,
    )
