"""What public initiatives are found by; on SQLite triggers keep an FTS5 table beside it in the same transaction."""

from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.rows import TenantRow, refers

_BITS: Final = 2**62 - 1


class FindableInitiative(TenantRow, table=True):
    """The stems of an initiative's texts, for as long as everybody may read them."""

    __tablename__ = "findable_initiative"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        UniqueConstraint("doc"),
    )

    initiative_id: UUID = Field(primary_key=True)
    #: By which FTS5 knows it: part of the id, which is random.
    doc: int = Field(sa_type=BigInteger)
    title_words: str = Field(sa_type=Text)
    #: Those of the title too.
    words: str = Field(sa_type=Text)
    #: Of `kit/search.py`.
    version: int


def doc_of(initiative_id: UUID) -> int:
    """The number of an initiative's row in FTS5."""
    return initiative_id.int & _BITS
