"""How the site is used, counted by day: which kind of page, never by whom, from where, or what was searched for."""

from datetime import date

from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow
from wijkstem.words.sources import UseOf


class SiteUse(TenantRow, table=True):
    """How often something was done on a day."""

    __tablename__ = "site_use"

    day: date = Field(primary_key=True)
    what: UseOf = Field(primary_key=True, sa_type=Coded(UseOf))
    #: The pattern of an address, such as "/initiatieven/{number}": it names no plan and nobody.
    name: str = Field(primary_key=True, max_length=120)
    count: int
