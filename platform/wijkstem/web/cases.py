"""Cases that are no step of a path: reports, appeals, changed texts, late steps of others and lost messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.appeals import DecideAppeal
from wijkstem.commands.reports import VERDICTS, DecideCase, ShowAgain
from wijkstem.domain.initiatives import PLACE, TITLE
from wijkstem.domain.permissions import may_triage, require
from wijkstem.domain.personal_data import personal_data
from wijkstem.domain.spam import noticed
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken, WijkstemError
from wijkstem.kit.i18n import N_
from wijkstem.queries.cases import Submitter, submitter
from wijkstem.queries.media import Shown
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.queries.other_cases import CasePage, OneDecision, case_page
from wijkstem.web import remark_cases, statement_cases, typing_out
from wijkstem.web.case_hints import SIGNS, case_hints
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.desks import NOT_DECIDED
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import identifier
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, beside, looked, onward
from wijkstem.web.pages import page, redirect
from wijkstem.web.queue_asking import KINDS
from wijkstem.web.reporting import REASONS
from wijkstem.web.telling import Told, told
from wijkstem.web.verdict_words import CHOICES, SAID, SHOWN
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words import CLERKS, CaseKind, Target, Verdict

#: What a case was closed as that nobody decided on.
ENDED = {
    "overtaken": N_("Dit was niet meer nodig."),
    "delivered": N_("Het bericht kwam later toch aan."),
    "typed": N_("De opname is uitgetypt."),
    "not_understood": N_("De opname was niet te verstaan."),
    "went_on": N_("Het is intussen verder gegaan."),
    "explained": N_("Er staat nu bij het plan waarom het langer duurt."),
}
STATES = {
    "shown": N_("te zien"),
    "hidden": N_("verborgen"),
    "open": N_("open"),
    "done": N_("gedaan"),
}
LETTERS = {
    "council_proposal_changed": N_("Dat een voorstel aan de raad is gewijzigd"),
    "council_proposal_withdrawn": N_("Dat een voorstel niet naar de raad gaat"),
    "contribution_answered": N_("Een antwoord in een gesprek"),
    "question_asked": N_("Een vraag van een inwoner"),
    "question_answered": N_("Het antwoord op een vraag"),
    "initiative_submitted": N_("Dat het plan binnen is"),
    "step_taken": N_("Een stap van het plan"),
    "term_passed": N_("Dat de termijn voorbij is"),
    "delay_explained": N_("Waarom het langer duurt"),
    "agenda_item_requested": N_("Een verzoek voor de agenda"),
    "meeting_foreseen": N_("Dat het later aan de beurt komt"),
    "placed_meeting_moved": N_("Dat de vergadering op een andere dag is"),
    "placed_meeting_cancelled": N_("Dat de vergadering niet doorgaat"),
    "request_accepted": N_("Dat het verzoek aan de raad compleet is"),
    "routing_corrected": N_("Dat iemand anders erover gaat"),
    "plan_typed_out": N_("Dat een opname is uitgetypt"),
}
ABOUT_A_REPORT = N_("Een melding of een besluit daarover")


@dataclass(frozen=True)
class Traced:
    """What was decided before, in words."""

    decision: OneDecision
    what: str
    ground: str
    was: str
    became: str
    can_be_shown: bool


async def show(request: Request) -> Response:
    """Everything to judge it by, with the form to decide on it."""
    require(may_triage(visitor(request).actor))
    found = await _found(request)
    if found.kind is CaseKind.SPOKEN:
        return await typing_out.show(request, found)
    if found.kind is CaseKind.QUESTION:
        return remark_cases.to_answer(found)
    if remark_cases.is_said(found):
        return await remark_cases.show(request, found)
    if found.kind is CaseKind.STATEMENT:
        return await statement_cases.show(request, found)
    return await _page(request, found)


async def _found(request: Request) -> CasePage:
    """Raises NotFound for what is not there; a step, and what is the clerk's, has its own page."""
    found: CasePage = await ask(request, case_page, request.path_params["case"])
    if found.kind is CaseKind.STEP or found.kind in CLERKS:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return found


