"""promises that were made to the council or to residents, and what was said of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f90c2be71d43"
down_revision: str | None = "d05e1f7a93c4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TO_LOOK_AT = sa.text("state = 'open' AND NOT late")


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "promise",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_promise_initiative"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_promise")),
    )
    op.create_index(
        op.f("ix_promise_municipality_id_initiative_id"),
        "promise",
        ["municipality_id", "initiative_id"],
    )
    op.create_index(
        "ix_promise_to_look_at",
        "promise",
        ["due_on", "municipality_id"],
        postgresql_where=TO_LOOK_AT,
        sqlite_where=TO_LOOK_AT,
    )
    op.create_table(
        "promise_version",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("promise_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "promise_id"],
            ["promise.municipality_id", "promise.id"],
            name=op.f("fk_promise_version_promise"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "promise_id", "revision", name=op.f("pk_promise_version")
        ),
    )


def downgrade() -> None:
    """Back to the schema before; messages about promises go as they came."""
    op.drop_table("promise_version")
    op.drop_table("promise")
