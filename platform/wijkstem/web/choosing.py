"""The guided choice: officials answer, see what fits and why, and publish what they choose; everybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.choosing import PublishChoice
from wijkstem.domain import choosing as rules
from wijkstem.domain.choosing import Advised, ChoiceForm
from wijkstem.domain.permissions import may_open_means
from wijkstem.errors import Invalid
from wijkstem.kit.ids import new_id
from wijkstem.queries.choosing import ChoiceFacts, choice_facts
from wijkstem.queries.council_proposals import dossiers_to_pick
from wijkstem.queries.means import MeansFacts, means_of_choice
from wijkstem.queries.means_picks import subjects_to_pick
from wijkstem.rules.guide import Guide, guide
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import choice_path, dossier_path, subject_path
from wijkstem.web.means_desk import DESK, keeper
from wijkstem.web.means_words import KINDS, told_all
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now
from wijkstem.web.work import ask, do
from wijkstem.web.year_words import LEVELS, levels
from wijkstem.words.means import MeansKind

PUBLISHED = notice("ok", "Uw keuze staat op de website, met de redenen.")


@dataclass(frozen=True)
class Led:
    """What answers lead to, in words."""

    level: str
    level_means: str
    kinds: tuple[str, ...]
    #: Why, each in a sentence or two.
    because: tuple[str, ...]


def led(by: Guide, found: Advised, lang: str) -> Led:
    """In the visitor's language."""
    name, means = LEVELS[found.level]
    reasons = (by.reason(one) for one in found.because)
    return Led(
        translated(name, lang),
        translated(means, lang),
        kind_names(tuple(kind for kind in MeansKind if kind in found.kinds), lang),
        tuple(one.in_language(lang) for one in reasons if one),
    )


def kind_names(kinds: tuple[MeansKind, ...], lang: str) -> tuple[str, ...]:
    """What each is called."""
    return tuple(translated(KINDS[kind][0], lang) for kind in kinds)


async def begin(request: Request) -> Response:
    """The questions."""
    keeper(request)
    query = request.query_params
    start = {
        "form_id": str(new_id()),
        "dossier": query.get("dossier", ""),
        "year_subject": query.get("onderwerp", ""),
    }
    return await _page(request, Form(start | await kept(request)))


async def _page(
    request: Request, form: Form, advised: Advised | None = None, *, status: int = 200
) -> Response:
    who, by = visitor(request), guide()
    dossiers: tuple[tuple[UUID, str, str], ...] = await ask(request, dossiers_to_pick)
    subjects: tuple[tuple[UUID, str], ...] = await ask(request, subjects_to_pick)
    return page(
        request,
        "means/choose.html",
        status=status,
        form=form,
        desk=DESK,
        most=rules,
        warnings=found_in(form.values, _texts(by), who.lang),
        questions=[
            (
                one.id,
                one.name.in_language(who.lang),
                [(answer.id, answer.name.in_language(who.lang)) for answer in one.answers],
            )
            for one in by.questions
        ],
        dossiers=[(str(one), f"{number} {title}") for one, number, title in dossiers],
        subjects=[(str(one), title) for one, title in subjects],
        led=led(by, advised, who.lang) if advised else None,
        levels=levels(who.lang),
        kinds=[(f"kind_{kind.value}", translated(KINDS[kind][0], who.lang)) for kind in MeansKind],
    )


def _texts(by: Guide) -> tuple[str, ...]:
    """The fields that everybody will read."""
    return ("reasons", *(f"said_{one.id}" for one in by.questions))


async def act(request: Request) -> Response:
    """Show what the answers lead to; or publish what was chosen. Refused: what was typed is still there."""
    keeper(request)
    values, lang, by = await read_form(request), visitor(request).lang, guide()
    form = _typed(values, by)
    try:
        found = rules.advised(by, rules.checked_answers(by, form.answers))
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, lang), status=422)
    if values.get("step") != "publish":
        return await _page(request, Form(_suggested(values, found)), found)
    if unsaid := unticked(values, _texts(by), lang):
        return await _page(request, unsaid, found, status=422)
    command = PublishChoice(form, inputs.identifier(values.get("form_id")))
    try:
        choice_id: UUID = await do(request, command)
    except Invalid as wrong:
        return await _page(request, refused(values, wrong, lang), found, status=422)
    return await arrived(request, redirect(request, choice_path(choice_id), notice=PUBLISHED))


def _suggested(values: Mapping[str, str], found: Advised) -> dict[str, str]:
    """The form with what fits filled in; they change it as they like."""
    kept_values = {name: text for name, text in values.items() if not name.startswith("kind_")}
    ticks = {f"kind_{kind.value}": "ja" for kind in found.kinds}
    return {**kept_values, "level": found.level.value, **ticks}


def _typed(values: Mapping[str, str], by: Guide) -> ChoiceForm:
    ids = [one.id for one in by.questions]

    def picked(name: str) -> UUID | None:
        text = values.get(name, "")
        # What is no id is one of nothing, which is refused by name.
        return (inputs.identifier(text) or new_id()) if text else None

    return ChoiceForm(
        picked("dossier"),
        picked("year_subject"),
        {one: values.get(one, "") for one in ids},
        values.get("level", ""),
        tuple(kind.value for kind in MeansKind if values.get(f"kind_{kind.value}") == "ja"),
        values.get("reasons", ""),
        {one: values.get(f"said_{one}", "") for one in ids},
    )


@for_everybody()
async def one(request: Request) -> Response:
    """A choice: what was answered, what fits that and why, and what was chosen."""
    who = visitor(request)
    it: ChoiceFacts = await ask(request, choice_facts, request.path_params["choice"])
    means: tuple[MeansFacts, ...] = await ask(request, means_of_choice, it.id)
    by = guide(it.guide)
    advised = Advised(it.advised_level, frozenset(it.advised_kinds), it.because)
    return page(
        request,
        "means/choice.html",
        it=it,
        means=told_all(means, who.rules, now(request), who.lang),
        answers=_answers(by, it, who.lang),
        led=led(by, advised, who.lang),
        departs=rules.departs(advised, it.level, frozenset(it.kinds)),
        level=[translated(text, who.lang) for text in LEVELS[it.level]],
        kinds=kind_names(it.kinds, who.lang),
        dossier=(dossier_path(it.dossier_number, it.dossier_slug), it.dossier_title),
        subject_url=subject_path(it.year_subject_id) if it.year_subject_id else "",
        more=_make_links(it, who.lang) if may_open_means(who.actor) else [],
    )


def _answers(by: Guide, it: ChoiceFacts, lang: str) -> list[tuple[str, str, str]]:
    """Question, answer, and what was said with it."""
    rows = []
    for question in by.questions:
        answer = question.answer(it.answers.get(question.id, ""))
        name = answer.name.in_language(lang) if answer else ""
        rows.append((question.name.in_language(lang), name, it.said.get(question.id, "")))
    return rows


def _make_links(it: ChoiceFacts, lang: str) -> list[tuple[str, str]]:
    """For officials: the form of each means that was chosen, with what is known filled in."""
    known = f"keuze={it.id}&dossier={it.dossier_id}&rol={it.level.value}"
    if it.year_subject_id:
        known += f"&onderwerp={it.year_subject_id}"
    return [
        (f"{DESK}/nieuw?soort={kind.value}&{known}", translated(KINDS[kind][0], lang))
        for kind in it.kinds
    ]
