"""A hand-over on its way out: to the supplier's hook, signed and in order of its dossier."""

from datetime import datetime
from uuid import UUID

from wijkstem.adapters.cloud_events import CloudEvent, posted
from wijkstem.adapters.mail import NoAddress
from wijkstem.commands.deliveries import Claimed
from wijkstem.commands.handover import Receipt, waits_until
from wijkstem.queries.handover import HandoverTold, handover_told
from wijkstem.queries.handover_shapes import shaped
from wijkstem.services import Services

HOOK, MAIL = "handover-hook:", "handover-mail:"
TYPE = "nl.wijkstem.agendaverzoek"


class MustWait(Exception):
    """An earlier one of the same dossier did not arrive yet."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def tell_receiver(services: Services, municipality_id: str, one: Claimed) -> Receipt:
    """Raises MustWait, NoAddress when nobody wants it any more, or whatever goes wrong on the way."""
    receiver = services.settings.agenda_receivers.get(municipality_id)
    with services.reading(municipality_id) as connection:
        told = handover_told(connection, municipality_id, handover_of(one))
    if receiver is None or told is None:
        raise NoAddress
    now = services.clock.now()
    if told.after is not None:
        raise MustWait(waits_until(told.after, now))
    post = posted(
        _event(services, municipality_id, told, receiver.source),
        receiver.secret.get_secret_value(),
        now,
        structured=receiver.structured,
    )
    said = services.hooks.send(receiver.address, post.content, post.headers)
    return Receipt(told.id, said, post.digest)


def handover_of(one: Claimed) -> UUID:
    """The hand-over that a delivery is of, by its cause."""
    return UUID(one.cause.partition(":")[2])


def _event(services: Services, municipality_id: str, told: HandoverTold, source: str) -> CloudEvent:
    rules = services.rules.of(municipality_id)
    code = rules.municipality.cbs_code.removeprefix("GM")
    site = services.settings.site(municipality_id)
    return CloudEvent(
        id=told.event_id,
        source=source or f"urn:nld:gemeentecode:{code}:systeem:wijkstem",
        type=f"{TYPE}.{told.kind.value}",
        subject=told.dossier.number,
        time=told.occurred_at,
        sequence=told.position,
        data=shaped(told.dossier, rules, site, told.kind),
    )
