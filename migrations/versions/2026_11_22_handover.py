"""handover: what of a request for the agenda went to the council's side."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b4e07d92c5a1"
down_revision: str | None = "f90c2be71d43"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "handover",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("delivered_at", WHEN, nullable=True),
        sa.Column("receipt", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_handover_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_handover")),
        sa.UniqueConstraint(
            "municipality_id",
            "position",
            "way",
            name=op.f("uq_handover_municipality_id_position_way"),
        ),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handover_municipality_id_initiative_id_position"),
            ["municipality_id", "initiative_id", "position"],
            unique=False,
        )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("handover")
