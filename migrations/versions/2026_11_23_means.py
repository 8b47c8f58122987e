"""means: opened ways of taking part with what was promised, and the guided choices that led to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a2639d6823f3"
down_revision: str | None = "a7c31e9d5f40"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RUNNING = sa.text("state = 'announced'")


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
    """Additions only."""
    op.create_table(
        "means_choice",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("year_subject_id", sa.Uuid(), nullable=True),
        sa.Column("guide", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("advised_level", sa.String(length=40), nullable=False),
        sa.Column("advised_kinds", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("kinds", sa.String(length=80), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        _refers("means_choice", "dossier_id", "dossier"),
        _refers("means_choice", "year_subject_id", "year_subject"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_means_choice")),
    )
    op.create_index(
        op.f("ix_means_choice_municipality_id_dossier_id"),
        "means_choice",
        ["municipality_id", "dossier_id"],
    )
    op.create_index(
        op.f("ix_means_choice_municipality_id_year_subject_id"),
        "means_choice",
        ["municipality_id", "year_subject_id"],
    )

    _means()
    op.create_table(
        "means_place",
        _here(),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        _refers("means_place", "means_id", "means", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("municipality_id", "means_id", "code", name=op.f("pk_means_place")),
    )
    op.create_index(
        op.f("ix_means_place_municipality_id_code"), "means_place", ["municipality_id", "code"]
    )

    op.create_table(
        "means_version",
        _here(),
        sa.Column("means_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _refers("means_version", "means_id", "means", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "municipality_id", "means_id", "revision", name=op.f("pk_means_version")
        ),
    )


def _means() -> None:
    op.create_table(
        "means",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("year_subject_id", sa.Uuid(), nullable=True),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("council_proposal_id", sa.Uuid(), nullable=True),
        sa.Column("choice_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("body_id", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_by", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("accounted_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("announced_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_means_hours")),
        _refers("means", "choice_id", "means_choice"),
        _refers("means", "council_proposal_id", "council_proposal"),
        _refers("means", "dossier_id", "dossier"),
        _refers("means", "initiative_id", "initiative"),
        _refers("means", "meeting_id", "meeting"),
        _refers("means", "year_subject_id", "year_subject"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_means")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_means_municipality_id")),
    )
    op.create_index(
        op.f("ix_means_municipality_id_council_proposal_id"),
        "means",
        ["municipality_id", "council_proposal_id"],
    )
    op.create_index(
        op.f("ix_means_municipality_id_dossier_id"), "means", ["municipality_id", "dossier_id"]
    )
    op.create_index(
        op.f("ix_means_municipality_id_initiative_id"),
        "means",
        ["municipality_id", "initiative_id"],
    )
    op.create_index(
        op.f("ix_means_municipality_id_year_subject_id"),
        "means",
        ["municipality_id", "year_subject_id"],
    )
    op.create_index(
        "ix_means_open",
        "means",
        ["closes_at", "municipality_id"],
        postgresql_where=RUNNING,
        sqlite_where=RUNNING,
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("means_version", "means_place", "means", "means_choice"):
        op.drop_table(table)
