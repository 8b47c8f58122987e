"""Every event of the means and of what people do in their rooms; `catalogue.py` takes them all in."""

from typing import Final

from wijkstem.events.base import Event
from wijkstem.events.comments import (
    CommentAnswered,
    CommentChanged,
    CommentGiven,
    CommentJudged,
    CommentReported,
    CommentWithdrawn,
    PassageCorrected,
    PassagesJoined,
    PassagesNumbered,
    PassageSplit,
    ResponseNoteAdopted,
)
from wijkstem.events.dialogue import (
    DialogueComputed,
    DialogueJoined,
    StatementPlaced,
    StatementProposed,
    StatementRefused,
)
from wijkstem.events.discussion import (
    ContributionChanged,
    ContributionJudged,
    ContributionMade,
    ContributionReported,
    ContributionSupported,
    ContributionSupportTakenBack,
    DiscussionModerated,
)
from wijkstem.events.draws import (
    DrawAnnounced,
    DrawAnswered,
    DrawCancelled,
    DrawDrawn,
    DrawInvited,
    DrawPlacesFreed,
    DrawWillingSaid,
    GroupPrepared,
)
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansChosen,
    MeansClosed,
    MeansMade,
    MeansStopped,
)
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomePrinted,
    OutcomeReturned,
    OutcomeWaits,
)
from wijkstem.events.remarks import SaidAppealed
from wijkstem.events.vote_questions import VoteAnswered, VoteFixed, VoteSettled

MEANS_EVENTS: Final[tuple[type[Event], ...]] = (
    MeansMade,
    MeansAnnounced,
    MeansChanged,
    MeansStopped,
    MeansClosed,
    MeansAccounted,
    MeansChosen,
    DrawWillingSaid,
    GroupPrepared,
    DrawAnnounced,
    DrawDrawn,
    DrawInvited,
    DrawAnswered,
    DrawPlacesFreed,
    DrawCancelled,
    VoteSettled,
    VoteFixed,
    VoteAnswered,
    PassagesNumbered,
    PassagesJoined,
    PassageSplit,
    PassageCorrected,
    CommentGiven,
    CommentJudged,
    CommentReported,
    CommentChanged,
    CommentWithdrawn,
    CommentAnswered,
    ResponseNoteAdopted,
    StatementProposed,
    StatementPlaced,
    StatementRefused,
    DialogueJoined,
    DialogueComputed,
    ContributionMade,
    ContributionChanged,
    ContributionSupported,
    ContributionSupportTakenBack,
    ContributionReported,
    ContributionJudged,
    DiscussionModerated,
    SaidAppealed,
    OutcomeArrived,
    OutcomePlaced,
    OutcomeWaits,
    OutcomeReturned,
    OutcomeDecided,
    OutcomePrinted,
)
