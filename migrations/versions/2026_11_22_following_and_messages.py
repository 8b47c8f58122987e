"""following, what each person was told, digests, and how often somebody wants mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d19a6c4e7f30"
down_revision: str | None = "4be1f70c92d3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Additions only."""
    op.add_column(
        "person",
        sa.Column("mail_rhythm", sa.String(length=40), nullable=False, server_default="at_once"),
    )
    op.create_table(
        "following",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", WHEN, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_following_initiative"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_following_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", "person_id", name=op.f("pk_following")
        ),
    )
    op.create_index(
        op.f("ix_following_municipality_id_person_id"),
        "following",
        ["municipality_id", "person_id"],
    )
    op.create_table(
        "inbox_message",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("because", sa.String(length=40), nullable=False),
        sa.Column("told_at", WHEN, nullable=False),
        sa.Column("read_at", WHEN, nullable=True),
        sa.Column("mailed", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_inbox_message_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "person_id", "position", name=op.f("pk_inbox_message")
        ),
    )
    op.create_index(
        op.f("ix_inbox_message_municipality_id_told_at"),
        "inbox_message",
        ["municipality_id", "told_at"],
    )
    for name, where in (("unread", "read_at IS NULL"), ("waiting", "mailed = 'waiting'")):
        op.create_index(
            f"ix_inbox_message_{name}",
            "inbox_message",
            ["municipality_id", "person_id"],
            postgresql_where=sa.text(where),
            sqlite_where=sa.text(where),
        )
    op.create_table(
        "digest_round",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("rhythm", sa.String(length=40), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "rhythm", name=op.f("pk_digest_round")),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("digest_round", "inbox_message", "following"):
        op.drop_table(table)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("mail_rhythm")
