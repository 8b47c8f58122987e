"""What the municipality and the council have on their desks: reports, appeals, speakers."""

from wijkstem.queries.formulas.base import PLAN, TIME, counting, sharing
from wijkstem.words import Breakdown

_REPORTS = ("reports_upheld", "reports_left")
_APPEALS = ("appeal_reversed", "appeal_upheld")

DESK = {
    "reports": counting("report_made", reasons="report_made"),
    "reports_upheld": sharing(_REPORTS[:1], _REPORTS),
    "appeals": counting("appeal_made", by=PLAN | {Breakdown.REASON}),
    "appeals_reversed": sharing(_APPEALS[:1], _APPEALS),
    # Everything that residents ask the officials to look at besides the plans themselves.
    "moderation_load": counting("report_made", "appeal_made"),
    "speakers": counting("speakers", by=TIME),
}
