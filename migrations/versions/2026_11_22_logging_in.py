"""logging in at a provider."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c41a7e90d5f2"
down_revision: str | None = "6f1d0c2b9a47"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "login_attempt",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("back", sa.String(length=1000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "state_hash", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_attempt_municipality_id_expires_at"),
            ["municipality_id", "expires_at"],
            unique=False,
        )

    op.create_table(
        "kept_form",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "browser_hash", "path", name=op.f("pk_kept_form")
        ),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_form_municipality_id_expires_at"),
            ["municipality_id", "expires_at"],
            unique=False,
        )

    op.add_column(
        "login_session",
        sa.Column("way", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column(
        "login_session", sa.Column("provider_session_tag", sa.String(length=64), nullable=True)
    )
    op.add_column(
        "login_session", sa.Column("provider_subject_tag", sa.String(length=64), nullable=True)
    )


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_column("provider_subject_tag")
        batch_op.drop_column("provider_session_tag")
        batch_op.drop_column("way")
    op.drop_table("kept_form")
    op.drop_table("login_attempt")
