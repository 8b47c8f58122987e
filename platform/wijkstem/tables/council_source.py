"""How the council's own system answered when we looked: in a row, so that the broker may lose everything."""

from datetime import datetime

from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment
from wijkstem.words.council_source import SourceFault


class CouncilSourceState(TenantRow, table=True):
    """The last look, and when the next one is. Where to look stands in the settings."""

    __tablename__ = "council_source"

    #: When to look; while somebody looks, when another may think that they are dead.
    next_at: datetime = moment()
    tried_at: datetime | None = moment(default=None, nullable=True)
    succeeded_at: datetime | None = moment(default=None, nullable=True)
    #: When a look last brought something new.
    changed_at: datetime | None = moment(default=None, nullable=True)
    #: Looks in a row that failed, and how the last of them did.
    failures: int = 0
    fault: SourceFault | None = Field(default=None, sa_type=Coded(SourceFault))
    #: The HTTP status, or the place in what was sent.
    detail: str | None = Field(default=None, max_length=200)
    #: What the source said of its last answer, and of which address: sent back, so that it need not be sent again.
    address_digest: str | None = Field(default=None, max_length=64)
    etag: str | None = Field(default=None, max_length=200)
    last_modified: str | None = Field(default=None, max_length=60)
