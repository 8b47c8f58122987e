"""The desk's page for a plan that was spoken: hear it, type it out, or say that it cannot be understood."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.spoken import TypeOut
from wijkstem.errors import Conflict, Invalid, NotFound, WijkstemError
from wijkstem.kit.text import without_unseen
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.queries.other_cases import CasePage
from wijkstem.queries.spoken import Spoken, spoken_plan
from wijkstem.rules.schema import Instrument
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.desks import NOT_DECIDED
from wijkstem.web.drafting import PLACE, PLAN, names_of
from wijkstem.web.forms import Form, refused, sentence
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, beside, looked, onward
from wijkstem.web.pages import page
from wijkstem.web.questions import questions
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do


async def show(request: Request, case: CasePage) -> Response:
    """The recording, and the questions of the form with what stands there already."""
    return await _page(request, case, await kept(request))


async def _page(
    request: Request,
    case: CasePage,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Response:
    who = visitor(request)
    spoken = await _spoken(request, case.target_id) if case.closed_at is None else None
    row: QueueRow | None = await ask(request, case_by_id, case.id, looked=looked(request))
    values: dict[str, str] = {}
    asked: dict[str, object] = {}
    if spoken is not None:
        values = {**spoken.answers, "revision": str(spoken.revision)}
        asked = questions(_instrument(request, spoken, who), who)
    return page(
        request,
        "desks/typing.html",
        status=status,
        form=Form({**values, **typed}, dict(errors or {})),
        case=case,
        spoken=spoken,
        meanwhile=meanwhile,
        **asked,
        **await beside(request, row if case.closed_at is None else None, f"{URL}/zaak/{case.id}"),
    )


async def _spoken(request: Request, recording_id: UUID | None) -> Spoken | None:
    if recording_id is None:
        return None
    found: Spoken | None = await ask(request, spoken_plan, recording_id)
    return found


def _instrument(request: Request, spoken: Spoken, who: Visitor) -> Instrument:
    return who.rules.on(today(request)).instrument(spoken.instrument)


async def keep(request: Request, case: CasePage, values: dict[str, str]) -> Response:
    """The words go to who spoke them. Too late: what was typed is still there."""
    lang = visitor(request).lang
    spoken = await _spoken(request, case.target_id)
    if spoken is None:
        return await _overtaken(
            request, case, values, NotFound("unknown_recording", "Deze opname is er niet.")
        )
    instrument = _instrument(request, spoken, visitor(request))
    names = [*names_of(PLAN, instrument), *names_of(PLACE, instrument)]
    answers = {name: without_unseen(values[name]) for name in names if name in values}
    understood = values.get("ga") != "onverstaanbaar"
    try:
        await do(request, TypeOut(spoken.id, whole(values.get("revision")), understood, answers))
    except Invalid as wrong:
        told = refused(values, wrong, lang)
        return await _page(request, case, values, told.errors, status=422)
    except (Conflict, NotFound) as no:
        return await _overtaken(request, case, values, no)
    return await arrived(request, await onward(request))


async def _overtaken(
    request: Request, case: CasePage, values: Mapping[str, str], no: WijkstemError
) -> Response:
    """The case as it is now; the words need not be typed again."""
    lang = visitor(request).lang
    said = (sentence(no, lang), translated(NOT_DECIDED, lang))
    typed = {name: text for name, text in values.items() if name != "revision"}
    return await _page(request, case, typed, status=409, meanwhile=said)
