"""Which rules are published, so that an edited version is noticed at boot."""

from datetime import date

from sqlmodel import Field

from wijkstem.kit.rows import TenantRow


class PublishedRules(TenantRow, table=True):
    """A version of the rules that is in the log as `rules.published`."""

    __tablename__ = "published_rules"

    version: str = Field(primary_key=True, max_length=10)
    in_force: date
    hash: str = Field(max_length=64)
