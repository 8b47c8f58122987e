"""To which body a plan goes: by the rules of its filing day, or as somebody of the municipality corrects it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from wijkstem.commands.initiatives import load
from wijkstem.domain.explaining import explained
from wijkstem.domain.permissions import may_clerk, may_triage, require
from wijkstem.domain.routing import RouteFacts, routed
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.agenda_requests import AgendaDossier, Routing
from wijkstem.tables.council import AgendaRequest, RequestState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import RoutedOn


@dataclass(frozen=True)
class RoutePlan:
    """Something happened on which the rules may send a plan to another body."""

    initiative_id: UUID
    on: RoutedOn


def route_plan(command: RoutePlan, work: Work) -> None:
    """Nothing where no rule says anything new, where a person said otherwise, or where it is over."""
    initiative = load(command.initiative_id, work)
    routing = work.session.get(Routing, (work.municipality_id, initiative.id))
    if initiative.closed_on is not None or (routing is not None and routing.rule is None):
        return
    facts = _facts(initiative, command.on, work)
    found = routed(facts, work.rules.version(initiative.rules_version))
    if found is None or (routing and (routing.rule, routing.body_id) == (found.rule, found.body)):
        return
    was = routing.body_id if routing else None
    _store(
        Routing(
            municipality_id=work.municipality_id,
            initiative_id=initiative.id,
            body_id=found.body,
            rule=found.rule,
            rules_version=initiative.rules_version,
            routed_on=command.on,
            decided_on=work.today,
        ),
        work,
    )
    work.record(
        RoutingDecided(
            initiative_id=initiative.id,
            rule=found.rule,
            rules_version=initiative.rules_version,
            body=found.body,
            was=was,
            on=facts.on,
            instrument=facts.instrument,
            subject=facts.subject,
            neighbourhood_code=facts.neighbourhood_code,
            competence=facts.competence,
            euros=facts.euros,
            decided_on=work.today,
        )
    )


def _facts(initiative: Initiative, on: RoutedOn, work: Work) -> RouteFacts:
    dossier = work.session.get(AgendaDossier, (work.municipality_id, initiative.id))
    return RouteFacts(
        on,
        initiative.instrument,
        initiative.subject,
        initiative.neighbourhood_code,
        dossier.competence if dossier else None,
        dossier.euros if dossier else None,
    )


def _store(routing: Routing, work: Work) -> None:
    """Also on a request that is still open; what stands on an agenda stays there until somebody moves it."""
    work.session.merge(routing)
    request = work.session.execute(
        select(AgendaRequest).where(
            col(AgendaRequest.municipality_id) == work.municipality_id,
            col(AgendaRequest.initiative_id) == routing.initiative_id,
        )
    ).scalar_one_or_none()
    if request is not None and request.state is RequestState.OPEN:
        request.body_id = routing.body_id


@dataclass(frozen=True)
class CorrectRoute:
    """Somebody of the municipality sends a plan to another body; ``was`` is the one that their page showed."""

    initiative_id: UUID
    was: str
    body: str
    reasons: str


def correct_route(command: CorrectRoute, work: Work) -> None:
    """Raises Invalid for an unknown body or no reason, Conflict when it was sent elsewhere meanwhile."""
    require(may_triage(work.actor) or may_clerk(work.actor))
    initiative = load(command.initiative_id, work)
    if initiative.closed_on is not None:
        raise RuleBroken("plan_over", "Dit plan is al klaar.")
    routing = work.session.get(Routing, (work.municipality_id, initiative.id))
    was = _body_now(routing, initiative, work)
    if was != command.was:
        raise Conflict("routed_meanwhile", "Dit plan is intussen al naar een ander gestuurd.")
    reasons = clean(command.reasons)
    _check(command.body, reasons, was, work)
    _store(
        Routing(
            municipality_id=work.municipality_id,
            initiative_id=initiative.id,
            body_id=command.body,
            rule=None,
            rules_version=initiative.rules_version,
            routed_on=None,
            decided_on=work.today,
            reasons=reasons,
            corrected_by=work.actor.person_id,
        ),
        work,
    )
    work.record(
        RoutingCorrected(
            initiative_id=initiative.id,
            body=command.body,
            was=was or None,
            corrected_on=work.today,
            corrected_by=work.actor.person_id,
        )
    )


def _body_now(routing: Routing | None, initiative: Initiative, work: Work) -> str:
    """What was asked for before there were routes stands on the request alone."""
    if routing is not None:
        return routing.body_id
    request = work.session.get(AgendaRequest, (work.municipality_id, initiative.id))
    return request.body_id if request else ""


def _check(body: str, reasons: str, was: str, work: Work) -> None:
    errors: dict[str, FieldError] = {}
    if work.rules.municipality.body(body) is None:
        errors["body"] = FieldError("unknown_body", "Kies wie erover gaat.")
    elif body == was:
        errors["body"] = FieldError("same_body", "Daar is het plan al. Kies een ander.")
    if error := explained(reasons):
        errors["reasons"] = error
    if errors:
        raise Invalid(errors)
