"""What the yearly report tells from other registers: complaints, objections and appeals, and the faces of all channels."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection

from wijkstem.domain.year_reports import REGISTER, FrozenFigure
from wijkstem.queries.feedback import feedback
from wijkstem.queries.grievances import Grievances, grievances
from wijkstem.words import Unit
from wijkstem.words.sources import FeedbackChannel, GrievanceKind, GrievanceOutcome
from wijkstem.words.year_reports import Chapter

#: Of each kind: how many there were, how many were (partly) right, and the share that was answered in time.
_KINDS: Final = {
    GrievanceKind.COMPLAINT: ("Klachten", "Complaints"),
    GrievanceKind.OBJECTION: ("Bezwaren", "Objections"),
    GrievanceKind.APPEAL: ("Beroepen bij de rechter", "Appeals to a court"),
}
_RIGHT: Final = (GrievanceOutcome.UPHELD, GrievanceOutcome.PARTLY_UPHELD)
_CHANNELS: Final = {
    FeedbackChannel.COUNTER: ("Tevreden over de balie", "Content with the counter"),
    FeedbackChannel.SITE: ("Tevreden over deze website", "Content with this website"),
    FeedbackChannel.PHONE: ("Tevreden over de telefoon", "Content with the telephone"),
    FeedbackChannel.EMAIL: ("Tevreden over e-mail", "Content with e-mail"),
}
_VERSION: Final = "1"


def register_figures(
    connection: Connection, municipality_id: str, year: int, as_of: date
) -> Iterator[FrozenFigure]:
    """Every kind of which something is known, this year or the year before."""
    found = grievances(connection, municipality_id, as_of=as_of)
    for kind, (nl, en) in _KINDS.items():
        now, then = _told(found, year, kind), _told(found, year - 1, kind)
        if now == then == (None, None, None):
            continue
        parts = (
            ("", nl, en, Unit.COUNT),
            (
                "_upheld",
                f"{nl}: gelijk of deels gelijk",
                f"{en}: right or partly right",
                Unit.COUNT,
            ),
            ("_in_time", f"{nl}: op tijd beantwoord", f"{en}: answered in time", Unit.PERCENT),
        )
        for (ending, name_nl, name_en, unit), value, before in zip(parts, now, then, strict=True):
            yield FrozenFigure(
                chapter=Chapter.COMPLAINTS,
                indicator=f"{kind.value}{ending}",
                definition_version=_VERSION,
                formula=REGISTER,
                formula_version=1,
                name_nl=name_nl,
                name_en=name_en,
                unit=unit,
                value=value,
                before=before,
            )


def _told(
    found: Grievances, year: int, kind: GrievanceKind
) -> tuple[str | None, str | None, str | None]:
    whole = found.in_all(year, kind)
    if whole is None:
        return None, None, None
    outcomes = found.by_year[year]
    right = sum(outcomes[kind, one].number for one in _RIGHT if (kind, one) in outcomes)
    return str(whole.number), str(right), _digits(whole.share_in_time)


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def feedback_figures(
    connection: Connection, municipality_id: str, year: int, as_of: date, *, fewest: int
) -> Iterator[FrozenFigure]:
    """The share of each channel that was content, with how many answered."""
    for channel, faces in feedback(connection, municipality_id, as_of=as_of).of_year(year).items():
        share = faces.satisfied(fewest=fewest)
        nl, en = _CHANNELS[channel]
        yield FrozenFigure(
            chapter=Chapter.LEARNED,
            indicator=f"feedback_{channel.value}",
            definition_version=_VERSION,
            name_nl=nl,
            name_en=en,
            unit=Unit.PERCENT,
            value=_digits(share),
            hidden=share is None and faces.answers > 0,
            source="Smileys",
            sample_size=None if share is None else faces.answers,
        )
