"""A file with feedback: in a month, by a channel, how many chose each face."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wijkstem.domain.source_cells import Row, text, whole
from wijkstem.domain.source_files import Asked, Column, Layout
from wijkstem.domain.sources import Document, Line, Said
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import Cell
from wijkstem.words.sources import FeedbackChannel, SourceKind

CHANNELS = {
    "balie": FeedbackChannel.COUNTER,
    "loket": FeedbackChannel.COUNTER,
    "website": FeedbackChannel.SITE,
    "site": FeedbackChannel.SITE,
    "telefoon": FeedbackChannel.PHONE,
    "e-mail": FeedbackChannel.EMAIL,
    "email": FeedbackChannel.EMAIL,
    "mail": FeedbackChannel.EMAIL,
}
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})-(\d{4})", re.ASCII)

COLUMNS = (
    Column("kanaal", N_("Balie, website, telefoon of e-mail."), needed=True, also=("channel",), example="balie"),
    Column("maand", N_("De maand, zoals 2025-03."), needed=True, also=("periode",), example="2025-03"),
    Column("goed", N_("Hoeveel mensen het goed vonden gaan."), needed=True, also=("groen", "blij", "tevreden"), example="31"),
    Column("ertussenin", N_("Hoeveel mensen ertussenin zaten."), needed=True, also=("oranje", "neutraal"), example="7"),
    Column("slecht", N_("Hoeveel mensen het slecht vonden gaan."), needed=True, also=("rood", "boos", "ontevreden"), example="4"),
)  # fmt: skip


@dataclass(frozen=True)
class FeedbackLine:
    """A month of a channel."""

    channel: FeedbackChannel
    month: date
    green: int
    orange: int
    red: int

    @property
    def slot(self) -> str:
        return f"{self.channel}|{self.month.isoformat()}"

    @property
    def said(self) -> Said:
        return (self.channel, self.month.isoformat(), self.green, self.orange, self.red)

    @property
    def documents(self) -> Sequence[Document]:
        return ()


def feedback_line(row: Row, asked: Asked) -> Line | None:
    """One month of one channel; an empty cell is a mistake here, because a month without answers is a 0."""
    channel = row.read("kanaal", _channel)
    month = row.read("maand", month_of)
    if month and month > asked.today:
        row.wrong("maand", FieldError("future_month", "Deze maand moet nog komen."))
    green, orange, red = (row.read(name, whole) for name in ("goed", "ertussenin", "slecht"))
    if channel is None or month is None or green is None or orange is None or red is None:
        return None
    return FeedbackLine(channel, month, green, orange, red)


def _channel(cell: Cell) -> FeedbackChannel:
    found = CHANNELS.get(text(cell).casefold())
    if found is None:
        raise FieldError("no_channel", "Kies balie, website, telefoon of e-mail.")
    return found


def month_of(cell: Cell) -> date:
    """The first day of a month. Raises FieldError."""
    if isinstance(cell, date):
        return cell.replace(day=1)
    found = _MONTH.fullmatch(text(cell))
    parts = [part for part in found.groups() if part] if found else []
    try:
        year, month = sorted(parts, key=len, reverse=True)
        return date(int(year), int(month), 1)
    except ValueError:
        raise FieldError("no_month", "Schrijf een maand, bijvoorbeeld 2025-03.") from None


FEEDBACK = Layout(SourceKind.FEEDBACK, COLUMNS, feedback_line)
