"""Many cases at once: chosen in the queue, looked at together, done, and undone for as long as nobody was told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.bulk import (
    AssignTogether,
    DecideTogether,
    Outlook,
    Picked,
    UndoBulk,
)
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_id
from wijkstem.queries.bulk import Bulk, bulk
from wijkstem.queries.moderation import QueueRow, officials, picked_cases
from wijkstem.rules.steps import Outcome
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.inputs import identifier, whole
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, CaseRow, case_row, looked
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.queue_asking import asked_for
from wijkstem.web.wording import course_of
from wijkstem.web.work import ask, do
from wijkstem.words import CaseKind, Need, Taker

TOGETHER = f"{URL}/samen"
#: The name of a case's field, before its id.
FIELD = "zaak-"

NONE_PICKED = notice("warning", "Kies eerst een of meer zaken.")
UNDONE = notice("ok", "Het is ongedaan gemaakt. Niemand heeft bericht gekregen.")
GIVEN = notice("ok", "De zaken zijn van eigenaar veranderd.")

#: Why a case was left as it was.
LEFT = {
    "moved_on": N_("Niet gedaan: het plan is al bij een andere stap."),
    "case_closed": N_("Niet gedaan: de zaak was al klaar."),
    "in_hand": N_("Niet gedaan: een collega werkt aan de zaak."),
    "assigned_meanwhile": N_("Niet gedaan: de zaak is net aan iemand gegeven."),
    "planned_already": N_("Niet gedaan: over deze zaak is al besloten."),
    "not_together": N_("Niet gedaan: over deze zaak besluit u apart."),
    "no_such_outcome": N_("Niet gedaan: dit besluit kan niet bij deze stap."),
    "not_allowed": N_("Niet gedaan: wie dit besloot, werkt hier niet meer."),
}
OTHERWISE_LEFT = N_("Niet gedaan: de zaak is intussen veranderd.")
DONE, NOT_YET = N_("Gedaan"), N_("Nog niet gedaan")


def picked(values: Mapping[str, str]) -> list[Picked]:
    """The cases that were chosen, as the page showed them."""
    found = []
    for name, value in values.items():
        case_id = identifier(name.removeprefix(FIELD)) if name.startswith(FIELD) else None
        if case_id is not None:
            seq, _, owner = value.partition(".")
            found.append(Picked(case_id, whole(seq) or None, identifier(owner)))
    return found


async def together(request: Request) -> Response:
    """What to do with the chosen cases; what would come of it; and doing it."""
    require(may_triage(visitor(request).actor))
    values = await read_form(request)
    cases = picked(values)
    if not cases:
        return redirect(request, URL, notice=NONE_PICKED)
    if values.get("wat") == "geven":
        return await _assign(request, values, cases)
    if values.get("wat") == "besluit":
        return await _decide(request, values, cases)
    return await _page(request, Form({**values, "form_id": str(new_id())}), cases)


async def _assign(request: Request, values: dict[str, str], cases: list[Picked]) -> Response:
    bulk_id = identifier(values.get("form_id")) or new_id()
    try:
        await do(request, AssignTogether(bulk_id, cases, identifier(values.get("aan"))))
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _page(request, form, cases, status=422)
    except (Conflict, RuleBroken) as no:
        return await _page(request, Form(values), cases, status=422, problem=no)
    return redirect(request, f"{TOGETHER}/{bulk_id}", notice=GIVEN)


async def _decide(request: Request, values: dict[str, str], cases: list[Picked]) -> Response:
    if not values.get("outcome"):
        none = Invalid({"outcome": FieldError("choose_outcome", "Kies wat u wilt doen.")})
        form = refused(values, none, visitor(request).lang)
        return await _page(request, form, cases, status=422)
    bulk_id, sure = identifier(values.get("form_id")) or new_id(), values.get("zeker") == "ja"
    if again := unticked(values, ("reasons",), visitor(request).lang):
        return await _page(request, again, cases, status=422)
    command = DecideTogether(
        bulk_id,
        cases,
        values.get("outcome", ""),
        values.get("ground", ""),
        values.get("reasons", ""),
        look=not sure,
    )
    try:
        outlooks: list[Outlook] = await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _page(request, form, cases, status=422)
    except (Conflict, RuleBroken) as no:
        return await _page(request, Form(values), cases, status=422, problem=no)
    if sure:
        return redirect(request, f"{TOGETHER}/{bulk_id}")
    return await _page(request, Form(values), cases, outlooks=outlooks)


@dataclass(frozen=True)
class Chosen:
    """A case on the page, and what would become of it."""

    field: str
    value: str
    row: CaseRow
    said: str = ""


async def _page(
    request: Request,
    form: Form,
    cases: Sequence[Picked],
    *,
    status: int = 200,
    outlooks: Sequence[Outlook] = (),
    problem: Conflict | RuleBroken | None = None,
) -> Response:
    who = visitor(request)
    ids = [one.case_id for one in cases]
    rows: list[QueueRow] = await ask(request, picked_cases, ids, looked=looked(request))
    outcomes = common_outcomes(rows, who)
    known = {outcome.id: outcome for outcome in outcomes}
    chosen = known.get(form.values.get("outcome", ""))
    people = await ask(request, officials)
    problem_said = sentence(problem, who.lang) if problem else ""
    return page(
        request,
        "desks/together.html",
        status=status,
        form=form,
        chosen=list(_chosen(request, who, rows, cases, outlooks)),
        gone=len(cases) - len(rows),
        outcomes=[(o.id, o.name.in_language(who.lang)) for o in outcomes],
        grounds=common_grounds(rows, who) if any(Need.GROUND in o.needs for o in outcomes) else [],
        officials=[(str(one.id), one.name) for one in people],
        preview=chosen.name.in_language(who.lang) if outlooks and chosen else "",
        possible=sum(one.refusal is None for one in outlooks),
        problem=problem_said,
        warnings=found_in(form.values, ("reasons",), who.lang),
    )


def _chosen(
    request: Request,
    who: Visitor,
    rows: Iterable[QueueRow],
    cases: Iterable[Picked],
    outlooks: Iterable[Outlook],
) -> Iterable[Chosen]:
    asked = asked_for({})
    shown = {one.case_id: one for one in cases}
    refusals = {one.case_id: one.refusal for one in outlooks}
    for row in rows:
        one = shown[row.id]
        refusal = refusals.get(row.id)
        said = _left(refusal.code, who.lang) if refusal else ""
        value = f"{one.step_seq or 0}.{one.was or ''}"
        yield Chosen(f"{FIELD}{row.id}", value, case_row(request, row, who, asked), said)


def _left(code: str, lang: str) -> str:
    return translated(LEFT.get(code, OTHERWISE_LEFT), lang)


def _official_outcomes(row: QueueRow, who: Visitor) -> list[Outcome]:
    if row.kind is not CaseKind.STEP or not row.rules_version or not row.instrument or not row.step:
        return []
    step = course_of(who.rules, row.rules_version, row.instrument).path.step(row.step)
    return [o for o in step.outcomes if o.by is Taker.OFFICIAL and Need.MEETING not in o.needs]


def common_outcomes(rows: Sequence[QueueRow], who: Visitor) -> list[Outcome]:
    """What can be decided on each of ``rows``, in the words of the first."""
    each = [_official_outcomes(row, who) for row in rows]
    if not each:
        return []
    shared = set.intersection(*({outcome.id for outcome in some} for some in each))
    return [outcome for outcome in each[0] if outcome.id in shared]


def common_grounds(rows: Sequence[QueueRow], who: Visitor) -> list[tuple[str, str]]:
    """The grounds that the rules of each of ``rows`` know."""
    each = [
        course_of(who.rules, row.rules_version, row.instrument).instrument.grounds
        for row in rows
        if row.rules_version and row.instrument
    ]
    if not each:
        return []
    shared = set.intersection(*({ground.code for ground in some} for some in each))
    return [(g.code, g.name.in_language(who.lang)) for g in each[0] if g.code in shared]


async def result(request: Request) -> Response:
    """What will happen, or happened, to each of the cases."""
    who = visitor(request)
    require(may_triage(who.actor))
    return await _result(request)


async def _result(request: Request, *, status: int = 200, problem: str = "") -> Response:
    who = visitor(request)
    found: Bulk | None = await ask(request, bulk, request.path_params["bulk"])
    if found is None:
        raise NotFound("unknown_bulk", "Dit bestaat niet of niet meer.")
    words = {"done": translated(DONE, who.lang), None: translated(NOT_YET, who.lang)}
    return page(
        request,
        "desks/together_result.html",
        status=status,
        bulk=found,
        rows=[
            (row, words[row.result] if row.result in words else _left(row.result or "", who.lang))
            for row in found.rows
        ],
        problem=problem,
    )


async def undo(request: Request) -> Response:
    """Take it back; too late: what can still be done."""
    require(may_triage(visitor(request).actor))
    bulk_id: UUID = request.path_params["bulk"]
    try:
        await do(request, UndoBulk(bulk_id))
    except RuleBroken as no:
        return await _result(request, status=422, problem=sentence(no, visitor(request).lang))
    return redirect(request, f"{TOGETHER}/{bulk_id}", notice=UNDONE)
