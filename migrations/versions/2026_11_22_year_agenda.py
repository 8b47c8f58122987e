"""the year's agenda: subjects, what was said of them, the role of residents, and who follows them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d7a2f4c19e60"
down_revision: str | None = "7c1d40b9e2f5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _to(table: str, column: str, name: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{table}.municipality_id", f"{table}.id"],
        name=op.f(name),
        **options,
    )


def _of_subject(table: str) -> "list[sa.schema.SchemaItem]":
    return [
        _here(),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        _to("year_subject", "subject_id", f"fk_{table}_year_subject", ondelete="CASCADE"),
    ]


def _said() -> "list[sa.Column[object]]":
    return [
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("council_month", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
    ]


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "year_subject",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_said(),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("choices", sa.Integer(), nullable=False),
        sa.Column("analyses", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        _to("meeting", "meeting_id", "fk_year_subject_meeting"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_year_subject")),
    )
    for column in ("year", "meeting_id"):
        op.create_index(
            op.f(f"ix_year_subject_municipality_id_{column}"),
            "year_subject",
            ["municipality_id", column],
        )
    _versions()
    _links()


def _versions() -> None:
    op.create_table(
        "year_subject_version",
        *_of_subject("year_subject_version"),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        *_said(),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "subject_id", "revision", name=op.f("pk_year_subject_version")
        ),
    )
    op.create_table(
        "role_choice",
        *_of_subject("role_choice"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.String(length=40), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "subject_id", "seq", name=op.f("pk_role_choice")
        ),
    )
    op.create_table(
        "subject_analysis",
        *_of_subject("subject_analysis"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("concerned", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.Column("analysed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "subject_id", "seq", name=op.f("pk_subject_analysis")
        ),
    )


def _links() -> None:
    op.create_table(
        "subject_plan",
        *_of_subject("subject_plan"),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        _to("initiative", "initiative_id", "fk_subject_plan_initiative"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "subject_id", "initiative_id", name=op.f("pk_subject_plan")
        ),
    )
    op.create_index(
        op.f("ix_subject_plan_municipality_id_initiative_id"),
        "subject_plan",
        ["municipality_id", "initiative_id"],
    )
    op.create_table(
        "subject_following",
        *_of_subject("subject_following"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _to("person", "person_id", "fk_subject_following_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "subject_id", "person_id", name=op.f("pk_subject_following")
        ),
    )
    op.create_index(
        op.f("ix_subject_following_municipality_id_person_id"),
        "subject_following",
        ["municipality_id", "person_id"],
    )


def downgrade() -> None:
    """Back to the schema before; messages about subjects go as they came."""
    for table in (
        "subject_following",
        "subject_plan",
        "subject_analysis",
        "role_choice",
        "year_subject_version",
        "year_subject",
    ):
        op.drop_table(table)
