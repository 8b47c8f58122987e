"""Rules that come into force: a replay needs nothing but the log."""

from datetime import date

from wijkstem.events.base import CbsCode, Code, Digest, Event


class RulesPublished(Event):
    """A version of a municipality's rules, with the figures that projections need."""

    type = "rules.published.v1"

    version: Code
    in_force: date
    hash: Digest
    municipality_code: CbsCode
    inhabitants: int
    neighbourhoods: tuple[CbsCode, ...]
    instruments: tuple[Code, ...]
