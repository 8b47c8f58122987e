"""A dialogue: its room, one statement at a time to answer, what somebody answered, a statement of their own, and the result."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.statements import ProposeStatement, WriteStatement
from wijkstem.domain.dialogue import WORDS_MOST, in_order
from wijkstem.domain.means import is_open
from wijkstem.domain.permissions import may_open_means, require, require_login
from wijkstem.errors import Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.dialogue import (
    DialogueRoom,
    OwnDialogue,
    StatementFacts,
    dialogue_room,
    own_dialogue,
    statements_of,
)
from wijkstem.queries.means import MeansFacts, MeansPage, means_facts
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.dialogue_words import HEIGHT, STANCES, STATES, WIDTH, result_told, table
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now
from wijkstem.web.work import ask, do
from wijkstem.words.dialogue import StatementState
from wijkstem.words.means import MeansKind

PROPOSED: Final = notice(
    "ok", "Uw stelling is binnen. De gemeente leest haar eerst. Hier ziet u wat zij besluit."
)
WRITTEN: Final = notice("ok", "De stelling staat erbij.")


async def read_room(request: Request, found: MeansPage) -> Mapping[str, object]:
    """What everybody sees of it: how many take part, and what came out."""
    room: DialogueRoom = await ask(request, dialogue_room, found.means.id)
    return {
        "statements": len(room.statements),
        "people": room.people,
        "result": result_told(room, visitor(request).lang),
        "width": WIDTH,
        "height": HEIGHT,
        "url": f"/meedoen/{found.means.number}",
    }


async def _means(request: Request) -> MeansFacts:
    """Raises NotFound for what is no dialogue, or not public."""
    it: MeansFacts = await ask(request, means_facts, request.path_params["dialogue"])
    hidden = not it.public and not may_open_means(visitor(request).actor)
    if it.kind is not MeansKind.DIALOGUE or hidden:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return it


async def _own(request: Request, it: MeansFacts) -> OwnDialogue:
    person_id = require_login(visitor(request).actor)
    own: OwnDialogue = await ask(request, own_dialogue, it.id, person_id)
    return own


async def answer(request: Request) -> Response:
    """The next statement for who looks, or the one that they want to answer otherwise."""
    return await _answer_page(request, await _means(request))


async def _answer_page(
    request: Request, it: MeansFacts, *, status: int = 200, problem: str = ""
) -> Response:
    own, who = await _own(request, it), visitor(request)
    wanted = inputs.identifier(request.query_params.get("stelling"))
    shown = next((one for one in own.statements if one.id == wanted), None) or _next(request, own)
    return page(
        request,
        "dialogue/answer.html",
        status=status,
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        base=f"/meedoen/{it.number}",
        shown=shown,
        said=own.stances.get(shown.id) if shown else None,
        done=len(own.stances),
        all=len(own.statements),
        again=wanted is not None,
        open=is_open(it, now(request)),
        stances=[(one.value, translated(text, who.lang)) for one, text in STANCES.items()],
    )


def _next(request: Request, own: OwnDialogue) -> StatementFacts | None:
    """Each person has another order; what few answered comes sooner. None: they answered all."""
    left = {one.id: one for one in own.statements if one.id not in own.stances}
    answered = {one: own.answered.get(one, 0) for one in left}
    order = in_order(answered, require_login(visitor(request).actor))
    return left[order[0]] if order else None


async def answer_now(request: Request) -> Response:
    """Keep the answer and go on to the next; refused: the reason, at the same statement."""
    it, values = await _means(request), await read_form(request)
    require_login(visitor(request).actor)
    statement_id, lang = inputs.identifier(values.get("statement")), visitor(request).lang
    try:
        if statement_id is None:
            raise NotFound("unknown_statement", "Deze stelling is er niet.")
        await do(request, TakeStance(it.id, statement_id, values.get("stance", "")))
    except Invalid:
        said = translated("Maak een keuze.", lang)
        return await _answer_page(request, it, status=422, problem=said)
    except RuleBroken as no:
        return await _answer_page(request, it, status=422, problem=sentence(no, lang))
    onward = "mijn-antwoorden" if "again" in values else "stellingen"
    return await arrived(request, redirect(request, f"/meedoen/{it.number}/{onward}"))


async def answers(request: Request) -> Response:
    """What somebody answered and wrote, to look at and to change."""
    it = await _means(request)
    own, lang = await _own(request, it), visitor(request).lang
    given = [
        (one, translated(STANCES[own.stances[one.id]], lang))
        for one in own.statements
        if one.id in own.stances
    ]
    return page(
        request,
        "dialogue/answers.html",
        it=it,
        url=means_path(it.number, it.slug),
        base=f"/meedoen/{it.number}",
        given=given,
        wrote=[(one, translated(STATES[one.state], lang)) for one in own.wrote],
        open=is_open(it, now(request)),
    )


async def propose(request: Request) -> Response:
    """The form for a statement of one's own."""
    it = await _means(request)
    require_login(visitor(request).actor)
    return await _propose_page(request, it, Form({"form_id": str(new_id())} | await kept(request)))


