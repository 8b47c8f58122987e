"""what surveys found: figures folded from the log, files that count, and where figures were read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b81e5d20f7a3"
down_revision: str | None = "6d0f2b9a41c7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _here() -> "sa.Column[str]":
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "source_document",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("publication", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_source_document")),
    )
    _files()
    _folded()


def _files() -> None:
    op.create_table(
        "source_file",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("lines", "faults", "skipped", "others", "compared", "taken_line")
        ),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_source_file")),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "place",
            name=op.f("uq_source_file_municipality_id_kind_place"),
        ),
    )
    op.create_index(
        op.f("ix_source_file_municipality_id_kind_state"),
        "source_file",
        ["municipality_id", "kind", "state"],
    )
    for name, more, states in (
        ("taking", [], "state = 'taking'"),
        ("taken", ["digest"], "state IN ('taking', 'taken')"),
    ):
        op.create_index(
            f"uq_source_file_{name}",
            "source_file",
            ["municipality_id", "kind", *more],
            unique=True,
            postgresql_where=sa.text(states),
            sqlite_where=sa.text(states),
        )
    op.create_table(
        "source_line",
        *_of_file("source_line"),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "file_id", "line", name=op.f("pk_source_line")),
        sa.UniqueConstraint(
            "municipality_id",
            "file_id",
            "slot",
            name=op.f("uq_source_line_municipality_id_file_id_slot"),
        ),
    )
    op.create_index(
        op.f("ix_source_line_municipality_id_slot"), "source_line", ["municipality_id", "slot"]
    )
    op.create_table(
        "source_fault",
        *_of_file("source_fault"),
        sa.Column("heading", sa.String(length=60), nullable=False),
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "file_id", "line", "heading", name=op.f("pk_source_fault")
        ),
    )


def _of_file(table: str) -> "list[sa.schema.SchemaItem]":
    return [
        _here(),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "file_id"],
            ["source_file.municipality_id", "source_file.id"],
            name=op.f(f"fk_{table}_source_file"),
            ondelete="CASCADE",
        ),
    ]


def _folded() -> None:
    op.create_table(
        "taken_file",
        _here(),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "file_id", name=op.f("pk_taken_file")),
    )
    op.create_table(
        "observation",
        _here(),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator_code", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("neighbourhood_code", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "file_id", "line", name=op.f("pk_observation")),
    )
    op.create_index(
        op.f("ix_observation_municipality_id_indicator_code"),
        "observation",
        ["municipality_id", "indicator_code"],
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in (
        "observation",
        "taken_file",
        "source_fault",
        "source_line",
        "source_file",
        "source_document",
    ):
        op.drop_table(table)
