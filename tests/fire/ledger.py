"""What people asked for and what they were told, request by request, to be held against the log at the end."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wijkstem.events.accounts import PersonErased
from wijkstem.events.agenda_requests import DossierFilled, RequestAccepted
from wijkstem.events.base import Event, Recorded
from wijkstem.events.carrying_out import (
    CarrierChanged,
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    WorkPartAdded,
    WorkPartUpdated,
)
from wijkstem.events.comments import CommentGiven, CommentWithdrawn
from wijkstem.events.council import MeetingImported, MeetingPlanned
from wijkstem.events.council_proposals import (
    CouncilProposalChanged,
    CouncilProposalOpened,
    CouncilProposalWithdrawn,
    CouncilProposalWritten,
)
from wijkstem.events.dialogue import StatementPlaced, StatementProposed, StatementRefused
from wijkstem.events.discussion import (
    ContributionChanged,
    ContributionJudged,
    ContributionMade,
    ContributionReported,
    DiscussionModerated,
)
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.events.engine import DeliveriesReleased
from wijkstem.events.initiatives import InitiativeEdited, InitiativeSubmitted, StepTaken
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansMade,
)
from wijkstem.events.meetings import MeetingCancelled, MeetingMoved
from wijkstem.events.moderation import CaseForwarded
from wijkstem.events.on_behalf import PaperApproved
from wijkstem.events.partnerships import (
    PartnershipChanged,
    PartnershipRegistered,
    PartnershipReviewed,
)
from wijkstem.events.promises import PromiseMade, PromiseUpdated
from wijkstem.events.remarks import (
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    RemarkJudged,
    RemarkReported,
)
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.events.year_agenda import YearSubjectAdded, YearSubjectChanged
from wijkstem.events.year_reports import YearReportBegun, YearReportWritten

#: What kind of thing was asked for, and by what it can be found in the log.
Key = tuple[Any, ...]


class Answer(StrEnum):
    """What became of one request."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: "Not now": certainly not done.
    AWAY = "away"
    #: The line was cut, nothing came in time, or we were told that it is not known: done or not.
    UNANSWERED = "unanswered"


@dataclass
class Sent:
    """A ballot that somebody filled in, however often the form was sent; by the machine's clock that only goes on."""

    code: str
    nonce: str
    picks: tuple[int, ...]
    began: float
    #: When its last answer came; for ever later where none came.
    ended: float = float("inf")
    #: What every page said that told of it.
    receipts: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return "ballot", self.nonce


