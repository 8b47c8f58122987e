"""The council clerk's desk: requests for a place on an agenda, decisions to record, and meetings to plan."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_items import SettleClerksCase
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.domain.steps import waiting_for
from wijkstem.errors import Invalid
from wijkstem.kit.i18n import N_
from wijkstem.queries.agenda import MeetingFacts, upcoming_meetings
from wijkstem.queries.cases import Case, cases
from wijkstem.queries.clerk_cases import UpsetPlan, upset_plans
from wijkstem.queries.council_source import SourceLook, source_look
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.queries.outcomes import ClerkOutcomes, OutcomeFacts, clerk_outcomes
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.desks import NOTHING_BESIDE, Desk, case_page, decide, explain, waiting
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.handover import handovers
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import meeting_path
from wijkstem.web.meeting_desk import typed_meeting
from wijkstem.web.notices import notice
from wijkstem.web.outcome_words import OutcomeTold, outcome_told
from wijkstem.web.pages import page, redirect
from wijkstem.web.source_words import source_said
from wijkstem.web.wording import course_of, today
from wijkstem.web.work import ask, do
from wijkstem.words import CaseKind, Milestone, Taker


async def _beside(request: Request, found: InitiativePage) -> dict[str, object]:
    return {**NOTHING_BESIDE, **await handovers(request, found)}


DESK = Desk(Taker.CLERK, may_clerk, "/griffie", N_("Griffie"), beside=_beside)
SEEN = notice("ok", "Dit is van uw lijst. Het plan blijft op de agenda staan.")
PLANNED = notice("ok", "De vergadering staat op de agenda.")
#: What everybody will read.
_READ = ("name", "location")


async def queue(request: Request) -> Response:
    """What waits for a meeting, what waits for a decision, and which meetings come."""
    who = visitor(request)
    require(may_clerk(who.actor))
    found: Paged[Case] = await ask(
        request,
        cases,
        steps=waiting_for(who.rules, Taker.CLERK),
        page=inputs.whole(request.query_params.get("pagina")),
    )
    meetings: tuple[MeetingFacts, ...] = await ask(request, upcoming_meetings, today=today(request))
    upset: tuple[UpsetPlan, ...] = await ask(request, upset_plans)
    source: SourceLook | None = await ask(request, source_look)
    came: ClerkOutcomes = await ask(request, clerk_outcomes)

    def outcomes(some: Iterable[OutcomeFacts]) -> list[OutcomeTold]:
        return [outcome_told(one, who.rules, who.lang) for one in some]

    asks = {case.number for case in found.rows if _asks_for_a_place(case, who)}
    rows = [waiting(request, DESK, case, who) for case in found.rows]
    return page(
        request,
        "desks/clerk.html",
        found=found,
        requests=[row for row in rows if row.case.number in asks],
        placed=[row for row in rows if row.case.number not in asks],
        meetings=[(meeting_path(meeting.id), meeting) for meeting in meetings],
        source=source_said(source, who.lang) if source else None,
        outcomes_open=outcomes(came.open),
        outcomes_placed=outcomes(came.placed),
        outcomes_done=outcomes(came.done),
        dropped=_upset(upset, CaseKind.GONE_AT_SOURCE),
        cancelled=_upset(upset, CaseKind.MEETING_CANCELLED),
    )


def _upset(found: Iterable[UpsetPlan], kind: CaseKind) -> list[tuple[str, UpsetPlan]]:
    return [(meeting_path(one.meeting_id), one) for one in found if one.kind is kind]


def _asks_for_a_place(case: Case, who: Visitor) -> bool:
    step = course_of(who.rules, case.rules_version, case.instrument).path.step(case.step)
    return any(outcome.means is Milestone.PLACED for outcome in step.outcomes)


async def case(request: Request) -> Response:
    """One request, or one initiative that is on an agenda."""
    return await case_page(request, DESK)


async def take(request: Request) -> Response:
    """Place it, do not place it, move it, or record what was decided."""
    return await decide(request, DESK)


async def late(request: Request) -> Response:
    """Why it takes longer."""
    return await explain(request, DESK)


async def seen(request: Request) -> Response:
    """The clerk looked at what the council's own system did."""
    require(may_clerk(visitor(request).actor))
    await do(request, SettleClerksCase(request.path_params["dropped"]))
    return redirect(request, "/griffie", notice=SEEN)


async def plan(request: Request) -> Response:
    """The form for a meeting."""
    require(may_clerk(visitor(request).actor))
    return _plan_page(request, Form(await kept(request)))


def _plan_page(request: Request, form: Form, *, status: int = 200) -> Response:
    bodies = [(body.id, body.name) for body in visitor(request).rules.municipality.bodies]
    warnings = found_in(form.values, _READ, visitor(request).lang)
    return page(
        request,
        "desks/plan.html",
        status=status,
        form=form,
        bodies=bodies,
        warnings=warnings,
    )


async def plan_now(request: Request) -> Response:
    """Put a meeting on the public agenda."""
    who = visitor(request)
    require(may_clerk(who.actor))
    values = await read_form(request)
    try:
        check_ticked(values, _READ)
        await do(request, _meeting(values))
    except Invalid as wrong:
        return _plan_page(request, refused(values, wrong, who.lang), status=422)
    return await arrived(request, redirect(request, "/griffie", notice=PLANNED))


def _meeting(values: Mapping[str, str]) -> PlanMeeting:
    """What was typed. Raises Invalid for a time that is none."""
    it = typed_meeting(values)
    return PlanMeeting(
        values.get("body_id", ""),
        it.name,
        it.held_on,
        it.starts_at,
        it.location,
        it.ends_at,
        it.livestream,
    )
