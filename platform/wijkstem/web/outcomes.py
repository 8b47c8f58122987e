"""The clerk's desk for what came of taking part: a place on an agenda, none with a reason, and what was decided."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.outcomes import DecideOutcome, PlaceOutcome, ReturnOutcome
from wijkstem.domain import outcomes as rules
from wijkstem.domain.outcomes import DecisionForm
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.jinja import long_date
from wijkstem.queries.agenda import MeetingFacts, upcoming_meetings
from wijkstem.queries.outcomes import OutcomeFacts, outcome_by_number
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.outcome_words import RULINGS, outcome_told
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words.outcomes import OutcomeState

PLACED = notice("ok", "De uitkomst staat op de agenda, met de stukken.")
RETURNED = notice("ok", "De uitkomst komt niet op een agenda. Wie meedeed, krijgt bericht.")
DECIDED = notice("ok", "Het besluit staat op de website. Wie meedeed, krijgt bericht.")
#: What each button is called.
PLACE, RETURN, DECIDE = "plaatsen", "terug", "besluit"
#: What is free text, by button.
_TEXTS = {RETURN: ("reasons",), DECIDE: ("decision",)}


async def _found(request: Request) -> OutcomeFacts:
    require(may_clerk(visitor(request).actor))
    it: OutcomeFacts = await ask(request, outcome_by_number, request.path_params["decided"])
    return it


async def show(request: Request) -> Response:
    """An outcome, and what the clerk can do with it now."""
    it = await _found(request)
    return await _page(request, it, Form(await kept(request)))


async def _page(
    request: Request, it: OutcomeFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    found: tuple[MeetingFacts, ...] = await ask(request, upcoming_meetings, today=today(request))
    coming = [
        (str(one.id), f"{long_date(one.held_on, who.lang)}: {one.name}")
        for one in found
        if one.goes_on
    ]
    return page(
        request,
        "outcomes/desk.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, _TEXTS.get(form.values.get("act", ""), ()), who.lang),
        it=outcome_told(it, who.rules, who.lang),
        meetings=coming,
        may_place=it.state in {OutcomeState.OPEN, OutcomeState.PLACED, OutcomeState.RETURNED},
        may_return=it.state is OutcomeState.OPEN,
        may_decide=it.state is OutcomeState.PLACED
        and it.held_on is not None
        and it.held_on <= today(request),
        rulings=[(one.value, translated(name, who.lang)) for one, name in RULINGS.items()],
        acts={"place": PLACE, "back": RETURN, "decide": DECIDE},
        most=rules,
    )


def _command(it: OutcomeFacts, values: Mapping[str, str]) -> Any:
    revision = inputs.whole(values.get("revision"))
    match values.get("act"):
        case "terug":
            return ReturnOutcome(it.means_id, revision, values.get("reasons", ""))
        case "besluit":
            form = DecisionForm(
                values.get("ruling", ""),
                values.get("decision", ""),
                inputs.day(values, "decided"),
            )
            return DecideOutcome(it.means_id, revision, form)
    return PlaceOutcome(it.means_id, revision, inputs.identifier(values.get("meeting", "")))


async def act(request: Request) -> Response:
    """Place it, send it back, or write down what was decided. Refused or too late: what was typed is still there."""
    it, values = await _found(request), await read_form(request)
    lang = visitor(request).lang
    if form := unticked(values, _TEXTS.get(values.get("act", ""), ()), lang):
        return await _page(request, it, form, status=422)
    try:
        await do(request, _command(it, values))
    except Invalid as wrong:
        return await _page(request, it, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        now, said = await _found(request), sentence(no, lang)
        return await _page(request, now, Form(values), status=status, problem=said)
    done = {RETURN: RETURNED, DECIDE: DECIDED}.get(values.get("act", ""), PLACED)
    return await arrived(request, redirect(request, f"/griffie/meedoen/{it.number}", notice=done))
