"""What the system does on a path: the threshold is reached, a term has passed, an initiative has closed."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from wijkstem.commands.board import AppendBoard
from wijkstem.commands.carried_out import EndWithPlan
from wijkstem.commands.carrying_out import BeginCarryingOut
from wijkstem.commands.handlers import follow_up
from wijkstem.commands.initiatives import Advance
from wijkstem.commands.merging import FollowAlong
from wijkstem.commands.passages import NumberPassages
from wijkstem.commands.round_plans import DropPlan, JoinRound
from wijkstem.commands.signatures import ForgetTags
from wijkstem.domain.carrying_out import GIVES, ends_badly
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import BadConfiguration, WijkstemError
from wijkstem.eventlog import positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.advice import AdviceGiven
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council_proposals import CouncilProposalChanged
from wijkstem.events.counting import ResultPublished
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed, ThresholdReached
from wijkstem.events.means import MeansAnnounced
from wijkstem.events.merging import PlansMerged
from wijkstem.events.rounds import RoundFrozen
from wijkstem.reactions.council import follow_ups_of_council, routes_of
from wijkstem.reactions.outcomes import follow_ups_of_means
from wijkstem.services import Services
from wijkstem.words import Trigger
from wijkstem.words.means import MeansKind

NAME = "paths"

logger = structlog.get_logger(__name__)


def follow_ups_of(event: Event) -> tuple[object, ...]:
    """The commands that an event leads to; who decides is known before it is asked."""
    return (
        *routes_of(event),
        *_steps_of(event),
        *_of_advice(event),
        *follow_ups_of_means(event),
        *follow_ups_of_council(event),
    )


def _steps_of(event: Event) -> tuple[object, ...]:
    match event:
        case ThresholdReached():
            return (Advance(event.initiative_id, Trigger.THRESHOLD),)
        case TermPassed():
            return (Advance(event.initiative_id, Trigger.TERM, event.step_seq),)
        case AdviceGiven(step_seq=int() as step_seq):
            return (Advance(event.initiative_id, Trigger.ADVICE, step_seq),)
        case InitiativeSubmitted():
            return (JoinRound(event.initiative_id),)
        case StepTaken():
            return _of_step(event)
        case PlansMerged():
            return (FollowAlong(event.initiative_id, event.into_id),)
    return _of_round(event)


def _of_advice(event: Event) -> tuple[object, ...]:
    match event:
        # Whichever of the two committed last: the passages are those of the text of now.
        case CouncilProposalChanged():
            return (NumberPassages(event.council_proposal_id),)
        case MeansAnnounced(kind=MeansKind.ADVICE, council_proposal_id=UUID() as proposal_id):
            return (NumberPassages(proposal_id),)
    return ()


def _of_step(step: StepTaken) -> tuple[object, ...]:
    plan, made = step.initiative_id, list[object]()
    if step.final:
        made += [ForgetTags(plan), DropPlan(plan)]
    if step.means in GIVES:
        made.append(BeginCarryingOut(plan))
    elif step.final and ends_badly(step.means):
        made.append(EndWithPlan(plan))
    return tuple(made)


def _of_round(event: Event) -> tuple[object, ...]:
    match event:
        case RoundFrozen():
            # The rules stand on the board, and their head outside, before the first ballot.
            return (AppendBoard(event.round_id),)
        case ResultPublished():
            won = (Advance(one, Trigger.BALLOT_WON) for one in (*event.chosen, *event.partly))
            return (*won, *(Advance(one, Trigger.BALLOT_LOST) for one in event.not_chosen))
    return ()


def paths(services: Services) -> Consumer[UnitOfWork]:
    """The consumer; a rule that refuses a follow-up is recorded and not tried again."""

    def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
        every = ((recorded, one) for recorded in events for one in follow_ups_of(recorded.event))
        for recorded, command in every:
            uow.correlation_id, uow.causation_id = recorded.correlation_id, recorded.event_id
            said = logger.bind(
                command=type(command).__name__,
                municipality=uow.municipality_id,
                position=recorded.position,
                event_id=str(recorded.event_id),
                correlation_id=str(recorded.correlation_id),
            )
            try:
                follow_up(services, uow, command, SYSTEM)
                said.info("followed up")
            except BadConfiguration:
                raise  # the installation is wrong and not the plan: stand still until it is right
            except WijkstemError as refusal:
                at = (uow.municipality_id, recorded.position, refusal.code, uow.now)
                positions.refused(uow.connection, NAME, *at)
                said.info("follow-up refused", code=refusal.code)

    return Consumer(NAME, fold, batch=50)
