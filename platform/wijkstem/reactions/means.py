"""Who is told of means: who follows the dossier, the subject of the year's agenda or the plan that it is about, and
who took part.
"""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, select, union_all

from wijkstem.events.base import Event
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.dialogue import DialogueComputed, StatementPlaced, StatementRefused
from wijkstem.events.means import (
    MeansAccounted,
    MeansAccountLate,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansClosingNear,
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
from wijkstem.reactions.people import Group, because, clerk_and
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.comments import Comment
from wijkstem.tables.dialogue import Statement
from wijkstem.tables.dossiers import DossierFollowing
from wijkstem.tables.means import Means
from wijkstem.tables.messages import Following
from wijkstem.tables.year_agenda import SubjectFollowing
from wijkstem.words import Because, Role
from wijkstem.words.dialogue import StatementState
from wijkstem.words.means import MeansKind

_means = table_of(Means)
_statement = table_of(Statement)
_role = table_of(RoleGrant)
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


def _not_yet(followers: Group) -> Group:
    """Those of them who did not take part. Of who votes that is not known, so they are all told."""

    def group(municipality_id: str, means_id: UUID) -> Select[Any]:
        took = union_all(*(one(municipality_id, means_id) for one in TOOK_PART)).subquery()
        found = followers(municipality_id, means_id)
        person_id = found.selected_columns.person_id
        return found.where(person_id.not_in(select(took.c.person_id)))

    return group


def _responsible(municipality_id: str, means_id: UUID) -> Select[Any]:
    """Who announced it, as long as they open means."""
    return (
        select(_means.c.announced_by.label("person_id"), because(Because.OFFICE))
        .join_from(
            _means,
            _role,
            and_(
                _role.c.municipality_id == _means.c.municipality_id,
                _role.c.person_id == _means.c.announced_by,
            ),
        )
        .where(
            _means.c.municipality_id == municipality_id,
            _means.c.id == means_id,
            _role.c.role.in_((Role.OFFICIAL, Role.CLERK)),
        )
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
    return _told_of_terms(event) or _told_of_statements(event)


def _told_of_terms(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """That it closes soon is for who can still take part, that its account is late for who owes it."""
    match event:
        case MeansClosingNear():
            return "means_news", tuple(map(_not_yet, _TOLD))
        case MeansAccountLate():
            return "means_news", (_responsible, *clerk_and(event.to))
    return None


def _told_of_statements(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """Who wrote one hears what became of it. The municipality's own have no case."""
    match event:
        case StatementPlaced(case_id=UUID()) | StatementRefused():
            return "means_news", (partial(_proposer, event.statement_id),)
        case MeansClosed(early=False, kind=MeansKind.DIALOGUE):
            return "means_news", (_unjudged,)
    return None
