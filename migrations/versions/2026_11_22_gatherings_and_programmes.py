"""gatherings, who signed up for them, the programmes of neighbourhoods, and messages that are about no plan."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a41f7c0d92be"
down_revision: str | None = "a4c0de51b3f8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHEN = sa.DateTime(timezone=True)
TO_REMIND = sa.text("state = 'announced' AND NOT reminded")


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _to(table: str, column: str, name: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{table}.municipality_id", f"{table}.id"],
        name=op.f(name),
        **options,
    )


def upgrade() -> None:
    """Additions; and a message may be about something that is no plan."""
    _gatherings()
    _sign_ups()
    _programmes()
    op.add_column("inbox_message", sa.Column("gathering_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=True)


def _gatherings() -> None:
    op.create_table(
        "gathering",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_gathering")),
    )
    op.create_index(
        op.f("ix_gathering_municipality_id_held_on"), "gathering", ["municipality_id", "held_on"]
    )
    op.create_index(
        "ix_gathering_to_remind",
        "gathering",
        ["held_on", "municipality_id"],
        postgresql_where=TO_REMIND,
        sqlite_where=TO_REMIND,
    )
    op.create_table(
        "gathering_plan",
        _here(),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        _to("gathering", "gathering_id", "fk_gathering_plan_gathering", ondelete="CASCADE"),
        _to("initiative", "initiative_id", "fk_gathering_plan_initiative"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "gathering_id", "initiative_id", name=op.f("pk_gathering_plan")
        ),
    )
    op.create_index(
        op.f("ix_gathering_plan_municipality_id_initiative_id"),
        "gathering_plan",
        ["municipality_id", "initiative_id"],
    )


def _sign_ups() -> None:
    def once(column: str, name: str) -> sa.UniqueConstraint:
        return sa.UniqueConstraint("municipality_id", "gathering_id", column, name=name)

    op.create_table(
        "sign_up",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("signed_up_at", WHEN, nullable=False),
        _to("gathering", "gathering_id", "fk_sign_up_gathering"),
        _to("person", "person_id", "fk_sign_up_person"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_sign_up")),
        once("person_id", "uq_sign_up_person"),
        once("seat", "uq_sign_up_seat"),
        once("turn", "uq_sign_up_turn"),
    )
    op.create_index(
        op.f("ix_sign_up_municipality_id_person_id"), "sign_up", ["municipality_id", "person_id"]
    )


def _programmes() -> None:
    def said() -> "list[sa.Column[object]]":
        return [
            sa.Column("title", sa.String(length=120), nullable=False),
            sa.Column("what", sa.Text(), nullable=False),
            sa.Column("first_year", sa.Integer(), nullable=False),
            sa.Column("last_year", sa.Integer(), nullable=False),
            sa.Column("state", sa.String(length=40), nullable=False),
        ]

    op.create_table(
        "programme_item",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        *said(),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        _to("initiative", "initiative_id", "fk_programme_item_initiative"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_programme_item")),
    )
    op.create_index(
        op.f("ix_programme_item_municipality_id_neighbourhood_code_first_year"),
        "programme_item",
        ["municipality_id", "neighbourhood_code", "first_year"],
    )
    op.create_table(
        "programme_version",
        _here(),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        *said(),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _to("programme_item", "item_id", "fk_programme_version_programme_item", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "item_id", "revision", name=op.f("pk_programme_version")
        ),
    )


def downgrade() -> None:
    """Back to the schema before; what was told of gatherings goes with them."""
    op.execute("DELETE FROM inbox_message WHERE initiative_id IS NULL")
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("gathering_id")
    for table in ("programme_version", "programme_item", "sign_up", "gathering_plan", "gathering"):
        op.drop_table(table)
