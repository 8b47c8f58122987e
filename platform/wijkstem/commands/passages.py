"""The text of a council proposal in numbered passages: made when its advice is announced, and brought along when it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, exists, insert, select

from wijkstem.commands.means import load_means
from wijkstem.domain.cutting import made_again
from wijkstem.domain.passages import Piece, renumbered, split
from wijkstem.domain.permissions import may_administer, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.events.comments import PassagesNumbered
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.comments import Comment, Passage, PassageVersion
from wijkstem.tables.council_proposals import CouncilProposal, CouncilProposalText
from wijkstem.tables.means import Means
from wijkstem.words.council_proposals import ProposalPart, ProposalState
from wijkstem.words.means import MeansKind, MeansState

_passage = table_of(Passage)
_version = table_of(PassageVersion)
_proposal = table_of(CouncilProposal)
_text = table_of(CouncilProposalText)
_means = table_of(Means)
_comment = table_of(Comment)


def ready_for_advice(means: Means, work: Work) -> None:
    """Numbers the passages. Raises Invalid for a means about no proposal, or about one that nobody reads."""
    found = work.connection.execute(
        select(_proposal.c.state).where(
            _proposal.c.municipality_id == work.municipality_id,
            _proposal.c.id == means.council_proposal_id,
        )
    ).scalar()
    if found is not ProposalState.OPEN:
        wrong = FieldError("proposal_needed", "Kies een raadsvoorstel dat op de website staat.")
        raise Invalid({"council_proposal": wrong})
    _number(means, work)


@dataclass(frozen=True)
class NumberPassages:
    """A proposal changed, or was announced for advice: its passages are those of its text of now."""

    council_proposal_id: UUID


def number_passages(command: NumberPassages, work: Work) -> None:
    """Of every advice about it that still runs. Numbered already: nothing happens."""
    require(may_administer(work.actor))
    running = (
        select(_means.c.id)
        .where(
            _means.c.municipality_id == work.municipality_id,
            _means.c.council_proposal_id == command.council_proposal_id,
            _means.c.kind == MeansKind.ADVICE,
            _means.c.state == MeansState.ANNOUNCED,
        )
        .order_by(_means.c.id)
    )
    for means_id in work.connection.scalars(running).all():
        means = load_means(means_id, work)
        if means.state is MeansState.ANNOUNCED:
            _number(means, work)


def _number(means: Means, work: Work) -> None:
    """The means is locked: who comments waits, and comments on the text that they get to read then."""
    assert means.council_proposal_id is not None
    before = pieces_of(means.id, work)
    revision, parts = _text_of(means.council_proposal_id, work)
    said = made_again(before, split(parts))
    later = renumbered(before, [(one.part, one.text) for one in said])
    begun = has_begun(means, work)
    now = _with_sources(later, said) if begun else said
    if now == before:
        return
    keep_pieces(means, before, now, work, begun=begun)
    known = {one.number: one for one in before}
    work.record(
        PassagesNumbered(
            means_id=means.id,
            council_proposal_id=means.council_proposal_id,
            revision=revision,
            passages=len(said),
            changed=sum(
                one.number in known and one.version > known[one.number].version for one in later
            ),
            gone=sum(
                one.gone and not known[one.number].gone for one in later if one.number in known
            ),
            numbered_on=work.today,
        )
    )


def _with_sources(pieces: Sequence[Piece], said: Sequence[Piece]) -> tuple[Piece, ...]:
    """Those that are there remember what they were made of; those that went were made of nothing."""
    there = len(said)
    return (
        *(
            replace(one, source=made.source, source_at=made.source_at)
            for one, made in zip(pieces[:there], said, strict=True)
        ),
        *(replace(one, source="", source_at=0) for one in pieces[there:]),
    )


def has_begun(means: Means, work: Work) -> bool:
    """Whether people can comment, or did. The means is locked, so nobody begins meanwhile.

    The clock of who was just let in may be a little ahead of ours: hence the look at what was said.
    """
    if means.opens_at is not None and means.opens_at <= work.now:
        return True
    said = exists().where(
        _comment.c.municipality_id == work.municipality_id, _comment.c.means_id == means.id
    )
    return bool(work.connection.scalar(select(said)))


def pieces_of(means_id: UUID, work: Work) -> tuple[Piece, ...]:
    """The passages as they stand now, those that went last."""
    found = (
        select(_passage)
        .where(_passage.c.municipality_id == work.municipality_id, _passage.c.means_id == means_id)
        .order_by(_passage.c.sequence)
    )
    rows = work.connection.execute(found)
    return tuple(
        Piece(row.number, row.part, row.text, row.version, row.gone, row.source, row.source_at)
        for row in rows
    )


def _text_of(proposal_id: UUID, work: Work) -> tuple[int, dict[ProposalPart, str]]:
    """Not locked: a change that commits later than this leads to another look."""
    revision: int = work.connection.execute(
        select(_proposal.c.revision).where(
            _proposal.c.municipality_id == work.municipality_id, _proposal.c.id == proposal_id
        )
    ).scalar_one()
    found = select(_text.c.part, _text.c.text).where(
        _text.c.municipality_id == work.municipality_id,
        _text.c.council_proposal_id == proposal_id,
        _text.c.revision == revision,
    )
    return revision, {row.part: row.text for row in work.connection.execute(found)}


def keep_pieces(
    means: Means, before: Sequence[Piece], now: Sequence[Piece], work: Work, *, begun: bool
) -> None:
    """Rewritten from the first on until people can comment; from then on added to."""
    if not begun:
        for table in (_passage, _version):
            work.connection.execute(
                delete(table).where(
                    table.c.municipality_id == work.municipality_id, table.c.means_id == means.id
                )
            )
        before = ()
    _keep(means.id, before, now, work)
    means.passages_revision += 1
    work.session.flush()


def _keep(means_id: UUID, before: Sequence[Piece], now: Sequence[Piece], work: Work) -> None:
    here = {"municipality_id": work.municipality_id, "means_id": means_id}
    rows = [
        {
            **here,
            "number": one.number,
            "sequence": sequence,
            "part": one.part,
            "text": one.text,
            "version": one.version,
            "gone": one.gone,
            "source": one.source,
            "source_at": one.source_at,
        }
        for sequence, one in enumerate(now)
    ]
    changing = ("sequence", "part", "text", "version", "gone", "source", "source_at")
    upsert(work.connection, _passage, rows, replace=changing)
    known = {(one.number, one.version) for one in before}
    said = [
        {
            **here,
            "number": one.number,
            "version": one.version,
            "text": one.text,
            "said_on": work.today,
        }
        for one in now
        if (one.number, one.version) not in known
    ]
    if said:
        work.connection.execute(insert(_version), said)
