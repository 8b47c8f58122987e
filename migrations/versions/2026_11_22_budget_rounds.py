"""Budget rounds: their rules and plans, the roll, the box, the board, ballots on paper, and the count."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0d9c0dc00eb4"
down_revision: str | None = "c83b5f1d90e6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Additions only."""
    op.create_table(
        "ballot",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("picks", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("seal_key", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "tag", "version", name=op.f("pk_ballot")
        ),
        sa.UniqueConstraint(
            "municipality_id", "round_id", "commitment", name="uq_ballot_commitment"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "budget_round",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rule_file", sa.Text(), nullable=True),
        sa.Column("rule_digest", sa.String(length=64), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_budget_round")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_budget_round_municipality_id_number")
        ),
    )
    op.create_index(
        "ix_budget_round_look",
        "budget_round",
        ["look_at", "municipality_id"],
        unique=False,
        postgresql_where=sa.text("look_at IS NOT NULL"),
        sqlite_where=sa.text("look_at IS NOT NULL"),
    )

    op.create_table(
        "board_entry",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_board_entry_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "position", name=op.f("pk_board_entry")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "digest",
            name=op.f("uq_board_entry_municipality_id_round_id_digest"),
        ),
    )
    op.create_table(
        "board_head",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_board_head_budget_round"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "round_id", "size", name=op.f("pk_board_head")),
    )
    op.create_table(
        "roll_import",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_roll_import_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_roll_import")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "digest",
            name=op.f("uq_roll_import_municipality_id_round_id_digest"),
        ),
    )
    op.create_table(
        "round_approval",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("turn BETWEEN 1 AND 2", name=op.f("ck_round_approval_turn")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_approval_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "turn", name=op.f("pk_round_approval")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "approved_by",
            name=op.f("uq_round_approval_municipality_id_round_id_approved_by"),
        ),
    )
    op.create_table(
        "round_area",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("inhabitants", sa.Integer(), nullable=True),
        sa.Column("shape", sa.Text(), nullable=True),
        sa.CheckConstraint("budget >= 0", name=op.f("ck_round_area_budget")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_area_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_round_area")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "seq",
            name=op.f("uq_round_area_municipality_id_round_id_seq"),
        ),
    )
    op.create_table(
        "round_change",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_change_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "revision", name=op.f("pk_round_change")
        ),
    )
    op.create_table(
        "round_phase",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allows", sa.String(length=120), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_round_phase_order")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_phase_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "round_id", "kind", name=op.f("pk_round_phase")),
    )
    op.create_table(
        "ballot_batch",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("sheets > 0", name=op.f("ck_ballot_batch_sheets")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_ballot_batch_round_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_ballot_batch_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_ballot_batch")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "number",
            name=op.f("uq_ballot_batch_municipality_id_round_id_number"),
        ),
    )
    op.create_table(
        "ballot_plan",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("exclusive", sa.String(length=40), nullable=True),
        sa.CheckConstraint("cost > 0", name=op.f("ck_ballot_plan_cost")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_ballot_plan_round_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "initiative_id"],
            ["initiative.municipality_id", "initiative.id"],
            name=op.f("fk_ballot_plan_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_ballot_plan_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "initiative_id", name=op.f("pk_ballot_plan")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "number",
            name=op.f("uq_ballot_plan_municipality_id_round_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_ballot_plan_municipality_id_area_id"),
        "ballot_plan",
        ["municipality_id", "area_id"],
        unique=False,
    )

    op.create_table(
        "roll_entry",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("person_tag", sa.String(length=64), nullable=True),
        sa.Column("tag_key", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("reissued", sa.Integer(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("credential", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_roll_entry_round_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_roll_entry_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint("municipality_id", "round_id", "code_hash", name="uq_roll_entry_code"),
        sa.UniqueConstraint(
            "municipality_id", "round_id", "credential", name="uq_roll_entry_credential"
        ),
        sa.UniqueConstraint(
            "municipality_id", "round_id", "person_tag", name="uq_roll_entry_person"
        ),
    )
    op.create_index(
        op.f("ix_roll_entry_municipality_id_round_id_marked_on"),
        "roll_entry",
        ["municipality_id", "round_id", "marked_on"],
        unique=False,
    )

    op.create_table(
        "round_area_place",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_round_area_place_round_area"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_area_place_budget_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "code", name=op.f("pk_round_area_place")
        ),
    )
    op.create_index(
        op.f("ix_round_area_place_municipality_id_area_id"),
        "round_area_place",
        ["municipality_id", "area_id"],
        unique=False,
    )

    op.create_table(
        "round_count",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("ballots_file", sa.Text(), nullable=False),
        sa.Column("ballots_digest", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_digest", sa.String(length=64), nullable=False),
        sa.Column("lot_for", sa.String(length=2000), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_round_count_round_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_count_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "area_id", name=op.f("pk_round_count")
        ),
    )
    op.create_table(
        "round_lot",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=120), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["round_area.municipality_id", "round_area.id"],
            name=op.f("fk_round_lot_round_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["budget_round.municipality_id", "budget_round.id"],
            name=op.f("fk_round_lot_budget_round"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "round_id", "area_id", name=op.f("pk_round_lot")
        ),
    )
    op.create_table(
        "ballot_check",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["ballot_batch.municipality_id", "ballot_batch.id"],
            name=op.f("fk_ballot_check_ballot_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "batch_id", "sheet", name=op.f("pk_ballot_check")
        ),
    )
    op.create_table(
        "ballot_sheet",
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("picks", sa.Text(), nullable=True),
        sa.CheckConstraint("turn BETWEEN 1 AND 3", name=op.f("ck_ballot_sheet_turn")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["ballot_batch.municipality_id", "ballot_batch.id"],
            name=op.f("fk_ballot_sheet_ballot_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "batch_id", "sheet", "turn", name=op.f("pk_ballot_sheet")
        ),
        sa.UniqueConstraint(
            "municipality_id", "batch_id", "sheet", "entered_by", name="uq_ballot_sheet_reader"
        ),
    )


def downgrade() -> None:
    """Back to the schema before."""
    for table in (
        "ballot_sheet",
        "ballot_check",
        "round_lot",
        "round_count",
        "round_area_place",
        "roll_entry",
        "ballot_plan",
        "ballot_batch",
        "round_phase",
        "round_change",
        "round_area",
        "round_approval",
        "roll_import",
        "board_head",
        "board_entry",
        "budget_round",
        "ballot",
    ):
        op.drop_table(table)
