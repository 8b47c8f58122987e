"""What surveys found, as everybody may see it: a figure about too few people is there, and says nothing.

Which figures those are is worked out here, for pages, files, reports, open data and the JSON API alike.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from wijkstem.domain.disclosure import is_small, to_hide
from wijkstem.queries.observations import Observed, observations
from wijkstem.rules.registry import MunicipalityRules

#: What neighbourhoods are told apart in: an indicator, what kind of figure it is, and its period.
_Table = tuple[object, ...]


def shown_observations(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    as_of: date | None = None,
    indicators: Collection[str] | None = None,
) -> list[Observed]:
    """Every figure that counts, as `observations` has them; what is hidden has no value and no sample."""
    found = observations(connection, municipality_id, as_of=as_of, indicators=indicators)
    return list(without_few(found, rules.indicators.fewest))


def without_few(found: Sequence[Observed], fewest: int) -> Iterator[Observed]:
    """The same figures in their order, where fewer than ``fewest`` answered without what they said.

    Whoever knows the figure of the municipality and of all neighbourhoods but one can work out that one, so another
    neighbourhood is hidden with it. Sources of one period are held together: they can ask the same people.
    """
    hidden = {table: _hidden(counts, fewest) for table, counts in _samples(found).items()}
    for one in found:
        if one.neighbourhood_code in hidden.get(_table(one), ()):
            yield replace(one, value=None, sample_size=None, hidden=True)
        else:
            yield one


def _table(one: Observed) -> _Table:
    return one.indicator, one.kind, one.period_from, one.period_to


def _samples(found: Sequence[Observed]) -> Mapping[_Table, Mapping[str, int]]:
    """How many answered in each place, by the source that asked the fewest."""
    tables: dict[_Table, dict[str, int]] = {}
    for one in found:
        if one.sample_size is not None:
            counts = tables.setdefault(_table(one), {})
            place = one.neighbourhood_code
            counts[place] = min(one.sample_size, counts.get(place, one.sample_size))
    return tables


def _hidden(counts: Mapping[str, int], fewest: int) -> frozenset[str]:
    """Of the code "": of the whole municipality. Where few answered in all, few answered in each part."""
    whole = counts.get("")
    if whole is not None and is_small(whole, fewest):
        return frozenset(counts)
    return to_hide({place: said for place, said in counts.items() if place}, fewest)
