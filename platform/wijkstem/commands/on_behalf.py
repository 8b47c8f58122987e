"""An official enters for somebody who cannot do it online: at the counter, or by telephone.

The official looks the person up in the municipality's own records and gives the same number that the login service
gives of them. It is made into the same keyed tag and kept nowhere, so whoever comes in online later is the same person
and counts once.
"""

from dataclasses import dataclass, field
from uuid import UUID

from wijkstem.commands.initiatives import SubmitInitiative, Submitted, file_for
from wijkstem.commands.recognising import Identity, recognise
from wijkstem.commands.signatures import Signed, give
from wijkstem.domain.permissions import may_enter, require
from wijkstem.events.on_behalf import EnteredOnBehalf
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.on_behalf import EnteredFor
from wijkstem.words import Channel, Entered, Hand, Stance

_entered = table_of(EnteredFor)


@dataclass(frozen=True)
class SignFor:
    """Support a plan for somebody."""

    initiative_id: UUID
    identity: Identity = field(repr=False)
    hand: Hand
    stance: Stance = Stance.FOR


def sign_for(command: SignFor, work: Work) -> Signed:
    """Raises what signing raises; somebody who signed already, by whichever way, is refused."""
    require(may_enter(work.actor))
    person = recognise(command.identity, command.hand.value, work)
    signed = give(person.id, command.initiative_id, command.stance, Channel.ON_BEHALF, work)
    _note(command.initiative_id, person.id, Entered.SIGNATURE, command.hand, work)
    return signed


@dataclass(frozen=True)
class SubmitFor:
    """File a plan for somebody."""

    form: SubmitInitiative
    identity: Identity = field(repr=False)
    hand: Hand


def submit_for(command: SubmitFor, work: Work) -> Submitted:
    """Raises what filing raises."""
    require(may_enter(work.actor))
    person = recognise(command.identity, command.hand.value, work)
    filed = file_for(person, command.form, Channel.ON_BEHALF, work)
    if filed.new:
        _note(filed.initiative_id, person.id, Entered.INITIATIVE, command.hand, work)
    return filed


def _note(initiative_id: UUID, person_id: UUID, what: Entered, hand: Hand, work: Work) -> None:
    official = work.actor.person_id
    assert official is not None
    work.session.flush()
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "initiative_id": initiative_id,
        "what": what,
        "hand": hand,
        "person_id": person_id,
        "official_id": official,
        "entered_at": work.now,
    }
    work.connection.execute(_entered.insert().values(row))
    work.record(
        EnteredOnBehalf(
            initiative_id=initiative_id,
            what=what.value,
            hand=hand.value,
            official_id=official,
            entered_on=work.today,
        )
    )
