"""Advice on a council proposal: its passages with what was said of each, the comments themselves, and the note of answer."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from wijkstem.domain.comments import said_in
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.comments import (
    Comment,
    CommentAnswer,
    Passage,
    PassageVersion,
    ResponseNote,
)
from wijkstem.tables.reports import Decision
from wijkstem.words.comments import WHOLE, Assent, NoteState, Response
from wijkstem.words.council_proposals import ProposalPart

_passage = table_of(Passage)
_version = table_of(PassageVersion)
_comment = table_of(Comment)
_answer = table_of(CommentAnswer)
_note = table_of(ResponseNote)
_decision = table_of(Decision)

#: Comments on a page.
PER_PAGE = 50

#: How many agree, agree if something is otherwise, and do not agree.
Counts = Mapping[Assent, int]


@dataclass(frozen=True)
class PassageFacts:
    """A passage as it reads now, with how many said what of it in any version."""

    number: int
    part: ProposalPart
    text: str
    version: int
    gone: bool
    counts: Counts


@dataclass(frozen=True)
class NoteFacts:
    """The note of answer as it stands now."""

    summary: str
    state: NoteState
    revision: int
    digest: str | None
    adopted_on: date | None


@dataclass(frozen=True)
class AdviceRoom:
    """All that the room shows."""

    passages: tuple[PassageFacts, ...]
    whole: Counts
    #: None: nobody began one.
    note: NoteFacts | None

    @property
    def total(self) -> int:
        """How many comments there are."""
        return sum(sum(one.values()) for one in (self.whole, *(p.counts for p in self.passages)))


def advice_room(connection: Connection, municipality_id: str, means_id: UUID) -> AdviceRoom:
    """Three statements, however much was said."""
    counts = _counts(connection, municipality_id, means_id)
    found = (
        select(_passage)
        .where(_passage.c.municipality_id == municipality_id, _passage.c.means_id == means_id)
        .order_by(_passage.c.sequence)
    )
    passages = tuple(
        PassageFacts(
            row.number, row.part, row.text, row.version, row.gone, counts.get(row.number, {})
        )
        for row in connection.execute(found)
    )
    note = note_facts(connection, municipality_id, means_id)
    return AdviceRoom(passages, counts.get(WHOLE, {}), note)


def _counts(
    connection: Connection, municipality_id: str, means_id: UUID
) -> dict[int, Counter[Assent]]:
    found = (
        select(_comment.c.passage, _comment.c.assent, func.count())
        .where(
            _comment.c.municipality_id == municipality_id,
            _comment.c.means_id == means_id,
        )
        .group_by(_comment.c.passage, _comment.c.assent)
    )
    counts: dict[int, Counter[Assent]] = {}
    for passage, assent, number in connection.execute(found):
        counts.setdefault(passage, Counter())[assent] = number
    return counts


def note_facts(connection: Connection, municipality_id: str, means_id: UUID) -> NoteFacts | None:
    """None: nobody began one."""
    row = connection.execute(
        select(*(_note.c[name] for name in NoteFacts.__dataclass_fields__)).where(
            _note.c.municipality_id == municipality_id, _note.c.means_id == means_id
        )
    ).first()
    return NoteFacts(*row) if row else None


@dataclass(frozen=True)
class CommentFacts:
    """A comment with its answer. Not by whom: nobody needs to know that."""

    id: UUID
    means_id: UUID
    passage: int
    assent: Assent
    why: str
    wording: str
    organisation: str
    given_at: datetime
    revision: int
    #: The decision that hid it; None: everybody reads it.
    hiding_id: UUID | None
    #: Of the rules: why it was hidden.
    ground: str | None
    #: The text that it is about; "" for the whole.
    text: str
    #: Whether the passage reads otherwise now, or is there no more.
    changed: bool
    response: Response | None
    reasons: str
    #: Of the answer; 0: there is none.
    answer_revision: int

    @property
    def hidden(self) -> bool:
        return self.hiding_id is not None

    @property
    def said(self) -> bool:
        """Whether there is something to read in it, besides what somebody chose."""
        return bool(self.why or self.wording or self.organisation)


def _comments(municipality_id: str, *which: ColumnElement[bool]) -> Select[Any]:
    here = municipality_id
    about = and_(
        _version.c.municipality_id == here,
        _version.c.means_id == _comment.c.means_id,
        _version.c.number == _comment.c.passage,
        _version.c.version == _comment.c.version,
    )
    now = and_(
        _passage.c.municipality_id == here,
        _passage.c.means_id == _comment.c.means_id,
        _passage.c.number == _comment.c.passage,
    )
    its = and_(_answer.c.municipality_id == here, _answer.c.comment_id == _comment.c.id)
    why = and_(_decision.c.municipality_id == here, _decision.c.id == _comment.c.hiding_id)
    return (
        select(
            _comment,
            _version.c.text,
            _passage.c.version.label("version_now"),
            _passage.c.gone,
            _answer.c.response,
            _answer.c.reasons,
            _answer.c.revision.label("answer_revision"),
            _decision.c.ground,
        )
        .select_from(
            _comment.outerjoin(_version, about)
            .outerjoin(_passage, now)
            .outerjoin(_answer, its)
            .outerjoin(_decision, why)
        )
        .where(_comment.c.municipality_id == here, *which)
    )


def _shown(row: Row[Any]) -> CommentFacts:
    """As everybody reads it: of what is hidden nobody gets the words."""
    it = _made(row)
    return replace(it, why="", wording="", organisation="") if it.hidden else it


def _made(row: Row[Any]) -> CommentFacts:
    moved = row.version_now is not None and (row.gone or row.version_now != row.version)
    return CommentFacts(
        row.id,
        row.means_id,
        row.passage,
        row.assent,
        row.why,
        row.wording,
        row.organisation,
        row.given_at,
        row.revision,
        row.hiding_id,
        row.ground,
        row.text or "",
        moved,
        row.response,
        row.reasons or "",
        row.answer_revision or 0,
    )


def comments_on(
    connection: Connection,
    municipality_id: str,
    means_id: UUID,
    *,
    passage: int | None = None,
    unanswered: bool = False,
    hidden: bool = False,
    page: int = 1,
) -> Paged[CommentFacts]:
    """In the order of the text, and of one passage in the order in which they came; ``hidden`` words for the desk alone."""
    which: list[ColumnElement[bool]] = [_comment.c.means_id == means_id]
    if passage is not None:
        which.append(_comment.c.passage == passage)
    if unanswered:
        which.append(_answer.c.response.is_(None))
    found = _comments(municipality_id, *which).order_by(
        _comment.c.passage, _comment.c.given_at, _comment.c.id
    )
    return paged(connection, found, _made if hidden else _shown, page=page, per_page=PER_PAGE)


def own_comments(
    connection: Connection, municipality_id: str, means_id: UUID, person_id: UUID
) -> tuple[CommentFacts, ...]:
    """What somebody said themselves, hidden or not."""
    which = _comment.c.means_id == means_id, _comment.c.person_id == person_id
    found = _comments(municipality_id, *which).order_by(_comment.c.passage, _comment.c.id)
    return tuple(_made(row) for row in connection.execute(found))


def own_ids(
    connection: Connection, municipality_id: str, means_id: UUID, person_id: UUID
) -> frozenset[UUID]:
    """Which comments somebody gave themselves."""
    found = select(_comment.c.id).where(
        _comment.c.municipality_id == municipality_id,
        _comment.c.means_id == means_id,
        _comment.c.person_id == person_id,
    )
    return frozenset(connection.scalars(found))


def own_comment(
    connection: Connection, municipality_id: str, comment_id: UUID, person_id: UUID
) -> CommentFacts:
    """Raises NotFound for one that is not there, or is somebody else's."""
    which = _comment.c.id == comment_id, _comment.c.person_id == person_id
    row = connection.execute(_comments(municipality_id, *which)).first()
    if row is None:
        raise NotFound("unknown_comment", "Deze reactie is er niet, of niet meer.")
    return _made(row)


