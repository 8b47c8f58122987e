"""Where officials and the clerk keep dossiers: begin one, change its words, put something in, take it out."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.dossiers import (
    AddDossierEntry,
    ChangeDossier,
    OpenDossier,
    PutMeetingInDossier,
    PutPlanInDossier,
    RemoveDossierEntry,
)
from wijkstem.domain import dossiers as rules
from wijkstem.domain.dossiers import DossierForm, EntryForm
from wijkstem.domain.permissions import may_keep_dossiers, require
from wijkstem.errors import Conflict, Invalid
from wijkstem.kit.ids import new_id
from wijkstem.queries.agenda import MeetingFacts, meetings_to_pick
from wijkstem.queries.dossiers import DossierFacts, dossier_facts
from wijkstem.queries.meetings import MeetingPage, meeting_page
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.dossier_lines import CATEGORIES, KINDS
from wijkstem.web.dossiers import LIST
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import dossier_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words.dossiers import EntryKind

#: What everybody will read.
_READ = ("title", "about", "text")
OPENED = notice("ok", "Het dossier staat op de website. Zet er nu iets in.")
CHANGED = notice("ok", "Uw wijziging staat op de website.")
ADDED = notice("ok", "Het staat in het dossier.")
REMOVED = notice("ok", "Het staat niet meer in het dossier.")
#: What officials type themselves.
_TYPED = (EntryKind.NEWS, EntryKind.DOCUMENT)


def _keeper(request: Request) -> None:
    require(may_keep_dossiers(visitor(request).actor))


async def _facts(request: Request) -> DossierFacts:
    found: DossierFacts = await ask(request, dossier_facts, request.path_params["dossier"])
    return found


def _path(it: DossierFacts) -> str:
    return dossier_path(it.number, it.slug)


def _desk_page(
    request: Request,
    template: str,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
    **more: object,
) -> Response:
    return page(
        request,
        f"dossiers/{template}.html",
        status=status,
        warnings=found_in(form.values, _READ, visitor(request).lang),
        form=form,
        problem=problem,
        most=rules,
        **more,
    )


async def begin(request: Request) -> Response:
    """The form for a new one."""
    _keeper(request)
    form = Form({"form_id": str(new_id())} | await kept(request))
    return _desk_page(request, "edit", form, it=None, back=LIST)


async def begin_now(request: Request) -> Response:
    """Open it, and on to its page."""
    _keeper(request)
    values = await read_form(request)
    if form := unticked(values, _READ, visitor(request).lang):
        return _desk_page(request, "edit", form, status=422, it=None, back=LIST)
    command = OpenDossier(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        number: str = await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _desk_page(request, "edit", form, status=422, it=None, back=LIST)
    made: DossierFacts = await ask(request, dossier_facts, number)
    return await arrived(request, redirect(request, _path(made), notice=OPENED))


def _typed(values: Mapping[str, str]) -> DossierForm:
    return DossierForm(values.get("title", ""), values.get("about", ""))


async def change(request: Request) -> Response:
    """The form with its words of now."""
    _keeper(request)
    it = await _facts(request)
    start = {"revision": str(it.revision), "title": it.title, "about": it.about}
    form = Form(start | await kept(request))
    return _desk_page(request, "edit", form, it=it, back=_path(it))


async def change_now(request: Request) -> Response:
    """Keep them. Refused or too late: what was typed is still there."""
    _keeper(request)
    it, values = await _facts(request), await read_form(request)
    if form := unticked(values, _READ, visitor(request).lang):
        return _desk_page(request, "edit", form, status=422, it=it, back=_path(it))
    try:
        await do(
            request, ChangeDossier(it.id, inputs.whole(values.get("revision")), _typed(values))
        )
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return _desk_page(request, "edit", form, status=422, it=it, back=_path(it))
    except Conflict as no:
        form = Form({**values, "revision": str(it.revision)})
        said = sentence(no, visitor(request).lang)
        return _desk_page(request, "edit", form, status=409, it=it, back=_path(it), problem=said)
    return await arrived(request, redirect(request, _path(await _facts(request)), notice=CHANGED))


async def add(request: Request) -> Response:
    """What can be put in it: news and documents are typed here, plans are named, meetings are picked."""
    _keeper(request)
    it, day = await _facts(request), today(request)
    start = {
        "form_id": str(new_id()),
        "kind": EntryKind.NEWS.value,
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year),
    }
    return await _add_page(request, it, Form(start | await kept(request)))


async def _add_page(
    request: Request, it: DossierFacts, form: Form, *, status: int = 200
) -> Response:
    lang = visitor(request).lang
    return _desk_page(
        request,
        "add",
        form,
        status=status,
        it=it,
        back=_path(it),
        kinds=[(kind.value, translated(KINDS[kind], lang)) for kind in _TYPED],
        categories=[(code.value, translated(name, lang)) for code, name in CATEGORIES.items()],
        meetings=await _meetings(request),
    )


async def _meetings(request: Request) -> list[tuple[str, MeetingFacts]]:
    found: tuple[MeetingFacts, ...] = await ask(request, meetings_to_pick)
    return [(str(one.id), one) for one in found]


async def add_now(request: Request) -> Response:
    """Put in what was typed, or the plan that was named."""
    _keeper(request)
    it, values = await _facts(request), await read_form(request)
    if form := unticked(values, _READ, visitor(request).lang):
        return await _add_page(request, it, form, status=422)
    try:
        await do(request, _wanted(it, values))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _add_page(request, it, form, status=422)
    return await arrived(request, redirect(request, _path(it), notice=ADDED))


def _wanted(it: DossierFacts, values: Mapping[str, str]) -> PutPlanInDossier | AddDossierEntry:
    if "plan" in values:
        return PutPlanInDossier(it.id, values["plan"])
    form = EntryForm(
        values.get("kind", ""),
        values.get("title", ""),
        values.get("text", ""),
        values.get("url", ""),
        inputs.day(values, "day"),
        values.get("category", ""),
    )
    return AddDossierEntry(it.id, form, inputs.identifier(values.get("form_id")))


async def pick(request: Request) -> Response:
    """A meeting's items, to put one of them in, or the meeting itself."""
    _keeper(request)
    asked = inputs.identifier(request.query_params.get("vergadering"))
    if asked is None:
        it = await _facts(request)
        return redirect(request, f"{LIST}/{it.number}/toevoegen")
    return await _pick_page(request, asked, Form(await kept(request)))


