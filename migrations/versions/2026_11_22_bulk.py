"""What officials do with many cases at once, until it cannot be undone any more; and the views that they keep."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7d29e4a1c65"
down_revision: str | None = "a41c9e6d27b5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "bulk_action",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_bulk_action")),
    )
    op.create_index(
        "ix_bulk_action_planned",
        "bulk_action",
        ["due_at", "municipality_id"],
        postgresql_where=PLANNED,
        sqlite_where=PLANNED,
    )
    op.create_table(
        "bulk_line",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step_seq", sa.Integer(), nullable=True),
        sa.Column("was", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "bulk_id"],
            ["bulk_action.municipality_id", "bulk_action.id"],
            name=op.f("fk_bulk_line_bulk_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["moderation_case.municipality_id", "moderation_case.id"],
            name=op.f("fk_bulk_line_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "bulk_id", "case_id", name=op.f("pk_bulk_line")),
    )
    op.create_table(
        "saved_view",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_saved_view_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "person_id", "name", name=op.f("pk_saved_view")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("saved_view")
    op.drop_table("bulk_line")
    op.drop_table("bulk_action")
