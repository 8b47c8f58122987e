"""What the clock looks at of requests for a place on an agenda: only the open ones."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d93a5c1e7f02"
down_revision: str | None = "b8e41d6a2f07"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Small however many requests there were."""
    op.create_index(
        "ix_agenda_request_open",
        "agenda_request",
        ["placing_on", "municipality_id"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_agenda_request_open", table_name="agenda_request")
