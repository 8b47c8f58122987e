"""Supporting an initiative: when it is possible, and whether it counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.domain.people import age_band, age_on
from wijkstem.errors import RuleBroken
from wijkstem.events.signatures import SignatureGiven
from wijkstem.rules.schema import Support
from wijkstem.rules.steps import Step
from wijkstem.words import AgeBand, Area, Channel, Collects, CountedOn, Stance


@dataclass(frozen=True)
class Signer:
    """What the rules ask about somebody who signs."""

    person_id: UUID
    birth_date: date | None
    #: None: lives in another municipality, or it is not known.
    neighbourhood_code: str | None
    #: In this municipality, also when it is not known where.
    lives_here: bool = False
    #: When that was told for the last time.
    residence_checked_on: date | None = None


@dataclass(frozen=True)
class Supported:
    """The initiative as far as signing needs it."""

    initiative_id: UUID
    instrument: str
    neighbourhood_code: str
    filed_on: date


def check_shown(hiding_id: UUID | None) -> None:
    """Raises RuleBroken for a plan that the municipality has hidden."""
    if hiding_id is not None:
        raise RuleBroken(
            "hidden", "De gemeente heeft dit plan verborgen. U kunt het nu niet steunen."
        )


def check_open(step: Step, stance: Stance, due_on: date | None, today: date) -> None:
    """Raises RuleBroken when nothing, or not this, can be given in ``step`` today."""
    if step.collects is None or (due_on is not None and today > due_on):
        raise RuleBroken(
            "not_open",
            "U kunt dit plan nu niet steunen. De tijd om te steunen is voorbij of nog niet begonnen.",
        )
    if step.collects is Collects.SIGNATURES and stance is Stance.AGAINST:
        raise RuleBroken(
            "no_votes_against", "Dit plan kunt u alleen steunen. Stemmen tegen kan hier niet."
        )


def check_facts(signer: Signer, support: Support, today: date) -> None:
    """Raises RuleBroken when it is too long ago, by the rules, that we were told where the signer lives."""
    within = support.residence_within_days
    if support.lives_in is Area.ANYWHERE or within is None:
        return
    told = signer.residence_checked_on
    if told is None or (today - told).days > within.value:
        raise RuleBroken(
            "facts_too_old",
            "Wij moeten opnieuw weten waar u woont. Log uit en log weer in. Daarna kunt u dit plan steunen.",
        )


def counts(signer: Signer, initiative: Supported, support: Support, today: date) -> bool:
    """Whether a signature of today counts towards the threshold."""
    day = today if support.counted_on is CountedOn.SIGNING_DAY else initiative.filed_on
    if signer.birth_date is None or age_on(signer.birth_date, day) < support.minimum_age.value:
        return False
    match support.lives_in:
        case Area.ANYWHERE:
            return True
        case Area.MUNICIPALITY:
            return signer.lives_here or signer.neighbourhood_code is not None
        case Area.NEIGHBOURHOOD:
            return signer.neighbourhood_code == initiative.neighbourhood_code


def band_of(signer: Signer, today: date) -> AgeBand:
    """The signer's age band on the day of signing."""
    return age_band(signer.birth_date, today)


def given(
    signer: Signer,
    initiative: Supported,
    stance: Stance,
    *,
    valid: bool,
    channel: Channel,
    today: date,
) -> SignatureGiven:
    """The event of a signature given today."""
    return SignatureGiven(
        initiative_id=initiative.initiative_id,
        instrument=initiative.instrument,
        person_id=signer.person_id,
        stance=stance.value,
        valid=valid,
        neighbourhood_code=signer.neighbourhood_code,
        age_band=band_of(signer, today).value,
        channel=channel.value,
        signed_on=today,
    )
