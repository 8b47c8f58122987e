"""Every event there is, on one page, and how an old stored event is read by today's code.

To change an event: give the class a new version, keep the old type's name in `UPCASTS` with a function
from its payload to the next version's, and leave what is stored as it is.
"""

from collections.abc import Callable
from typing import Any

from wijkstem.events.accounts import AccountClosingNear, PersonErased, PersonRegistered
from wijkstem.events.advice import (
    AdviceAnswered,
    AdviceAnswerLate,
    AdviceBegun,
    AdviceGiven,
    AdviceNearlyDue,
    AdvicePassedOn,
)
from wijkstem.events.agenda_requests import (
    DossierFilled,
    MeetingForeseen,
    PlacedMeetingCancelled,
    PlacedMeetingMoved,
    RequestAccepted,
)
from wijkstem.events.base import Event
from wijkstem.events.board import BoardHeadSet
from wijkstem.events.carrying_out import (
    CarrierChanged,
    CarryingOutBegun,
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    FinalCostsCorrected,
    PlanningLate,
    WorkPartAdded,
    WorkPartLate,
    WorkPartNear,
    WorkPartUpdated,
    WorkPhotoAdded,
    WorkPhotoRemoved,
)
from wijkstem.events.council import (
    AgendaItemPlaced,
    AgendaItemRequested,
    AgendaRequestReturned,
    MeetingImported,
    MeetingPlanned,
)
from wijkstem.events.council_import import AgendaItemDropped, AgendaItemRestored
from wijkstem.events.council_proposals import (
    CouncilProposalChanged,
    CouncilProposalOpened,
    CouncilProposalWithdrawn,
    CouncilProposalWritten,
)
from wijkstem.events.counting import (
    CountStopped,
    LotCorrected,
    LotDrawn,
    PaperBatchAgreed,
    PaperBatchDropped,
    PaperBatchOpened,
    ResultApproved,
    ResultPublished,
    RoundClosed,
    RoundCounted,
)
from wijkstem.events.decisions import CouncilVoted
from wijkstem.events.dossiers import (
    DossierChanged,
    DossierEntryAdded,
    DossierEntryRemoved,
    DossierOpened,
)
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.events.engine import (
    ConsumerRetried,
    DeliveriesReleased,
    EventPassedOver,
    ParkedRetried,
)
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.events.feedback import FeedbackTaken
from wijkstem.events.gatherings import (
    GatheringAnnounced,
    GatheringCancelled,
    GatheringChanged,
    GatheringNear,
    GatheringReported,
    PlaceGiven,
    SignedOff,
    SignedUp,
)
from wijkstem.events.grievances import GrievancesTaken
from wijkstem.events.inhabitants import InhabitantsTaken
from wijkstem.events.initiatives import (
    DelayExplained,
    InitiativeEdited,
    InitiativeSubmitted,
    StepTaken,
    TermPassed,
    ThresholdReached,
)
from wijkstem.events.means_catalogue import MEANS_EVENTS
from wijkstem.events.meetings import (
    ItemMeetingMoved,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
)
from wijkstem.events.merging import MergeAgreed, MergeEnded, MergeProposed, PlansMerged
from wijkstem.events.moderation import CaseAssigned, CaseEscalated, CaseForwarded
from wijkstem.events.municipalities import RulesPublished
from wijkstem.events.observations import ObservationsTaken
from wijkstem.events.on_behalf import EnteredOnBehalf, PaperApproved
from wijkstem.events.partnerships import (
    PartnershipChanged,
    PartnershipItemLinked,
    PartnershipItemUnlinked,
    PartnershipRegistered,
    PartnershipReviewed,
    PartnershipReviewLate,
)
from wijkstem.events.programme import ProgrammeItemAdded, ProgrammeItemUpdated
from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.events.remarks import (
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    RemarkJudged,
    RemarkReported,
)
from wijkstem.events.reports import (
    AppealDecided,
    AppealMade,
    CaseDecided,
    ContributionHidden,
    ContributionShown,
    ReportMade,
)
from wijkstem.events.rolls import CodeReissued, CodesReplaced, RollImported
from wijkstem.events.rounds import (
    FreezeAsked,
    PlanJoined,
    PlanLeftOut,
    PlanListed,
    PlanRoundStopped,
    PlanSettled,
    PlanWithdrawn,
    RoundAnnounced,
    RoundCancelled,
    RoundChanged,
    RoundFrozen,
    RoundMade,
)
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.events.sources import FileTaken, FileUndone
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakerWithdrew, SpeakingNear
from wijkstem.events.year_agenda import (
    ParticipationChosen,
    SurroundingsAnalysed,
    YearSubjectAdded,
    YearSubjectChanged,
)
from wijkstem.events.year_reports import (
    YearReportBegun,
    YearReportDropped,
    YearReportOffered,
    YearReportPrinted,
    YearReportPublished,
    YearReportReturned,
    YearReportWritten,
)
from wijkstem.words import OTHER_SUBJECT

