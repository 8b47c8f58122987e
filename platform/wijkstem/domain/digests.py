"""When a digest is due: at eight in the morning on the wall in the Netherlands, every day or every Monday."""

from datetime import date, datetime, time, timedelta

from wijkstem.kit.clock import AMSTERDAM
from wijkstem.words import Rhythm

#: Of a day. No change of the clocks ever skips it or makes it come twice.
AT = time(8)
#: The rhythms that have digests.
RHYTHMS = (Rhythm.DAILY, Rhythm.WEEKLY)


def period(rhythm: Rhythm, now: datetime) -> date:
    """The day on which the newest period of ``rhythm`` ended: what was told until then is due."""
    local = now.astimezone(AMSTERDAM)
    day = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
    return day - timedelta(days=day.weekday()) if rhythm is Rhythm.WEEKLY else day


def cause(rhythm: Rhythm, ended_on: date) -> str:
    """What a digest answers to: with channel and recipient it is there once."""
    return f"digest:{rhythm.value}:{ended_on}"


def whose(rhythm: Rhythm) -> frozenset[Rhythm]:
    """Whose waiting messages go in a digest: also of who chose mail at once since these began to wait."""
    if rhythm is Rhythm.DAILY:
        return frozenset({Rhythm.DAILY, Rhythm.AT_ONCE})
    return frozenset({rhythm})
