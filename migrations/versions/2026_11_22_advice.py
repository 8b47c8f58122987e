"""Advice of neighbourhoods, and what each member of a council says about it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a41c9e6d27b5"
down_revision: str | None = "a41f7c0d92be"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _code(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    """Two new tables."""
    op.create_table(
        "neighbourhood_advice",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("step_seq", sa.Integer(), nullable=True),
        _code("by"),
        _code("state"),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("look_on", sa.Date(), nullable=True),
        _code("voting"),
        _code("closing"),
        _number("quorum_percent"),
        _code("tie"),
        _code("advice", nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        _number("positive"),
        _number("conditional"),
        _number("negative"),
        _number("none"),
        _number("aside"),
        _number("members"),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        _code("heeded", nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_neighbourhood_advice_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_neighbourhood_advice")),
        sa.UniqueConstraint(
            "municipality_id",
            "initiative_id",
            "step_seq",
            name=op.f("uq_neighbourhood_advice_municipality_id_initiative_id_step_seq"),
        ),
    )
    op.create_index(
        "ix_neighbourhood_advice_where",
        "neighbourhood_advice",
        ["municipality_id", "neighbourhood_code", "state"],
    )
    op.create_index(
        "ix_neighbourhood_advice_look",
        "neighbourhood_advice",
        ["look_on", "municipality_id"],
        postgresql_where=sa.text("look_on IS NOT NULL"),
        sqlite_where=sa.text("look_on IS NOT NULL"),
    )
    op.create_table(
        "advice_voice",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("advice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _code("choice", nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        _code("interest", nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(choice IS NULL) <> (interest IS NULL)", name=op.f("ck_advice_voice_one_of_both")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "advice_id"],
            ["neighbourhood_advice.municipality_id", "neighbourhood_advice.id"],
            name=op.f("fk_advice_voice_neighbourhood_advice"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_advice_voice_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "advice_id", "person_id", name=op.f("pk_advice_voice")
        ),
    )
    op.create_index(
        op.f("ix_advice_voice_municipality_id_person_id"),
        "advice_voice",
        ["municipality_id", "person_id"],
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("advice_voice")
    op.drop_table("neighbourhood_advice")