@dataclass
class Ledger:
    """Every answer to every request, and what no answer should ever be."""

    answers: dict[Key, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    #: Answers that only a mistake of ours can give.
    shocks: list[str] = field(default_factory=list)
    ballots: list[Sent] = field(default_factory=list)

    def note(self, key: Key, answer: Answer) -> None:
        """Write it down; threads may do so at the same time."""
        self.answers[key].append(answer)

    def counted(self) -> Counter[str]:
        """How often each kind of request got each answer."""
        return Counter(
            f"{key[0]} {answer.value}" for key, given in self.answers.items() for answer in given
        )

    def contradictions(self, happened: Counter[Key], *, once: Callable[[Key], bool]) -> list[str]:
        """Where the log and the answers disagree; some things happen ``once``, however often they are accepted."""
        return [
            f"{key}: {[answer.value for answer in given]}, but {happened[key]} times in the log"
            for key, given in self.answers.items()
            if key[0] in FOUND and not _agree(given, happened[key], once=once(key))
        ] + [
            f"{key}: nobody asked for it, but it is in the log {times} times"
            for key, times in happened.items()
            if key not in self.answers
        ]


def _agree(given: list[Answer], times: int, *, once: bool) -> bool:
    accepted, unanswered = given.count(Answer.ACCEPTED), given.count(Answer.UNANSWERED)
    least, most = accepted, accepted + unanswered
    if once:
        least, most = min(least, 1), min(most, 1)
    return least <= times <= most


def happened(log: Iterable[Recorded]) -> Counter[Key]:
    """The log in the words of the ledger; what the system did by itself is left out.

    Who is erased has the words of their refused plans wiped with it: nobody asked for that change by itself.
    """
    whole = list(log)
    erasing = {one.correlation_id for one in whole if isinstance(one.event, PersonErased)}
    asked = (
        one.event
        for one in whole
        if not (isinstance(one.event, InitiativeEdited) and one.correlation_id in erasing)
    )
    return Counter(key for event in asked if (key := _key(event)) is not None)


#: By what an event can be found that somebody asked for.
_FOUND_BY: dict[type[Event], tuple[str, ...]] = {
    InitiativeSubmitted: ("file", "initiative_id"),
    InitiativeEdited: ("edit", "initiative_id", "revision"),
    StepTaken: ("step", "initiative_id", "step_seq", "outcome"),
    SignatureGiven: ("support", "initiative_id", "person_id"),
    SignatureWithdrawn: ("take back", "initiative_id", "person_id"),
    DossierFilled: ("fill", "initiative_id", "revision"),
    RequestAccepted: ("accept", "initiative_id", "revision"),
    MeetingPlanned: ("plan", "held_on"),
    PromiseMade: ("promise", "promise_id"),
    YearSubjectAdded: ("subject", "subject_id"),
    YearReportBegun: ("yearly", "year"),
    YearReportWritten: ("wrote", "official_id"),
    MeetingImported: ("import", "held_on"),
    PersonErased: ("erase", "person_id"),
    DeliveriesReleased: ("release", "operator_id"),
    CarryingOutPlanned: ("planning", "initiative_id"),
    CarrierChanged: ("carrier", "initiative_id", "revision"),
    CarryingOutFinished: ("finish", "initiative_id"),
    CarryingOutStopped: ("stop", "initiative_id"),
    WorkPartAdded: ("part", "part_id"),
    WorkPartUpdated: ("news", "part_id", "revision"),
    CaseForwarded: ("forward", "case_id", "by"),
    PartnershipRegistered: ("register", "partnership_id"),
    PartnershipChanged: ("partnership", "partnership_id", "revision"),
    PartnershipReviewed: ("partnership", "partnership_id", "revision"),
    CouncilProposalWritten: ("write proposal", "council_proposal_id", "revision"),
    CouncilProposalOpened: ("open proposal", "council_proposal_id"),
    CouncilProposalChanged: ("proposal", "council_proposal_id", "revision"),
    CouncilProposalWithdrawn: ("proposal", "council_proposal_id", "revision"),
    QuestionAsked: ("question", "remark_id"),
    CommentGiven: ("comment", "comment_id"),
    CommentWithdrawn: ("comment back", "comment_id"),
    ContributionMade: ("contribution", "contribution_id"),
    ContributionChanged: ("contribution news", "contribution_id", "revision"),
    ContributionReported: ("contribution report", "report_id"),
    ContributionJudged: ("contribution judge", "case_id", "verdict"),
    DiscussionModerated: ("lead", "means_id", "revision"),
    StatementProposed: ("statement", "statement_id"),
    StatementPlaced: ("place", "statement_id"),
    StatementRefused: ("refuse", "statement_id"),
    MeansMade: ("means", "means_id"),
    MeansChanged: ("means news", "means_id", "revision"),
    MeansAnnounced: ("announce", "means_id"),
    MeansClosed: ("close", "means_id"),
    MeansAccounted: ("account", "means_id"),
    QuestionAnswered: ("answer", "remark_id", "revision"),
    ReactionGiven: ("reaction", "remark_id"),
    RemarkReported: ("remark report", "report_id"),
    RemarkJudged: ("judge", "case_id", "verdict"),
    PromiseUpdated: ("promise news", "promise_id", "revision"),
    YearSubjectChanged: ("subject news", "subject_id", "revision"),
    MeetingMoved: ("meeting", "meeting_id", "revision"),
    MeetingCancelled: ("meeting", "meeting_id", "revision"),
    PaperApproved: ("paper agreed", "initiative_id"),
    PlanTypedOut: ("type out", "person_id"),
}
#: What comes in by e-mail: an event that says nothing of whose address it is, so it is found among the people.
BY_MAIL = "come by mail"
#: What leads to an event or to a row of its own; the rest is held against the rows by itself.
FOUND = frozenset({BY_MAIL, *(kind for kind, *_ in _FOUND_BY.values())})


def _by_the_clock(event: Event) -> bool:
    """Its time was over: nobody asked for it."""
    return isinstance(event, MeansClosed) and not event.early


def _key(event: Event) -> Key | None:
    found_by = _FOUND_BY.get(type(event))
    if found_by is None or getattr(event, "taken_by", "") == "system" or _by_the_clock(event):
        return None
    kind, *names = found_by
    return kind, *(getattr(event, name) for name in names)
