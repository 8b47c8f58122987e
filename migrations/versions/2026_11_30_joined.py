"""Joins the sources of inhabitants and the lines of means, that landed beside each other; changes nothing itself."""

from collections.abc import Sequence

revision: str = "e3907ad15c42"
down_revision: tuple[str, ...] | None = ("8d4f20b6ce17", "b81c6e5f2d94")
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Both are there already."""


def downgrade() -> None:
    """Each takes its own away."""
