"""discussions: contributions with replies, earlier words and supporters; appeals that are about no plan."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c71f0a94be36"
down_revision: str | None = "e17b4c90d2a6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TOP = sa.text("parent_id IS NULL")
UNANSWERED = sa.text("parent_id IS NULL AND NOT answered")
NEWCOMERS = sa.text("newcomer")


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


def upgrade() -> None:
    """Additions, and appeals that are about no plan."""
    _room()
    _contribution()
    op.create_table(
        "contribution_version",
        _here(),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _refers("contribution_version", "contribution_id", "contribution", "CASCADE"),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "contribution_id",
            "revision",
            name=op.f("pk_contribution_version"),
        ),
    )
    op.create_table(
        "contribution_support",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        _refers("contribution_support", "contribution_id", "contribution", "CASCADE"),
        _refers("contribution_support", "person_id", "person"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_contribution_support")),
        sa.UniqueConstraint(
            "municipality_id",
            "contribution_id",
            "person_id",
            name="uq_contribution_support_person",
        ),
    )
    op.create_index(
        op.f("ix_contribution_support_municipality_id_person_id"),
        "contribution_support",
        ["municipality_id", "person_id"],
    )
    with op.batch_alter_table("appeal", schema=None) as table:
        table.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=True)


def _room() -> None:
    op.create_table(
        "discussion_room",
        _here(),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.Integer(), nullable=False),
        sa.Column("slow_minutes", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderated_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _refers("discussion_room", "means_id", "means", "CASCADE"),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", name=op.f("pk_discussion_room")),
    )


def _contribution() -> None:
    op.create_table(
        "contribution",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=True),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("supports_before", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("hiding_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("depth BETWEEN 0 AND 2", name=op.f("ck_contribution_depth")),
        _refers("contribution", "means_id", "means"),
        _refers("contribution", "parent_id", "contribution"),
        _refers("contribution", "person_id", "person"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("municipality_id", "means_id", "number", name="uq_contribution_number"),
        sa.UniqueConstraint("municipality_id", "parent_id", "place", name="uq_contribution_place"),
    )
    for name, columns, where in (
        ("score", ["score", "number"], TOP),
        ("newest", ["number"], TOP),
        ("unanswered", ["number"], UNANSWERED),
        ("newcomers", ["said_at"], NEWCOMERS),
    ):
        op.create_index(
            f"ix_contribution_{name}",
            "contribution",
            ["municipality_id", "means_id", *columns],
            postgresql_where=where,
            sqlite_where=where,
        )
    op.create_index(
        op.f("ix_contribution_municipality_id_person_id_said_at"),
        "contribution",
        ["municipality_id", "person_id", "said_at"],
    )


def downgrade() -> None:
    """Back to the schema before; what was said in discussions goes, and who asked to look at it again."""
    op.execute("DELETE FROM appeal WHERE initiative_id IS NULL")
    with op.batch_alter_table("appeal", schema=None) as table:
        table.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("contribution_support")
    op.drop_table("contribution_version")
    op.drop_table("contribution")
    op.drop_table("discussion_room")
