"""what people who took part thought of how a plan went."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0c61e8d27fa5"
down_revision: str | None = "e1c7a9045bd2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "evaluation",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("smiley", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_evaluation_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_evaluation_person"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint(
            "municipality_id", "initiative_id", "person_id", name="uq_evaluation_person"
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("evaluation")
