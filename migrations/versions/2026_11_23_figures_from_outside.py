"""inhabitants, feedback, complaints, objections and appeals, and what is told of a file."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c4f0a7d91b62"
down_revision: str | None = "9c20d7f4e1b6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _counts(table: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        table,
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("municipality_id", "file_id", "line", name=op.f(f"pk_{table}")),
    )


def _number(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Date(), nullable=False)


def _word(name: str, length: int = 40) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    """Additions only."""
    for name, kind, default in (
        ("gaps", sa.Integer(), sa.text("0")),
        ("notes", sa.String(length=200), ""),
        ("ignored", sa.String(length=300), ""),
    ):
        op.add_column("source_file", sa.Column(name, kind, nullable=False, server_default=default))
    _counts("inhabitants_count", _word("code", 12), _number("year"), _number("people"))
    _counts(
        "feedback_count",
        _word("channel"),
        _day("month"),
        _number("green"),
        _number("orange"),
        _number("red"),
    )
    _counts(
        "grievance_count",
        _word("kind"),
        _day("period_from"),
        _day("period_to"),
        _word("outcome"),
        _number("number"),
        _number("in_time", nullable=True),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("grievance_count", "feedback_count", "inhabitants_count"):
        op.drop_table(table)
    for name in ("ignored", "notes", "gaps"):
        op.drop_column("source_file", name)
