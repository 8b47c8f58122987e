"""The counter: an official enters a plan or support for somebody who cannot do it online."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.initiatives import SubmitInitiative, Submitted
from wijkstem.commands.on_behalf import SignFor, SubmitFor
from wijkstem.commands.signatures import Signed
from wijkstem.domain.permissions import may_enter, require
from wijkstem.domain.steps import collecting
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.queries.initiatives import InitiativeFacts, initiatives_by_number
from wijkstem.queries.on_behalf import List, OpenPlan, lists, open_plans
from wijkstem.queries.paging import Paged
from wijkstem.rules.schema import Instrument
from wijkstem.web import residents
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import required
from wijkstem.web.inputs import identifier, whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.questions import questions, refused_texts, texts
from wijkstem.web.wording import course_of, today
from wijkstem.web.work import ask, do, gathered
from wijkstem.words import Collects, Hand, Stance

SIGNED = notice("ok", "De steun is ingevoerd en telt mee.")
SIGNED_NOT = notice(
    "warning",
    "De steun is ingevoerd, maar telt niet mee. De inwoner is te jong of woont ergens anders.",
)
FILED = notice("ok", "Het plan is ingevoerd. Vertel de inwoner het nummer van het plan.")

HANDS = {Hand.COUNTER: N_("Aan de balie"), Hand.TELEPHONE: N_("Aan de telefoon")}


def hands(lang: str) -> list[tuple[str, str]]:
    return [(hand.value, translated(name, lang)) for hand, name in HANDS.items()]


def _require(request: Request) -> Visitor:
    who = visitor(request)
    require(may_enter(who.actor))
    residents.require_possible(request)
    return who


async def desk(request: Request) -> Response:
    """What can be entered now, and the lists on paper."""
    who = visitor(request)
    require(may_enter(who.actor))
    asked = request.query_params
    plans: Paged[OpenPlan] = await ask(
        request, open_plans, steps=collecting(who.rules).keys, page=whole(asked.get("pagina"))
    )
    papers: Paged[List] = await ask(request, lists, page=whole(asked.get("lijsten")))
    rules = who.rules.on(today(request))
    return page(
        request,
        "desks/counter.html",
        possible=residents.possible(request),
        plans=plans,
        papers=papers,
        me=who.actor.person_id,
        instruments=[
            (name, one.name.in_language(who.lang)) for name, one in rules.instruments.items()
        ],
    )


async def sign(request: Request) -> Response:
    """The form to support a plan for somebody."""
    _require(request)
    return await _sign_page(request, Form(await kept(request)))


async def _facts(request: Request) -> InitiativeFacts:
    found = await gathered(request, initiatives_by_number, request.path_params["number"])
    return required(found, visitor(request).actor)


async def _sign_page(request: Request, form: Form, *, status: int = 200) -> Response:
    who, facts = visitor(request), await _facts(request)
    course = course_of(who.rules, facts.rules_version, facts.instrument)
    return page(
        request,
        "desks/sign_for.html",
        status=status,
        form=form,
        facts=facts,
        url=initiative_path(facts.number, facts.slug),
        votes=course.path.step(facts.step).collects is Collects.VOTES,
        hands=hands(who.lang),
        **residents.choices(request),
    )


async def sign_now(request: Request) -> Response:
    """Support it for them."""
    who = _require(request)
    facts, values = await _facts(request), await read_form(request)
    try:
        command = SignFor(
            facts.id,
            residents.resident(request, values),
            _hand(values.get("hand")),
            _stance(values),
        )
        signed: Signed = await do(request, command)
    except Invalid as wrong:
        return await _sign_page(request, refused(values, wrong, who.lang), status=422)
    except (RuleBroken, Conflict) as no:
        form = Form(values, {"": _of_somebody_else(sentence(no, who.lang), no.code, who.lang)})
        return await _sign_page(request, form, status=409 if isinstance(no, Conflict) else 422)
    said = SIGNED if signed.valid else SIGNED_NOT
    return await arrived(request, redirect(request, "/balie", notice=said))


def _of_somebody_else(said: str, code: str, lang: str) -> str:
    """What a resident would read, as their official reads it."""
    if code == "signed_already":
        return translated(N_("Deze inwoner heeft dit plan al gesteund. Eén keer is genoeg."), lang)
    return said


def _hand(sent: str | None) -> Hand:
    if sent not in {hand.value for hand in HANDS}:
        raise Invalid({"hand": FieldError("no_hand", "Kies hoe de inwoner bij u kwam.")})
    return Hand(sent)


def _stance(values: dict[str, str]) -> Stance:
    return Stance.AGAINST if values.get("stance") == Stance.AGAINST else Stance.FOR


async def submit(request: Request) -> Response:
    """The form to file a plan for somebody."""
    _require(request)
    typed = {"form_id": str(new_id()), **await kept(request)}
    return _submit_page(request, _instrument(request), Form(typed))


def _instrument(request: Request) -> Instrument:
    rules = visitor(request).rules.on(today(request))
    return rules.instrument(request.path_params["instrument"])


def _submit_page(
    request: Request, instrument: Instrument, form: Form, *, status: int = 200
) -> Response:
    who = visitor(request)
    return page(
        request,
        "desks/submit_for.html",
        status=status,
        form=form,
        name=instrument.name.in_language(who.lang),
        hands=hands(who.lang),
        **{**residents.choices(request), **questions(instrument, who)},
    )


async def submit_now(request: Request) -> Response:
    """File it for them; whatever is not right, everything that was typed stays."""
    who = _require(request)
    instrument, values = _instrument(request), await read_form(request)
    form_id = identifier(values.get("form_id"))
    form_id = form_id if form_id and form_id.version == 4 else new_id()
    values["form_id"] = str(form_id)
    try:
        filed = await _submit(request, instrument, values, form_id)
    except Invalid as wrong:
        form = refused_texts(values, wrong, instrument, who.lang)
        return _submit_page(request, instrument, form, status=422)
    except RuleBroken as broken:
        form = Form(values, {"": sentence(broken, who.lang)})
        return _submit_page(request, instrument, form, status=422)
    response = redirect(request, initiative_path(filed.number, filed.slug), notice=FILED)
    return await arrived(request, response)


async def _submit(
    request: Request, instrument: Instrument, values: dict[str, str], form_id: UUID
) -> Submitted:
    plan = SubmitInitiative(
        request.path_params["instrument"],
        values.get("title", ""),
        values.get("neighbourhood_code", ""),
        texts(values, instrument),
        form_id,
        values.get("subject", ""),
    )
    command = SubmitFor(plan, residents.resident(request, values), _hand(values.get("hand")))
    filed: Submitted = await do(request, command)
    return filed
