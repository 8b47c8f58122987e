"""Who is told of a report, a decision on it, and a decision that was looked at again."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.reports import (
    AppealDecided,
    AppealMade,
    CaseDecided,
    ContributionHidden,
    ContributionShown,
    ReportMade,
)
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.reports import Appeal, Report
from wijkstem.words import Because, CaseKind, Verdict

_report = table_of(Report)
_appeal = table_of(Appeal)


def _known(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    """Who reported something of a plan, of those whom we know."""
    person = _report.c.reporter_id.label("person_id")
    return select(person, because(Because.REPORTED)).where(
        _report.c.municipality_id == municipality_id,
        _report.c.initiative_id == initiative_id,
        _report.c.reporter_id.is_not(None),
    )


def _reporters(case_id: UUID | None, municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return _known(municipality_id, initiative_id).where(_report.c.case_id == case_id)


def _reporter(report_id: UUID, municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return _known(municipality_id, initiative_id).where(_report.c.id == report_id)


def _appellant(appeal_id: UUID, municipality_id: str, initiative_id: UUID) -> Select[Any]:
    """Who asked to have a decision looked at again; it is their own plan, or they reported it."""
    person = _appeal.c.appellant_id.label("person_id")
    return select(person, because(Because.REPORTED)).where(
        _appeal.c.municipality_id == municipality_id,
        _appeal.c.initiative_id == initiative_id,
        _appeal.c.id == appeal_id,
        _appeal.c.appellant_id.is_not(None),
    )


def _told_anyway(event: AppealDecided) -> bool:
    """Whether what followed from it is told to the very same person."""
    hides_or_shows = event.against in {Verdict.HIDDEN, Verdict.LEFT}
    return event.verdict == Verdict.REVERSED and hides_or_shows


def told_of_report(event: Event, submitter: Group) -> tuple[str, tuple[Group, ...]] | None:
    """To whom it is told, and the folder of its texts; None for what is about no report."""
    match event:
        case ReportMade(reporter_id=UUID()):
            return "report_made", (partial(_reporter, event.report_id),)
        case ContributionHidden():
            return "contribution_hidden", (submitter, partial(_reporters, event.reported_in))
        case ContributionShown():
            return "contribution_shown", (submitter, partial(_reporters, event.case_id))
        case CaseDecided(kind=CaseKind.REPORT):
            return "report_left", (partial(_reporters, event.case_id),)
        case AppealMade():
            return "appeal_made", (partial(_appellant, event.appeal_id),)
        case AppealDecided() if not _told_anyway(event):
            return "appeal_decided", (partial(_appellant, event.appeal_id),)
    return None
