"""rounds: votes on a question, with their answers; and where voters live, for the turnout."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c5d81e7a20f3"
down_revision: str | None = "a2639d6823f3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A table, and columns that are empty for the rounds that there are."""
    kind = sa.Column("kind", sa.String(length=40), nullable=False, server_default="budget")
    op.add_column("budget_round", kind)
    op.add_column("roll_entry", sa.Column("neighbourhood_code", sa.String(12), nullable=True))
    op.create_table(
        "vote_option",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_vote_option_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "number", name=op.f("pk_vote_option")
        ),
    )
    op.create_table(
        "vote_question",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_vote_question_budget_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "means_id"],
            ["means.municipality_id", "means.id"],
            name=op.f("fk_vote_question_means"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "round_id", name=op.f("pk_vote_question")),
        sa.UniqueConstraint("municipality_id", "means_id", name="uq_vote_question_means"),
    )
