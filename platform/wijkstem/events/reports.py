"""What residents reported, what was decided on it, and asking to have that looked at again. The words stand in tables."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class ReportMade(Event):
    """Somebody reported a plan or a photo of it."""

    type = "report.made.v1"

    report_id: UUID
    case_id: UUID
    initiative_id: UUID
    target: Code
    target_id: UUID
    reason: Code
    #: None: somebody who did not log in.
    reporter_id: UUID | None


class ContributionHidden(Event):
    """An official hid a plan or a photo of it."""

    type = "contribution.hidden.v1"

    decision_id: UUID
    case_id: UUID
    #: The case that gathered the reports: the same one, or on appeal the one before it; None: nobody reported it.
    reported_in: UUID | None
    initiative_id: UUID
    target: Code
    target_id: UUID
    ground: Code
    hidden_on: date
    by: UUID | None
    appeal_until: date | None
    #: Of the plan, from now on.
    public: bool
    due_on: date | None


class ContributionShown(Event):
    """What was hidden can be read again."""

    type = "contribution.shown.v1"

    decision_id: UUID
    case_id: UUID | None
    initiative_id: UUID
    target: Code
    target_id: UUID
    shown_on: date
    by: UUID | None
    #: Of the plan, from now on: a step can have been taken meanwhile that is not public.
    public: bool
    due_on: date | None


class CaseDecided(Event):
    """An official ended a case, and what it is about stays as it is."""

    type = "case.decided.v1"

    decision_id: UUID
    case_id: UUID
    kind: Code
    verdict: Code
    initiative_id: UUID | None
    decided_on: date
    by: UUID | None
    appeal_until: date | None


class AppealMade(Event):
    """Somebody asks that another official looks at a decision again."""

    type = "appeal.made.v1"

    appeal_id: UUID
    case_id: UUID
    decision_id: UUID
    initiative_id: UUID
    #: What the decision was.
    against: Code
    appellant_id: UUID
    due_on: date


class AppealDecided(Event):
    """Another official looked at it again."""

    type = "appeal.decided.v1"

    appeal_id: UUID
    case_id: UUID
    decision_id: UUID
    initiative_id: UUID
    against: Code
    verdict: Code
    decided_on: date
    by: UUID | None
