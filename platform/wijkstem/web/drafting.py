"""Writing a plan in steps: each a page with an address of its own, and what was typed is kept at each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.drafts import SaveDraft, ThrowAwayDraft
from wijkstem.domain.initiatives import TITLE_LENGTH, checked_form
from wijkstem.domain.permissions import may_submit, require, require_login
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id, new_token
from wijkstem.kit.text import clean, without_unseen
from wijkstem.queries.drafts import OwnDraft, Sent, own_draft
from wijkstem.queries.similar import similar_plans
from wijkstem.rules.schema import Instrument
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.forms import Form, read_form, sentence
from wijkstem.web.hints import Alike
from wijkstem.web.hints import alike as plans_alike
from wijkstem.web.inputs import picked, whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import draft_path, initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.questions import NEAR, PREFIX, questions, refused_texts, texts
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words import Intent

KEPT = notice("ok", "Uw plan is bewaard. U gaat verder waar u was met de knop Ga verder.")
THROWN_AWAY = notice("ok", "Uw plan is weggegooid.")
SENT_ALREADY = notice("info", "Dit plan hebt u al verstuurd. Op deze pagina ziet u waar het is.")

#: The parameter of a step that says what is not right yet.
CHECKED: Final = "nakijken"
#: The first step is the choice of what kind of plan it is: `submitting.choose`.
PLAN, PLACE, MEDIA, CHECK = "plan", "plek", "beeld", "versturen"
#: Beside the steps, for who wants to.
FILM, SPEAK = "film", "opname"
STEPS: Final = (
    (PLAN, N_("Schrijf uw plan op")),
    (PLACE, N_("Waar gaat het over?")),
    (MEDIA, N_("Foto's bij uw plan")),
    (CHECK, N_("Kijk uw plan na en verstuur het")),
)
#: What the same steps are called for who wants to know something.
ASKING: Final = {
    PLAN: N_("Schrijf uw vraag op"),
    MEDIA: N_("Foto's bij uw vraag"),
    CHECK: N_("Kijk uw vraag na en verstuur hem"),
}
ORDER: Final = tuple(step for step, _ in STEPS)


@dataclass(frozen=True)
class Writing:
    """A plan in hand, and the page of it that is asked for."""

    id: UUID
    step: str
    instrument_id: str
    instrument: Instrument
    #: What is kept of it; None before anything was.
    draft: OwnDraft | None

    @property
    def answers(self) -> Mapping[str, str]:
        return self.draft.answers if self.draft else {}

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    def path(self, step: str) -> str:
        return draft_path(self.id, step)

    @property
    def before(self) -> str | None:
        """The step before this one, when it is one of this plan's own."""
        place = ORDER.index(self.step)
        return ORDER[place - 1] if place else None

    @property
    def after(self) -> str:
        return ORDER[min(ORDER.index(self.step) + 1, len(ORDER) - 1)]


def progress(
    step: str | None, lang: str, instrument: Instrument | None = None
) -> dict[str, object]:
    """Where somebody is, in words: the choice of a kind is the first step."""
    number = ORDER.index(step) + 2 if step else 1
    names = dict(STEPS)
    if instrument is not None and instrument.intent is Intent.QUESTION:
        names |= ASKING
    name = translated(names[step], lang) if step else ""
    return {"number": number, "of": len(ORDER) + 1, "name": name}


async def begin(request: Request) -> Response:
    """A plan of this kind gets an address; there is nothing of it yet but that."""
    instrument = request.path_params["instrument"]
    visitor(request).rules.on(today(request)).instrument(instrument)
    return redirect(request, f"{draft_path(new_id(), PLAN)}?soort={instrument}")


