"""what officials enter for residents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "86bfc0983ebd"
down_revision: str | None = "d4a7c09e15b3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "entered_for",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("hand", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("official_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_entered_for_initiative"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_entered_for_person"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_entered_for")),
    )
    with op.batch_alter_table("entered_for", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entered_for_municipality_id_person_id"),
            ["municipality_id", "person_id"],
            unique=False,
        )

    op.create_table(
        "paper_batch",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR (entered_by IS NOT NULL AND approved_by <> entered_by) OR state = 'decided' AND entered_by IS NULL",
            name=op.f("ck_paper_batch_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_paper_batch_initiative"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_paper_batch")),
    )
    with op.batch_alter_table("paper_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_batch_municipality_id_state"),
            ["municipality_id", "state"],
            unique=False,
        )

    op.create_table(
        "paper_line",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=True),
        sa.Column("lives_here", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["paper_batch.municipality_id", "paper_batch.id"],
            name=op.f("fk_paper_line_paper_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "batch_id", "line", name=op.f("pk_paper_line")),
    )
    op.add_column("person", sa.Column("name_source", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("name_source")

    op.drop_table("paper_line")
    with op.batch_alter_table("paper_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_batch_municipality_id_state"))

    op.drop_table("paper_batch")
    with op.batch_alter_table("entered_for", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entered_for_municipality_id_person_id"))

    op.drop_table("entered_for")
