"""The officials' forms for carrying out: a planning, who does it, one part more, and how everything ended."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.carried_out import FinishCarryingOut, StopCarryingOut
from wijkstem.commands.carrying_out import ChangeCarrier, PlanCarryingOut
from wijkstem.commands.work_parts import AddWorkPart
from wijkstem.domain import carrying_out as rules
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm
from wijkstem.domain.permissions import may_carry_out, require
from wijkstem.errors import Conflict, Invalid, RuleBroken, WijkstemError
from wijkstem.kit.ids import new_id
from wijkstem.queries.carrying_out import WorkOfPlan
from wijkstem.queries.moderation import Official, officials
from wijkstem.web import inputs
from wijkstem.web.carrying_out import shown, visible
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import work_path
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do
from wijkstem.words import CarryingOutState

PLANNED = notice("ok", "De planning staat op de website. Wie meedoet met het plan, krijgt bericht.")
CHANGED = notice("ok", "Dit staat nu zo op de website.")
ADDED = notice("ok", "Het onderdeel staat op de website.")
FINISHED = notice("ok", "De uitvoering is klaar. Wie meedoet met het plan, krijgt bericht.")
STOPPED = notice("ok", "De uitvoering is gestopt. Wie meedoet met het plan, krijgt bericht.")

#: Rows of a form that is still empty, and rows that one press of the button adds.
ROWS, MORE = 3, 3
#: What everybody will read.
_READ = ("office", "words", "what", *(f"what_{row}" for row in range(rules.PARTS_MOST)))


async def found_for(request: Request) -> WorkOfPlan:
    """The plan of the address, for an official."""
    require(may_carry_out(visitor(request).actor))
    return await visible(request)


def overtaken(request: Request, found: WorkOfPlan, no: WijkstemError) -> Response:
    """The page as it is now, with why it did not happen."""
    status = 409 if isinstance(no, Conflict) else 422
    return shown(request, found, status=status, problem=sentence(no, visitor(request).lang))


async def planning(request: Request) -> Response:
    """The form for a planning; where there is one, for who does it."""
    found = await found_for(request)
    return await _planning_page(request, found, Form(_start(request, found) | await kept(request)))


def _start(request: Request, found: WorkOfPlan) -> dict[str, str]:
    work, me = found.work, visitor(request).actor.person_id
    given = work.granted_euros if work and work.office else found.round_euros
    return {
        "office": work.office if work else "",
        "granted_euros": "" if given is None else str(given),
        "owner": str((work.owner_id if work else None) or me),
        "revision": str(work.revision if work else 0),
        "rows": str(ROWS),
    }


async def _planning_page(
    request: Request, found: WorkOfPlan, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    people: list[Official] = await ask(request, officials)
    return page(
        request,
        "work/planning.html",
        status=status,
        problem=problem,
        form=form,
        it=found,
        url=work_path(found.number),
        again=_is_planned(found),
        rows=range(_rows(form.values)),
        colleagues=[(str(one.id), one.name) for one in people],
        warnings=found_in(form.values, _READ, visitor(request).lang),
        most=rules,
    )


def _is_planned(found: WorkOfPlan) -> bool:
    return found.work is not None and found.work.state is not CarryingOutState.PLANNING


def _rows(values: Mapping[str, str]) -> int:
    return min(rules.PARTS_MOST, max(ROWS, inputs.whole(values.get("rows"))))


async def plan(request: Request) -> Response:
    """Put it on the website; with the other button there is room for more parts."""
    found, values = await found_for(request), await read_form(request)
    if values.get("ga") == "meer":
        more = values | {"rows": str(_rows(values) + MORE)}
        return await _planning_page(request, found, Form(more))
    try:
        check_ticked(values, _READ)
        await do(request, _planning_command(found, values))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _planning_page(request, found, form, status=422)
    except (Conflict, RuleBroken) as no:
        said, now = sentence(no, visitor(request).lang), await visible(request)
        form = Form(values | {"revision": str(now.work.revision if now.work else 0)})
        return await _planning_page(request, now, form, status=409, problem=said)
    said_so = CHANGED if _is_planned(found) else PLANNED
    return await _back(request, found, said_so)


def _planning_command(found: WorkOfPlan, values: Mapping[str, str]) -> object:
    owner = inputs.identifier(values.get("owner"))
    carrier = CarrierForm(values.get("office", ""), amount(values, "granted_euros"))
    revision = inputs.whole(values.get("revision"))
    if _is_planned(found):
        return ChangeCarrier(found.initiative_id, revision, carrier, owner)
    parts = tuple(part_form(values, f"_{number}") for number in range(_rows(values)))
    return PlanCarryingOut(found.initiative_id, carrier, parts, owner)


def amount(values: Mapping[str, str], name: str) -> int | None:
    """Whole euros; None for nothing, and what no amount is where it cannot be read."""
    text = values.get(name, "").strip()
    if not text:
        return None
    euros = inputs.euros(text)
    return -1 if euros is None else euros


def part_form(values: Mapping[str, str], ending: str = "") -> PartForm:
    """What was typed of a part, in the fields that end so."""
    due_on, whole_month = inputs.day_or_month(values, f"due_on{ending}")
    return PartForm(values.get(f"what{ending}", ""), due_on, whole_month)


async def _back(request: Request, found: WorkOfPlan, said: Notice) -> Response:
    return await arrived(request, redirect(request, work_path(found.number), notice=said))


async def part(request: Request) -> Response:
    """The form for one part more."""
    found = await found_for(request)
    return _part_page(request, found, Form({"form_id": str(new_id())} | await kept(request)))


def _part_page(request: Request, found: WorkOfPlan, form: Form, *, status: int = 200) -> Response:
    return page(
        request,
        "work/add.html",
        status=status,
        form=form,
        it=found,
        url=work_path(found.number),
        warnings=found_in(form.values, _READ, visitor(request).lang),
        most=rules,
    )


async def add(request: Request) -> Response:
    """Add it."""
    found, values = await found_for(request), await read_form(request)
    form_id = inputs.identifier(values.get("form_id"))
    try:
        check_ticked(values, _READ)
        await do(request, AddWorkPart(found.initiative_id, part_form(values), form_id))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _part_page(request, found, form, status=422)
    except RuleBroken as no:
        return overtaken(request, await visible(request), no)
    return await _back(request, found, ADDED)


async def ending(request: Request) -> Response:
    """The form for what came of it and what it cost; once more to put that right."""
    found = await found_for(request)
    work = found.work
    start = {
        "revision": str(work.revision if work else 0),
        "words": work.words if work else "",
        "granted_euros": _text(work.granted_euros if work else None),
        "spent_euros": _text(work.spent_euros if work else None),
    }
    return _end_page(request, found, Form(start | await kept(request)))


def _text(euros: int | None) -> str:
    return "" if euros is None else str(euros)


def _end_page(
    request: Request,
    found: WorkOfPlan,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
    stops: bool = False,
) -> Response:
    return page(
        request,
        "work/end.html",
        status=status,
        form=form,
        problem=problem,
        it=found,
        url=work_path(found.number),
        stops=stops,
        warnings=found_in(form.values, _READ, visitor(request).lang),
        again=found.work is not None and found.work.state is CarryingOutState.DONE,
        most=rules,
    )


async def end(request: Request) -> Response:
    """It is done. Refused or too late: what was typed is still there."""
    return await _end(request, stops=False)


async def stopping(request: Request) -> Response:
    """The form for why it does not go on."""
    found = await found_for(request)
    start = {"revision": str(found.work.revision if found.work else 0)}
    return _end_page(request, found, Form(start | await kept(request)), stops=True)


async def stop(request: Request) -> Response:
    """It does not go on."""
    return await _end(request, stops=True)


async def _end(request: Request, *, stops: bool) -> Response:
    found, values = await found_for(request), await read_form(request)
    try:
        check_ticked(values, _READ)
        await do(request, _end_command(found.initiative_id, values, stops=stops))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _end_page(request, found, form, status=422, stops=stops)
    except (Conflict, RuleBroken) as no:
        said, now = sentence(no, visitor(request).lang), await visible(request)
        form = Form(values | {"revision": str(now.work.revision if now.work else 0)})
        status = 409 if isinstance(no, Conflict) else 422
        return _end_page(request, now, form, status=status, problem=said, stops=stops)
    return await _back(request, found, STOPPED if stops else FINISHED)


def _end_command(initiative_id: UUID, values: Mapping[str, str], *, stops: bool) -> object:
    revision, words = inputs.whole(values.get("revision")), values.get("words", "")
    if stops:
        return StopCarryingOut(initiative_id, revision, words)
    spent, granted = amount(values, "spent_euros"), amount(values, "granted_euros")
    return FinishCarryingOut(initiative_id, revision, EndForm(words, spent, granted))
