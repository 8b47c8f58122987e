"""Which events are counted, and by what; what an event tells needs nothing but the event."""

from collections.abc import Callable, Iterable
from typing import Any

from wijkstem.events.advice import AdviceAnswered, AdviceAnswerLate, AdviceBegun, AdviceGiven
from wijkstem.events.base import Event
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    FinalCostsCorrected,
    WorkPartUpdated,
)
from wijkstem.events.comments import CommentGiven, CommentWithdrawn
from wijkstem.events.counting import ResultPublished
from wijkstem.events.dialogue import StatementProposed
from wijkstem.events.discussion import ContributionMade
from wijkstem.events.draws import DrawAnswered, DrawInvited
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.events.gatherings import GatheringReported
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.events.means import MeansAccounted, MeansAnnounced
from wijkstem.events.moderation import CaseEscalated
from wijkstem.events.outcomes import OutcomeDecided
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.projections.indicators import advice, draws, means, plans, together, work
from wijkstem.projections.indicators.count import Counted

MEASURES: dict[type[Event], Callable[[Any], Iterable[Counted]]] = {
    InitiativeSubmitted: plans.submitted,
    SignatureGiven: plans.signed,
    SignatureWithdrawn: plans.withdrawn,
    StepTaken: plans.step_taken,
    TermPassed: plans.term_passed,
    CaseEscalated: plans.escalated,
    AdviceBegun: advice.begun,
    AdviceGiven: advice.given,
    AdviceAnswered: advice.answered,
    AdviceAnswerLate: advice.answer_late,
    GatheringReported: together.gathered,
    ResultPublished: together.voted,
    VoteAnswered: together.answered,
    MeansAnnounced: means.announced,
    MeansAccounted: means.accounted,
    ContributionMade: means.contributed,
    CommentGiven: means.commented,
    CommentWithdrawn: means.comment_withdrawn,
    StatementProposed: means.proposed,
    OutcomeDecided: means.decided,
    DrawInvited: draws.invited,
    DrawAnswered: draws.answered,
    EvaluationGiven: together.evaluated,
    CarryingOutPlanned: work.planned,
    WorkPartUpdated: work.part,
    CarryingOutFinished: work.finished,
    FinalCostsCorrected: work.corrected,
    CarryingOutStopped: work.stopped,
}


def counted(event: Event) -> Iterable[Counted]:
    """What an event adds; nothing for what is not counted."""
    found = MEASURES.get(type(event))
    return found(event) if found else ()
