"""Officials' side of advice: what must be answered, and where a sounding group must be held."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.answering import AnswerAdvice
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.advice import (
    About,
    AdviceFacts,
    AdvicePage,
    Owed,
    advice_page,
    owed,
    owed_counts,
)
from wijkstem.queries.initiatives import InitiativePage, initiative_page
from wijkstem.queries.paging import Paged
from wijkstem.web.advice_told import advice_told
from wijkstem.web.advice_words import ADVICE, CHOICES, HEEDED
from wijkstem.web.advising import record
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.telling import told
from wijkstem.web.wording import place, today
from wijkstem.web.work import ask, do
from wijkstem.words import Adviser, ChosenBy, Heeded

URL = "/moderatie/adviezen"
#: What everybody reads: the answer, or the advice of a sounding group.
_READ = ("answer", "reasons", "conditions")

ANSWERED = notice("ok", "Uw antwoord is vastgelegd. De wijkraad en de indiener krijgen bericht.")
RECORDED = notice("ok", "Het advies van de klankbordgroep is vastgelegd.")

HOW = {
    ChosenBy.LOT: N_("Kies de mensen door loting."),
    ChosenBy.INVITATION: N_("Nodig de mensen zelf uit."),
}


async def listing(request: Request) -> Response:
    """What the municipality owes: what is late on top."""
    who = visitor(request)
    require(may_triage(who.actor))
    number, on = whole(request.query_params.get("pagina")), today(request)
    found: Paged[About] = await ask(request, owed, page=number)
    counts: Owed = await ask(request, owed_counts, today=on)
    rows = [
        (one, advice_told(one.facts, on, who.lang), place(who.rules, one.facts.neighbourhood_code))
        for one in found.rows
    ]
    return page(request, "advice/owed.html", found=found, counts=counts, rows=rows)


async def one(request: Request) -> Response:
    """One advice, with what the municipality has to do with it."""
    return await _page(request, Form(await kept(request)))


async def _found(request: Request) -> AdvicePage:
    require(may_triage(visitor(request).actor))
    found: AdvicePage = await ask(request, advice_page, request.path_params["given"])
    return found


async def _page(
    request: Request, form: Form, *, status: int = 200, meanwhile: str = ""
) -> Response:
    who, found = visitor(request), await _found(request)
    plan: InitiativePage = await ask(request, initiative_page, found.number, person_id=None)
    facts, rules = found.facts, who.rules.municipality.advice
    return page(
        request,
        "advice/answer.html",
        status=status,
        form=form,
        it=told(plan, who, today(request), for_colleagues=True),
        advice=advice_told(facts, today(request), who.lang),
        place=place(who.rules, facts.neighbourhood_code),
        can_answer=facts.waits_for_answer,
        can_record=_is_group(facts),
        how=translated(HOW[rules.group.chosen_by], who.lang) if rules else "",
        people=rules.group.people if rules else 0,
        choices=[
            (c.value, translated(ADVICE[c], who.lang), translated(hint, who.lang))
            for c, hint in CHOICES
        ],
        heeded=[(one.value, translated(text, who.lang)) for one, text in HEEDED.items()],
        warnings=found_in(form.values, _READ, who.lang),
        meanwhile=meanwhile,
        typed=_left(form, facts),
    )


def _left(form: Form, facts: AdviceFacts) -> list[str]:
    """What was typed and stands in no form of this page (any more)."""
    room = {"answer"} if facts.waits_for_answer else set()
    room |= {"reasons", "conditions"} if _is_group(facts) else set()
    names = ("answer", "reasons", "conditions")
    return [form.values[name] for name in names if name not in room and form.values.get(name)]


def _is_group(facts: AdviceFacts) -> bool:
    return facts.is_open and facts.by is Adviser.SOUNDING_GROUP


async def answer(request: Request) -> Response:
    """Answer it, or record what a sounding group said."""
    found, values = await _found(request), await read_form(request)
    who = visitor(request)
    group = "present" in values  # which form was sent, whatever the page shows by now
    try:
        check_ticked(values, _READ)
        sent = record(found.facts.id, values) if group else _command(found.facts, values)
        await do(request, sent)
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(no, who.lang)
        return await _page(request, Form(values), status=status, meanwhile=said)
    back = redirect(request, URL, notice=RECORDED if group else ANSWERED)
    return await arrived(request, back)


def _command(facts: AdviceFacts, values: Mapping[str, str]) -> AnswerAdvice:
    """Raises Invalid when nothing was chosen."""
    sent = values.get("heeded", "")
    if sent not in set(Heeded):
        raise Invalid({"heeded": FieldError("choose_heeded", "Kies wat de gemeente doet.")})
    return AnswerAdvice(facts.id, Heeded(sent), values.get("answer", ""))
