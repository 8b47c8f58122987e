"""The request to the council on a page of its own: read by all, filled in by who submitted it, accepted by the clerk."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.routing import CorrectRoute
from wijkstem.domain.permissions import may_clerk, may_triage, require, require_login
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.advice import AdviceFacts
from wijkstem.queries.agenda_requests import valid_support
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.web.advice_told import advice_told
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import visible
from wijkstem.web.inputs import euros, whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.request_told import COMPETENCES, RequestTold, request_told
from wijkstem.web.telling import Told, told
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words import Channel, Competence

FILLED = notice("ok", "Het verzoek is bewaard. De griffie ziet het ook zo.")
ACCEPTED = notice("ok", "Het verzoek is compleet. De indiener krijgt bericht.")
SENT = notice("ok", "Het plan is naar een ander gestuurd. Wie het moet weten, krijgt bericht.")
#: How support was checked, by the way it came in.
CHECKED = {
    Channel.ONLINE: N_("na inloggen op deze website"),
    Channel.ON_BEHALF: N_("aan de balie of de telefoon, door een medewerker"),
    Channel.PAPER: N_("op papier: twee mensen keken het na"),
}
#: What the clerk sends with the button that fills in nothing.
ACCEPT = "aannemen"


async def show(request: Request) -> Response:
    """What goes to the council."""
    found = await visible(request)
    return await _page(request, found, Form(await kept(request)))


def _told(request: Request, found: InitiativePage) -> tuple[Told, RequestTold]:
    """Raises NotFound for a plan that asks nothing of the council."""
    it = told(found, visitor(request), today(request))
    its = request_told(found, it, visitor(request), today(request))
    if its is None:
        raise NotFound("no_request_here", "Dit plan vraagt niets aan de raad.")
    return it, its


async def _page(
    request: Request,
    found: InitiativePage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    it, its = _told(request, found)
    who = visitor(request)
    counted: Mapping[Channel, int] = await ask(request, valid_support, found.initiative.id)
    return page(
        request,
        "initiatives/request.html",
        status=status,
        problem=problem,
        form=Form(_begun(its) | dict(form.values), form.errors),
        it=it,
        its=its,
        support=it.course.instrument.support,
        counted=[
            (counted[channel], translated(how, who.lang))
            for channel, how in CHECKED.items()
            if channel in counted
        ],
        advices=[advice_told(one, today(request), who.lang) for one in _given(found)],
        competences=[(one.value, translated(name, who.lang)) for one, name in COMPETENCES.items()]
        if may_triage(who.actor) or may_clerk(who.actor)
        else [],
    )


def _given(found: InitiativePage) -> list[AdviceFacts]:
    return [one for one in found.advices if one.is_given]


def _begun(its: RequestTold) -> dict[str, str]:
    dossier = its.dossier
    return {
        "decision": dossier.decision,
        "explanation": dossier.explanation,
        "costs": dossier.costs,
        "euros": "" if dossier.euros is None else str(dossier.euros),
        "competence": dossier.competence or "",
    }


async def change(request: Request) -> Response:
    """Fill it in, or accept it as it is. Refused or too late: what was typed is still there."""
    values = await read_form(request)
    require_login(visitor(request).actor)
    found = await visible(request)
    _, its = _told(request, found)
    lang = visitor(request).lang
    accepts = values.get("act") == ACCEPT
    try:
        await do(request, _command(found, values))
    except Invalid as wrong:
        return await _page(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        now = await visible(request)
        status = 409 if isinstance(no, Conflict) else 422
        typed = Form({} if accepts else values)
        return await _page(request, now, typed, status=status, problem=sentence(no, lang))
    return await arrived(
        request, redirect(request, its.url, notice=ACCEPTED if accepts else FILLED)
    )


def _command(found: InitiativePage, values: Mapping[str, str]) -> FillDossier | AcceptRequest:
    revision = whole(values.get("revision"))
    if values.get("act") == ACCEPT:
        return AcceptRequest(found.initiative.id, revision)
    typed, competence = values.get("euros", ""), values.get("competence", "")
    return FillDossier(
        found.initiative.id,
        revision,
        values.get("decision", ""),
        values.get("explanation", ""),
        values.get("costs", ""),
        # What is no amount is refused beside the field, as one that is too large is.
        (-1 if (amount := euros(typed)) is None else amount) if typed.strip() else None,
        Competence(competence) if competence in set(Competence) else None,
    )


def _require_colleague(request: Request) -> Visitor:
    """Who works on plans."""
    who = visitor(request)
    require_login(who.actor)
    require(may_triage(who.actor) or may_clerk(who.actor))
    return who


async def elsewhere(request: Request) -> Response:
    """The form to send it to another body."""
    _require_colleague(request)
    return _elsewhere(request, await visible(request), Form(await kept(request)))


def _elsewhere(
    request: Request, found: InitiativePage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it, its = _told(request, found)
    bodies = [(one.id, one.name) for one in visitor(request).rules.municipality.bodies]
    return page(
        request,
        "initiatives/elsewhere.html",
        status=status,
        problem=problem,
        form=form,
        it=it,
        its=its,
        bodies=[(name, said) for name, said in bodies if name != its.facts.body_id],
    )


async def send_elsewhere(request: Request) -> Response:
    """Send it there, with the reason that everybody can read."""
    values = await read_form(request)
    who = _require_colleague(request)
    found = await visible(request)
    _, its = _told(request, found)
    command = CorrectRoute(
        found.initiative.id,
        values.get("was", ""),
        values.get("body", ""),
        values.get("reasons", ""),
    )
    try:
        await do(request, command)
    except Invalid as wrong:
        return _elsewhere(request, found, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        now, status = await visible(request), 409 if isinstance(no, Conflict) else 422
        said = sentence(no, who.lang)
        return _elsewhere(request, now, Form(values), status=status, problem=said)
    return await arrived(request, redirect(request, its.url, notice=SENT))
