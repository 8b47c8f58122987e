"""Feedback of all channels together: what was brought in, and the faces that people chose here on the site."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection, Integer, cast, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.feedback import FeedbackCount
from wijkstem.projections.indicators.tables import Figure, FigureChange
from wijkstem.queries.source_lines import counting
from wijkstem.words.sources import FeedbackChannel

_feedback = table_of(FeedbackCount)
_figure, _change = table_of(Figure), table_of(FigureChange)

_FACES = ("green", "orange", "red")


@dataclass(frozen=True)
class Faces:
    """How many chose each face."""

    green: int = 0
    orange: int = 0
    red: int = 0

    def __add__(self, other: "Faces") -> "Faces":
        return Faces(self.green + other.green, self.orange + other.orange, self.red + other.red)

    @property
    def answers(self) -> int:
        return self.green + self.orange + self.red

    def satisfied(self, *, fewest: int) -> Decimal | None:
        """The share that was content, in per cent; None with so few answers that somebody could be known."""
        if self.answers < fewest:
            return None
        share = Decimal(100 * self.green) / Decimal(self.answers)
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Feedback:
    """By month and channel; a month without a line is a gap and no zero."""

    months: Mapping[tuple[date, FeedbackChannel], Faces]

    @property
    def years(self) -> Sequence[int]:
        return sorted({month.year for month, _ in self.months}, reverse=True)

    def of_year(self, year: int) -> Mapping[FeedbackChannel, Faces]:
        """Each channel's year; a channel without a line is not in it."""
        found: defaultdict[FeedbackChannel, Faces] = defaultdict(Faces)
        for (month, channel), faces in self.months.items():
            if month.year == year:
                found[channel] += faces
        return dict(found)


def feedback(
    connection: Connection, municipality_id: str, *, as_of: date | None = None
) -> Feedback:
    """What counts of every file, with what people said here after a plan."""
    slot = (_feedback.c.channel, _feedback.c.month)
    months: defaultdict[tuple[date, FeedbackChannel], Faces] = defaultdict(Faces)
    for row in connection.execute(counting(_feedback, slot, municipality_id, as_of)):
        months[row.month, row.channel] += Faces(row.green, row.orange, row.red)
    for month, faces in _said_here(connection, municipality_id, as_of).items():
        months[month, FeedbackChannel.SITE] += faces
    return Feedback(dict(months))


def _said_here(
    connection: Connection, municipality_id: str, as_of: date | None
) -> dict[date, Faces]:
    """The faces of who took part in a plan: `EvaluationGiven`, folded."""
    measures = [f"evaluation_{face}" for face in _FACES]
    figures = _figure if as_of is None else _change
    found = (
        select(figures.c.month, figures.c.measure, cast(func.sum(figures.c.count), Integer))
        .where(figures.c.municipality_id == municipality_id, figures.c.measure.in_(measures))
        .group_by(figures.c.month, figures.c.measure)
    )
    if as_of is not None:
        found = found.where(_change.c.recorded_on <= as_of)
    months: defaultdict[date, Faces] = defaultdict(Faces)
    for month, measure, number in connection.execute(found):
        months[month] += Faces(**{measure.removeprefix("evaluation_"): number})
    return dict(months)
