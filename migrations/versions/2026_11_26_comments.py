"""Comments on council proposals: numbered passages, what people say of each, answers, and the note that holds them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0c874d35ffd3"
down_revision: str | None = "c5d81e7a20f3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "comment",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assent", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hiding_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_comment_means"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_comment_person"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "municipality_id",
            "means_id",
            "passage",
            "person_id",
            "organisation",
            name="uq_comment_person",
        ),
    )
    op.create_index(
        op.f("ix_comment_municipality_id_means_id_given_at_id"),
        "comment",
        ["municipality_id", "means_id", "given_at", "id"],
    )
    op.create_index(
        op.f("ix_comment_municipality_id_person_id"), "comment", ["municipality_id", "person_id"]
    )

    op.create_table(
        "passage",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_passage_means"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", "number", name=op.f("pk_passage")),
    )
    op.create_table(
        "passage_version",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_passage_version_means"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "means_id", "number", "version", name=op.f("pk_passage_version")
        ),
    )
    op.create_table(
        "response_note",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_response_note_means"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", name=op.f("pk_response_note")),
    )
    op.create_table(
        "comment_answer",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("response", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "comment_id"],
            ["comment.municipality_id", "comment.id"],
            name=op.f("fk_comment_answer_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "comment_id", name=op.f("pk_comment_answer")),
    )


def downgrade() -> None:
    """What refers goes first."""
    for table in ("comment_answer", "response_note", "passage_version", "passage", "comment"):
        op.drop_table(table)