EVENTS: tuple[type[Event], ...] = (
    RulesPublished,
    PersonRegistered,
    PersonErased,
    AccountClosingNear,
    PlanTypedOut,
    InitiativeSubmitted,
    InitiativeEdited,
    StepTaken,
    TermPassed,
    DelayExplained,
    SignatureGiven,
    SignatureWithdrawn,
    ThresholdReached,
    AgendaItemRequested,
    AgendaItemPlaced,
    AgendaRequestReturned,
    DossierFilled,
    RequestAccepted,
    MeetingForeseen,
    PlacedMeetingMoved,
    PlacedMeetingCancelled,
    RoutingDecided,
    RoutingCorrected,
    MeetingPlanned,
    MeetingImported,
    AgendaItemDropped,
    AgendaItemRestored,
    MeetingChanged,
    MeetingMoved,
    MeetingCancelled,
    ItemMeetingMoved,
    SpeakerSignedUp,
    SpeakerWithdrew,
    SpeakerMovedUp,
    SpeakingNear,
    ConsumerRetried,
    EventPassedOver,
    ParkedRetried,
    DeliveriesReleased,
    EnteredOnBehalf,
    PaperApproved,
    CaseAssigned,
    CaseForwarded,
    CaseEscalated,
    GatheringAnnounced,
    GatheringChanged,
    GatheringCancelled,
    GatheringReported,
    GatheringNear,
    SignedUp,
    SignedOff,
    PlaceGiven,
    ProgrammeItemAdded,
    ProgrammeItemUpdated,
    CouncilVoted,
    EvaluationGiven,
    CouncilProposalWritten,
    CouncilProposalOpened,
    CouncilProposalChanged,
    CouncilProposalWithdrawn,
    QuestionAsked,
    QuestionAnswered,
    ReactionGiven,
    RemarkReported,
    RemarkJudged,
    PartnershipRegistered,
    PartnershipChanged,
    PartnershipReviewed,
    PartnershipReviewLate,
    PartnershipItemLinked,
    PartnershipItemUnlinked,
    PromiseMade,
    PromiseUpdated,
    PromiseLate,
    CarryingOutBegun,
    CarryingOutPlanned,
    PlanningLate,
    CarrierChanged,
    WorkPartAdded,
    WorkPartUpdated,
    WorkPartNear,
    WorkPartLate,
    WorkPhotoAdded,
    WorkPhotoRemoved,
    CarryingOutFinished,
    FinalCostsCorrected,
    CarryingOutStopped,
    YearSubjectAdded,
    YearSubjectChanged,
    SurroundingsAnalysed,
    ParticipationChosen,
    YearReportBegun,
    YearReportDropped,
    YearReportWritten,
    YearReportOffered,
    YearReportReturned,
    YearReportPublished,
    YearReportPrinted,
    DossierOpened,
    DossierChanged,
    DossierEntryAdded,
    DossierEntryRemoved,
    AdviceBegun,
    AdviceNearlyDue,
    AdvicePassedOn,
    AdviceGiven,
    AdviceAnswered,
    AdviceAnswerLate,
    ReportMade,
    ContributionHidden,
    ContributionShown,
    CaseDecided,
    AppealMade,
    AppealDecided,
    RollImported,
    CodesReplaced,
    CodeReissued,
    MergeProposed,
    MergeAgreed,
    MergeEnded,
    PlansMerged,
    RoundMade,
    RoundChanged,
    RoundAnnounced,
    PlanJoined,
    PlanSettled,
    PlanListed,
    PlanLeftOut,
    PlanWithdrawn,
    PlanRoundStopped,
    FreezeAsked,
    RoundFrozen,
    RoundCancelled,
    BoardHeadSet,
    PaperBatchOpened,
    PaperBatchDropped,
    PaperBatchAgreed,
    RoundClosed,
    CountStopped,
    RoundCounted,
    LotDrawn,
    LotCorrected,
    ResultApproved,
    ResultPublished,
    ObservationsTaken,
    InhabitantsTaken,
    FeedbackTaken,
    GrievancesTaken,
    FileTaken,
    FileUndone,
    *MEANS_EVENTS,
)

BY_TYPE: dict[str, type[Event]] = {event.type: event for event in EVENTS}

Payload = dict[str, Any]
Upcast = Callable[[Payload], Payload]


def _age_to_band(payload: Payload) -> Payload:
    """`signature.given.v1` held an age in years; that is more than any question needs."""
    age = payload.pop("age")
    limits = ((16, "under_16"), (18, "16_17"), (30, "18_29"), (45, "30_44"), (65, "45_64"))
    band = next((name for limit, name in limits if age < limit), "65_plus")
    return payload | {"age_band": band}


def _signed_on_unknown(payload: Payload) -> Payload:
    """`signature.withdrawn.v1` did not tell when the support was given."""
    return payload | {"signed_on": None}


def _subject_other(payload: Payload) -> Payload:
    """Before `initiative.submitted.v2` there were no subjects: such a plan fits none."""
    return payload | {"subject": OTHER_SUBJECT}


def _subject_kept(payload: Payload) -> Payload:
    """`initiative.edited.v1` knew no subject, so it changed none."""
    return payload | {"subject": None}


def _listed_first(payload: Payload) -> Payload:
    """`round.plan_listed.v1` did not tell the first time from the others."""
    return payload | {"news": True}


def _left_out_by_official(payload: Payload) -> Payload:
    """What ended on its own path is told by its step."""
    return payload | {"news": payload["official_id"] is not None}


def _without_source(payload: Payload) -> Payload:
    """`inhabitants.taken.v1` did not tell where a count was read."""
    return payload | {"sources": [None] * len(payload["lines"])}


#: From an old type to the next one, and the function that makes the next one's payload.
UPCASTS: dict[str, tuple[str, Upcast]] = {
    "initiative.submitted.v1": ("initiative.submitted.v2", _subject_other),
    "initiative.edited.v1": ("initiative.edited.v2", _subject_kept),
    "signature.given.v1": ("signature.given.v2", _age_to_band),
    "signature.withdrawn.v1": ("signature.withdrawn.v2", _signed_on_unknown),
    "round.plan_listed.v1": ("round.plan_listed.v2", _listed_first),
    "round.plan_left_out.v1": ("round.plan_left_out.v2", _left_out_by_official),
    "inhabitants.taken.v1": ("inhabitants.taken.v2", _without_source),
}


class UnknownEvent(Exception):
    """The log holds an event that this code does not know: it is older than the log."""
