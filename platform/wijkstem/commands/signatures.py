"""Supporting an initiative and taking that back: the hot path, so statements on tables and no loaded rows."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from wijkstem.commands.counted_support import count, hold, load_initiative, reach, settle
from wijkstem.commands.known_people import meet, met
from wijkstem.domain import signatures
from wijkstem.domain.path import Course
from wijkstem.domain.permissions import require_strong
from wijkstem.domain.signatures import Signer, Supported
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.eventlog.group import Together
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.db import insert_new, random_text
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import WayIn
from wijkstem.tables.initiatives import Signature
from wijkstem.words import Channel, Stance, WayKind

_signature = table_of(Signature)
_way = table_of(WayIn)

#: Whoever signs, or takes that back, locks one initiative; all checks come before what is written.
TOGETHER = Together(
    place=lambda command: command.initiative_id,
    meet=meet,
    hold=hold,
    settle=settle,
    refuses_first=True,
)


@dataclass(frozen=True)
class Sign:
    """Support an initiative, or vote for or against it where its path has a vote."""

    initiative_id: UUID
    stance: Stance = Stance.FOR


@dataclass(frozen=True)
class Signed:
    """What the signer gets to know at once."""

    valid: bool
    valid_for: int
    valid_against: int


def sign(command: Sign, work: Work) -> Signed:
    """Raises RuleBroken when it is not open or was signed already, Conflict when it just moved on."""
    return give(
        require_strong(work.actor), command.initiative_id, command.stance, Channel.ONLINE, work
    )


def give(
    person_id: UUID, initiative_id: UUID, stance: Stance, channel: Channel, work: Work
) -> Signed:
    """Support by whichever way it came in: each counts the same, and all of them together once."""
    person = _load_person(person_id, work)
    initiative = load_initiative(initiative_id, work)
    course = _course(initiative, work)
    step = course.path.step(initiative.step)
    signatures.check_shown(initiative.hiding_id)
    signatures.check_open(step, stance, initiative.due_on, work.today)
    support = course.instrument.support
    assert (
        support is not None
    )  # the registry refuses a path that collects without rules for support
    signer = Signer(
        person.id,
        person.birth_date,
        person.neighbourhood_code,
        person.lives_here,
        person.residence_checked_on,
    )
    signatures.check_facts(signer, support, work.today)
    supported = Supported(
        initiative.id, initiative.instrument, initiative.neighbourhood_code, initiative.filed_on
    )
    valid = signatures.counts(signer, supported, support, work.today)
    event = signatures.given(
        signer, supported, stance, valid=valid, channel=channel, today=work.today
    )
    _insert(event, _tag(initiative, person, work), work)
    counted = count(initiative, stance, 1 if valid else 0, work)
    work.record(event)
    threshold = support.threshold.value if support.threshold else None
    reach(counted, threshold, work)
    return Signed(valid, counted.valid_for, counted.valid_against)


def _load_person(person_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    person = met(person_id, work)
    if person is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return person


def _course(initiative: Row[*tuple[Any, ...]], work: Work) -> Course:
    rules = work.rules.version(initiative.rules_version)
    return Course(rules.instrument(initiative.instrument), rules.path(initiative.instrument))


def _tag(initiative: Row[*tuple[Any, ...]], person: Row[*tuple[Any, ...]], work: Work) -> str:
    """Under the key of the initiative's filing day, from the person's tag under that same key."""
    key_id: str = initiative.tag_key
    known_as: str = person.identity_tag
    if person.tag_key != key_id:
        known_as = _known_as(person.id, key_id, work)
    return work.tag("signature", initiative.id.hex, known_as, key_id=key_id)


def _known_as(person_id: UUID, key_id: str, work: Work) -> str:
    found = work.connection.execute(
        select(_way.c.tag).where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.person_id == person_id,
            _way.c.kind == WayKind.LOGIN,
            _way.c.key_id == key_id,
        )
    ).scalar_one_or_none()
    if found is None:
        # In since before this key was known: only what the provider says can make the tag.
        raise RuleBroken("log_in_again", "Log eerst opnieuw in. Daarna kunt u dit plan steunen.")
    return str(found)


def _insert(given: SignatureGiven, signer_tag: str, work: Work) -> None:
    new = insert_new(
        work.connection,
        _signature,
        {
            "municipality_id": work.municipality_id,
            "initiative_id": given.initiative_id,
            "signer_tag": signer_tag,
            "person_id": given.person_id,
            "stance": given.stance,
            "valid": given.valid,
            "neighbourhood_code": given.neighbourhood_code,
            "age_band": given.age_band,
            "channel": given.channel,
            "signed_on": work.today,
            "signed_at": work.now,
        },
    )
    if not new:
        raise RuleBroken("signed_already", "U hebt dit plan al gesteund. Eén keer is genoeg.")


@dataclass(frozen=True)
class WithdrawSignature:
    """Take support back while the initiative still collects it."""

    initiative_id: UUID


def withdraw_signature(command: WithdrawSignature, work: Work) -> None:
    """Raises RuleBroken when there is nothing to take back or it is too late."""
    person = _load_person(require_strong(work.actor), work)
    initiative = load_initiative(command.initiative_id, work)
    step = _course(initiative, work).path.step(initiative.step)
    signatures.check_open(step, Stance.FOR, initiative.due_on, work.today)
    gone = work.connection.execute(
        delete(_signature)
        .where(
            _signature.c.municipality_id == work.municipality_id,
            _signature.c.initiative_id == command.initiative_id,
            _signature.c.signer_tag == _tag(initiative, person, work),
        )
        .returning(
            _signature.c.stance,
            _signature.c.valid,
            _signature.c.neighbourhood_code,
            _signature.c.age_band,
            _signature.c.channel,
            _signature.c.signed_on,
        )
    ).first()
    if gone is None:
        raise RuleBroken("not_signed", "U hebt dit plan niet gesteund.")
    count(initiative, gone.stance, -1 if gone.valid else 0, work)
    work.record(
        SignatureWithdrawn(
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            person_id=person.id,
            stance=gone.stance.value,
            valid=gone.valid,
            neighbourhood_code=gone.neighbourhood_code,
            age_band=gone.age_band.value,
            channel=gone.channel.value,
            signed_on=gone.signed_on,
            withdrawn_on=work.today,
        )
    )


@dataclass(frozen=True)
class ForgetTags:
    """An initiative closed: nothing may tell any more who signed, so the tags become random."""

    initiative_id: UUID


def forget_tags(command: ForgetTags, work: Work) -> None:
    """One statement, however many signed."""
    work.connection.execute(
        update(_signature)
        .where(
            _signature.c.municipality_id == work.municipality_id,
            _signature.c.initiative_id == command.initiative_id,
        )
        .values(signer_tag=random_text(work.connection))
    )