async def found(request: Request, step: str) -> Writing | Sent:
    """The plan of this address. Who is not logged in has none yet, and may begin one.

    Raises:
        NotAllowed: for a later step, to who is not logged in.
        NotFound: for a plan that was thrown away, or is somebody else's.
    """
    who, draft_id = visitor(request), request.path_params["draft"]
    if step not in ORDER or draft_id.version != 4:
        raise NotFound("unknown_step", "Deze stap is er niet.")
    person_id = who.actor.person_id
    draft = await ask(request, own_draft, person_id, draft_id) if person_id else None
    if isinstance(draft, Sent):
        return draft
    kind = draft.instrument if draft else picked(request.query_params.get("soort"))
    if draft is None and (step != PLAN or not kind):
        require_login(who.actor)
        raise NotFound("unknown_draft", "Dit plan is er niet meer. Misschien is het weggegooid.")
    assert kind is not None
    instrument = who.rules.on(today(request)).instrument(kind)
    return Writing(draft_id, step, kind, instrument, draft)


def to_the_plan(request: Request, sent: Sent) -> Response:
    """What was sent already is looked at where it is now."""
    return redirect(request, initiative_path(sent.number, sent.slug), notice=SENT_ALREADY)


async def show(request: Request) -> Response:
    """A step with what was typed there before."""
    at = await found(request, request.path_params["step"])
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    values = {**_shown(at), **await kept(request)}
    if CHECKED not in request.query_params or at.draft is None:
        return step_page(request, at, Form(values), alike=await _alike(request, at))
    wrong = wrong_in(at, at.answers, visitor(request)).errors
    errors = {name: wrong[name] for name in names_of(at.step, at.instrument) if name in wrong}
    return step_page(request, at, Form(values, errors), status=422 if errors else 200)


def _shown(at: Writing) -> dict[str, str]:
    """Each page has a mark of its own, so that a page that is sent again is known as the same."""
    return {**at.answers, "revision": str(at.revision), "venster": new_token()[:16]}


def step_page(
    request: Request,
    at: Writing,
    form: Form,
    *,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
    alike: Sequence[Alike] = (),
) -> Response:
    """One step; ``theirs`` is what another window brought meanwhile, ``alike`` are plans that look like this one."""
    who = visitor(request)
    return page(
        request,
        f"drafts/{at.step}.html",
        status=status,
        form=form,
        at=at,
        kind=at.instrument.name.in_language(who.lang),
        progress=progress(at.step, who.lang, at.instrument),
        theirs=theirs or [],
        alike=alike,
        speaks=services(request).files is not None,
        **questions(at.instrument, who),
    )


async def _alike(request: Request, at: Writing) -> list[Alike]:
    """Right after somebody wrote what it is, and before they do more work on it."""
    if at.step != PLACE:
        return []
    found = await ask(request, similar_plans, at.answers.get("title", ""))
    return plans_alike(found, visitor(request))


async def alike_to(request: Request) -> Response:
    """The same for a title that is being typed: a part of a page, for the script that asks for it."""
    title = clean(request.query_params.get("titel", ""))[:TITLE_LENGTH]
    plans = await ask(request, similar_plans, title)
    response = page(request, "drafts/alike.html", alike=plans_alike(plans, visitor(request)))
    response.headers["Cache-Control"] = "no-store"
    return response


def names_of(step: str, instrument: Instrument) -> list[str]:
    """The questions of a step, by the names that its form gives them."""
    if step == PLAN:
        return ["title", *(PREFIX + field.id for field in instrument.fields)]
    return ["neighbourhood_code", NEAR, "subject"] if step == PLACE else []


def wrong_in(at: Writing, answers: Mapping[str, str], who: Visitor) -> Form:
    """What must change before the plan can be sent, by the names of the forms."""
    try:
        checked_form(
            answers.get("title", ""),
            answers.get("neighbourhood_code", ""),
            texts(answers, at.instrument),
            subject=answers.get("subject", ""),
            instrument=at.instrument,
            municipality=who.rules.municipality,
        )
    except Invalid as wrong:
        return refused_texts(answers, wrong, at.instrument, who.lang)
    return Form(answers)


