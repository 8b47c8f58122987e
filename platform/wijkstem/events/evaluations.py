"""What people thought of how a plan went."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class EvaluationGiven(Event):
    """Somebody who took part said how it went; nobody can tell who."""

    type = "evaluation.given.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    smiley: Code
    given_on: date
