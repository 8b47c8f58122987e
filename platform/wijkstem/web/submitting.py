"""Filing an initiative, with a form that is made from the rules of the instrument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.initiatives import SubmitInitiative, Submitted
from wijkstem.domain.permissions import may_submit, require, require_login
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.rules.schema import Instrument, Step
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, sentence
from wijkstem.web.inputs import identifier
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.questions import questions, refused_texts, texts
from wijkstem.web.wording import term_words, today
from wijkstem.web.work import do
from wijkstem.words import Intent, Milestone

FILED = {
    Intent.PLAN: notice(
        "ok",
        "Wij hebben uw plan ontvangen. Op deze pagina ziet u altijd waar het is en wie het heeft.",
    ),
    Intent.QUESTION: notice(
        "ok",
        "Wij hebben uw vraag ontvangen. Op deze pagina ziet u altijd wie de vraag heeft en wanneer u"
        " antwoord krijgt.",
    ),
}


@dataclass(frozen=True)
class Choice:
    """An instrument to choose, with what it asks of whom."""

    id: str
    name: str
    summary: str
    minimum_age: int
    threshold: int | None
    #: How long the first answer takes, and whether that is about coming on the website.
    first_answer: str
    admits: bool
    collecting: str


async def choose(request: Request) -> Response:
    """Which kinds of plan there are, and the rules of each in a few words."""
    who = visitor(request)
    rules = who.rules.on(today(request))
    choices = {
        intent: [
            _choice(name, instrument, who.lang, rules.path(name).steps)
            for name, instrument in rules.instruments.items()
            if instrument.intent is intent
        ]
        for intent in Intent
    }
    return page(
        request,
        "initiatives/choose.html",
        plans=choices[Intent.PLAN],
        questions=choices[Intent.QUESTION],
    )


def _choice(name: str, instrument: Instrument, lang: str, steps: Sequence[Step]) -> Choice:
    support = instrument.support
    collects = next((step for step in steps if step.collects), None)
    return Choice(
        id=name,
        name=instrument.name.in_language(lang),
        summary=instrument.summary.in_language(lang),
        minimum_age=instrument.minimum_age.value,
        threshold=support.threshold.value if support and support.threshold else None,
        first_answer=_term(instrument, steps[0].term, lang),
        admits=any(outcome.means is Milestone.ADMITTED for outcome in steps[0].outcomes),
        collecting=_term(instrument, collects.term if collects else None, lang),
    )


def _term(instrument: Instrument, term: str | None, lang: str) -> str:
    return term_words(instrument.terms[term], lang) if term else ""


async def new(request: Request) -> Response:
    """The empty form; who is not logged in goes there first and comes back."""
    who = visitor(request)
    require_login(who.actor)
    typed = {"form_id": str(new_id()), **await kept(request)}
    return _new_page(request, _instrument(request), Form(typed))


def _instrument(request: Request) -> Instrument:
    rules = visitor(request).rules.on(today(request))
    return rules.instrument(request.path_params["instrument"])


def _new_page(
    request: Request, instrument: Instrument, form: Form, *, status: int = 200
) -> Response:
    who = visitor(request)
    return page(
        request,
        "initiatives/new.html",
        status=status,
        form=form,
        name=instrument.name.in_language(who.lang),
        summary=instrument.summary.in_language(who.lang),
        **questions(instrument, who),
    )


async def file(request: Request) -> Response:
    """File it; whatever is not right, everything that was typed stays."""
    who = visitor(request)
    require(may_submit(who.actor))
    instrument = _instrument(request)
    values = await read_form(request)
    form_id = _form_id(values)
    values["form_id"] = str(form_id)
    command = SubmitInitiative(
        request.path_params["instrument"],
        values.get("title", ""),
        values.get("neighbourhood_code", ""),
        texts(values, instrument),
        form_id,
        values.get("subject", ""),
    )
    try:
        filed: Submitted = await do(request, command)
    except Invalid as wrong:
        form = refused_texts(values, wrong, instrument, who.lang)
        return _new_page(request, instrument, form, status=422)
    except RuleBroken as broken:
        form = Form(values, {"": sentence(broken, who.lang)})
        return _new_page(request, instrument, form, status=422)
    response = redirect(
        request, initiative_path(filed.number, filed.slug), notice=FILED[instrument.intent]
    )
    return await arrived(request, response)


def _form_id(values: Mapping[str, str]) -> UUID:
    """What the page gave along, if it is as random as ours are; else a new one."""
    given = identifier(values.get("form_id"))
    return given if given and given.version == 4 else new_id()
