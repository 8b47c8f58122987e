"""yearly reports: their editions, what was written, and the figures that stand still with them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e3b7a1c9d502"
down_revision: str | None = "8be4c07d15a9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "year_report",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("pdf_key", sa.String(length=160), nullable=True),
        sa.Column("pdf_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_by IS NULL OR offered_by IS NULL OR published_by <> offered_by",
            name=op.f("ck_year_report_four_eyes"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR digest IS NOT NULL",
            name=op.f("ck_year_report_figures_stand_still"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_year_report")),
        sa.UniqueConstraint(
            "municipality_id",
            "year",
            "edition",
            name=op.f("uq_year_report_municipality_id_year_edition"),
        ),
    )
    op.create_index(
        "uq_year_report_busy",
        "year_report",
        ["municipality_id", "year"],
        unique=True,
        postgresql_where=sa.text("state <> 'published'"),
        sqlite_where=sa.text("state <> 'published'"),
    )
    _texts()
    _figures()


def _of_report(table: str) -> "list[sa.schema.SchemaItem]":
    return [
        _here(),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "report_id"],
            ["year_report.municipality_id", "year_report.id"],
            name=op.f(f"fk_{table}_year_report"),
            ondelete="CASCADE",
        ),
    ]


def _texts() -> None:
    op.create_table(
        "year_report_text",
        *_of_report("year_report_text"),
        sa.Column("chapter", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint(
            "municipality_id", "report_id", "chapter", name=op.f("pk_year_report_text")
        ),
    )


def _figures() -> None:
    op.create_table(
        "year_report_figure",
        *_of_report("year_report_figure"),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chapter", sa.String(length=40), nullable=False),
        sa.Column("indicator_code", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.String(length=64), nullable=False),
        sa.Column("formula", sa.String(length=64), nullable=False),
        sa.Column("formula_version", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=32), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("before_hidden", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(
            "municipality_id", "report_id", "line", name=op.f("pk_year_report_figure")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "report_id",
            "indicator_code",
            "part",
            name="uq_year_report_figure_once",
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in ("year_report_figure", "year_report_text", "year_report"):
        op.drop_table(table)
