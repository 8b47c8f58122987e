"""Speaking at a meeting (inspreken): the form, taking it back, and the clerk's list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.speaking import SignUpToSpeak, WithdrawFromSpeaking
from wijkstem.domain.permissions import may_clerk, require, require_strong
from wijkstem.domain.speaking import (
    BEHALF_MOST,
    TOPIC_MOST,
    SpeakingForm,
    closes_at,
    rule_for,
)
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.meetings import MeetingPage, meeting_page
from wijkstem.queries.speaking import Listed, speakers
from wijkstem.rules.speaking import Speaking
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import identifier
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import meeting_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do

SPEAKS = notice("ok", "U staat op de lijst. U krijgt hiervan een bericht.")
WAITS = notice("info", "De lijst is vol. U staat op de wachtlijst en krijgt bericht.")
SPEAKS_NOT = notice("ok", "U bent van de lijst af.")


@dataclass(frozen=True)
class Shown:
    """What the page of a meeting says about speaking there."""

    rule: Speaking
    closes: datetime
    #: The moment of the page says that it is not too late.
    open: bool
    count: int
    waiting: int
    #: What each has now, in minutes and seconds.
    minutes: int
    seconds: int
    names: tuple[str, ...]
    mine: Listed | None


def shown_speaking(
    facts: MeetingFacts,
    found: tuple[Listed, ...],
    rule: Speaking | None,
    person_id: UUID | None,
    now: datetime,
) -> Shown | None:
    """None where residents do not speak."""
    rule = rule_for(rule, facts.body_id)
    if rule is None or facts.cancelled:
        return None
    closes = closes_at(rule, facts.starts_at, facts.held_on)
    placed = [one for one in found if one.seat is not None]
    each = rule.seconds_each(len(placed))
    return Shown(
        rule=rule,
        closes=closes,
        open=now < closes,
        count=len(placed),
        waiting=len(found) - len(placed),
        minutes=each // 60,
        seconds=each % 60,
        names=tuple(one.name for one in placed if one.name_shown),
        mine=next((one for one in found if one.person_id == person_id), None),
    )


async def speaking_at(request: Request, facts: MeetingFacts, now: datetime) -> Shown | None:
    """For the page of a meeting."""
    who = visitor(request)
    rule = who.rules.municipality.speaking
    if rule_for(rule, facts.body_id) is None:
        return None
    found: tuple[Listed, ...] = await ask(request, speakers, facts.id)
    return shown_speaking(facts, found, rule, who.actor.person_id, now)


async def ask_to_speak(request: Request) -> Response:
    """The form: what about, for whom, and whether the name may be public."""
    require_strong(visitor(request).actor)
    return await _form_page(request, Form(await kept(request)))


async def _form_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it: MeetingPage = await ask(request, meeting_page, request.path_params["meeting"])
    return page(
        request,
        "meetings/speak.html",
        status=status,
        problem=problem,
        it=it,
        url=meeting_path(it.meeting.id),
        form=form,
        items=[(str(item.id), item.title) for item in it.items],
        speaking=await speaking_at(request, it.meeting, services(request).clock.now()),
        topic_most=TOPIC_MOST,
        behalf_most=BEHALF_MOST,
    )


async def speak(request: Request) -> Response:
    """On the list, or waiting for a place on it. Twice is once."""
    require_strong(visitor(request).actor)
    values = await read_form(request)
    meeting_id, lang = request.path_params["meeting"], visitor(request).lang
    item = values.get("item_id", "")
    form = SpeakingForm(
        values.get("topic", ""),
        values.get("on_behalf", ""),
        (identifier(item) or new_id()) if item else None,
        values.get("name_shown") == "ja",
    )
    try:
        has_place = await do(request, SignUpToSpeak(meeting_id, form))
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, lang), status=422)
    except RuleBroken as no:
        problem = sentence(no, lang)
        return await _form_page(request, Form(values), status=422, problem=problem)
    back = redirect(request, meeting_path(meeting_id), notice=SPEAKS if has_place else WAITS)
    return await arrived(request, back)


async def withdraw(request: Request) -> Response:
    """Off the list, and back to the meeting."""
    require_strong(visitor(request).actor)
    meeting_id = request.path_params["meeting"]
    try:
        await do(request, WithdrawFromSpeaking(meeting_id))
    except RuleBroken as no:
        problem = sentence(no, visitor(request).lang)
        return await _form_page(request, Form({}), status=422, problem=problem)
    return redirect(request, meeting_path(meeting_id), notice=SPEAKS_NOT)


async def who_speaks(request: Request) -> Response:
    """Everything about everybody on the list, for who calls them to the microphone."""
    require(may_clerk(visitor(request).actor))
    it: MeetingPage = await ask(request, meeting_page, request.path_params["meeting"])
    found: tuple[Listed, ...] = await ask(request, speakers, it.meeting.id)
    return page(
        request,
        "meetings/speakers.html",
        it=it,
        url=meeting_path(it.meeting.id),
        speaking=await speaking_at(request, it.meeting, services(request).clock.now()),
        placed=[one for one in found if one.seat is not None],
        waiting=[one for one in found if one.seat is None],
    )
