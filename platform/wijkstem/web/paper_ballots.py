"""Entering ballots on paper: sheet by sheet with the keyboard, and nothing to see of what a colleague read."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.paper_ballots import DropBatch, EnterSheet
from wijkstem.domain.paper_ballots import example
from wijkstem.domain.permissions import may_enter, require
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.count_desk import PilePage, pile_page
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do
from wijkstem.words.rounds import BallotType, BatchState

ENTERED = notice("ok", "Het stembiljet is ingevoerd.")
AGREED = notice("ok", "De stapel is klaar. De stemmen zitten in de stembus.")
DROPPED = notice("ok", "De stapel is weg. Tel de stembiljetten en begin opnieuw.")

#: How a sheet is typed, by the type of ballot.
HOW = {
    BallotType.APPROVAL: N_("Typ de nummers van de plannen, met een spatie ertussen. Zo: %(how)s."),
    BallotType.CHOOSE_ONE: N_("Typ het nummer van het plan."),
    BallotType.POINTS: N_("Typ bij elk plan de punten. Zo: %(how)s."),
    BallotType.SCORES: N_("Typ bij elk plan het cijfer. Zo: %(how)s."),
    BallotType.RANKING: N_("Typ de nummers op volgorde, de beste eerst. Zo: %(how)s."),
}


async def show(request: Request) -> Response:
    """The sheet that this official reads next."""
    return await _page(request, Form())


async def _found(request: Request) -> PilePage:
    who = visitor(request)
    require(may_enter(who.actor))
    found: PilePage = await ask(
        request, pile_page, request.path_params["pile"], who.actor.person_id
    )
    return found


async def _page(request: Request, form: Form, *, status: int = 200, problem: str = "") -> Response:
    who, it = visitor(request), await _found(request)
    kind = it.file.ballot.type
    return page(
        request,
        "results/pile.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        agreed=it.pile.state is BatchState.AGREED,
        sheet=it.sheet,
        how=translated(HOW[kind], who.lang, {"how": example(kind)}),
        plans=it.file.plans_of(it.area_number),
    )


async def enter(request: Request) -> Response:
    """Whatever button was pressed; what was typed is still there when it is not right."""
    who = visitor(request)
    require(may_enter(who.actor))
    values, batch = await read_form(request), request.path_params["pile"]
    try:
        if values.get("wat") == "weg":
            number = (await _found(request)).round_number
            await do(request, DropBatch(batch))
            return redirect(request, f"/moderatie/rondes/{number}/tellen", notice=DROPPED)
        typed = None if values.get("wat") == "ongeldig" else values.get("picks", "")
        state = await do(request, EnterSheet(batch, whole(values.get("sheet")), typed))
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, who.lang), status=422)
    except (RuleBroken, Conflict, NotAllowed) as no:
        status = {Conflict: 409, NotAllowed: 403}.get(type(no), 422)
        return await _page(request, Form(values), status=status, problem=sentence(no, who.lang))
    said = AGREED if state is BatchState.AGREED else ENTERED
    return redirect(request, f"/moderatie/stapel/{batch}", notice=said)
