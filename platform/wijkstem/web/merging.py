"""Proposing that two plans go on as one, and answering that."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.merging import AnswerMerge, DropMerge, ProposeMerge
from wijkstem.domain.merging import unknown_plan
from wijkstem.domain.permissions import may_edit, may_see, may_triage, require, require_login
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiatives import InitiativePage, initiative_page, initiatives_by_number
from wijkstem.queries.merging import MergeFacts, merge_by_id
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import visible
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.merged import concerns
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.telling import told
from wijkstem.web.wording import term_words, today
from wijkstem.web.work import ask, do
from wijkstem.words import MergeEnd, Side

PROPOSED = notice("ok", "Het voorstel is verstuurd. De indieners krijgen bericht.")
ANSWERED = notice("ok", "Wij hebben uw antwoord. Wie het moet weten, krijgt bericht.")

ENDED = {
    MergeEnd.MERGED: N_("De indieners van beide plannen willen het. Zij gaan samen verder."),
    MergeEnd.REFUSED: N_(
        "Een van beide indieners wil het niet. Beide plannen blijven zoals ze waren."
    ),
    MergeEnd.LAPSED: N_("Er kwam niet op tijd antwoord. Beide plannen blijven zoals ze waren."),
    MergeEnd.OVERTAKEN: N_("Een van beide plannen ging intussen anders verder."),
    MergeEnd.TAKEN_BACK: N_("De gemeente nam het voorstel terug."),
}
DIRECTIONS = {
    Side.FROM: N_("Dit plan stopt en gaat verder in het andere plan"),
    Side.INTO: N_("Het andere plan stopt en gaat verder in dit plan"),
}


async def propose(request: Request) -> Response:
    """The form: which other plan, which of both goes on, and why."""
    found = await _own(request)
    begun = {"into": request.query_params.get("met", ""), "side": Side.FROM.value}
    return _form(request, found, Form(begun | await kept(request)))


async def _own(request: Request) -> InitiativePage:
    """A plan for which the visitor can propose something."""
    who = visitor(request)
    require_login(who.actor)
    found = await visible(request)
    mine = may_edit(who.actor, submitter_id=found.initiative.submitter_id)
    require(mine or may_triage(who.actor))
    return found


def _form(
    request: Request, found: InitiativePage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    return page(
        request,
        "initiatives/merge_propose.html",
        status=status,
        form=form,
        problem=problem,
        it=told(found, who, today(request)),
        mine=may_edit(who.actor, submitter_id=found.initiative.submitter_id),
        term=term_words(who.rules.municipality.moderation.answer_merge, who.lang),
        sides=[(side.value, translated(text, who.lang)) for side, text in DIRECTIONS.items()],
    )


async def propose_now(request: Request) -> Response:
    """Send it to the submitters. Refused or too late: what was typed is still there."""
    values, lang = await read_form(request), visitor(request).lang
    found = await _own(request)
    try:
        merge_id = await do(request, await _command(request, found, values))
    except Invalid as wrong:
        return _form(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        return _form(request, found, Form(values), status=status, problem=sentence(no, lang))
    return await arrived(request, redirect(request, f"/samenvoegen/{merge_id}", notice=PROPOSED))


async def _command(
    request: Request, found: InitiativePage, values: Mapping[str, str]
) -> ProposeMerge:
    """Raises Invalid for a number that is not there for this visitor, or when nothing was chosen."""
    facts, number = found.initiative, values.get("into", "").strip()
    words = values.get("words", "")
    if values.get("side") not in set(Side):
        raise Invalid({"side": FieldError("choose_side", "Kies welk plan verdergaat.")})
    there: Mapping[str, Any] = await ask(request, initiatives_by_number, [number])
    other = there.get(number)
    if other is None or not may_see(
        visitor(request).actor, public=other.public, submitter_id=other.submitter_id
    ):
        raise unknown_plan()
    if values["side"] == Side.FROM:
        return ProposeMerge(facts.id, number, words)
    return ProposeMerge(other.id, facts.number, words)


async def one(request: Request) -> Response:
    """A proposal: both plans, why, and the answer."""
    require_login(visitor(request).actor)
    return await _page(request, await _found(request))


async def _found(request: Request) -> MergeFacts:
    """Raises NotFound for what is not there, or not for this visitor."""
    found: MergeFacts | None = await ask(request, merge_by_id, request.path_params["merge"])
    if found is None or not concerns(found, visitor(request)):
        raise NotFound("unknown_merge", "Dit voorstel bestaat niet.")
    return found


async def _page(
    request: Request, found: MergeFacts, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    read: InitiativePage = await ask(request, initiative_page, found.from_number, person_id=None)
    sides = {
        Side.FROM: may_edit(who.actor, submitter_id=found.from_submitter),
        Side.INTO: may_edit(who.actor, submitter_id=found.into_submitter),
    }
    said = {Side.FROM: found.from_agreed, Side.INTO: found.into_agreed}
    mine = [side for side, one in sides.items() if one]
    return page(
        request,
        "initiatives/merge.html",
        status=status,
        problem=problem,
        merge=found,
        it=told(read, who, today(request)),
        can_answer=found.is_open and bool(mine) and found.answer_until >= today(request),
        agreed=bool(mine) and all(said[side] for side in mine),
        can_drop=found.is_open and may_triage(who.actor),
        ended=translated(ENDED[found.ended_as], who.lang) if found.ended_as else "",
    )


async def act(request: Request) -> Response:
    """Agree or not; or, as an official, take it back."""
    require_login(visitor(request).actor)
    found, values = await _found(request), await read_form(request)
    try:
        await do(request, _answer(found, values.get("antwoord", "")))
    except (Conflict, RuleBroken, Invalid) as no:
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(
            no.fields["antwoord"] if isinstance(no, Invalid) else no, visitor(request).lang
        )
        return await _page(request, await _found(request), status=status, problem=said)
    return redirect(request, f"/samenvoegen/{found.id}", notice=ANSWERED)


def _answer(found: MergeFacts, said: str) -> AnswerMerge | DropMerge:
    match said:
        case "ja" | "nee":
            return AnswerMerge(found.id, said == "ja")
        case "terug":
            return DropMerge(found.id)
    raise Invalid({"antwoord": FieldError("choose_answer", "Kies ja of nee.")})
