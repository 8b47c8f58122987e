"""The list: one index holds all that visitors pick and order by, so that counting and sorting leave the rows alone."""

from collections.abc import Sequence

from alembic import op

revision: str = "e7b9045d21fa"
down_revision: str | None = "b7c2d94e10a5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = [
    "municipality_id",
    "public",
    "neighbourhood_code",
    "instrument",
    "step",
    "final",
    "filed_on",
    "number",
    "due_on",
    "valid_for",
    "initiative_id",
]


def upgrade() -> None:
    """An addition only, and beside the transaction, so that nobody who writes has to wait for it."""
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_listed_initiative_picked",
            "listed_initiative",
            COLUMNS,
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index("ix_listed_initiative_picked", "listed_initiative")
