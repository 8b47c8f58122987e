"""Counted of draws by lot: who was asked and who takes part, by where they live and how old they are.

Both are of the month in which somebody was asked, so that of a month never more take part than were asked.
"""

from collections.abc import Iterator
from datetime import date

from wijkstem.events.draws import DrawAnswered, DrawInvited
from wijkstem.projections.indicators.count import Count, Counted, month_of
from wijkstem.projections.indicators.plans import AGES
from wijkstem.words import AgeBand
from wijkstem.words.draws import EntryState

#: What an answer does to the number of people who take part.
_MOVES = {EntryState.YES: 1, EntryState.LEFT: -1}


def invited(event: DrawInvited) -> Iterator[Counted]:
    for place, band in zip(event.places, event.age_bands, strict=True):
        yield from _both("draw_asked", event.invited_on, place, band, 1)


def answered(event: DrawAnswered) -> Iterator[Counted]:
    if number := _MOVES.get(EntryState(event.answer), 0):
        place, band = event.neighbourhood_code, event.age_band
        yield from _both("draw_yes", event.invited_on, place, band, number)


def _both(measure: str, on: date, place: str, band: str, number: int) -> Iterator[Counted]:
    key = Count(measure, month_of(on), neighbourhood_code=place)
    yield key, number
    yield key._replace(measure=f"{measure}_by_age", value=AGES[AgeBand(band)]), number
