"""What residents report, what is decided on it, and appeals; what was hidden; and who may not decide a case."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c7d2e94f1a06"
down_revision: str | None = "b7d29e4a1c65"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CODE, WHEN = sa.String(length=40), sa.DateTime(timezone=True)


def _table(
    name: str,
    *columns: sa.Column[object],
    keys: Sequence[str] = ("id",),
    unique: Sequence[str] = (),
) -> None:
    one = (
        [sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}"))] if unique else []
    )
    op.create_table(
        name,
        sa.Column("municipality_id", CODE, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f(f"fk_{name}_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", *keys, name=op.f(f"pk_{name}")),
        *one,
    )


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _uuid(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(
            op.f(f"ix_{table}_municipality_id_{column}"), table, ["municipality_id", column]
        )


def upgrade() -> None:
    """Additions only."""
    for table, columns in (
        ("initiative", [_uuid("hiding_id")]),
        ("photo", [_uuid("hiding_id")]),
        (
            "moderation_case",
            [_uuid("not_for"), sa.Column("target", CODE), _uuid("target_id")],
        ),
    ):
        for column in columns:
            op.add_column(table, column)
    _table(
        "report",
        _id(),
        _uuid("case_id", nullable=False),
        _uuid("initiative_id", nullable=False),
        sa.Column("reason", CODE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _uuid("reporter_id"),
        sa.Column("reported_at", WHEN, nullable=False),
        unique=("municipality_id", "case_id", "reporter_id"),
    )
    _indexes("report", "initiative_id", "reporter_id")
    _table(
        "moderation_decision",
        _id(),
        _uuid("initiative_id"),
        _uuid("case_id"),
        sa.Column("target", CODE),
        _uuid("target_id"),
        sa.Column("step_seq", sa.Integer()),
        sa.Column("verdict", CODE, nullable=False),
        sa.Column("ground", CODE),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("was", CODE, nullable=False),
        sa.Column("became", CODE, nullable=False),
        sa.Column("decided_at", WHEN, nullable=False),
        _uuid("decided_by"),
        sa.Column("appeal_until", sa.Date()),
    )
    _indexes("moderation_decision", "initiative_id", "case_id")
    _table(
        "appeal",
        _id(),
        _uuid("decision_id", nullable=False),
        _uuid("case_id", nullable=False),
        _uuid("initiative_id", nullable=False),
        _uuid("appellant_id"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        unique=("municipality_id", "decision_id", "appellant_id"),
    )
    _indexes("appeal", "initiative_id", "appellant_id", "case_id")
    _table(
        "earlier_text",
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", CODE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        keys=("initiative_id", "revision", "field"),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("earlier_text", "appeal", "moderation_decision", "report"):
        op.drop_table(table)
    for table, columns in (
        ("moderation_case", ("target_id", "target", "not_for")),
        ("photo", ("hiding_id",)),
        ("initiative", ("hiding_id",)),
    ):
        for column in columns:
            op.drop_column(table, column)
