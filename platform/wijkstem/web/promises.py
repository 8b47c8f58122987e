"""Promises for everybody: which there are, one with everything that was said of it; and the forms of who keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.promises import MakePromise, UpdatePromise
from wijkstem.domain import promises as rules
from wijkstem.domain.permissions import may_plan_year, require
from wijkstem.domain.promises import News, PromiseForm
from wijkstem.errors import Conflict, Invalid
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean, first_sentence
from wijkstem.queries.paging import Paged
from wijkstem.queries.promises import PromiseFacts, PromisePage, SaidOf, promise_page, promises
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, promise_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words import PromiseState

STATES = {
    PromiseState.OPEN: N_("Moet nog"),
    PromiseState.KEPT: N_("Gedaan"),
    PromiseState.DROPPED: N_("Gaat niet door"),
}
LATE = N_("Te laat")
_NAME_MOST = 80
#: What everybody will read.
_READ = ("what", "office", "owner", "news")
_LOOKS = {PromiseState.OPEN: "busy", PromiseState.KEPT: "good", PromiseState.DROPPED: "bad"}
MADE = notice("ok", "De belofte staat op de website.")
UPDATED = notice("ok", "Uw nieuws staat op de website.")


@dataclass(frozen=True)
class Told:
    """A promise in words."""

    promise: PromiseFacts
    url: str
    state: str
    look: str
    plan_url: str
    #: What its page is called.
    name: str


def told(it: PromiseFacts, day: date, lang: str) -> Told:
    """In the visitor's language, as it stands on a day."""
    late = it.is_late(day)
    return Told(
        it,
        promise_path(it.id),
        translated(LATE if late else STATES[it.state], lang),
        "late" if late else _LOOKS[it.state],
        initiative_path(it.number, it.slug) if it.number and it.slug else "",
        _name(it),
    )


def _name(it: PromiseFacts) -> str:
    """As much of what was promised as fits in a heading."""
    return first_sentence(it.what, most=_NAME_MOST)


@for_everybody("pagina")
async def listing(request: Request) -> Response:
    """What still has to be done, and what was."""
    who = visitor(request)
    number = inputs.whole(request.query_params.get("pagina"))
    found: Paged[PromiseFacts] = await ask(request, promises, page=number)
    return page(
        request,
        "promises/list.html",
        found=found,
        promises=[told(one, today(request), who.lang) for one in found.rows],
        may_plan=may_plan_year(who.actor),
    )


@for_everybody()
async def one(request: Request) -> Response:
    """What was promised by whom, until when, and how it went."""
    who, found = visitor(request), await _found(request)
    return page(
        request,
        "promises/one.html",
        it=told(found.promise, today(request), who.lang),
        changes=_changes(found.versions, who.lang),
        may_plan=may_plan_year(who.actor),
    )


@dataclass(frozen=True)
class Change:
    """A version beside the one before it."""

    version: SaidOf
    state: str
    was: str
    due_was: date | None
    words_were: str
    first: bool


def _changes(versions: tuple[SaidOf, ...], lang: str) -> list[Change]:
    before = [*versions[1:], None]
    return [_change(new, old, lang) for new, old in zip(versions, before, strict=True)]


def _change(new: SaidOf, old: SaidOf | None, lang: str) -> Change:
    then = old or new
    return Change(
        new,
        translated(STATES[new.state], lang),
        translated(STATES[then.state], lang) if then.state != new.state else "",
        then.due_on if then.due_on != new.due_on else None,
        then.what if then.what != new.what else "",
        old is None,
    )


async def _found(request: Request) -> PromisePage:
    found: PromisePage = await ask(request, promise_page, request.path_params["promise"])
    return found


async def make(request: Request) -> Response:
    """The form for a new one."""
    require(may_plan_year(visitor(request).actor))
    start = {
        "form_id": str(new_id()),
        "plan": inputs.picked(request.query_params.get("plan")) or "",
    }
    return _form_page(request, Form(start | await kept(request)))


def _form_page(
    request: Request,
    form: Form,
    *,
    promise: PromiseFacts | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    return page(
        request,
        "promises/form.html",
        status=status,
        form=form,
        promise=promise,
        name=_name(promise) if promise else "",
        warnings=found_in(form.values, _READ, lang),
        problem=problem,
        states=[(state.value, translated(name, lang)) for state, name in STATES.items()],
        most=rules,
    )


async def make_now(request: Request) -> Response:
    """Write it down."""
    who = visitor(request)
    require(may_plan_year(who.actor))
    values = await read_form(request)
    if again := unticked(values, _READ, who.lang):
        return _form_page(request, again, status=422)
    form = PromiseForm(
        values.get("what", ""),
        values.get("office", ""),
        values.get("owner", ""),
        inputs.day(values, "promised_on"),
        inputs.day(values, "due_on"),
    )
    plan, form_id = clean(values.get("plan", "")), inputs.identifier(values.get("form_id"))
    try:
        promise_id: UUID = await do(request, MakePromise(form, plan, form_id))
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, who.lang), status=422)
    return await arrived(request, redirect(request, promise_path(promise_id), notice=MADE))


async def update(request: Request) -> Response:
    """The form with what stands there now."""
    require(may_plan_year(visitor(request).actor))
    it = (await _found(request)).promise
    start = {
        "revision": str(it.revision),
        "state": it.state.value,
        "what": it.what,
        "due_on_day": str(it.due_on.day),
        "due_on_month": str(it.due_on.month),
        "due_on_year": str(it.due_on.year),
    }
    return _form_page(request, Form(start | await kept(request)), promise=it)


async def update_now(request: Request) -> Response:
    """Tell what came of it. Refused or too late: what was typed is still there."""
    who = visitor(request)
    require(may_plan_year(who.actor))
    values, promise_id = await read_form(request), request.path_params["promise"]
    if again := unticked(values, _READ, who.lang):
        it = (await _found(request)).promise
        return _form_page(request, again, promise=it, status=422)
    command = UpdatePromise(promise_id, inputs.whole(values.get("revision")), _news(values))
    try:
        await do(request, command)
    except Invalid as wrong:
        it, form = (await _found(request)).promise, refused(values, wrong, who.lang)
        return _form_page(request, form, promise=it, status=422)
    except Conflict as no:
        it = (await _found(request)).promise
        form, said = Form({**values, "revision": str(it.revision)}), sentence(no, who.lang)
        return _form_page(request, form, promise=it, status=409, problem=said)
    return await arrived(request, redirect(request, promise_path(promise_id), notice=UPDATED))


def _news(values: Mapping[str, str]) -> News:
    return News(
        values.get("state", ""),
        inputs.day(values, "due_on"),
        values.get("what", ""),
        values.get("news", ""),
    )
