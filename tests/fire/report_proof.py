"""What must hold of the yearly report after the storm."""

from collections import Counter

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.year_reports import YearReportBegun, YearReportWritten
from wijkstem.tables.year_reports import YearReport, YearReportText
from wijkstem.words.year_reports import Chapter


def report_is_one(world: World, town: Town) -> None:
    """One draft of the year; each version of a chapter is one person's, and the log has them all in order."""
    [row] = world.rows(YearReport)
    [begun] = world.events(YearReportBegun)
    assert (row["id"], row["year"]) == (begun.report_id, town.today.year - 1)
    written = [one.revision for one in world.events(YearReportWritten)]
    assert written == list(range(2, len(written) + 2))
    texts = {one["chapter"]: one["revision"] for one in world.rows(YearReportText)}
    assert texts[Chapter.MONEY] == row["revision"] == len(written) + 1
    assert Counter(texts.values())[1] == len(texts) - bool(written)
