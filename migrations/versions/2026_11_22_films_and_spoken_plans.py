"""films of plans, and plans that were spoken."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e1d8b70c2a9"
down_revision: str | None = "3e9d17c4a8b0"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _of_a_draft(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", "person_id", "draft_id"],
        ["draft.municipality_id", "draft.person_id", "draft.id"],
        name=op.f(f"fk_{table}_draft"),
    )


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "film",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hiding_id", sa.Uuid(), nullable=True),
        _of_a_draft("film"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_film_initiative"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_film")),
        sa.UniqueConstraint(
            "municipality_id",
            "person_id",
            "draft_id",
            name=op.f("uq_film_municipality_id_person_id_draft_id"),
        ),
        sa.UniqueConstraint(
            "municipality_id", "initiative_id", name=op.f("uq_film_municipality_id_initiative_id")
        ),
    )
    op.create_table(
        "spoken_plan",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("understood", sa.Boolean(), nullable=True),
        _of_a_draft("spoken_plan"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "person_id", "draft_id", name=op.f("pk_spoken_plan")
        ),
    )
    with op.batch_alter_table("spoken_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_spoken_plan_municipality_id_id"), ["municipality_id", "id"], unique=False
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("spoken_plan")
    op.drop_table("film")
