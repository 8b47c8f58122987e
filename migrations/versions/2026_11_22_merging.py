"""Proposals to let one plan go on in another, and the other plan in a line of a timeline."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5c81e0f7b2d9"
down_revision: str | None = "5a1f0c92d7be"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WAITS = sa.text("ended_as IS NULL")


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "plan_merge",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_as", sa.String(length=40), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("from_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("into_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("initiative_id <> into_id", name=op.f("ck_plan_merge_two_plans")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_plan_merge_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "into_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_plan_merge_into"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_plan_merge")),
    )
    with op.batch_alter_table("plan_merge", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_merge_open",
            ["municipality_id", "initiative_id"],
            unique=True,
            postgresql_where=WAITS,
            sqlite_where=WAITS,
        )
        batch_op.create_index(
            batch_op.f("ix_plan_merge_municipality_id_initiative_id"),
            ["municipality_id", "initiative_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_plan_merge_municipality_id_into_id"),
            ["municipality_id", "into_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_plan_merge_due",
            ["answer_until", "municipality_id"],
            unique=False,
            postgresql_where=WAITS,
            sqlite_where=WAITS,
        )
    op.add_column("timeline_entry", sa.Column("other_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.drop_column("other_id")
    op.drop_table("plan_merge")
