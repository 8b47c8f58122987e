"""draws by lot: who wants to be drawn, sounding groups, their lists, and who is on them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f4b60a93d17e"
down_revision: str | None = "c71f0a94be36"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ASKED = sa.text("state in ('invited', 'yes')")


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _refers(
    table: str, column: str, to: str, key: str = "id", ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{to}.municipality_id", f"{to}.{key}"],
        name=op.f(f"fk_{table}_{to}"),
        ondelete=ondelete,
    )


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "draw_willing",
        _here(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _refers("draw_willing", "person_id", "person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("municipality_id", "person_id", name=op.f("pk_draw_willing")),
    )
    op.create_table(
        "sounding_group",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_sounding_group_seats")),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_sounding_group")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_sounding_group_municipality_id")
        ),
    )
    op.create_table(
        "draw",
        _here(),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("figure", sa.String(length=140), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("announced_by", sa.Uuid(), nullable=True),
        _refers("draw", "group_id", "sounding_group"),
        sa.PrimaryKeyConstraint("municipality_id", "group_id", name=op.f("pk_draw")),
    )
    op.create_table(
        "draw_entry",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("stratum", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("age_band", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        _refers("draw_entry", "group_id", "draw", key="group_id"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_draw_entry")),
        sa.UniqueConstraint(
            "municipality_id", "group_id", "person_id", name="uq_draw_entry_person"
        ),
        sa.UniqueConstraint("municipality_id", "group_id", "turn", name="uq_draw_entry_turn"),
    )
    op.create_index(
        op.f("ix_draw_entry_municipality_id_person_id"),
        "draw_entry",
        ["municipality_id", "person_id"],
    )
    op.create_index(
        "ix_draw_entry_asked",
        "draw_entry",
        ["municipality_id", "answer_by"],
        postgresql_where=ASKED,
        sqlite_where=ASKED,
    )


def downgrade() -> None:
    """Back to before."""
    for table in ("draw_entry", "draw", "sounding_group", "draw_willing"):
        op.drop_table(table)