async def _propose_page(
    request: Request, it: MeansFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    return page(
        request,
        "dialogue/propose.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        base=f"/meedoen/{it.number}",
        most=WORDS_MOST,
        own_most=visitor(request).rules.municipality.dialogue.own_most,
        open=is_open(it, now(request)),
    )


async def propose_now(request: Request) -> Response:
    """Hand it in. Refused: what was typed is still there."""
    it, values, lang = await _means(request), await read_form(request), visitor(request).lang
    require_login(visitor(request).actor)
    form_id = inputs.identifier(values.get("form_id"))
    try:
        await do(request, ProposeStatement(it.id, values.get("words", ""), form_id))
    except Invalid as wrong:
        return await _propose_page(request, it, refused(values, wrong, lang), status=422)
    except RuleBroken as no:
        said = sentence(no, lang)
        return await _propose_page(request, it, Form(values), status=422, problem=said)
    back = redirect(request, f"/meedoen/{it.number}/mijn-antwoorden", notice=PROPOSED)
    return await arrived(request, back)


async def desk(request: Request) -> Response:
    """Officials see every statement, and write the first ones."""
    require(may_open_means(visitor(request).actor))
    form = Form({"form_id": str(new_id())} | await kept(request))
    return await _desk_page(request, await _means(request), form)


async def _desk_page(
    request: Request, it: MeansFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    lang = visitor(request).lang
    held: tuple[StatementFacts, ...] = await ask(request, statements_of, it.id)
    return page(
        request,
        "dialogue/desk.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=means_path(it.number, it.slug),
        held=[(one, translated(STATES[one.state], lang)) for one in held],
        placed=sum(one.state is StatementState.PLACED for one in held),
        most=WORDS_MOST,
    )


async def desk_now(request: Request) -> Response:
    """Write one. Refused: what was typed is still there."""
    require(may_open_means(visitor(request).actor))
    it, values, lang = await _means(request), await read_form(request), visitor(request).lang
    form_id = inputs.identifier(values.get("form_id"))
    try:
        await do(request, WriteStatement(it.id, values.get("words", ""), form_id))
    except Invalid as wrong:
        return await _desk_page(request, it, refused(values, wrong, lang), status=422)
    except RuleBroken as no:
        said = sentence(no, lang)
        return await _desk_page(request, it, Form(values), status=422, problem=said)
    back = redirect(request, f"/beheer/meedoen/{it.number}/stellingen", notice=WRITTEN)
    return await arrived(request, back)


@for_everybody()
async def sheet(request: Request) -> Response:
    """The result for a spreadsheet: a line for each statement; of few people nothing."""
    it, lang = await _means(request), visitor(request).lang
    room: DialogueRoom = await ask(request, dialogue_room, it.id)
    if room.result is None:
        raise NotFound("no_result", "Er is nog geen uitkomst.")
    made = io.StringIO()
    lines = csv.writer(made, delimiter=";", lineterminator="\r\n")
    columns, rows = table(room, lang)
    lines.writerow(columns)
    lines.writerows([harmless(one) for one in row] for row in rows)
    return Response(
        # The mark by which spreadsheets know UTF-8.
        "\ufeff" + made.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="stellingen-{it.number}.csv"'},
    )


def harmless(cell: str) -> str:
    """A spreadsheet works out what begins so; this is text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
