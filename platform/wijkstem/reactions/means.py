"""Who is told of means: who follows the dossier, the subject of the year's agenda or the plan that it is about, and
who took part.
"""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, select

from wijkstem.events.base import Event
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.dialogue import DialogueComputed, StatementPlaced, StatementRefused
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansStopped,
)
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomeReturned,
    OutcomeWaits,
)
from wijkstem.kit.rows import table_of
from wijkstem.reactions.outcomes import TOOK_PART
from wijkstem.reactions.people import Group, because
from wijkstem.tables.comments import Comment
from wijkstem.tables.dialogue import Statement
from wijkstem.tables.dossiers import DossierFollowing
from wijkstem.tables.means import Means
from wijkstem.tables.messages import Following
from wijkstem.tables.year_agenda import SubjectFollowing
from wijkstem.words import Because
from wijkstem.words.dialogue import StatementState
from wijkstem.words.means import MeansKind

_means = table_of(Means)
_statement = table_of(Statement)
_comment = table_of(Comment)


def _followers(following: Table, theirs: str, its: str) -> Group:
    """Who follows what stands in the column ``its`` of a means."""

    def group(municipality_id: str, means_id: UUID) -> Select[Any]:
        return (
            select(following.c.person_id, because(Because.FOLLOWS))
            .join_from(
                _means,
                following,
                and_(
                    following.c.municipality_id == _means.c.municipality_id,
                    following.c[theirs] == _means.c[its],
                ),
            )
            .where(_means.c.municipality_id == municipality_id, _means.c.id == means_id)
        )

    return group


_TOLD: tuple[Group, ...] = (
    _followers(table_of(DossierFollowing), "dossier_id", "dossier_id"),
    _followers(table_of(SubjectFollowing), "subject_id", "year_subject_id"),
    _followers(table_of(Following), "initiative_id", "initiative_id"),
)


def _commenters(municipality_id: str, means_id: UUID) -> Select[Any]:
    return (
        select(_comment.c.person_id, because(Because.REMARKED))
        .where(
            _comment.c.municipality_id == municipality_id,
            _comment.c.means_id == means_id,
            _comment.c.person_id.is_not(None),
        )
        .distinct()
    )


def _proposer(statement_id: UUID, municipality_id: str, means_id: UUID) -> Select[Any]:
    """Who wrote the statement: it is the answer to what they asked."""
    return select(_statement.c.person_id, because(Because.REMARKED)).where(
        _statement.c.municipality_id == municipality_id,
        _statement.c.means_id == means_id,
        _statement.c.id == statement_id,
        _statement.c.person_id.is_not(None),
    )


def _unjudged(municipality_id: str, means_id: UUID) -> Select[Any]:
    """Who wrote a statement that nobody judged before the dialogue was over."""
    return (
        select(_statement.c.person_id, because(Because.REMARKED))
        .where(
            _statement.c.municipality_id == municipality_id,
            _statement.c.means_id == means_id,
            _statement.c.state == StatementState.LAPSED,
            _statement.c.person_id.is_not(None),
        )
        .distinct()
    )


def told_of_means(event: Event, clerks: Group) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told. What nobody saw is told to nobody; that its time is over, everybody knew."""
    match event:
        case MeansAnnounced():
            return "means_news", _TOLD
        case MeansAccounted() | DialogueComputed(final=True):
            return "means_news", (*TOOK_PART, *_TOLD)
        case MeansChanged(announced=True) | MeansStopped(announced=True) | MeansClosed(early=True):
            return "means_news", _TOLD
        case ResponseNoteAdopted():
            return "means_news", (_commenters, *_TOLD)
        case OutcomeArrived(body=str()) | OutcomeWaits():
            return "means_news", (clerks,)
        # That the proposal stood with a meeting already, everybody knew.
        case OutcomePlaced(official_id=UUID()) | OutcomeReturned() | OutcomeDecided():
            return "means_news", (*TOOK_PART, *_TOLD)
    return _told_of_statements(event)


def _told_of_statements(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """Who wrote one hears what became of it. The municipality's own have no case."""
    match event:
        case StatementPlaced(case_id=UUID()) | StatementRefused():
            return "means_news", (partial(_proposer, event.statement_id),)
        case MeansClosed(early=False, kind=MeansKind.DIALOGUE):
            return "means_news", (_unjudged,)
    return None
