"""Following dossiers: who wants to hear of one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e1c7a9045bd2"
down_revision: str | None = "c8f3b71d52ea"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.create_table(
        "dossier_following",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "dossier_id"],
            ["dossier.municipality_id", "dossier.id"],
            name=op.f("fk_dossier_following_dossier"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_dossier_following_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "dossier_id", "person_id", name=op.f("pk_dossier_following")
        ),
    )
    op.create_index(
        op.f("ix_dossier_following_municipality_id_person_id"),
        "dossier_following",
        ["municipality_id", "person_id"],
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index(
        op.f("ix_dossier_following_municipality_id_person_id"), table_name="dossier_following"
    )
    op.drop_table("dossier_following")