async def _pick_page(
    request: Request, meeting_id: UUID, form: Form, *, status: int = 200
) -> Response:
    it = await _facts(request)
    found: MeetingPage = await ask(request, meeting_page, meeting_id)
    return _desk_page(
        request,
        "pick",
        form,
        status=status,
        it=it,
        back=_path(it),
        meeting=found.meeting,
        items=[(str(item.id), item.title) for item in found.items],
    )


async def pick_now(request: Request) -> Response:
    """Put it in."""
    _keeper(request)
    it, values = await _facts(request), await read_form(request)
    meeting_id = inputs.identifier(values.get("meeting"))
    if meeting_id is None:
        return redirect(request, f"{LIST}/{it.number}/toevoegen")
    command = PutMeetingInDossier(it.id, meeting_id, inputs.identifier(values.get("item")))
    try:
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _pick_page(request, meeting_id, form, status=422)
    return await arrived(request, redirect(request, _path(it), notice=ADDED))


async def remove(request: Request) -> Response:
    """Take something out; the second time is the same."""
    _keeper(request)
    it, values = await _facts(request), await read_form(request)
    entry_id = inputs.identifier(values.get("entry"))
    if entry_id is not None:
        await do(request, RemoveDossierEntry(it.id, entry_id))
    return redirect(request, _path(it), notice=REMOVED)
