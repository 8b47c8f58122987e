"""sessions that are over are found by an index; one index that a migration could not finish is made anew."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c4d81f6e29b3"
down_revision: str | None = "a95e3c07b4d8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_login_session_municipality_id_expires_at"
#: Made beside the traffic by "the list". When that gave up, PostgreSQL keeps half an index, which costs every
#: writer and helps no reader; run again, "the list" took it for a whole one.
LIST_INDEX = "ix_listed_initiative_picked"
LIST_COLUMNS = [
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
    "initiative_id",
]
HALF = sa.text(
    "SELECT count(*) FROM pg_index"
    " WHERE indexrelid = to_regclass(:name) AND NOT (indisvalid AND indisready)"
)


def upgrade() -> None:
    """Sessions are few, so their index needs nothing special."""
    op.create_index(op.f(INDEX), "login_session", ["municipality_id", "expires_at"])
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    if not connection.execute(HALF, {"name": LIST_INDEX}).scalar_one():
        return
    # Not beside the traffic this time: it gave up once already, and then this could as well.
    op.drop_index(LIST_INDEX, "listed_initiative")
    op.create_index(LIST_INDEX, "listed_initiative", LIST_COLUMNS)


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index(op.f(INDEX), "login_session")
