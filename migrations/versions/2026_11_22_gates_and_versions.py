"""Gates for what goes out, and versions of folds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6f1d0c2b9a47"
down_revision: str | None = "ed1303b3ede7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "consumer_rebuild",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("consumer", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "consumer", name=op.f("pk_consumer_rebuild")),
    )
    op.create_table(
        "delivery_gate",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("database", sa.String(length=120), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_delivery_gate")),
    )
    # Where release 0.1 held messages row by row, the gate begins closed; `db upgrade` opens the others.
    op.execute(
        "INSERT INTO delivery_gate (municipality_id, changed_at)"
        " SELECT DISTINCT municipality_id, CURRENT_TIMESTAMP FROM delivery WHERE state = 'held'"
    )
    with op.batch_alter_table("consumer_position", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    """Back to where it was; the gates and a rebuild that was under way are forgotten."""
    with op.batch_alter_table("consumer_position", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("failed_by")
    op.drop_table("delivery_gate")
    op.drop_table("consumer_rebuild")