def every_comment(
    connection: Connection, municipality_id: str, means_id: UUID, *, hidden: bool = False
) -> tuple[CommentFacts, ...]:
    """All of them, for a file; ``hidden`` words for the desk alone."""
    found = _comments(municipality_id, _comment.c.means_id == means_id).order_by(
        _comment.c.passage, _comment.c.given_at, _comment.c.id
    )
    return tuple((_made if hidden else _shown)(row) for row in connection.execute(found))


def comment_by_id(
    connection: Connection, municipality_id: str, comment_id: UUID
) -> CommentFacts | None:
    """With its words, hidden or not; None for one that was taken back."""
    row = connection.execute(_comments(municipality_id, _comment.c.id == comment_id)).first()
    return _made(row) if row else None


def comment_words(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, str]:
    """All that was written in each, hidden or not, of those that are still there."""
    found = select(
        _comment.c.id, _comment.c.organisation, _comment.c.why, _comment.c.wording
    ).where(_comment.c.municipality_id == municipality_id, _comment.c.id.in_(ids))
    return {
        row.id: said_in(row.organisation, row.why, row.wording) for row in connection.execute(found)
    }


@dataclass(frozen=True)
class Waiting:
    """How far the answers are."""

    comments: int
    unanswered: int


def waiting(connection: Connection, municipality_id: str, means_id: UUID) -> Waiting:
    """Of all, also of what is hidden: that counts, and gets an answer."""
    its = and_(_answer.c.municipality_id == municipality_id, _answer.c.comment_id == _comment.c.id)
    found = (
        select(func.count(), func.count(_answer.c.comment_id))
        .select_from(_comment.outerjoin(_answer, its))
        .where(
            _comment.c.municipality_id == municipality_id,
            _comment.c.means_id == means_id,
        )
    )
    total, answered = connection.execute(found).one()
    return Waiting(total, total - answered)
