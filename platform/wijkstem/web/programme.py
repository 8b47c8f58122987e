"""An item of a neighbourhood's programme with everything that was said of it, and the official's forms for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.programme import AddProgrammeItem, UpdateProgrammeItem
from wijkstem.domain import programme as rules
from wijkstem.domain.permissions import may_convene, require
from wijkstem.domain.programme import ItemForm
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean
from wijkstem.queries.programme import Item, ItemPage, Version, programme_item
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, item_path, neighbourhood_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import place, today
from wijkstem.web.work import ask, do
from wijkstem.words import ProgrammeState

STATES = {
    ProgrammeState.PLANNED: N_("Gepland"),
    ProgrammeState.RUNNING: N_("Bezig"),
    ProgrammeState.DONE: N_("Klaar"),
    ProgrammeState.STOPPED: N_("Gestopt"),
}
_LOOKS = {
    ProgrammeState.PLANNED: "neutral",
    ProgrammeState.RUNNING: "busy",
    ProgrammeState.DONE: "good",
    ProgrammeState.STOPPED: "bad",
}
#: What everybody reads of it.
_READ = ("title", "what", "news")

ADDED = notice("ok", "Het punt staat in het programma van de wijk.")
UPDATED = notice("ok", "Uw nieuws staat op de website.")


@dataclass(frozen=True)
class Told:
    """An item in words."""

    item: Item
    url: str
    state: str
    look: str
    years: str
    #: The plan that it came of: where it is, and what it is called.
    plan: tuple[str, str] | None


def told(item: Item, lang: str) -> Told:
    """In the visitor's language."""
    plan = None
    if item.number and item.slug and item.plan:
        plan = (initiative_path(item.number, item.slug), item.plan)
    return Told(
        item,
        item_path(item.id),
        translated(STATES[item.state], lang),
        _LOOKS[item.state],
        years(item.first_year, item.last_year, lang),
        plan,
    )


def years(first: int, last: int, lang: str) -> str:
    """One year, or from and to."""
    if first == last:
        return str(first)
    return translated(N_("%(first)s tot en met %(last)s"), lang, {"first": first, "last": last})


@dataclass(frozen=True)
class Change:
    """A version beside the one before it: what became otherwise."""

    version: Version
    state: str
    #: The state before; "" when it stayed.
    was: str
    years_were: str
    title_was: str
    what_changed: bool
    #: Whether it is where the item began.
    first: bool


def changes(versions: tuple[Version, ...], lang: str) -> list[Change]:
    """The newest first."""
    before: list[Version | None] = [*versions[1:], None]
    return [_change(new, old, lang) for new, old in zip(versions, before, strict=True)]


def _change(new: Version, old: Version | None, lang: str) -> Change:
    def was(changed: bool, said: str) -> str:
        return said if changed else ""

    old_or_new = old or new
    moved = (old_or_new.first_year, old_or_new.last_year) != (new.first_year, new.last_year)
    return Change(
        version=new,
        state=translated(STATES[new.state], lang),
        was=was(old_or_new.state != new.state, translated(STATES[old_or_new.state], lang)),
        years_were=was(moved, years(old_or_new.first_year, old_or_new.last_year, lang)),
        title_was=was(old_or_new.title != new.title, old_or_new.title),
        what_changed=old_or_new.what != new.what,
        first=old is None,
    )


@for_everybody()
async def one(request: Request) -> Response:
    """What it is, how far it is, and what was said of it when."""
    who = visitor(request)
    found = await _found(request)
    return page(
        request,
        "neighbourhoods/item.html",
        it=told(found.item, who.lang),
        place=place(who.rules, found.item.neighbourhood_code),
        place_url=neighbourhood_path(found.item.neighbourhood_code),
        changes=changes(found.versions, who.lang),
        may_convene=may_convene(who.actor),
    )


async def _found(request: Request) -> ItemPage:
    found: ItemPage = await ask(request, programme_item, request.path_params["item"])
    return found


async def add(request: Request) -> Response:
    """The form for a new one."""
    require(may_convene(visitor(request).actor))
    year = str(today(request).year)
    start = {"first_year": year, "last_year": year, "state": "planned", "form_id": str(new_id())}
    return _form_page(request, _code(request), Form(start | await kept(request)))


def _code(request: Request) -> str:
    code: str = request.path_params["code"]
    if visitor(request).rules.municipality.neighbourhood(code) is None:
        raise NotFound("unknown_neighbourhood", "Deze wijk is er niet.")
    return code


def _form_page(
    request: Request,
    code: str,
    form: Form,
    *,
    item: Item | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    return page(
        request,
        "neighbourhoods/item_form.html",
        status=status,
        form=form,
        item=item,
        problem=problem,
        place=place(who.rules, code),
        place_url=neighbourhood_path(code),
        states=[(state.value, translated(name, who.lang)) for state, name in STATES.items()],
        warnings=found_in(form.values, _READ, who.lang),
        most=rules,
    )


def _typed(values: Mapping[str, str]) -> ItemForm:
    return ItemForm(
        values.get("title", ""),
        values.get("what", ""),
        inputs.whole(clean(values.get("first_year", ""))),
        inputs.whole(clean(values.get("last_year", ""))),
        values.get("state", ""),
        values.get("news", ""),
    )


async def add_now(request: Request) -> Response:
    """Put it in the programme."""
    who = visitor(request)
    require(may_convene(who.actor))
    code, values = _code(request), await read_form(request)
    command = AddProgrammeItem(
        code,
        _typed(values),
        clean(values.get("plan", "")),
        inputs.identifier(values.get("form_id")),
    )
    try:
        check_ticked(values, _READ)
        item_id: UUID = await do(request, command)
    except Invalid as wrong:
        return _form_page(request, code, refused(values, wrong, who.lang), status=422)
    return await arrived(request, redirect(request, item_path(item_id), notice=ADDED))


async def update(request: Request) -> Response:
    """The form with what stands there now."""
    require(may_convene(visitor(request).actor))
    item = (await _found(request)).item
    start = {
        "revision": str(item.revision),
        "title": item.title,
        "what": item.what,
        "first_year": str(item.first_year),
        "last_year": str(item.last_year),
        "state": item.state.value,
    }
    form = Form(start | await kept(request))
    return _form_page(request, item.neighbourhood_code, form, item=item)


async def update_now(request: Request) -> Response:
    """Tell how it goes. Refused or too late: what was typed is still there."""
    who = visitor(request)
    require(may_convene(who.actor))
    values, item_id = await read_form(request), request.path_params["item"]
    command = UpdateProgrammeItem(item_id, inputs.whole(values.get("revision")), _typed(values))
    try:
        check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        item = (await _found(request)).item
        form = refused(values, wrong, who.lang)
        return _form_page(request, item.neighbourhood_code, form, item=item, status=422)
    except Conflict as no:
        item = (await _found(request)).item
        form = Form({**values, "revision": str(item.revision)})
        said = sentence(no, who.lang)
        return _form_page(
            request, item.neighbourhood_code, form, item=item, status=409, problem=said
        )
    return await arrived(request, redirect(request, item_path(item_id), notice=UPDATED))
