"""What we hold ourselves of a dossier besides plans: whole council proposals, and what came of means as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.council_proposals import CouncilProposal, CouncilProposalText
from wijkstem.tables.means import Means
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.council_proposals import ProposalPart

_proposal = table_of(CouncilProposal)
_part = table_of(CouncilProposalText)
_means = table_of(Means)
_outcome = table_of(MeansOutcome)

_ORDER = {part: place for place, part in enumerate(ProposalPart)}


def proposal_texts(
    connection: Connection, municipality_id: str, proposals: Sequence[UUID]
) -> dict[UUID, str]:
    """The parts of each as they read now, in their order; nothing of one that not everybody can read."""
    found = (
        select(_part.c.council_proposal_id, _part.c.part, _part.c.text)
        .join_from(
            _part,
            _proposal,
            and_(
                _proposal.c.municipality_id == _part.c.municipality_id,
                _proposal.c.id == _part.c.council_proposal_id,
                _proposal.c.revision == _part.c.revision,
            ),
        )
        .where(
            _part.c.municipality_id == municipality_id,
            _proposal.c.id.in_(proposals),
            _proposal.c.opened_on.is_not(None),
        )
    )
    rows = sorted(connection.execute(found), key=lambda row: _ORDER[row.part])
    said: dict[UUID, list[str]] = {}
    for row in rows:
        said.setdefault(row.council_proposal_id, []).append(row.text)
    return {one: "\n\n".join(texts) for one, texts in said.items()}


@dataclass(frozen=True)
class KeptOutcome:
    """The result of a vote or a note of answer, and under which key its file is kept; None: not made yet."""

    number: str
    title: str
    known_on: date
    digest: str
    key: str | None


def outcomes_in(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[KeptOutcome, ...]:
    """What came of the dossier's means that everybody can read, by number."""
    found = (
        select(
            _means.c.number,
            _means.c.title,
            _outcome.c.known_on,
            _outcome.c.digest,
            _outcome.c.pdf_key,
        )
        .join_from(
            _outcome,
            _means,
            and_(
                _means.c.municipality_id == _outcome.c.municipality_id,
                _means.c.id == _outcome.c.means_id,
            ),
        )
        .where(
            _outcome.c.municipality_id == municipality_id,
            _means.c.dossier_id == dossier_id,
            _means.c.announced_on.is_not(None),
        )
        .order_by(_means.c.number)
    )
    return tuple(KeptOutcome(*row) for row in connection.execute(found))
