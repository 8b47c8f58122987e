"""To which body a plan goes, with all that the rules looked at: who reads the log again finds the same."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event
from wijkstem.words import Competence, RoutedOn


class RoutingDecided(Event):
    """A rule of the plan's filing day says which body decides."""

    type = "routing.decided.v1"

    initiative_id: UUID
    rule: Code
    rules_version: Code
    body: Code
    was: Code | None
    on: RoutedOn
    instrument: Code
    subject: Code
    neighbourhood_code: CbsCode
    competence: Competence | None
    euros: int | None
    decided_on: date


class RoutingCorrected(Event):
    """Somebody of the municipality sent it elsewhere; the reason stands in the tables."""

    type = "routing.corrected.v1"

    initiative_id: UUID
    body: Code
    was: Code | None
    corrected_on: date
    corrected_by: UUID | None
