"""A delivery made into a message: its letter looked up, its templates filled in."""

from wijkstem.adapters.mail import Message
from wijkstem.commands.deliveries import Claimed
from wijkstem.kit.jinja import Pages
from wijkstem.queries.letters import letter
from wijkstem.services import Services


def write(
    services: Services, pages: Pages, municipality_id: str, claimed: Claimed
) -> Message | None:
    """The message for a claimed delivery; None when there is nobody left to send it to."""
    with services.reading(municipality_id) as connection:
        said = letter(
            connection,
            municipality_id,
            rules=services.rules.of(municipality_id),
            cause=claimed.cause,
            recipient_id=claimed.recipient_id,
        )
    if said is None:
        return None
    site = services.settings.site(municipality_id)
    folder = f"mail/{claimed.template}"
    subject = pages.render(f"{folder}/subject.txt", said.language, letter=said, site=site)
    return Message(
        municipality_id=municipality_id,
        recipient_id=claimed.recipient_id,
        address=said.address,
        # Of the delivery and not of the attempt: whoever gets it twice can see that it is one message.
        message_id=f"<{claimed.id}@{municipality_id}.{services.settings.base_host}>",
        subject=" ".join(subject.split()),
        body=pages.render(f"{folder}/body.txt", said.language, letter=said, site=site),
        at=services.clock.now(),
    )
