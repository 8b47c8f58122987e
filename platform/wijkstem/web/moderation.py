"""The officials' desk: the queue, one case after another, and who has which in hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.moderation import AssignCase, ClaimCase, ReleaseCase
from wijkstem.commands.saved_views import DropView, SaveView
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.queries.bulk import planned_for
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.queries.moderation import (
    Looked,
    Official,
    QueueCounts,
    QueueRow,
    case_of_step,
    next_cases,
    officials,
    queue_counts,
    saved_views,
)
from wijkstem.queries.moderation import queue as found_in_queue
from wijkstem.queries.paging import Paged
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.desks import DECIDED, Desk, case_page, decide, explain
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.inputs import identifier, picked
from wijkstem.web.language import translated
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.queue_asking import KINDS, Asked, asked_for, choices, opened_from
from wijkstem.web.wording import course_of, place, today
from wijkstem.web.work import ask, do
from wijkstem.words import CaseKind, Taker

URL = "/moderatie"

NEXT = notice("ok", "Uw besluit is vastgelegd. Dit is de volgende zaak.")
TAKEN = notice("ok", "U werkt nu aan deze zaak. Collega's zien dat.")
LET_GO = notice("ok", "U hebt de zaak losgelaten. Een collega kan hem nemen.")
GIVEN = notice("ok", "De zaak is van iemand anders. Dat is vastgelegd.")
IN_HAND = notice("warning", "Een collega werkt nu aan deze zaak.")
OVER = notice("warning", "Deze zaak is net veranderd. Kijk opnieuw.")
VIEW_KEPT = notice("ok", "De lijst is bewaard. U vindt hem boven aan deze pagina.")
VIEW_GONE = notice("ok", "De lijst is weg. De zaken zelf zijn er nog.")
SOMEBODY_ELSE = notice(
    "warning", "U nam dit besluit zelf. Een collega moet er opnieuw naar kijken."
)
NOTHING = notice("ok", "Er is geen zaak meer die u nu kunt doen.")
#: How many of the cases that come after it stand beside a case.
BESIDE = 8
#: A colleague can be faster; this often somebody else's case is passed over.
TRIES = 5


@dataclass(frozen=True)
class CaseRow:
    """A row of the queue, in words."""

    url: str
    case: QueueRow
    title: str
    why: str
    instrument: str
    place: str
    age: int
    late: bool
    mine: bool
    #: Whose officials it was passed on to; "": everybody's.
    department: str


def looked(request: Request) -> Looked:
    """Who looks, and when."""
    return Looked(visitor(request).actor.person_id, services(request).clock.now(), today(request))


def case_url(case: QueueRow) -> str:
    """Where a case is dealt with."""
    if case.kind is CaseKind.STEP and case.number:
        return f"{URL}/{case.number}"
    return f"{URL}/zaak/{case.id}"


def case_row(request: Request, case: QueueRow, who: Visitor, asked: Asked) -> CaseRow:
    """A case as the list shows it."""
    on = today(request)
    why, instrument = translated(KINDS[case.kind], who.lang), ""
    if case.rules_version and case.instrument:
        course = course_of(who.rules, case.rules_version, case.instrument)
        instrument = course.instrument.name.in_language(who.lang)
        if case.kind is CaseKind.STEP and case.step:
            why = course.path.step(case.step).name.in_language(who.lang)
    return CaseRow(
        url=asked.case(case_url(case)),
        case=case,
        title=case.title or why,
        why=why,
        instrument=instrument,
        place=place(who.rules, case.neighbourhood_code or ""),
        age=(on - local_date(case.opened_at)).days,
        late=case.due_on is not None and case.due_on < on,
        mine=case.owner_id is not None and case.owner_id == who.actor.person_id,
        department=department_name(who, case.department),
    )


def department_name(who: Visitor, department: str | None) -> str:
    """As colleagues call it; its id where the rules do not know it any more, "" for everybody's."""
    known = who.rules.municipality.departments
    found = known.named(department) if known else None
    return found.name.in_language(who.lang) if found else department or ""


async def queue(request: Request) -> Response:
    """What needs an official, with how much of it is late on top."""
    require(may_triage(visitor(request).actor))
    asked = asked_for(request.query_params)
    return await _queue(request, asked, asked.form)


