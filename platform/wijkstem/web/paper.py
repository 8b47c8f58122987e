"""Lists of signatures on paper: line by line with the keyboard, and then a second pair of eyes."""

from collections import Counter
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.paper import (
    MOST_LINES,
    AddPaperLine,
    ApprovePaper,
    DropPaper,
    DropPaperLine,
    HandOverPaper,
    OpenPaper,
)
from wijkstem.domain.permissions import may_enter, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiatives import initiatives_by_number
from wijkstem.queries.on_behalf import Line, WholeList, whole_list
from wijkstem.web import residents
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import required
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import place
from wijkstem.web.work import ask, do, gathered
from wijkstem.words import BAD_LINES, LineState, PaperState

ADDED = notice("ok", "De regel staat op de lijst.")
ADDED_TWICE = notice("warning", "Deze inwoner stond al op deze lijst. De regel telt één keer.")
REMOVED = notice("ok", "De regel is van de lijst gehaald.")
HANDED_OVER = notice("ok", "De lijst wacht nu op een collega die hem controleert.")
APPROVED = notice(
    "ok", "De lijst is goedgekeurd. Hieronder ziet u wat er van elke regel is geworden."
)
DROPPED = notice("ok", "De lijst is weggegooid. Er is niets van bewaard.")

#: What a line is, or became.
STATES = {
    LineState.WAITING: N_("Wacht op controle"),
    LineState.ILLEGIBLE: N_("Niet te lezen"),
    LineState.NO_SIGNATURE: N_("Geen handtekening"),
    LineState.NOT_FOUND: N_("Niet gevonden in de Basisregistratie Personen"),
    LineState.INCOMPLETE: N_("Niet volledig"),
    LineState.TWICE: N_("Staat twee keer op deze lijst"),
    LineState.COUNTED: N_("Telt mee"),
    LineState.NOT_COUNTED: N_("Bewaard, maar telt niet mee: te jong of woont ergens anders"),
    LineState.DOUBLE: N_("Dubbel: deze inwoner had dit plan al gesteund"),
    LineState.STRUCK: N_("Afgekeurd bij de controle"),
    LineState.TOO_OLD: N_("Te lang geleden ingevoerd: voer deze regel opnieuw in"),
}


async def begin(request: Request) -> Response:
    """A list for a plan."""
    who = visitor(request)
    require(may_enter(who.actor))
    residents.require_possible(request)
    values = await read_form(request)
    facts = await gathered(request, initiatives_by_number, values.get("number", ""))
    batch: UUID = await do(request, OpenPaper(required(facts, who.actor).id))
    return redirect(request, f"/balie/papier/{batch}")


async def show(request: Request) -> Response:
    """The list: to enter, to look at, or to see what became of it."""
    return await _page(request, Form())


async def _found(request: Request) -> WholeList:
    require(may_enter(visitor(request).actor))
    found: WholeList | None = await ask(request, whole_list, request.path_params["batch"])
    if found is None:
        raise NotFound("unknown_list", "Deze lijst bestaat niet.")
    return found


async def _page(request: Request, form: Form, *, status: int = 200, problem: str = "") -> Response:
    who, found = visitor(request), await _found(request)
    mine = found.facts.entered_by == who.actor.person_id
    state = found.facts.state
    return page(
        request,
        "desks/paper.html",
        status=status,
        form=form,
        problem=problem,
        it=found.facts,
        url=initiative_path(found.facts.number, found.facts.slug),
        lines=[_line(one, who) for one in found.lines],
        became=[
            (_state(state, who), count)
            for state, count in Counter(one.state for one in found.lines).items()
        ],
        entering=state is PaperState.OPEN and mine,
        checking=state is PaperState.READY and not mine,
        mine=mine,
        state=state.value,
        next=found.facts.lines + 1,
        full=found.facts.lines >= MOST_LINES,
        reasons=[(one.value, _state(one, who)) for one in BAD_LINES],
        **residents.choices(request),
    )


def _state(state: LineState, who: Visitor) -> str:
    return translated(STATES[state], who.lang)


def _line(one: Line, who: Visitor) -> dict[str, object]:
    lives = place(who.rules, one.neighbourhood_code) or translated(
        N_("In de gemeente") if one.lives_here else N_("Buiten de gemeente"), who.lang
    )
    return {
        "line": one.line,
        "state": _state(one.state, who),
        "waiting": one.state is LineState.WAITING,
        "name": one.name or "",
        "birth_date": one.birth_date,
        "lives": lives if one.birth_date else "",
    }


async def change(request: Request) -> Response:
    """Whatever button was pressed."""
    who = visitor(request)
    require(may_enter(who.actor))
    residents.require_possible(request)
    values = await read_form(request)
    try:
        return await _change(request, values)
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, who.lang), status=422)
    except (RuleBroken, Conflict, NotAllowed) as no:
        status = {Conflict: 409, NotAllowed: 403}.get(type(no), 422)
        problem = sentence(no, who.lang)
        return await _page(request, Form(values), status=status, problem=problem)


async def _change(request: Request, values: dict[str, str]) -> Response:
    batch: UUID = request.path_params["batch"]
    again = f"/balie/papier/{batch}"
    match values.get("wat"):
        case "klaar":
            await do(request, HandOverPaper(batch))
            return redirect(request, "/balie", notice=HANDED_OVER)
        case "goed":
            struck = frozenset(
                whole(key.removeprefix("fout-")) for key in values if key.startswith("fout-")
            )
            await do(request, ApprovePaper(batch, struck))
            return redirect(request, again, notice=APPROVED)
        case "weg":
            await do(request, DropPaper(batch))
            return redirect(request, "/balie", notice=DROPPED)
        case "regel-weg":
            await do(request, DropPaperLine(batch, whole(values.get("regel"))))
            return redirect(request, f"{again}#lijst", notice=REMOVED)
    state: LineState = await do(request, _entered(request, batch, values))
    said = ADDED_TWICE if state is LineState.TWICE else ADDED
    return redirect(request, f"{again}#f-bsn", notice=said)  # where the next line begins


def _entered(request: Request, batch: UUID, values: dict[str, str]) -> AddPaperLine:
    line, bad = whole(values.get("regel")), values.get("bad", "")
    if bad:
        return AddPaperLine(batch, line, bad=_bad(bad))
    return AddPaperLine(batch, line, residents.resident(request, values, contact=False))


def _bad(sent: str) -> LineState:
    if sent not in {one.value for one in BAD_LINES}:
        raise Invalid({"bad": FieldError("no_reason", "Kies wat er met deze regel is.")})
    return LineState(sent)
