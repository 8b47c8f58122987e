"""Speaking a plan instead of writing it: the page with the recording, and the recording itself for who may hear it."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.spoken import AddRecording, RemoveRecording, SendRecording
from wijkstem.domain.permissions import may_submit, may_triage, require, require_login
from wijkstem.errors import Conflict, FieldError, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.kit.recasting import MOST_SOUND_BYTES, MOST_SOUND_SECONDS, sound_made_safe
from wijkstem.queries.drafts import Sent
from wijkstem.queries.spoken import Spoken, spoken_of_draft, spoken_plan
from wijkstem.web.context import visitor
from wijkstem.web.drafting import PLAN, SPEAK, Writing, found, progress, to_the_plan
from wijkstem.web.forms import Form, sentence
from wijkstem.web.inputs import identifier
from wijkstem.web.language import translated
from wijkstem.web.media_files import media_file, take_in
from wijkstem.web.middleware import HEADERS
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.photos import files_of
from wijkstem.web.uploads import Sent as Uploaded
from wijkstem.web.uploads import read_upload
from wijkstem.web.work import ask, do

SENT_ON = notice("ok", "Uw opname is bij de gemeente. Wij typen uw plan voor u uit.")
TAKEN_BACK = notice("ok", "Uw opname is weg.")
NAME = N_("Spreek uw plan in")
#: On this page alone the browser may ask for the microphone.
_MICROPHONE = HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")


async def show(request: Request) -> Response:
    """How far the recording is, or the way to make one."""
    require(may_submit(visitor(request).actor))
    files_of(request)
    at = await found(request, PLAN)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    return await _page(request, at)


async def _page(request: Request, at: Writing, error: str = "") -> Response:
    who = visitor(request)
    person_id = require_login(who.actor)
    shown = page(
        request,
        "drafts/opname.html",
        status=422 if error else 200,
        form=Form({}, {"opname": error} if error else {}),
        at=at,
        kind=at.instrument.name.in_language(who.lang),
        spoken=await ask(request, spoken_of_draft, person_id, at.id),
        megabytes=MOST_SOUND_BYTES // 1_000_000,
        minutes=MOST_SOUND_SECONDS // 60,
        progress=progress(PLAN, who.lang, at.instrument) | {"name": translated(NAME, who.lang)},
    )
    shown.headers["Permissions-Policy"] = _MICROPHONE
    return shown


async def keep(request: Request) -> Response:
    """A recording, its way to the municipality, or none any more."""
    require(may_submit(visitor(request).actor))
    files_of(request)
    at = await found(request, PLAN)
    if isinstance(at, Sent):
        return to_the_plan(request, at)
    async with read_upload(request, "opname") as sent:
        go, recording_id = sent.values.get("ga", ""), identifier(sent.values.get("welke"))
        try:
            if go == "weg":
                await do(request, RemoveRecording(at.id))
                return redirect(request, _address(at), notice=TAKEN_BACK)
            if go == "verstuur" and recording_id is not None:
                await do(request, SendRecording(at.id, recording_id))
                return redirect(request, _address(at), notice=SENT_ON)
            await _add(request, at, sent)
        except (FieldError, Conflict) as no:
            return await _page(request, at, sentence(no, visitor(request).lang))
    return redirect(request, _address(at))


def _address(at: Writing) -> str:
    return f"{at.path(SPEAK)}?soort={at.instrument_id}"


async def _add(request: Request, at: Writing, sent: Uploaded) -> None:
    if sent.file is None:
        raise FieldError("no_file", "Neem eerst iets op, of kies een opname.")
    recording_id = new_id()
    key, made = await take_in(request, recording_id, sent.file, sound_made_safe)
    if at.draft is None:
        await do(request, SaveDraft(at.id, at.instrument_id, 0, "", {}))
    await do(request, AddRecording(at.id, recording_id, key, made.seconds))


async def give(request: Request) -> Response:
    """The recording, to who spoke it, and until it is typed out to who must do that."""
    one: Spoken | None = await ask(request, spoken_plan, request.path_params["recording"])
    if one is None or not _may_hear(request, one):
        raise NotFound("unknown_recording", "Deze opname is er niet.")
    return await media_file(request, one.key, public=False)


def _may_hear(request: Request, one: Spoken) -> bool:
    actor = visitor(request).actor
    if actor.strong and actor.person_id == one.person_id:
        return True
    return may_triage(actor) and one.sent_at is not None and one.typed_at is None
