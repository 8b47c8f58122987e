"""Leading a discussion: slow, closed or open again, with the reason that everybody reads; and reporting what is said in it."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.discussion_rooms import ModerateDiscussion
from wijkstem.domain.discussion import REASON_MOST, ModerationForm
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.discussion import Room, room_of
from wijkstem.queries.means import MeansPage
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.discussion import discussion, thread
from wijkstem.web.discussion_words import contribution_path
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.said_reports import Reportable, report_said, report_said_now
from wijkstem.web.work import ask, do
from wijkstem.words import Target

MODERATED = notice("ok", "Dit geldt nu voor het gesprek. Iedereen leest de reden.")

#: Whether people can say something.
STATES = (
    ("open", N_("Open: mensen kunnen iets zeggen")),
    ("dicht", N_("Gesloten: lezen kan nog wel")),
)


async def lead(request: Request) -> Response:
    """How the discussion goes, to make it otherwise."""
    require(may_triage(visitor(request).actor))
    found = await discussion(request)
    room: Room = await ask(request, room_of, found.means.id)
    start = {
        "slow_minutes": str(room.slow_minutes),
        "state": "dicht" if room.closed else "open",
        "reason": room.reason,
        "revision": str(room.revision),
    }
    return _page(request, found, Form(start | await kept(request)))


def _page(
    request: Request, found: MeansPage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it, lang = found.means, visitor(request).lang
    return page(
        request,
        "discussions/lead.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, ("reason",), lang),
        means=it,
        means_url=means_path(it.number, it.slug),
        states=[(code, translated(text, lang)) for code, text in STATES],
        most=REASON_MOST,
    )


async def lead_now(request: Request) -> Response:
    """Make it so. Refused, or a colleague was first: what was typed is still there."""
    require(may_triage(visitor(request).actor))
    found, values = await discussion(request), await read_form(request)
    lang, it = visitor(request).lang, found.means
    typed = values.get("slow_minutes", "").strip() or "0"
    form = ModerationForm(
        int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None,
        values.get("state") == "dicht",
        values.get("reason", ""),
    )
    try:
        check_ticked(values, ("reason",))
        await do(request, ModerateDiscussion(it.id, inputs.whole(values.get("revision")), form))
    except Invalid as wrong:
        return _page(request, found, refused(values, wrong, lang), status=422)
    except Conflict as no:
        room: Room = await ask(request, room_of, it.id)
        again = Form({**values, "revision": str(room.revision)})
        return _page(request, found, again, status=409, problem=sentence(no, lang))
    back = redirect(request, means_path(it.number, it.slug), notice=MODERATED)
    return await arrived(request, back)


async def report(request: Request) -> Response:
    """Why a contribution should not be there."""
    return await report_said(request, await _to_report(request))


async def report_now(request: Request) -> Response:
    """Report it."""
    return await report_said_now(request, await _to_report(request))


async def _to_report(request: Request) -> Reportable:
    found = await discussion(request)
    it = (await thread(request, found)).contribution
    if it.hidden:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    url = contribution_path(found.means.number, it.number)
    return Reportable(Target.CONTRIBUTION, it.id, it.words, url, found.means.title)
