"""codes by e-mail, and sessions that can be told apart."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a95e3c07b4d8"
down_revision: str | None = "d83f52b6a1c7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOBODY = "00000000-0000-0000-0000-000000000000"


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "email_code",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("address_tag", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("back", sa.String(length=1000), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_email_code")),
    )
    for column in ("address_tag", "browser_hash"):
        op.create_index(
            op.f(f"ix_email_code_municipality_id_{column}"),
            "email_code",
            ["municipality_id", column],
        )
    # Whoever is logged in comes in once more: a session of before cannot be told from another.
    op.execute("DELETE FROM login_session")
    op.add_column(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=NOBODY),
    )
    op.add_column(
        "login_session",
        sa.Column("strong", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column(
        "login_session",
        sa.Column("device", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column("login_session", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("login_session", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        for column in ("ends_at", "seen_at", "device", "strong", "id"):
            batch_op.drop_column(column)
    op.drop_table("email_code")
