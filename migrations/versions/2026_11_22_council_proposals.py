"""council proposals that everybody can read, and what residents ask about them or say during a meeting."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8be4c07d15a9"
down_revision: str | None = "e5b21c08d4a6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _here() -> sa.Column[str]:
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def _of(table: str, column: str, name: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{table}.municipality_id", f"{table}.id"],
        name=op.f(name),
        ondelete="CASCADE" if cascade else None,
    )


def upgrade() -> None:
    """Additions, and reports that are about no plan."""
    _proposals()
    _remarks()
    with op.batch_alter_table("report", schema=None) as table:
        table.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=True)


def _proposals() -> None:
    op.create_table(
        "council_proposal",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("text_ease", sa.Integer(), nullable=True),
        sa.Column("summary_ease", sa.Integer(), nullable=True),
        sa.Column("tried_out", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        _of("meeting", "meeting_id", "fk_council_proposal_meeting"),
        _of("dossier", "dossier_id", "fk_council_proposal_dossier"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_council_proposal")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_council_proposal_municipality_id")
        ),
    )
    for column in ("meeting_id", "dossier_id"):
        op.create_index(
            op.f(f"ix_council_proposal_municipality_id_{column}"),
            "council_proposal",
            ["municipality_id", column],
        )
    op.create_table(
        "council_proposal_text",
        _here(),
        sa.Column("council_proposal_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _of(
            "council_proposal",
            "council_proposal_id",
            "fk_council_proposal_text_council_proposal",
            cascade=True,
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "council_proposal_id",
            "revision",
            "part",
            name=op.f("pk_council_proposal_text"),
        ),
    )
    op.create_table(
        "council_proposal_version",
        _here(),
        sa.Column("council_proposal_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text_ease", sa.Integer(), nullable=True),
        sa.Column("summary_ease", sa.Integer(), nullable=True),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _of(
            "council_proposal",
            "council_proposal_id",
            "fk_council_proposal_version_council_proposal",
            cascade=True,
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "council_proposal_id",
            "revision",
            name=op.f("pk_council_proposal_version"),
        ),
    )


def _remarks() -> None:
    op.create_table(
        "remark",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("council_proposal_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hiding_id", sa.Uuid(), nullable=True),
        _of("council_proposal", "council_proposal_id", "fk_remark_council_proposal"),
        _of("dossier", "dossier_id", "fk_remark_dossier"),
        _of("meeting", "meeting_id", "fk_remark_meeting"),
        _of("person", "person_id", "fk_remark_person"),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_remark")),
    )
    for column in ("council_proposal_id", "dossier_id", "person_id"):
        op.create_index(
            op.f(f"ix_remark_municipality_id_{column}"), "remark", ["municipality_id", column]
        )
    op.create_table(
        "remark_answer",
        _here(),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        _of("remark", "remark_id", "fk_remark_answer_remark", cascade=True),
        sa.PrimaryKeyConstraint("municipality_id", "remark_id", name=op.f("pk_remark_answer")),
    )


def downgrade() -> None:
    """Back to the schema before; what was said of proposals goes, and who reported it."""
    op.execute("DELETE FROM report WHERE initiative_id IS NULL")
    with op.batch_alter_table("report", schema=None) as table:
        table.alter_column("initiative_id", existing_type=sa.Uuid(), nullable=False)
    for table_name in (
        "remark_answer",
        "remark",
        "council_proposal_version",
        "council_proposal_text",
        "council_proposal",
    ):
        op.drop_table(table_name)
