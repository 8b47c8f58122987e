"""who somebody is: tags under more than one key, and facts with their source."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d83f52b6a1c7"
down_revision: str | None = "e7b9045d21fa"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

#: What every key was called before there could be more than one.
FIRST_KEY = "1"


def upgrade() -> None:
    """Lock and statement time-outs are set in `env.py`."""
    op.add_column(
        "person",
        sa.Column("tag_key", sa.String(length=20), nullable=False, server_default=FIRST_KEY),
    )
    op.add_column("person", sa.Column("birth_date_source", sa.String(length=40), nullable=True))
    op.add_column("person", sa.Column("birth_date_checked_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("residence_source", sa.String(length=40), nullable=True))
    op.add_column(
        "person",
        sa.Column("lives_here", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "initiative",
        sa.Column("tag_key", sa.String(length=20), nullable=False, server_default=FIRST_KEY),
    )
    op.create_table(
        "way_in",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("linked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_way_in_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "tag", name=op.f("pk_way_in")),
    )
    with op.batch_alter_table("way_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_way_in_municipality_id_person_id"),
            ["municipality_id", "person_id"],
            unique=False,
        )
    op.execute(
        "INSERT INTO way_in (municipality_id, tag, person_id, kind, key_id, linked_on)"
        " SELECT municipality_id, identity_tag, id, 'login', tag_key, DATE(registered_at)"
        " FROM person"
    )
    op.execute("UPDATE person SET lives_here = (neighbourhood_code IS NOT NULL)")


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_table("way_in")
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.drop_column("tag_key")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("lives_here")
        batch_op.drop_column("residence_source")
        batch_op.drop_column("birth_date_checked_on")
        batch_op.drop_column("birth_date_source")
        batch_op.drop_column("tag_key")
