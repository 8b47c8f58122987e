"""The text of a council proposal in numbered passages: made when its advice is announced, and brought along when it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select

from wijkstem.commands.means import load_means
from wijkstem.domain.passages import Piece, renumbered, split
from wijkstem.domain.permissions import may_administer, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.events.comments import PassagesNumbered
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.comments import Passage, PassageVersion
from wijkstem.tables.council_proposals import CouncilProposal, CouncilProposalText
from wijkstem.tables.means import Means
from wijkstem.words.council_proposals import ProposalPart, ProposalState
from wijkstem.words.means import MeansKind, MeansState

_passage = table_of(Passage)
_version = table_of(PassageVersion)
_proposal = table_of(CouncilProposal)
_text = table_of(CouncilProposalText)
_means = table_of(Means)


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
    before = _pieces(means.id, work)
    revision, parts = _text_of(means.council_proposal_id, work)
    now = renumbered(before, split(parts))
    if now == before:
        return
    _keep(means.id, before, now, work)
    known = {one.number: one for one in before}
    work.record(
        PassagesNumbered(
            means_id=means.id,
            council_proposal_id=means.council_proposal_id,
            revision=revision,
            passages=sum(not one.gone for one in now),
            changed=sum(
                one.number in known and one.version > known[one.number].version for one in now
            ),
            gone=sum(one.gone and not known[one.number].gone for one in now if one.number in known),
            numbered_on=work.today,
        )
    )


def _pieces(means_id: UUID, work: Work) -> tuple[Piece, ...]:
    found = (
        select(_passage)
        .where(_passage.c.municipality_id == work.municipality_id, _passage.c.means_id == means_id)
        .order_by(_passage.c.sequence)
    )
    rows = work.connection.execute(found)
    return tuple(Piece(row.number, row.part, row.text, row.version, row.gone) for row in rows)


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
        }
        for sequence, one in enumerate(now)
    ]
    changing = ("sequence", "part", "text", "version", "gone")
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
