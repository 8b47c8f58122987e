"""Filing an initiative: the choice of what kind it is, and at the end of all steps the look over and the sending."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.initiatives import SubmitInitiative, Submitted
from wijkstem.domain.permissions import may_submit, require, require_login
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.drafts import Sent
from wijkstem.queries.films import film_of_draft
from wijkstem.queries.media import Shown, photos_of_draft
from wijkstem.queries.similar import similar_plans
from wijkstem.queries.spoken import Spoken, spoken_of_draft
from wijkstem.rules.schema import Instrument
from wijkstem.rules.steps import Step
from wijkstem.web.context import services, visitor
from wijkstem.web.drafting import (
    CHECK,
    CHECKED,
    FILM,
    MEDIA,
    ORDER,
    Writing,
    found,
    names_of,
    progress,
    to_the_plan,
    wrong_in,
)
from wijkstem.web.forms import Form, read_form, sentence
from wijkstem.web.hints import SAY_IT, alike, reading_hint, warnings
from wijkstem.web.inputs import identifier, whole
from wijkstem.web.language import translated
from wijkstem.web.links import draft_path, initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.questions import NEAR, refused_texts, texts
from wijkstem.web.wording import place, subject_name, term_words, today
from wijkstem.web.work import ask, do
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
        progress=progress(None, who.lang),
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


async def look_over(request: Request) -> Response:
    """The plan as others will see it, and what must change before it can be sent."""
    at = await found(request, CHECK)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    who = visitor(request)
    wrong = wrong_in(at, at.answers, who)
    if CHECKED in request.query_params and _unsaid(at, {}, who.lang):
        errors = {**wrong.errors, "gevonden": translated(SAY_IT, who.lang)}
        return await _check_page(request, at, Form(at.answers, errors), status=422)
    return await _check_page(request, at, wrong)


async def _check_page(request: Request, at: Writing, wrong: Form, *, status: int = 200) -> Response:
    who = visitor(request)
    title = at.answers.get("title", "").strip()
    written = {"title": title, **texts(at.answers, at.instrument)}
    similar = await ask(request, similar_plans, title)
    person_id = require_login(who.actor)
    photos: tuple[Shown, ...] = await ask(request, photos_of_draft, person_id, at.id)
    return page(
        request,
        "drafts/versturen.html",
        status=status,
        form=wrong,
        at=at,
        kind=at.instrument.name.in_language(who.lang),
        progress=progress(CHECK, who.lang, at.instrument),
        asks=at.instrument.intent is Intent.QUESTION,
        todo=_todo(at, wrong),
        told={name: wrong.errors[name] for name in ("", "gevonden") if name in wrong.errors},
        title=title,
        photos=photos,
        film=await ask(request, film_of_draft, person_id, at.id),
        typed_out=await _typed_out(request, person_id, at),
        takes_photos=services(request).files is not None,
        warnings=warnings(written, who.lang),
        alike=alike(similar, who),
        reads=reading_hint(texts(at.answers, at.instrument), who.lang),
        place=place(who.rules, at.answers.get("neighbourhood_code")),
        near=at.answers.get(NEAR, "").strip(),
        subject=subject_name(who.rules, at.answers.get("subject", ""), who.lang),
        answers=[
            (field.label.in_language(who.lang), text)
            for field in at.instrument.fields
            if (text := texts(at.answers, at.instrument)[field.id].strip())
        ],
    )


async def _typed_out(request: Request, person_id: UUID, at: Writing) -> bool:
    """Whether an official wrote what stands here."""
    spoken: Spoken | None = await ask(request, spoken_of_draft, person_id, at.id)
    return bool(spoken and spoken.understood)


def _todo(at: Writing, wrong: Form) -> list[tuple[str, str]]:
    """What must change, each with the way to the question that it is about."""
    where = {name: step for step in ORDER for name in names_of(step, at.instrument)}
    where |= {name: MEDIA for name in wrong.errors if name.startswith("foto-")}
    where["transcript"] = FILM
    return [
        (f"{at.path(where[name])}#f-{name}", said)
        for name, said in wrong.errors.items()
        if name in where
    ]


async def send(request: Request) -> Response:
    """File it; what is not right is told, and the draft stays as it is."""
    who = visitor(request)
    require(may_submit(who.actor))
    at = await found(request, CHECK)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    values = await read_form(request)
    if _unsaid(at, values, who.lang):
        return redirect(request, f"{at.path(CHECK)}?{CHECKED}=ja")
    command = SubmitInitiative(
        at.instrument_id,
        at.answers.get("title", ""),
        at.answers.get("neighbourhood_code", ""),
        texts(at.answers, at.instrument),
        at.id,
        at.answers.get("subject", ""),
        whole(values.get("revision")),
    )
    try:
        filed: Submitted = await do(request, command)
    except Invalid as wrong:
        form = refused_texts(at.answers, wrong, at.instrument, who.lang)
        return await _check_page(request, at, form, status=422)
    except RuleBroken as broken:
        form = Form(at.answers, {"": sentence(broken, who.lang)})
        return await _check_page(request, at, form, status=422)
    except Conflict as no:
        now = await found(request, CHECK)
        if isinstance(now, Sent):
            return to_the_plan(request, now)
        form = Form(now.answers, {"": sentence(no, who.lang)})
        return await _check_page(request, now, form, status=409)
    return redirect(
        request, initiative_path(filed.number, filed.slug), notice=FILED[at.instrument.intent]
    )


def _unsaid(at: Writing, values: Mapping[str, str], lang: str) -> bool:
    """Whether there is personal data in it of which nobody said that everybody may read it."""
    written = {"title": at.answers.get("title", ""), **texts(at.answers, at.instrument)}
    return values.get("gevonden") != "ja" and bool(warnings(written, lang))


async def file(request: Request) -> Response:
    """The form of the release before, on one page, by who had it open during an upgrade: its steps follow."""
    who = visitor(request)
    require(may_submit(who.actor))
    kind = request.path_params["instrument"]
    instrument = who.rules.on(today(request)).instrument(kind)
    values = await read_form(request)
    given = identifier(values.get("form_id"))
    draft_id = given if given and given.version == 4 else new_id()
    names = [name for step in ORDER for name in names_of(step, instrument)]
    typed = {name: values[name] for name in names if name in values}
    with suppress(Conflict):  # sent twice: what became of it is said there
        try:
            await do(request, SaveDraft(draft_id, kind, 0, "", typed))
        except Invalid as wrong:  # what we do not keep is asked again
            rest = {name: text for name, text in typed.items() if name not in wrong.fields}
            await do(request, SaveDraft(draft_id, kind, 0, "", rest))
    return redirect(request, draft_path(draft_id, CHECK))
