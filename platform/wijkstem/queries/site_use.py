"""How the site was used in a year: pages, forms left half way, and searches without a result."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Integer, cast, func, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.site_use import SiteUse
from wijkstem.words.sources import UseOf

_use = table_of(SiteUse)


@dataclass(frozen=True)
class FormUse:
    """A form: how often it was opened, and sent. Somebody can open it twice, and be sent back by an error."""

    name: str
    opened: int
    sent: int

    @property
    def left(self) -> int:
        return max(0, self.opened - self.sent)


@dataclass(frozen=True)
class SiteUsed:
    """A year."""

    pages: tuple[tuple[str, int], ...]
    forms: tuple[FormUse, ...]
    searches: int
    #: Of those, the ones that found nothing.
    empty: int

    @property
    def views(self) -> int:
        return sum(count for _, count in self.pages)


def site_used(connection: Connection, municipality_id: str, *, year: int) -> SiteUsed:
    """The most used first."""
    found = (
        select(_use.c.what, _use.c.name, cast(func.sum(_use.c.count), Integer))
        .where(
            _use.c.municipality_id == municipality_id,
            _use.c.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(_use.c.what, _use.c.name)
    )
    counts = {(what, name): count for what, name, count in connection.execute(found)}
    pages = {name: count for (what, name), count in counts.items() if what is UseOf.PAGE}
    sent = {name: count for (what, name), count in counts.items() if what is UseOf.SENT}
    forms = [FormUse(name, pages[name], count) for name, count in sent.items() if name in pages]
    return SiteUsed(
        tuple(sorted(pages.items(), key=lambda one: (-one[1], one[0]))),
        tuple(sorted(forms, key=lambda one: (-one.left, one.name))),
        counts.get((UseOf.SEARCH, ""), 0),
        counts.get((UseOf.SEARCH_EMPTY, ""), 0),
    )
