"""photos of plans, and files that nothing points at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e8b3f6a2c071"
down_revision: str | None = "27c9be40fa61"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "loose_file",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "key", name=op.f("pk_loose_file")),
    )
    with op.batch_alter_table("loose_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loose_file_due_at_municipality_id"),
            ["due_at", "municipality_id"],
            unique=False,
        )

    op.create_table(
        "photo",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("large", sa.String(length=160), nullable=False),
        sa.Column("large_width", sa.Integer(), nullable=False),
        sa.Column("large_height", sa.Integer(), nullable=False),
        sa.Column("small", sa.String(length=160), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("small_height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id", "draft_id"],
            ["draft.municipality_id", "draft.person_id", "draft.id"],
            name=op.f("fk_photo_draft"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_photo_initiative"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_photo_municipality_id_initiative_id"),
            ["municipality_id", "initiative_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_photo_municipality_id_person_id_draft_id"),
            ["municipality_id", "person_id", "draft_id"],
            unique=False,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("photo")
    op.drop_table("loose_file")
