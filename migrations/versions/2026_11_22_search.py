"""Search: what public initiatives are found by. `wijkstem db upgrade` fills it after this.

Whoever makes the table anew on SQLite (batch mode) makes the triggers anew as well.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8d02c6ef51b7"
down_revision: str | None = "86bfc0983ebd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FTS5 = """
CREATE VIRTUAL TABLE findable_initiative_fts USING fts5(
  words, content='findable_initiative', content_rowid='doc', detail=none, columnsize=0,
  tokenize='unicode61 remove_diacritics 0'
)
"""
ADD = "INSERT INTO findable_initiative_fts(rowid, words) VALUES (new.doc, new.words);"
TAKE = (
    "INSERT INTO findable_initiative_fts(findable_initiative_fts, rowid, words)"
    " VALUES ('delete', old.doc, old.words);"
)
TRIGGERS = {
    "INSERT": ADD,
    "DELETE": TAKE,
    "UPDATE OF doc, words": TAKE + ADD,
}
#: As `kit/search.py` asks for it.
GIN = (
    "CREATE INDEX ix_findable_initiative_words ON findable_initiative"
    " USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))"
)
CHOSEN = "ix_listed_initiative_chosen"
#: What PostgreSQL keeps when an earlier try gave up: it costs every writer, and helps no reader.
HALF = sa.text(
    "SELECT count(*) FROM pg_index"
    " WHERE indexrelid = to_regclass(:name) AND NOT (indisvalid AND indisready)"
)
#: All that visitors pick and order by; the index before knew no subjects.
COLUMNS = [
    "municipality_id",
    "public",
    "neighbourhood_code",
    "instrument",
    "step",
    "final",
    "filed_on",
    "number",
    "due_on",
    "valid_for",
    "subject",
    "initiative_id",
]


def upgrade() -> None:
    """Additions only. The index comes first, beside the traffic: when that gives up, all of this can run again."""
    connection = op.get_bind()
    half = connection.dialect.name == "postgresql" and connection.scalar(HALF, {"name": CHOSEN})
    with op.get_context().autocommit_block():
        if half:
            op.drop_index(CHOSEN, "listed_initiative", postgresql_concurrently=True)
        op.create_index(
            CHOSEN,
            "listed_initiative",
            COLUMNS,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.drop_index(
            "ix_listed_initiative_picked",
            "listed_initiative",
            postgresql_concurrently=True,
            if_exists=True,
        )
    op.create_table(
        "findable_initiative",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("doc", sa.BigInteger(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_findable_initiative_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "initiative_id", name=op.f("pk_findable_initiative")
        ),
        sa.UniqueConstraint("doc", name=op.f("uq_findable_initiative_doc")),
    )
    if connection.dialect.name == "postgresql":
        op.execute(GIN)
    else:
        op.execute(FTS5)
        for number, (when, what) in enumerate(TRIGGERS.items()):
            op.execute(
                f"CREATE TRIGGER findable_initiative_{number} AFTER {when} ON findable_initiative"
                f" BEGIN {what} END"
            )


def downgrade() -> None:
    """Back to the schema before."""
    op.create_index(
        "ix_listed_initiative_picked",
        "listed_initiative",
        [name for name in COLUMNS if name != "subject"],
    )
    op.drop_index(CHOSEN, "listed_initiative")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE findable_initiative_fts")
    op.drop_table("findable_initiative")
