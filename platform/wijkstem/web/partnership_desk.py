"""Where officials and the clerk keep the register of partnerships: one more, a change, a review, and the council's items."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.partnerships import (
    ChangePartnership,
    LinkItem,
    RegisterPartnership,
    ReviewPartnership,
    UnlinkItem,
)
from wijkstem.domain import partnerships as rules
from wijkstem.domain.partnerships import PartnershipForm
from wijkstem.domain.permissions import may_keep_dossiers, require
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.partnerships import PartnershipPage
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import partnership_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.partnerships import FORMS, LIST, ROLES, partnership, shown
from wijkstem.web.work import do

REGISTERED = notice("ok", "De samenwerking staat in het overzicht.")
CHANGED = notice("ok", "Uw wijziging staat op de website.")
REVIEWED = notice("ok", "Het staat erbij dat u dit opnieuw bekeek.")
LINKED = notice("ok", "Het punt van de raad staat erbij.")
UNLINKED = notice("ok", "Het punt van de raad staat er niet meer bij.")
#: What everybody will read.
_READ = ("name", "tasks", "account", "partners", "money", "news")
_DAYS = ("since_on", "review_on", "ended_on")


def _keeper(request: Request) -> None:
    require(may_keep_dossiers(visitor(request).actor))


async def register(request: Request) -> Response:
    """The form for a new one."""
    _keeper(request)
    return _form_page(request, Form({"form_id": str(new_id())} | await kept(request)), None)


def _form_page(
    request: Request,
    form: Form,
    found: PartnershipPage | None,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    return page(
        request,
        "partnerships/edit.html",
        status=status,
        form=form,
        problem=problem,
        found=found,
        back=partnership_path(found.partnership.facts.id) if found else LIST,
        forms_of_law=[(one.value, translated(name, lang)) for one, name in FORMS.items()],
        roles=[(one.value, translated(name, lang)) for one, name in ROLES.items()],
        warnings=found_in(form.values, _READ, lang),
        most=rules,
    )


def _typed(values: Mapping[str, str]) -> PartnershipForm:
    return PartnershipForm(
        values.get("name", ""),
        values.get("legal_form", ""),
        values.get("own_role", ""),
        values.get("tasks", ""),
        values.get("account", ""),
        values.get("partners", ""),
        values.get("money", ""),
        inputs.day(values, "since_on"),
        inputs.day(values, "review_on"),
        inputs.day(values, "ended_on"),
        values.get("news", ""),
    )


async def register_now(request: Request) -> Response:
    """Put it in the register."""
    _keeper(request)
    values = await read_form(request)
    command = RegisterPartnership(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        check_ticked(values, _READ)
        made: UUID = await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _form_page(request, form, None, status=422)
    return await arrived(request, redirect(request, partnership_path(made), notice=REGISTERED))


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    _keeper(request)
    found = await partnership(request)
    return _form_page(request, Form(_now(found) | await kept(request)), found)


def _now(found: PartnershipPage) -> dict[str, str]:
    it, facts = found.partnership, found.partnership.facts
    values = {
        "revision": str(facts.revision),
        "name": facts.name,
        "legal_form": facts.legal_form.value,
        "own_role": facts.own_role.value,
        "tasks": facts.tasks,
        "account": facts.account,
        "partners": "\n".join(f"{name}: {role}" if role else name for name, role in it.partners),
        "money": "\n".join(f"{year}: {euros}" for year, euros in it.money),
    }
    days = ((name, getattr(facts, name)) for name in _DAYS)
    return values | {key: text for name, day in days if day for key, text in _day(name, day)}


def _day(name: str, day: date) -> tuple[tuple[str, str], ...]:
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    return tuple((f"{name}_{part}", str(number)) for part, number in parts)


async def change_now(request: Request) -> Response:
    """Keep it so. Refused or too late: what was typed is still there."""
    _keeper(request)
    found, values = await partnership(request), await read_form(request)
    facts, lang = found.partnership.facts, visitor(request).lang
    command = ChangePartnership(facts.id, inputs.whole(values.get("revision")), _typed(values))
    try:
        check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, lang), found, status=422)
    except Conflict as no:
        meanwhile = await partnership(request)
        form = Form({**values, "revision": str(meanwhile.partnership.facts.revision)})
        return _form_page(request, form, meanwhile, status=409, problem=sentence(no, lang))
    back = redirect(request, partnership_path(facts.id), notice=CHANGED)
    return await arrived(request, back)


async def review(request: Request) -> Response:
    """What was found, and when somebody looks again."""
    _keeper(request)
    found = await partnership(request)
    start = {"revision": str(found.partnership.facts.revision)}
    return _review_page(request, found, Form(start | await kept(request)))


def _review_page(
    request: Request, found: PartnershipPage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    facts = found.partnership.facts
    return page(
        request,
        "partnerships/review.html",
        status=status,
        form=form,
        problem=problem,
        facts=facts,
        back=partnership_path(facts.id),
        warnings=found_in(form.values, _READ, visitor(request).lang),
        most=rules,
    )


async def review_now(request: Request) -> Response:
    """Write it down. Refused or too late: what was typed is still there."""
    _keeper(request)
    found, values = await partnership(request), await read_form(request)
    facts, lang = found.partnership.facts, visitor(request).lang
    command = ReviewPartnership(
        facts.id,
        inputs.whole(values.get("revision")),
        values.get("news", ""),
        inputs.day(values, "review_on"),
    )
    try:
        check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        return _review_page(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        meanwhile = await partnership(request)
        form = Form({**values, "revision": str(meanwhile.partnership.facts.revision)})
        status = 409 if isinstance(no, Conflict) else 422
        return _review_page(request, meanwhile, form, status=status, problem=sentence(no, lang))
    back = redirect(request, partnership_path(facts.id), notice=REVIEWED)
    return await arrived(request, back)


async def link(request: Request) -> Response:
    """Name an item of the council that is about it; twice is once."""
    _keeper(request)
    values, it = await read_form(request), request.path_params["partnership"]
    try:
        await do(request, LinkItem(it, inputs.identifier(values.get("item"))))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await shown(request, form, status=422)
    return redirect(request, partnership_path(it), notice=LINKED)


async def unlink(request: Request) -> Response:
    """Take it away; the second time is the same."""
    _keeper(request)
    values, it = await read_form(request), request.path_params["partnership"]
    item = inputs.identifier(values.get("item"))
    if item is not None:
        await do(request, UnlinkItem(it, item))
    return redirect(request, partnership_path(it), notice=UNLINKED)
