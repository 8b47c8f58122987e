"""put away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "dfe5807ad936"
down_revision: str | None = "f79a8dd9ad1d"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "last_statement",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_last_statement_initiative"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", "id", name=op.f("pk_last_statement")
        ),
    )
    op.create_table(
        "put_away",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_put_away_initiative"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "initiative_id", name=op.f("pk_put_away")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("put_away")
    op.drop_table("last_statement")
