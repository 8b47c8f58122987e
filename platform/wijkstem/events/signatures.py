"""Support given and taken back. Each holds what later questions need and cannot ask again."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class SignatureGiven(Event):
    """A person supported an initiative, or voted for or against it."""

    type = "signature.given.v2"

    initiative_id: UUID
    instrument: Code
    person_id: UUID
    stance: Code
    #: Whether it counts towards the threshold by the rules of the initiative.
    valid: bool
    #: Of the signer on that day; None: lives elsewhere.
    neighbourhood_code: CbsCode | None
    age_band: Code
    channel: Code
    signed_on: date


class SignatureWithdrawn(Event):
    """A person took their support back while that was possible."""

    type = "signature.withdrawn.v2"

    initiative_id: UUID
    instrument: Code
    person_id: UUID
    stance: Code
    valid: bool
    neighbourhood_code: CbsCode | None
    age_band: Code
    channel: Code
    #: The day it was given, whose figures it leaves again; None: the first version did not tell.
    signed_on: date | None
    withdrawn_on: date
