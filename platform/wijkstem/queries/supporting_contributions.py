"""What stands at the address of a button to support it; of what many press at one moment, nobody reads the thread."""

from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.means import MeansFacts, means_facts
from wijkstem.tables.discussion import Contribution

_contribution = table_of(Contribution)


def contribution_at(
    connection: Connection, municipality_id: str, means_number: str, number: int
) -> tuple[MeansFacts, UUID]:
    """Its discussion and its id, with two statements. Raises NotFound for what is not there."""
    means = means_facts(connection, municipality_id, means_number)
    found: UUID | None = connection.scalar(
        select(_contribution.c.id).where(
            _contribution.c.municipality_id == municipality_id,
            _contribution.c.means_id == means.id,
            _contribution.c.number == number,
        )
    )
    if found is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    return means, found
