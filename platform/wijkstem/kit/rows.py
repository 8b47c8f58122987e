"""What all tables share: one metadata with named constraints, and the municipality in every key."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, Table, text
from sqlmodel import Field, SQLModel

from wijkstem.kit.db import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """A table of the platform."""

    metadata = metadata


class TenantRow(Row):
    """A table whose rows belong to one municipality; `kit/scope.py` guards every statement on it."""

    municipality_id: str = Field(primary_key=True, max_length=40)


def refers(
    column: str, to: str, *, key: str = "id", cascade: bool = False, name: str | None = None
) -> ForeignKeyConstraint:
    """``column`` names a row of the table ``to``, of the same municipality; with ``cascade`` it goes when that goes."""
    return ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{to}.municipality_id", f"{to}.{key}"],
        ondelete="CASCADE" if cascade else None,
        name=name,
    )


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index with only the rows of which ``where`` is true: small, however many there are of the others."""
    return Index(
        name, *columns, unique=unique, postgresql_where=text(where), sqlite_where=text(where)
    )


def moment(**options: Any) -> Any:
    """A column for an aware time in UTC."""
    return Field(sa_type=UtcDateTime, **options)


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row class, for statements that need no rows."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it without saying so
    return table