async def _queue(request: Request, asked: Asked, form: Form, *, status: int = 200) -> Response:
    who, look = visitor(request), looked(request)
    found: Paged[QueueRow] = await ask(
        request, found_in_queue, looked=look, filters=asked.filters, page=asked.page
    )
    counts: QueueCounts = await ask(request, queue_counts, looked=look)
    return page(
        request,
        "desks/moderation.html",
        status=status,
        found=found,
        counts=counts,
        tiles=_tiles(counts, who.lang),
        kinds=[(kind.value, translated(KINDS[kind], who.lang), n) for kind, n in counts.kinds],
        form=form,
        picked=asked.picked,
        choices=choices(who),
        query=asked.query,
        views=await _views(request),
        prefix=f"{URL}?{asked.query}&pagina=" if asked.query else f"{URL}?pagina=",
        rows=[case_row(request, case, who, asked) for case in found.rows],
    )


async def _views(request: Request) -> list[tuple[str, str]]:
    """What the visitor keeps: names and addresses."""
    person_id = visitor(request).actor.person_id
    found: list[tuple[str, str]] = await ask(request, saved_views, person_id) if person_id else []
    return [(name, f"{URL}?{query}") for name, query in found]


async def keep_view(request: Request) -> Response:
    """Keep what is looked for under a name, or throw such a view away."""
    require(may_triage(visitor(request).actor))
    values = await read_form(request)
    if "weg" in values:
        await do(request, DropView(picked(values["weg"]) or ""))
        return redirect(request, URL, notice=VIEW_GONE)
    asked = asked_for(values)
    try:
        await do(request, SaveView(values.get("naam", ""), asked.query))
    except Invalid as wrong:
        said = refused(values, wrong, visitor(request).lang)
        return await _queue(request, asked, said, status=422)
    return redirect(request, f"{URL}?{asked.query}", notice=VIEW_KEPT)


def _tiles(counts: QueueCounts, lang: str) -> list[tuple[str, int, str]]:
    """How much waits: a name, a figure, and where those cases are."""
    tiles = (
        (N_("Alle zaken"), counts.waiting, ""),
        (N_("Te laat"), counts.late, "?termijn=late"),
        (N_("Binnen een week"), counts.soon, "?termijn=soon"),
        (N_("Mijn zaken"), counts.mine, "?van=mine"),
        (N_("Zaken van niemand"), counts.free, "?van=free"),
        (N_("Wacht op iemand anders"), counts.asleep, "?termijn=asleep"),
    )
    return [(translated(name, lang), count, f"{URL}{query}#zaken") for name, count, query in tiles]


@dataclass(frozen=True)
class InHand:
    """Who has the case of this page, and what can be done about that."""

    case_id: UUID
    state: Literal["free", "mine", "another"]
    holder: str
    until: datetime | None
    owner_id: UUID | None
    #: Whose officials it was passed on to; "": everybody's.
    department: str
    form: Form
    officials: list[tuple[str, str]]
    #: The decision on many cases that this one waits for, and when it is taken.
    planned: tuple[UUID, datetime] | None


async def _beside(request: Request, found: InitiativePage) -> dict[str, object]:
    """What stands on a case's page beside the plan: who has it, and what comes after it."""
    facts = found.initiative
    case: QueueRow | None = await ask(
        request, case_of_step, facts.id, facts.step_seq, looked=looked(request)
    )
    return await beside(request, case, f"{URL}/{facts.number}")


async def beside(request: Request, case: QueueRow | None, url: str) -> dict[str, object]:
    """Who has ``case`` in hand, and what comes after it in the queue; ``url`` is where its page stands."""
    who, look = visitor(request), looked(request)
    asked = opened_from(request.query_params)
    after: list[QueueRow] = []
    if asked is not None:
        without = (case.id,) if case else ()
        after = await ask(
            request, next_cases, looked=look, filters=asked.filters, without=without, most=BESIDE
        )
    return {
        "in_hand": await in_hand(request, case) if case else None,
        "queue": asked,
        "here": asked.case(url) if asked else url,
        "after": [case_row(request, row, who, asked) for row in after] if asked else [],
    }


