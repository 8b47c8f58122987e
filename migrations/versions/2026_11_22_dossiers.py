"""Dossiers: what belongs to a subject, and what it is found by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d05e1f7a93c4"
down_revision: str | None = "b7e2a60c41d9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FTS5 = """
CREATE VIRTUAL TABLE findable_dossier_fts USING fts5(
  words, content='findable_dossier', content_rowid='doc', detail=none, columnsize=0,
  tokenize='unicode61 remove_diacritics 0'
)
"""
ADD = "INSERT INTO findable_dossier_fts(rowid, words) VALUES (new.doc, new.words);"
TAKE = (
    "INSERT INTO findable_dossier_fts(findable_dossier_fts, rowid, words)"
    " VALUES ('delete', old.doc, old.words);"
)
TRIGGERS = {"INSERT": ADD, "DELETE": TAKE, "UPDATE OF doc, words": TAKE + ADD}
#: As `kit/search.py` asks for it.
GIN = (
    "CREATE INDEX ix_findable_dossier_words ON findable_dossier"
    " USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))"
)


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "dossier",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_dossier")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_dossier_municipality_id_number")
        ),
    )
    op.create_table(
        "dossier_entry",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "dossier_id"],
            ["dossier.municipality_id", "dossier.id"],
            name=op.f("fk_dossier_entry_dossier"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_dossier_entry_initiative"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "meeting_id"],
            ["meeting.municipality_id", "meeting.id"],
            name=op.f("fk_dossier_entry_meeting"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_dossier_entry")),
        sa.UniqueConstraint(
            "municipality_id", "dossier_id", "initiative_id", name="uq_dossier_entry_plan"
        ),
        sa.UniqueConstraint(
            "municipality_id", "dossier_id", "meeting_id", name="uq_dossier_entry_meeting"
        ),
        sa.UniqueConstraint(
            "municipality_id", "dossier_id", "item_id", name="uq_dossier_entry_item"
        ),
    )
    op.create_table(
        "findable_dossier",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("doc", sa.BigInteger(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "dossier_id"],
            ["dossier.municipality_id", "dossier.id"],
            name=op.f("fk_findable_dossier_dossier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "dossier_id", name=op.f("pk_findable_dossier")),
        sa.UniqueConstraint("doc", name=op.f("uq_findable_dossier_doc")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(GIN)
    else:
        op.execute(FTS5)
        for number, (when, what) in enumerate(TRIGGERS.items()):
            op.execute(
                f"CREATE TRIGGER findable_dossier_{number} AFTER {when} ON findable_dossier"
                f" BEGIN {what} END"
            )


def downgrade() -> None:
    """Back to the schema before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE findable_dossier_fts")
    for table in ("findable_dossier", "dossier_entry", "dossier"):
        op.drop_table(table)
