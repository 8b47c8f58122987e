"""what goes to the council with a request, when it is foreseen, and which body it goes to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7a41c0e95d32"
down_revision: str | None = "d7a2f4c19e60"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _of_a_plan(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", "initiative_id"],
        ["initiative.municipality_id", "initiative.id"],
        name=op.f(f"fk_{table}_initiative"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.add_column("agenda_request", sa.Column("accepted_on", sa.Date(), nullable=True))
    op.add_column("agenda_request", sa.Column("held_on", sa.Date(), nullable=True))
    op.add_column("agenda_request", sa.Column("outlook", sa.String(length=40), nullable=True))
    op.add_column("agenda_request", sa.Column("placing_on", sa.Date(), nullable=True))
    op.add_column("agenda_request", sa.Column("treating_on", sa.Date(), nullable=True))
    op.create_table(
        "agenda_dossier",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("costs", sa.Text(), nullable=False),
        sa.Column("euros", sa.Integer(), nullable=True),
        sa.Column("competence", sa.String(length=40), nullable=True),
        sa.Column("filled_on", sa.Date(), nullable=False),
        _of_a_plan("agenda_dossier"),
        sa.PrimaryKeyConstraint("municipality_id", "initiative_id", name=op.f("pk_agenda_dossier")),
    )
    op.create_table(
        "routing",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=True),
        sa.Column("rules_version", sa.String(length=16), nullable=False),
        sa.Column("routed_on", sa.String(length=40), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        _of_a_plan("routing"),
        sa.PrimaryKeyConstraint("municipality_id", "initiative_id", name=op.f("pk_routing")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("routing")
    op.drop_table("agenda_dossier")
    for column in ("treating_on", "placing_on", "outlook", "held_on", "accepted_on"):
        op.drop_column("agenda_request", column)