async def _page(
    request: Request,
    found: CasePage,
    form: Form | None = None,
    *,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Response:
    who = visitor(request)
    it = told(found.plan, who, today(request), for_colleagues=True) if found.plan else None
    by = found.plan.initiative.submitter_id if found.plan else None
    case: QueueRow | None = await ask(request, case_by_id, found.id, looked=looked(request))
    person: Submitter | None = await ask(request, submitter, by) if by else None
    rules = who.rules.municipality.moderation
    open_ = found.closed_at is None
    return page(
        request,
        "desks/other.html",
        status=status,
        form=form or Form({"reasons": rules.template} | await kept(request)),
        case=found,
        kind=translated(KINDS[found.kind], who.lang),
        it=it,
        photo=_photo(found),
        person=person,
        reports=[(translated(REASONS[one.reason], who.lang), one) for one in found.reports],
        history=[_traced(one, found, it, who) for one in found.decisions],
        against=_traced(found.appeal.against, found, it, who) if found.appeal else None,
        changes=_changes(found, it, who),
        hints=await case_hints(request, found.plan) if found.plan and open_ else None,
        personal=_personal(found),
        signs=_signs(found, who.lang),
        letter=_letter(found, who.lang),
        choices=_choices(found, who.lang) if open_ else [],
        barred=found.not_for is not None and found.not_for == who.actor.person_id,
        grounds=[(one.code, one.name.in_language(who.lang)) for one in rules.grounds],
        hides=_hides(found),
        ended=_ended(found, who.lang),
        meanwhile=meanwhile,
        **await beside(request, case if open_ else None, f"{URL}/zaak/{found.id}"),
    )


def _photo(found: CasePage) -> Shown | None:
    photos = found.plan.photos if found.plan and found.target is Target.PHOTO else ()
    return next((one for one in photos if one.id == found.target_id), None)


def _verdicts(found: CasePage) -> Sequence[Verdict]:
    if found.kind is CaseKind.APPEAL:
        return (Verdict.UPHELD, Verdict.REVERSED)
    return VERDICTS[found.kind]


def _choices(found: CasePage, lang: str) -> list[tuple[str, str]]:
    return [(one.value, translated(CHOICES[one], lang)) for one in _verdicts(found)]


def _hides(found: CasePage) -> bool:
    """Whether one of the choices hides something, and so needs a ground."""
    if found.appeal is not None:
        return found.appeal.against.verdict is Verdict.LEFT
    return Verdict.HIDDEN in _verdicts(found)


def _ended(found: CasePage, lang: str) -> str:
    if found.closed_as is None:
        return ""
    if found.closed_as in set(Verdict):
        return translated(SAID[Verdict(found.closed_as)], lang)
    return translated(ENDED.get(found.closed_as, N_("De stap is gezet.")), lang)


def _traced(one: OneDecision, found: CasePage, it: Told | None, who: Visitor) -> Traced:
    lang, grounds = who.lang, dict[str, str]()
    if it is not None:
        grounds = {g.code: g.name.in_language(lang) for g in it.course.instrument.grounds}
    ground = who.rules.municipality.moderation.ground(one.ground, lang)
    if one.verdict is Verdict.REFUSED:
        ground = grounds.get(one.ground or "", "")
    hidden_now = _hiding_id(one, found) == one.id
    return Traced(
        one,
        translated(SAID[one.verdict], lang),
        ground,
        _state(one.was, it, lang),
        _state(one.became, it, lang),
        can_be_shown=hidden_now,
    )


def _hiding_id(one: OneDecision, found: CasePage) -> UUID | None:
    if found.plan is None:
        return None
    if one.target is Target.FILM:
        return found.plan.film.hiding_id if found.plan.film else None
    if one.target is Target.PHOTO:
        return next((p.hiding_id for p in found.plan.photos if p.id == one.target_id), None)
    return found.plan.initiative.hiding_id


def _state(code: str, it: Told | None, lang: str) -> str:
    """How something was: a word of ours, or a step of the path."""
    if code in STATES:
        return translated(STATES[code], lang)
    steps = it.course.path.steps if it is not None else ()
    return next((one.name.in_language(lang) for one in steps if one.id == code), code)


def _changes(found: CasePage, it: Told | None, who: Visitor) -> list[tuple[str, str, str]]:
    """Each question whose answer changed: what it was, and what it is."""
    if not found.earlier or it is None or found.plan is None:
        return []
    names = {field.id: field.label.in_language(who.lang) for field in it.course.instrument.fields}
    names |= {
        TITLE: translated(N_("Titel"), who.lang),
        PLACE: translated(N_("Waar is het?"), who.lang),
    }
    now = {TITLE: it.facts.title, **found.plan.texts}
    return [
        (name, found.earlier.get(field, ""), now.get(field, ""))
        for field, name in names.items()
        if found.earlier.get(field, "") != now.get(field, "")
    ]


def _personal(found: CasePage) -> list[str]:
    """What looks like personal data in what can be read now."""
    if found.kind is not CaseKind.PERSONAL_DATA or found.plan is None:
        return []
    texts = (found.plan.initiative.title, *found.plan.texts.values())
    return [one.text for text in texts for one in personal_data(text)]


def _signs(found: CasePage, lang: str) -> list[str]:
    """What looks like shouting or advertising in what can be read now, with the words that do."""
    if found.kind is not CaseKind.SPAM or found.plan is None:
        return []
    signs = noticed("\n".join((found.plan.initiative.title, *found.plan.texts.values())))
    return [f"{translated(SIGNS[one.sign], lang)}: {one.text}" for one in signs]


def _letter(found: CasePage, lang: str) -> str:
    if found.undelivered is None:
        return ""
    return translated(LETTERS.get(found.undelivered.template, ABOUT_A_REPORT), lang)


async def decide(request: Request) -> Response:
    """Decide on it, or take back that something was hidden. Too late: what was typed is still there."""
    who = visitor(request)
    require(may_triage(who.actor))
    found, values = await _found(request), await read_form(request)
    if found.kind is CaseKind.SPOKEN:
        return await typing_out.keep(request, found, values)
    if found.kind is CaseKind.QUESTION:
        return remark_cases.to_answer(found)
    if remark_cases.is_said(found):
        return await remark_cases.decide(request, found, values)
    if found.kind is CaseKind.STATEMENT:
        return await statement_cases.decide(request, found, values)
    try:
        await do(request, _command(found, values))
    except Invalid as wrong:
        return await _page(request, found, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        return await _overtaken(request, values, no)
    if "terug" in values:
        return redirect(request, f"{URL}/zaak/{found.id}", notice=SHOWN)
    return await arrived(request, await onward(request))


def _command(found: CasePage, values: Mapping[str, str]) -> object:
    reasons, ground = values.get("reasons", ""), values.get("ground", "")
    back = identifier(values.get("terug"))
    if back is not None:
        return ShowAgain(back, reasons)
    verdict = values.get("verdict", "")
    if found.kind is CaseKind.APPEAL:
        return DecideAppeal(found.id, verdict, reasons, ground)
    return DecideCase(found.id, verdict, reasons, ground)


async def _overtaken(request: Request, values: dict[str, str], no: WijkstemError) -> Response:
    """The case as it is now; the words need not be typed again."""
    lang = visitor(request).lang
    typed = Form({name: text for name, text in values.items() if name != "verdict"})
    said = (sentence(no, lang), translated(NOT_DECIDED, lang))
    status = 409 if isinstance(no, Conflict) else 422
    return await _page(request, await _found(request), typed, status=status, meanwhile=said)
