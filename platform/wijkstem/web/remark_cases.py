"""The desk's page for what a resident said: reported, or found by the site; who reported why, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.commands.appeals import DecideAppeal
from wijkstem.commands.remark_reports import JUDGED, VERDICTS, JudgeRemark, ShowRemark
from wijkstem.commands.said import SAYABLE
from wijkstem.domain.comments import said_in
from wijkstem.domain.spam import noticed
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.comments import CommentFacts, comment_by_id
from wijkstem.queries.discussion import ContributionFacts, contribution_facts
from wijkstem.queries.means import means_by_id
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.queries.other_cases import CasePage
from wijkstem.queries.remarks import RemarkFacts, remark_facts
from wijkstem.web.case_hints import SIGNS
from wijkstem.web.comment_words import comment_path
from wijkstem.web.context import visitor
from wijkstem.web.desks import NOT_DECIDED
from wijkstem.web.discussion_words import contribution_path
from wijkstem.web.forms import Form, refused, sentence
from wijkstem.web.hints import warnings
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, beside, looked, onward
from wijkstem.web.pages import page, redirect
from wijkstem.web.queue_asking import KINDS
from wijkstem.web.remarks import place_of
from wijkstem.web.reporting import REASONS
from wijkstem.web.verdict_words import CHOICES, SAID, SHOWN
from wijkstem.web.work import ask, do
from wijkstem.words import CaseKind, Target, Verdict


@dataclass(frozen=True)
class SaidFacts:
    """What was said, and the page where it stands."""

    words: str
    #: None when it is there no more.
    said_at: datetime | None
    hidden: bool
    url: str
    title: str
    #: How much the same person said in the hours around it; 0: nobody counts that.
    around: int = 0


def is_said(case: CasePage) -> bool:
    """Whether a case is about what a resident said, and not about a plan."""
    return case.target in SAYABLE and case.kind in {*JUDGED, CaseKind.APPEAL}


async def said_facts(request: Request, target: Target, said_id: UUID) -> SaidFacts:
    """What a case or a decision is about. Raises NotFound for what is not there."""
    if target is Target.COMMENT:
        return await _comment_facts(request, said_id)
    if target is Target.CONTRIBUTION:
        it: ContributionFacts = await ask(request, contribution_facts, said_id)
        url = contribution_path(it.means[0], it.number)
        return SaidFacts(it.words, it.said_at, it.hidden, url, it.means[2], it.around)
    remark: RemarkFacts = await ask(request, remark_facts, said_id)
    return SaidFacts(remark.words, remark.said_at, remark.hidden, *place_of(remark))


async def _comment_facts(request: Request, comment_id: UUID) -> SaidFacts:
    """Of one that was taken back only that it was."""
    it: CommentFacts | None = await ask(request, comment_by_id, comment_id)
    if it is None:
        gone = translated(N_("Wie dit schreef, heeft het zelf weggehaald."), visitor(request).lang)
        return SaidFacts(gone, None, hidden=False, url="", title="")
    (means,) = (await ask(request, means_by_id, [it.means_id])).values()
    url = comment_path(means.number, it.passage)
    words = said_in(it.organisation, it.why, it.wording)
    return SaidFacts(words, it.given_at, it.hidden, url, means.title)


def to_answer(case: CasePage) -> Response:
    """A question is answered where the clerk answers it too."""
    return RedirectResponse(f"/vragen/{case.target_id}/antwoord", 303)


def _choices(case: CasePage) -> tuple[Verdict, ...]:
    return (Verdict.UPHELD, Verdict.REVERSED) if case.kind is CaseKind.APPEAL else VERDICTS


async def show(request: Request, case: CasePage) -> Response:
    """Everything to judge it by, with the form to decide on it."""
    start = {"reasons": visitor(request).rules.municipality.moderation.template}
    return await _page(request, case, Form(start | await kept(request)))


async def _page(
    request: Request,
    case: CasePage,
    form: Form,
    *,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Response:
    who = visitor(request)
    assert case.target_id is not None
    assert case.target is not None
    it = await said_facts(request, case.target, case.target_id)
    row: QueueRow | None = await ask(request, case_by_id, case.id, looked=looked(request))
    rules, open_ = who.rules.municipality.moderation, case.closed_at is None
    return page(
        request,
        "desks/remark.html",
        status=status,
        form=form,
        case=case,
        it=it,
        url=it.url,
        title=it.title,
        kind=translated(KINDS[case.kind], who.lang),
        signs=[(translated(SIGNS[one.sign], who.lang), one.text) for one in noticed(it.words)],
        personal=warnings({"words": it.words}, who.lang),
        reports=[(translated(REASONS[one.reason], who.lang), one) for one in case.reports],
        history=[
            (translated(SAID[one.verdict], who.lang), rules.ground(one.ground, who.lang), one)
            for one in case.decisions
        ],
        choices=[(one.value, translated(CHOICES[one], who.lang)) for one in _choices(case)],
        hides=case.kind is not CaseKind.APPEAL,
        barred=case.not_for is not None and case.not_for == who.actor.person_id,
        appeal=case.appeal,
        grounds=[(one.code, one.name.in_language(who.lang)) for one in rules.grounds],
        ended=translated(SAID[Verdict(case.closed_as)], who.lang) if case.closed_as else "",
        can_be_shown=it.hidden and any(one.verdict is Verdict.HIDDEN for one in case.decisions),
        meanwhile=meanwhile,
        **await beside(request, row if open_ else None, f"{URL}/zaak/{case.id}"),
    )


async def decide(request: Request, case: CasePage, values: dict[str, str]) -> Response:
    """Decide on it, or take back that it was hidden. Too late: what was typed is still there."""
    lang, reasons = visitor(request).lang, values.get("reasons", "")
    back = "terug" in values
    try:
        await do(request, ShowRemark(case.id, reasons) if back else _command(case, values))
    except Invalid as wrong:
        return await _page(request, case, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        said = (sentence(no, lang), translated(NOT_DECIDED, lang))
        status = 409 if isinstance(no, Conflict) else 422
        return await _page(request, case, Form(values), status=status, meanwhile=said)
    if back:
        return redirect(request, f"{URL}/zaak/{case.id}", notice=SHOWN)
    return await arrived(request, await onward(request))


def _command(case: CasePage, values: dict[str, str]) -> object:
    verdict, reasons = values.get("verdict", ""), values.get("reasons", "")
    if case.kind is CaseKind.APPEAL:
        return DecideAppeal(case.id, verdict, reasons)
    return JudgeRemark(case.id, verdict, reasons, values.get("ground", ""))
