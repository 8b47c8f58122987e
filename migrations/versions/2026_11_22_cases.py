"""The officials' cases: what needs a person, whose it is, and who has it in hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a4c0de51b3f8"
down_revision: str | None = "e61a0b93d57f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CASE = "moderation_case"
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """An addition only. What is waiting now gets its cases from the clock (`RepairCases`)."""
    op.create_table(
        CASE,
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("step_seq", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_as", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_moderation_case_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_moderation_case")),
        sa.UniqueConstraint(
            "municipality_id", "cause", name=op.f("uq_moderation_case_municipality_id_cause")
        ),
    )
    for column in ("initiative_id", "closed_at"):
        op.create_index(
            op.f(f"ix_moderation_case_municipality_id_{column}"), CASE, ["municipality_id", column]
        )
    op.create_index(
        "ix_moderation_case_open",
        CASE,
        ["municipality_id", "due_on", "opened_at"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table(CASE)
