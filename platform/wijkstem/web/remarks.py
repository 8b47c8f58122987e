"""Questions of residents about a council proposal with their answers, reactions during a meeting, and reporting either."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.questions import AnswerQuestion, AskQuestion
from wijkstem.commands.reacting import React
from wijkstem.domain.council_proposals import goes_on
from wijkstem.domain.permissions import (
    may_bring_forward,
    may_discuss,
    require,
    require_login,
    require_strong,
)
from wijkstem.domain.remarks import (
    ANSWER_MOST,
    OFFICE_MOST,
    QUESTION_MOST,
    REACTION_MOST,
    AnswerForm,
)
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.dossiers import DossierFacts, dossier_facts
from wijkstem.queries.remarks import (
    RemarkFacts,
    SaidBy,
    meetings_in,
    reactions_in,
    remark_facts,
)
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.council_proposals import proposal
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import dossier_path, meeting_path, proposal_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.proposal_words import told
from wijkstem.web.said_reports import Reportable, report_said, report_said_now
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask, do
from wijkstem.words import Target
from wijkstem.words.council_proposals import RemarkKind

ASKED = notice("ok", "Uw vraag staat op de website. U krijgt bericht als er een antwoord is.")
#: What everybody reads of an answer.
_READ = ("text", "office")

ANSWERED = notice("ok", "Uw antwoord staat op de website. Wie het vroeg, krijgt bericht.")
REACTED = notice("ok", "Uw reactie staat hieronder. Iedereen kan haar lezen.")


def _may_say(request: Request) -> None:
    """Raises NotAllowed for who did not log in, or not in a way that tells enough here."""
    who = visitor(request)
    require_login(who.actor)
    if not may_discuss(who.actor, who.rules.municipality.without_digid):
        require_strong(who.actor)


async def ask_form(request: Request) -> Response:
    """The form for a question, under what the proposal says in plain words."""
    _may_say(request)
    return await _ask_page(request, Form({"form_id": str(new_id())} | await kept(request)))


async def _ask_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, found = visitor(request), await proposal(request)
    it = told(found.proposal, who.rules.municipality.council_proposals, now(request), who.lang)
    return page(
        request,
        "proposals/ask.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        most=QUESTION_MOST,
    )


async def ask_now(request: Request) -> Response:
    """Ask it. Refused or too late: what was typed is still there."""
    _may_say(request)
    it, values, lang = (
        (await proposal(request)).proposal,
        await read_form(request),
        visitor(request).lang,
    )
    command = AskQuestion(it.id, values.get("words", ""), inputs.identifier(values.get("form_id")))
    try:
        await do(request, command)
    except Invalid as wrong:
        return await _ask_page(request, refused(values, wrong, lang), status=422)
    except RuleBroken as no:
        return await _ask_page(request, Form(values), status=422, problem=sentence(no, lang))
    back = redirect(request, proposal_path(it.number, it.slug), notice=ASKED)
    return await arrived(request, back)


@dataclass(frozen=True)
class Live:
    """A meeting of the dossier with what is said during it."""

    meeting: MeetingFacts
    url: str
    #: Whether it goes on at this moment, so that somebody who follows it can react.
    on: bool
    #: It is today or comes yet: who is not logged in reads when they can react.
    comes: bool
    reactions: tuple[SaidBy, ...]


async def live_meetings(request: Request, dossier_id: UUID) -> list[Live]:
    """The meetings of a dossier that can be reacted to, or were; for its page."""
    who = visitor(request)
    rule = who.rules.municipality.council_proposals
    if rule is None:
        return []
    meetings: tuple[MeetingFacts, ...] = await ask(request, meetings_in, dossier_id)
    said: tuple[SaidBy, ...] = await ask(request, reactions_in, dossier_id)
    at = now(request)
    found = [_live(one, rule, said, at, request) for one in meetings]
    return [one for one in found if one.on or one.comes or one.reactions]


def _live(
    meeting: MeetingFacts,
    rule: ReadableProposals,
    said: Sequence[SaidBy],
    at: datetime,
    request: Request,
) -> Live:
    on = goes_on(
        rule,
        state=meeting.state,
        livestream=meeting.livestream,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        now=at,
    )
    known = meeting.livestream is not None and meeting.starts_at is not None and meeting.goes_on
    over = known and meeting.starts_at is not None and at >= _ends(meeting, meeting.starts_at, rule)
    return Live(
        meeting,
        meeting_path(meeting.id),
        on,
        known and not over and meeting.held_on >= today(request) - timedelta(days=1),
        tuple(one for one in said if one.meeting_id == meeting.id),
    )


def _ends(meeting: MeetingFacts, starts: datetime, rule: ReadableProposals) -> datetime:
    return meeting.ends_at or starts + timedelta(hours=rule.live_hours)


async def react_form(request: Request) -> Response:
    """The form alone, with what others said: for who follows the meeting in another window."""
    _may_say(request)
    return await _react_page(request, Form({"form_id": str(new_id())} | await kept(request)))


async def _react_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    it: DossierFacts = await ask(request, dossier_facts, request.path_params["dossier"])
    live = await live_meetings(request, it.id)
    return page(
        request,
        "proposals/react.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=dossier_path(it.number, it.slug),
        live=[one for one in live if one.on],
        most=REACTION_MOST,
    )


async def react_now(request: Request) -> Response:
    """Say it. Refused or too late: what was typed is still there."""
    _may_say(request)
    values, lang = await read_form(request), visitor(request).lang
    it: DossierFacts = await ask(request, dossier_facts, request.path_params["dossier"])
    meeting_id = inputs.identifier(values.get("meeting"))
    form_id = inputs.identifier(values.get("form_id"))
    try:
        if meeting_id is None:
            raise RuleBroken("not_live", "U kunt alleen reageren als de vergadering bezig is.")
        await do(request, React(it.id, meeting_id, values.get("words", ""), form_id))
    except Invalid as wrong:
        return await _react_page(request, refused(values, wrong, lang), status=422)
    except (RuleBroken, NotFound) as no:
        said = sentence(no, lang)
        return await _react_page(request, Form(values), status=422, problem=said)
    back = redirect(request, f"/dossiers/{it.number}/reageren", notice=REACTED)
    return await arrived(request, back)


async def _facts(request: Request) -> RemarkFacts:
    found: RemarkFacts = await ask(request, remark_facts, request.path_params["remark"])
    return found


def place_of(it: RemarkFacts) -> tuple[str, str]:
    """The page where it stands, and what that is called."""
    if it.proposal is not None:
        return proposal_path(*it.proposal[:2]), it.proposal[2]
    return dossier_path(*it.dossier[:2]), it.dossier[2]


async def answer(request: Request) -> Response:
    """The question, and the form for what the municipality says to it."""
    require(may_bring_forward(visitor(request).actor))
    it = await _question(request)
    start = {
        "revision": str(it.answer_revision),
        "text": it.answer or "",
        "office": it.office or "",
    }
    return _answer_page(request, it, Form(start | await kept(request)))


async def _question(request: Request) -> RemarkFacts:
    it = await _facts(request)
    if it.kind is not RemarkKind.QUESTION:
        raise NotFound("unknown_question", "Deze vraag is er niet.")
    return it


def _answer_page(
    request: Request, it: RemarkFacts, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    url, title = place_of(it)
    return page(
        request,
        "proposals/answer.html",
        status=status,
        form=form,
        warnings=found_in(form.values, _READ, visitor(request).lang),
        problem=problem,
        it=it,
        url=url,
        title=title,
        text_most=ANSWER_MOST,
        office_most=OFFICE_MOST,
    )


async def answer_now(request: Request) -> Response:
    """Answer it. Refused or too late: what was typed is still there."""
    require(may_bring_forward(visitor(request).actor))
    it, values = await _question(request), await read_form(request)
    form, lang = AnswerForm(values.get("text", ""), values.get("office", "")), visitor(request).lang
    try:
        check_ticked(values, _READ)
        await do(request, AnswerQuestion(it.id, inputs.whole(values.get("revision")), form))
    except Invalid as wrong:
        return _answer_page(request, it, refused(values, wrong, lang), status=422)
    except Conflict as no:
        meanwhile = await _question(request)
        typed = Form({**values, "revision": str(meanwhile.answer_revision)})
        return _answer_page(request, meanwhile, typed, status=409, problem=sentence(no, lang))
    return await arrived(request, redirect(request, place_of(it)[0], notice=ANSWERED))


async def report(request: Request) -> Response:
    """Why it should not be there; nobody needs to log in for it."""
    return await report_said(request, await _to_report(request))


async def _to_report(request: Request) -> Reportable:
    it = await _facts(request)
    if it.hidden:
        raise NotFound("unknown_remark", "Deze vraag of reactie is er niet meer.")
    return Reportable(Target.REMARK, it.id, it.words, *place_of(it))


async def report_now(request: Request) -> Response:
    """Report it. Refused: what was typed is still there."""
    return await report_said_now(request, await _to_report(request))