async def in_hand(request: Request, case: QueueRow) -> InHand:
    """Who has ``case``, and who could."""
    me = visitor(request).actor.person_id
    people: list[Official] = await ask(request, officials)
    state: Literal["free", "mine", "another"] = "another"
    if case.holder_id in (None, me):
        state = "free" if case.holder_id is None else "mine"
    return InHand(
        case.id,
        state,
        case.holder or "",
        case.claimed_until,
        case.owner_id,
        department_name(visitor(request), case.department),
        Form({"aan": str(case.owner_id or "")}),
        [(str(one.id), one.name) for one in people],
        await ask(request, planned_for, case.id),
    )


async def onward(request: Request) -> Response:
    """After a decision: the next case of the queue that this one was opened from, and else the queue."""
    asked = opened_from(request.query_params)
    if asked is None:
        return redirect(request, URL, notice=DECIDED)
    case = await _take_next(request, asked)
    if case is None:
        return redirect(request, f"{URL}?{asked.query}", notice=DECIDED)
    return redirect(request, asked.case(case_url(case)), notice=NEXT)


async def _take_next(request: Request, asked: Asked) -> QueueRow | None:
    """The first case that nobody has in hand, now in the visitor's; None when there is none."""
    tried: list[UUID] = []
    for _ in range(TRIES):
        found: list[QueueRow] = await ask(
            request, next_cases, looked=looked(request), filters=asked.filters, without=tried
        )
        if not found:
            return None
        try:
            await do(request, ClaimCase(found[0].id))
        except Conflict:
            tried.append(found[0].id)
        else:
            return found[0]
    return None


async def _take_over(request: Request, found: InitiativePage) -> None:
    """A colleague had it in hand; the visitor saw that, and goes on."""
    facts = found.initiative
    case: QueueRow | None = await ask(
        request, case_of_step, facts.id, facts.step_seq, looked=looked(request)
    )
    if case is not None:
        await do(request, ClaimCase(case.id, over=True))


DESK = Desk(
    Taker.OFFICIAL,
    may_triage,
    URL,
    N_("Moderatie"),
    beside=_beside,
    onward=onward,
    take_over=_take_over,
)


async def start(request: Request) -> Response:
    """The first case of the queue that nobody has in hand, now in the visitor's."""
    require(may_triage(visitor(request).actor))
    asked = asked_for(await read_form(request))
    case = await _take_next(request, asked)
    if case is None:
        return redirect(request, f"{URL}?{asked.query}", notice=NOTHING)
    return redirect(request, asked.case(case_url(case)), notice=TAKEN)


async def claim(request: Request) -> Response:
    """Take it in hand, let go of it, or take it over."""
    require(may_triage(visitor(request).actor))
    case_id: UUID = request.path_params["case"]
    values = await read_form(request)
    back = local_path(values.get("terug"), URL)
    if values.get("wat") == "los":
        await do(request, ReleaseCase(case_id))
        return redirect(request, back, notice=LET_GO)
    try:
        await do(request, ClaimCase(case_id, over=values.get("wat") == "over"))
    except Conflict as no:
        return redirect(request, back, notice=IN_HAND if no.code == "in_hand" else OVER)
    except RuleBroken:
        return redirect(request, back, notice=SOMEBODY_ELSE)
    return redirect(request, back, notice=TAKEN)


async def assign(request: Request) -> Response:
    """Give a case to a colleague, or to nobody."""
    require(may_triage(visitor(request).actor))
    values = await read_form(request)
    back = local_path(values.get("terug"), URL)
    to, was = identifier(values.get("aan")), identifier(values.get("was"))
    try:
        await do(request, AssignCase(request.path_params["case"], to, was))
    except (Conflict, Invalid):
        return redirect(request, back, notice=OVER)
    return redirect(request, back, notice=GIVEN)


async def case(request: Request) -> Response:
    """One case."""
    return await case_page(request, DESK)


async def take(request: Request) -> Response:
    """The decision on it."""
    return await decide(request, DESK)


async def late(request: Request) -> Response:
    """Why it takes longer."""
    return await explain(request, DESK)
