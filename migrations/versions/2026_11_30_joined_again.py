"""Joins passages by hand and the terms of means, that landed beside each other; changes nothing itself."""

from collections.abc import Sequence

revision: str = "46fb0ce8d25a"
down_revision: tuple[str, ...] | None = ("8c2d5a91be07", "b1d60f4a7c93")
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Both are there already."""


def downgrade() -> None:
    """Each takes its own away."""
