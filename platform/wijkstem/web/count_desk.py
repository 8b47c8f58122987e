"""The officials' desk between the vote and its result: close, look at what stopped, draw a lot, let the result out."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import ApproveResult, CheckSheet, CountAgain
from wijkstem.commands.lots import CorrectLot, RecordLot
from wijkstem.commands.paper_ballots import OpenBatch
from wijkstem.domain.paper_ballots import MOST_SHEETS
from wijkstem.domain.permissions import may_enter, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.queries.count_desk import CountDesk, SamplePage, count_desk, sample_page
from wijkstem.queries.results import ResultPage, counted_page
from wijkstem.queries.vote_questions import options_of
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.inputs import identifier, whole
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.results import told_areas
from wijkstem.web.vote_room import ToldResult, told_result
from wijkstem.web.work import ask, do
from wijkstem.words.rounds import BatchState, CountProblem, RoundKind, RoundState

CLOSED = notice("ok", "De stembus is dicht. Het tellen begint nu.")
AGAIN = notice("ok", "Er wordt opnieuw geteld. Ververs deze pagina na een paar tellen.")
DRAWN = notice("ok", "De loting staat erbij. Er wordt nu opnieuw geteld.")
CORRECTED = notice("ok", "De loting is verbeterd. Er wordt nu opnieuw geteld.")
APPROVED = notice("ok", "U keurde de uitslag goed. Een collega moet dat ook doen.")
PUBLISHED = notice("ok", "De uitslag is bekend. Iedereen kan hem nu lezen.")
CHECKED = notice("ok", "Uw controle is bewaard.")

#: What everybody reads of what is typed: where the figures of a lot stand, and why they were wrong.
_READ = ("how", "reasons")

BATCHES = {
    BatchState.ENTERING: N_("Wordt ingevoerd"),
    BatchState.DIFFERENT: N_("Een derde moet kijken"),
    BatchState.AGREED: N_("Klaar: zit in de stembus"),
}
PROBLEMS = {
    CountProblem.SEAL: N_("Deze stem heeft geen goed zegel. Iemand zette hem zelf in de database."),
    CountProblem.NOT_ON_BOARD: N_("Deze stem staat niet op het stembord."),
    CountProblem.GONE: N_("Deze stem staat op het bord, maar niet meer in de stembus."),
    CountProblem.UNREADABLE: N_("Deze stem is niet te lezen."),
    CountProblem.TOO_MANY: N_(
        "Er zijn meer stemmen dan mensen die stemden, of meer stemcodes dan er zijn verstuurd."
    ),
}


async def desk(request: Request) -> Response:
    """Where the round is, and what can be done."""
    return await _page(request, Form())


async def _found(request: Request) -> CountDesk:
    require(may_enter(visitor(request).actor))
    found: CountDesk = await ask(request, count_desk, request.path_params["round"])
    return found


async def _page(request: Request, form: Form, *, status: int = 200, problem: str = "") -> Response:
    who, it = visitor(request), await _found(request)
    result: ResultPage | None = None
    if it.state is RoundState.COUNTED:
        result = await ask(request, counted_page, it.number)
    question = it.kind is RoundKind.QUESTION
    lots = [a for a in result.areas if a.waiting and a.id not in it.lots] if result else []
    return page(
        request,
        "results/desk.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, _READ, who.lang),
        it=it,
        state=it.state.value,
        over=services(request).clock.now() >= it.closes_at,
        begun=services(request).clock.now() >= it.opens_at,
        piles=[(pile, translated(BATCHES[pile.state], who.lang)) for pile in it.piles],
        open_piles=[pile for pile in it.piles if pile.state is not BatchState.AGREED],
        areas=[(str(area), name) for area, name in it.areas],
        alarms=[(translated(PROBLEMS[one], who.lang), digest) for one, digest in it.alarms],
        result=result,
        told=told_areas(result, who) if result and not question else [],
        answer=await _answer(request, it, result) if result and question else None,
        question=question,
        digest=result.digest if result else "",
        lots=lots,
        drawn=bool(result and it.lots),
        mine=who.actor.person_id in (result.approved if result else ()),
        form_id=form.values.get("form_id") or str(new_id()),
        most=MOST_SHEETS,
    )


async def _answer(request: Request, it: CountDesk, result: ResultPage) -> ToldResult:
    """Of a question: the one result there is."""
    options = await ask(request, options_of, it.id)
    titles = {one.number: one.title for one in options}
    return told_result(result.areas[0].said, titles, visitor(request).lang)


async def act(request: Request) -> Response:
    """Whatever button was pressed; refused, what was typed is still there."""
    who = visitor(request)
    require(may_enter(who.actor))
    values = await read_form(request)
    try:
        return await _act(request, values)
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, who.lang), status=422)
    except (RuleBroken, Conflict, NotAllowed) as no:
        status = {Conflict: 409, NotAllowed: 403}.get(type(no), 422)
        return await _page(request, Form(values), status=status, problem=sentence(no, who.lang))


async def _act(request: Request, values: Mapping[str, str]) -> Response:
    it = await _found(request)
    check_ticked(values, _READ)
    here = f"/moderatie/rondes/{it.number}/tellen"
    match values.get("wat"):
        case "sluit":
            await do(request, CloseRound(it.id))
            return redirect(request, here, notice=CLOSED)
        case "opnieuw":
            await do(request, CountAgain(it.id))
            return redirect(request, here, notice=AGAIN)
        case "loting":
            lot = RecordLot(it.id, values.get("figure", ""), values.get("how", ""))
            await do(request, lot)
            return redirect(request, here, notice=DRAWN)
        case "verbeter":
            names = ("figure", "how", "reasons")
            await do(request, CorrectLot(it.id, *(values.get(name, "") for name in names)))
            return redirect(request, here, notice=CORRECTED)
        case "goed":
            state = await do(request, ApproveResult(it.id, values.get("digest", "")))
            out = state is RoundState.PUBLISHED
            return redirect(request, here, notice=PUBLISHED if out else APPROVED)
    command = OpenBatch(
        it.id,
        _area(values, "area"),
        whole(values.get("sheets")),
        identifier(values.get("form_id")),
    )
    batch: UUID = await do(request, command)
    return redirect(request, f"/moderatie/stapel/{batch}")


def _area(values: Mapping[str, str], name: str) -> UUID:
    area = identifier(values.get(name))
    if area is None:
        raise Invalid({name: FieldError("unknown_area", "Kies een gebied.")})
    return area


async def sample(request: Request) -> Response:
    """The sheets that were drawn, each with what was counted."""
    require(may_enter(visitor(request).actor))
    it: SamplePage = await ask(request, sample_page, request.path_params["round"])
    return page(
        request,
        "results/sample.html",
        it=it,
        open=it.state in {RoundState.CLOSED, RoundState.COUNTED},
        left=sum(one.same is None for one in it.sheets),
    )


async def check(request: Request) -> Response:
    """What the paper says of one of them."""
    require(may_enter(visitor(request).actor))
    values = await read_form(request)
    batch, number = identifier(values.get("batch")), request.path_params["round"]
    here = f"/moderatie/rondes/{number}/steekproef"
    if batch is None or values.get("same") not in {"ja", "nee"}:
        return redirect(request, here)
    await do(request, CheckSheet(batch, whole(values.get("sheet")), values["same"] == "ja"))
    return redirect(request, here, notice=CHECKED)
