"""The index of the closed initiatives is made anew where the migration before could not finish it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e61a0b93d57f"
down_revision: str | None = "c07d5e81fa24"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

#: Made beside the traffic by "endings". Run again after it gave up, that took PostgreSQL's half an index for a whole one.
INDEX = "ix_initiative_ended"
COLUMNS = ["municipality_id", "result", "public", "closed_on", "number"]
HALF = sa.text(
    "SELECT count(*) FROM pg_index"
    " WHERE indexrelid = to_regclass(:name) AND NOT (indisvalid AND indisready)"
)


def upgrade() -> None:
    """Not beside the traffic this time: it gave up once already, and then this could as well."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    if not connection.execute(HALF, {"name": INDEX}).scalar_one():
        return
    op.drop_index(INDEX, "initiative")
    op.create_index(INDEX, "initiative", COLUMNS, postgresql_where=sa.text("closed_on IS NOT NULL"))


def downgrade() -> None:
    """Nothing was added."""
