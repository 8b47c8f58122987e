"""What came of means: its file, and its way to the body that decides and back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e0b7c3d91af"
down_revision: str | None = "f4b60a93d17e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "means_outcome",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("ruling", sa.String(length=40), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("pdf_key", sa.String(length=160), nullable=True),
        sa.Column("pdf_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_means_outcome_means"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "meeting_id"],
            ["meeting.municipality_id", "meeting.id"],
            name=op.f("fk_means_outcome_meeting"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", name=op.f("pk_means_outcome")),
    )
    op.create_index(
        op.f("ix_means_outcome_municipality_id_meeting_id"),
        "means_outcome",
        ["municipality_id", "meeting_id"],
    )
    op.create_index(
        "ix_means_outcome_print",
        "means_outcome",
        ["pdf_due_at"],
        postgresql_where=sa.text("pdf_due_at IS NOT NULL"),
        sqlite_where=sa.text("pdf_due_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Away."""
    op.drop_table("means_outcome")
