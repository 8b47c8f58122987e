"""who speaks at a meeting of the council."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c8f3b71d52ea"
down_revision: str | None = "b4e07d92c5a1"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HERE = "municipality_id"


def upgrade() -> None:
    """Additions."""
    op.create_table(
        "speaker",
        sa.Column(HERE, sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.String(length=200), nullable=True),
        sa.Column("name_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(HERE, "id", name=op.f("pk_speaker")),
        sa.UniqueConstraint(HERE, "meeting_id", "person_id", name="uq_speaker_person"),
        sa.UniqueConstraint(HERE, "meeting_id", "seat", name="uq_speaker_seat"),
        sa.UniqueConstraint(HERE, "meeting_id", "turn", name="uq_speaker_turn"),
        sa.ForeignKeyConstraint(
            [HERE, "meeting_id"],
            ["meeting.municipality_id", "meeting.id"],
            name=op.f("fk_speaker_meeting"),
        ),
        sa.ForeignKeyConstraint(
            [HERE, "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_speaker_person"),
        ),
    )
    op.create_index(op.f("ix_speaker_municipality_id_person_id"), "speaker", [HERE, "person_id"])
