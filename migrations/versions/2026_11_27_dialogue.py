"""dialogue: statements, what people answer to them, who takes part, and what came out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e17b4c90d2a6"
down_revision: str | None = "0c874d35ffd3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _refers(
    table: str, column: str, to: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{to}.municipality_id", f"{to}.id"],
        name=op.f(f"fk_{table}_{to}"),
        ondelete=ondelete,
    )


def _index(table: str, *columns: str) -> None:
    names = ["municipality_id", *columns]
    op.create_index(op.f("_".join(["ix", table, *names])), table, names)


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "statement",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=140), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        _refers("statement", "means_id", "means"),
        _refers("statement", "person_id", "person"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_statement")),
    )
    _index("statement", "means_id")
    _index("statement", "person_id")
    op.create_table(
        "statement_vote",
        _here(),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        _refers("statement_vote", "statement_id", "statement"),
        _refers("statement_vote", "person_id", "person"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "statement_id", "person_id", name=op.f("pk_statement_vote")
        ),
    )
    _index("statement_vote", "means_id", "person_id")
    _index("statement_vote", "person_id")
    op.create_table(
        "dialogue_part",
        _here(),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _refers("dialogue_part", "means_id", "means"),
        _refers("dialogue_part", "person_id", "person"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "means_id", "person_id", name=op.f("pk_dialogue_part")
        ),
    )
    _index("dialogue_part", "means_id", "changed_at")
    _index("dialogue_part", "person_id")
    op.create_table(
        "dialogue_result",
        _here(),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        _refers("dialogue_result", "means_id", "means", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", name=op.f("pk_dialogue_result")),
    )
