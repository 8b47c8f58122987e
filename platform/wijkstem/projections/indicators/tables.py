"""The figures behind the indicators: as they are now, and day by day as they came to be."""

from datetime import date
from uuid import UUID

from sqlmodel import Field

from wijkstem.kit.rows import TenantRow


class Figure(TenantRow, table=True):
    """How often a measure was counted; '' where a breakdown does not apply."""

    __tablename__ = "figure"

    measure: str = Field(primary_key=True, max_length=60)
    month: date = Field(primary_key=True)
    instrument: str = Field(primary_key=True, max_length=40)
    neighbourhood_code: str = Field(primary_key=True, max_length=12)
    channel: str = Field(primary_key=True, max_length=40)
    #: For measures that are a distribution (days to an answer): the value that was seen; else 0.
    value: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int


class FigureChange(TenantRow, table=True):
    """What a day added to a figure: the sum up to a day is what was shown at the end of that day.

    The day is the event's own, in Amsterdam. A change on a day after the month that it counts for is how a
    figure that was shown came to be another one.
    """

    __tablename__ = "figure_change"

    measure: str = Field(primary_key=True, max_length=60)
    month: date = Field(primary_key=True)
    instrument: str = Field(primary_key=True, max_length=40)
    neighbourhood_code: str = Field(primary_key=True, max_length=12)
    channel: str = Field(primary_key=True, max_length=40)
    value: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    recorded_on: date = Field(primary_key=True)
    count: int


class Participation(TenantRow, table=True):
    """How often somebody took part in a year, by where they lived then; for counting each person once.

    The person is a random id, as in the log. When they are erased these rows go, and what was counted stays.
    """

    __tablename__ = "participation"

    person_id: UUID = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: "": elsewhere, or the event does not tell.
    neighbourhood_code: str = Field(primary_key=True, max_length=12)
    times: int


class Remembered(TenantRow, table=True):
    """What an earlier event told that a later one does not: of a plan, a meeting or somebody who will speak."""

    __tablename__ = "remembered"

    id: UUID = Field(primary_key=True)
    on_day: date
    instrument: str = Field(max_length=40)
    neighbourhood_code: str = Field(max_length=12)
    channel: str = Field(max_length=40)
    #: What was counted of it once, and is not to be counted again: `Mark`.
    marks: int
    granted: int
    granted_on: date | None = None
