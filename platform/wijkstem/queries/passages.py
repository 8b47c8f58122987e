"""The passages of an advice as officials have them before them: what each says, and what the proposal says there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.comments import Passage
from wijkstem.tables.means import Means
from wijkstem.words.council_proposals import ProposalPart

_passage = table_of(Passage)
_means = table_of(Means)


@dataclass(frozen=True)
class PassageOnDesk:
    """A passage as it stands now."""

    number: int
    part: ProposalPart
    text: str
    #: The paragraphs of the proposal that it was made of by hand; "": it is one.
    source: str
    #: Whether the one behind it is of the same part.
    joins: bool


@dataclass(frozen=True)
class PassagesOnDesk:
    """All that are there, in the order of reading."""

    #: For who changes them: what they looked at.
    revision: int
    passages: tuple[PassageOnDesk, ...]

    def numbered(self, number: int) -> PassageOnDesk | None:
        """None for one that is not there."""
        return next((one for one in self.passages if one.number == number), None)


def passages_on_desk(
    connection: Connection, municipality_id: str, means_id: UUID
) -> PassagesOnDesk:
    """Two statements. The revision is read first: what changes between the two is refused as too late."""
    revision = connection.execute(
        select(_means.c.passages_revision).where(
            _means.c.municipality_id == municipality_id, _means.c.id == means_id
        )
    ).scalar_one()
    found = (
        select(_passage.c.number, _passage.c.part, _passage.c.text, _passage.c.source)
        .where(
            _passage.c.municipality_id == municipality_id,
            _passage.c.means_id == means_id,
            _passage.c.gone.is_(False),
        )
        .order_by(_passage.c.sequence)
    )
    rows = connection.execute(found).all()
    behind = [*(row.part for row in rows[1:]), None]
    return PassagesOnDesk(
        revision,
        tuple(
            PassageOnDesk(*row, joins=row.part is after)
            for row, after in zip(rows, behind, strict=True)
        ),
    )
