"""carrying out what was decided: its parts, what was said of them, their photos, and their place on the timeline."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b8e41d6a2f07"
down_revision: str | None = "c4e17f9ab3d8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TO_PLAN = sa.text("state = 'planning' AND NOT plan_late")
TO_LOOK_AT = sa.text("state = 'planned' AND NOT late")


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "carrying_out",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("plan_due_on", sa.Date(), nullable=True),
        sa.Column("plan_late", sa.Boolean(), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("granted_euros", sa.Integer(), nullable=True),
        sa.Column("spent_euros", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("granted_euros >= 0", name=op.f("ck_carrying_out_granted")),
        sa.CheckConstraint("spent_euros >= 0", name=op.f("ck_carrying_out_spent")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_carrying_out_initiative"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "owner_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_carrying_out_person"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "initiative_id", name=op.f("pk_carrying_out")),
    )
    op.create_index(
        "ix_carrying_out_to_plan",
        "carrying_out",
        ["plan_due_on", "municipality_id"],
        postgresql_where=TO_PLAN,
        sqlite_where=TO_PLAN,
    )
    op.create_index(
        op.f("ix_carrying_out_municipality_id_state_changed_on"),
        "carrying_out",
        ["municipality_id", "state", "changed_on"],
    )
    op.create_table(
        "work_part",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("whole_month", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["carrying_out.municipality_id", "carrying_out.initiative_id"],
            name=op.f("fk_work_part_carrying_out"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_work_part")),
    )
    op.create_index(
        op.f("ix_work_part_municipality_id_initiative_id"),
        "work_part",
        ["municipality_id", "initiative_id"],
    )
    op.create_index(
        "ix_work_part_to_look_at",
        "work_part",
        ["due_on", "municipality_id"],
        postgresql_where=TO_LOOK_AT,
        sqlite_where=TO_LOOK_AT,
    )
    op.create_table(
        "work_part_version",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("whole_month", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "part_id"],
            ["work_part.municipality_id", "work_part.id"],
            name=op.f("fk_work_part_version_work_part"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "part_id", "revision", name=op.f("pk_work_part_version")
        ),
    )
    op.create_table(
        "work_photo",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("large", sa.String(length=160), nullable=False),
        sa.Column("large_width", sa.Integer(), nullable=False),
        sa.Column("large_height", sa.Integer(), nullable=False),
        sa.Column("small", sa.String(length=160), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("small_height", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "part_id"],
            ["work_part.municipality_id", "work_part.id"],
            name=op.f("fk_work_photo_work_part"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_work_photo")),
    )
    op.create_index(
        op.f("ix_work_photo_municipality_id_part_id"), "work_photo", ["municipality_id", "part_id"]
    )
    op.add_column("timeline_entry", sa.Column("part_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Back to the schema before; messages about it go as they came."""
    op.drop_column("timeline_entry", "part_id")
    op.drop_table("work_photo")
    op.drop_table("work_part_version")
    op.drop_table("work_part")
    op.drop_table("carrying_out")