async def keep(request: Request) -> Response:
    """Keep what was typed, whatever it is; then on, back, or away. Only who goes on is told what is not right."""
    who, step = visitor(request), request.path_params["step"]
    require(may_submit(who.actor))
    at = await found(request, step)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    values = await read_form(request)
    asked = names_of(step, at.instrument)
    typed = {name: without_unseen(values[name]) for name in asked if name in values}
    command = SaveDraft(
        at.id, at.instrument_id, whole(values.get("revision")), values.get("venster", ""), typed
    )
    try:
        await do(request, command)
    except Conflict as no:
        return await _both(request, typed, sentence(no, who.lang))
    except (Invalid, RuleBroken) as no:
        told = no.fields if isinstance(no, Invalid) else {"": no}
        errors = {name: sentence(one, who.lang) for name, one in told.items()}
        return step_page(request, at, Form({**_shown(at), **typed}, errors), status=422)
    go = values.get("ga")
    if go == "bewaar":
        return await arrived(request, redirect(request, "/mijn#concepten", notice=KEPT))
    if go == "terug":
        return await arrived(request, redirect(request, at.path(at.before or PLAN)))
    wrong = wrong_in(at, {**at.answers, **typed}, who).errors
    if any(name in typed for name in wrong):
        # By way of an address of its own: a page that came of a form cannot be gone back to.
        return await arrived(request, redirect(request, f"{at.path(step)}?{CHECKED}=ja"))
    return await arrived(request, redirect(request, at.path(at.after)))


async def _both(request: Request, typed: Mapping[str, str], said: str) -> Response:
    """What this window sent, beside what another one brought meanwhile: sending again is a choice."""
    at = await found(request, request.path_params["step"])
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    lang = visitor(request).lang
    labels = {PREFIX + one.id: one.label.in_language(lang) for one in at.instrument.fields}
    labels |= {
        "title": translated(N_("Titel van uw plan"), lang),
        "neighbourhood_code": translated(N_("Over welke wijk gaat het?"), lang),
        NEAR: translated(N_("Waar precies?"), lang),
        "subject": translated(N_("Waar gaat uw plan over?"), lang),
    }
    theirs = [
        (labels[name], at.answers[name])
        for name, text in typed.items()
        if name in at.answers and at.answers[name] != text
    ]
    form = Form({**_shown(at), **typed}, {"": said})
    return step_page(request, at, form, status=409, theirs=theirs)


async def ask_throw_away(request: Request) -> Response:
    """Before it is gone for good."""
    who = visitor(request)
    draft = await ask(request, own_draft, require_login(who.actor), request.path_params["draft"])
    if isinstance(draft, Sent):
        return to_the_plan(request, draft)
    if draft is None:
        raise NotFound("unknown_draft", "Dit plan is er niet meer. Misschien is het weggegooid.")
    return page(
        request,
        "drafts/throw_away.html",
        title=title_of(draft, who),
        back=draft_path(draft.id, PLAN),
    )


async def throw_away(request: Request) -> Response:
    """Gone, at the person's own wish."""
    require_login(visitor(request).actor)
    await do(request, ThrowAwayDraft(request.path_params["draft"]))
    return redirect(request, "/mijn#concepten", notice=THROWN_AWAY)


def title_of(draft: OwnDraft, who: Visitor) -> str:
    """What a plan in hand is called."""
    return draft.answers.get("title", "").strip() or translated(N_("Plan zonder titel"), who.lang)


def next_step(draft: OwnDraft, instrument: Instrument, who: Visitor) -> str:
    """Where somebody goes on who comes back: the first step that is not right yet."""
    at = Writing(draft.id, PLAN, draft.instrument, instrument, draft)
    wrong = wrong_in(at, draft.answers, who).errors
    return next(
        (step for step in ORDER if any(name in wrong for name in names_of(step, instrument))),
        CHECK,
    )
