"""The clerk's forms for a meeting: change or move it, cancel it, and keep its agenda."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.meeting_agendas import (
    AddAgendaItem,
    AddDocument,
    OrderAgenda,
    RemoveAgendaItem,
    RemoveDocument,
)
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.domain import meetings as rules
from wijkstem.domain.meetings import DocumentForm, ItemForm, MeetingForm
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.meetings import MeetingPage, meeting_page
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import meeting_path
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do

CHANGED = notice("ok", "De vergadering is gewijzigd.")
MOVED = notice("ok", "De vergadering is verplaatst. Wie ermee te maken heeft, krijgt bericht.")
CANCELLED = notice("ok", "De vergadering gaat niet door. Wie ermee te maken heeft, krijgt bericht.")
KEPT = notice("ok", "De agenda is bijgewerkt.")
#: What everybody will read.
_READ = ("name", "location", "reasons", "title", "description", "document_title")


def typed_meeting(values: Mapping[str, str]) -> MeetingForm:
    """What was typed. Raises Invalid for a time that is none."""
    day, wrong = inputs.day(values, "held_on"), {}
    times: dict[str, datetime | None] = {}
    for name in ("starts_at", "ends_at"):
        typed = clean(values.get(name, ""))
        at = inputs.clock(typed)
        if typed and at is None:
            wrong[name] = FieldError("bad_time", "Schrijf de tijd zo: 19:30. Of laat dit leeg.")
        times[name] = datetime.combine(day, at, AMSTERDAM) if day and at else None
    if wrong:
        raise Invalid(wrong)
    return MeetingForm(
        values.get("name", ""),
        day,
        times["starts_at"],
        times["ends_at"],
        values.get("location", ""),
        values.get("livestream", ""),
    )


async def _found(request: Request) -> MeetingPage:
    """The meeting of the address. Raises NotFound for one that is not there."""
    require(may_clerk(visitor(request).actor))
    it: MeetingPage = await ask(request, meeting_page, request.path_params["meeting"])
    return it


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    it = await _found(request)
    return _asked(
        request, "meetings/edit.html", it, Form(_standing(it.meeting) | await kept(request))
    )


def _standing(facts: MeetingFacts) -> dict[str, str]:
    day: date = facts.held_on
    return {
        "revision": str(facts.revision),
        "name": facts.name,
        "held_on_day": str(day.day),
        "held_on_month": str(day.month),
        "held_on_year": str(day.year),
        "starts_at": _clock(facts.starts_at),
        "ends_at": _clock(facts.ends_at),
        "location": facts.location or "",
        "livestream": facts.livestream or "",
    }


def _clock(at: datetime | None) -> str:
    return f"{at.astimezone(AMSTERDAM):%H:%M}" if at else ""


def _asked(
    request: Request,
    template: str,
    it: MeetingPage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    return page(
        request,
        template,
        status=status,
        it=it,
        url=meeting_path(it.meeting.id),
        items=[(str(item.id), item.title) for item in it.items],
        warnings=found_in(form.values, _READ, visitor(request).lang),
        form=form,
        problem=problem,
        most=rules,
    )


async def change_now(request: Request) -> Response:
    """Change it. Refused or too late: what was typed is still there."""
    values = await read_form(request)
    meeting_id = request.path_params["meeting"]
    it = await _found(request)

    def command() -> ChangeMeeting:
        form = _typed(values, it.meeting)
        revision = inputs.whole(values.get("revision"))
        return ChangeMeeting(meeting_id, revision, form, values.get("reasons", ""))

    return await _do(request, "meetings/edit.html", command, values)


def _typed(values: Mapping[str, str], facts: MeetingFacts) -> MeetingForm:
    """Of a meeting from elsewhere the form has the livestream alone."""
    if not facts.imported:
        return typed_meeting(values)
    return MeetingForm(facts.name, facts.held_on, livestream=values.get("livestream", ""))


async def cancel(request: Request) -> Response:
    """Why it does not go on."""
    it = await _found(request)
    start = {"revision": str(it.meeting.revision)}
    return _asked(request, "meetings/cancel.html", it, Form(start | await kept(request)))


async def cancel_now(request: Request) -> Response:
    """Say so to everybody who has to do with it."""
    require(may_clerk(visitor(request).actor))
    values = await read_form(request)
    command = CancelMeeting(
        request.path_params["meeting"],
        inputs.whole(values.get("revision")),
        values.get("reasons", ""),
    )
    return await _do(request, "meetings/cancel.html", lambda: command, values, CANCELLED)


async def agenda(request: Request) -> Response:
    """What is on it, with numbers to put it in order, and forms to add to it."""
    it = await _found(request)
    return _asked(request, "meetings/agenda.html", it, Form(_fresh(it) | await kept(request)))


def _fresh(it: MeetingPage) -> dict[str, str]:
    numbers = {f"n-{item.id}": str(place) for place, item in enumerate(it.items, start=1)}
    ids = {"item_form": str(new_id()), "document_form": str(new_id())}
    return {"revision": str(it.meeting.revision)} | ids | numbers


async def agenda_now(request: Request) -> Response:
    """One of the forms of that page."""
    it = await _found(request)
    values = await read_form(request)
    start = _fresh(it)
    # What was typed goes over what stands there; of the other forms on the page nothing was sent.
    typed = start | values
    return await _do(
        request,
        "meetings/agenda.html",
        lambda: _agenda_command(it, values),
        typed,
        KEPT,
        f"/griffie/vergadering/{it.meeting.id}/agenda",
    )


def _agenda_command(it: MeetingPage, values: Mapping[str, str]) -> object:
    """By the button that was pressed; the order, when nothing else fits."""
    meeting_id = it.meeting.id
    if gone := inputs.identifier(values.get("item_weg")):
        return RemoveAgendaItem(meeting_id, gone)
    if gone := inputs.identifier(values.get("document_weg")):
        return RemoveDocument(meeting_id, gone)
    if "url" in values:
        document = DocumentForm(values.get("document_title", ""), values["url"])
        at, form_id = values.get("item_id", ""), inputs.identifier(values.get("document_form"))
        return AddDocument(meeting_id, document, _item(at), form_id)
    if "title" in values:
        item = ItemForm(values["title"], values.get("description", ""))
        return AddAgendaItem(meeting_id, item, inputs.identifier(values.get("item_form")))
    numbers = {item.id: inputs.whole(values.get(f"n-{item.id}")) or None for item in it.items}
    return OrderAgenda(meeting_id, inputs.whole(values.get("revision")), numbers)


def _item(typed: str) -> UUID | None:
    """The item that was chosen; an id that nothing has for what is none, so that it is refused."""
    return (inputs.identifier(typed) or new_id()) if typed else None


async def _do(
    request: Request,
    template: str,
    make: Callable[[], object],
    values: dict[str, str],
    done: Notice | None = None,
    back: str = "",
) -> Response:
    who = visitor(request)
    try:
        check_ticked(values, _READ)
        moved = await do(request, make())
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return _asked(request, template, await _found(request), form, status=422)
    except Conflict as no:
        # The form with their words, on the revision of now: sent again it overwrites knowingly.
        it = await _found(request)
        form = Form({**values, "revision": str(it.meeting.revision)})
        return _asked(request, template, it, form, status=409, problem=sentence(no, who.lang))
    except RuleBroken as no:
        it, said = await _found(request), sentence(no, who.lang)
        return _asked(request, template, it, Form(values), status=422, problem=said)
    address = back or meeting_path(request.path_params["meeting"])
    told = done or (MOVED if moved else CHANGED)
    return await arrived(request, redirect(request, address, notice=told))
