"""the register of partnerships, with what it said earlier."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2d9f61b8e07c"
down_revision: str | None = "e7a2c5b81f04"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TO_LOOK_AT = sa.text("ended_on IS NULL AND NOT late")


def _here() -> sa.Column[str]:
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _its(table: str) -> tuple[sa.Column[sa.Uuid], sa.ForeignKeyConstraint]:
    return (
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "partnership_id"],
            ["partnership.municipality_id", "partnership.id"],
            name=op.f(f"fk_{table}_partnership"),
            ondelete="CASCADE",
        ),
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("municipality_id", *columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "partnership",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("legal_form", sa.String(length=40), nullable=False),
        sa.Column("own_role", sa.String(length=40), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        _key("partnership", "id"),
    )
    op.create_index(
        "ix_partnership_to_look_at",
        "partnership",
        ["review_on", "municipality_id"],
        postgresql_where=TO_LOOK_AT,
        sqlite_where=TO_LOOK_AT,
    )
    _lines()
    op.create_table(
        "partnership_version",
        _here(),
        *_its("partnership_version"),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("legal_form", sa.String(length=40), nullable=False),
        sa.Column("own_role", sa.String(length=40), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("partners", sa.Text(), nullable=False),
        sa.Column("money", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _key("partnership_version", "partnership_id", "revision"),
    )


def _lines() -> None:
    op.create_table(
        "partnership_partner",
        _here(),
        *_its("partnership_partner"),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        _key("partnership_partner", "partnership_id", "sequence"),
    )
    op.create_table(
        "partnership_money",
        _here(),
        *_its("partnership_money"),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("euros", sa.Integer(), nullable=False),
        sa.CheckConstraint("euros >= 0", name=op.f("ck_partnership_money_euros")),
        _key("partnership_money", "partnership_id", "year"),
    )
    op.create_table(
        "partnership_item",
        _here(),
        *_its("partnership_item"),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "meeting_id"],
            ["meeting.municipality_id", "meeting.id"],
            name=op.f("fk_partnership_item_meeting"),
        ),
        _key("partnership_item", "partnership_id", "item_id"),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("version", "item", "money", "partner"):
        op.drop_table(f"partnership_{table}")
    op.drop_table("partnership")
