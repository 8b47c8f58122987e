"""A delivery made into a message: its letter looked up, its templates filled in."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wijkstem.adapters.mail import Message
from wijkstem.commands.deliveries import Claimed
from wijkstem.commands.email_codes import LASTS, code_of
from wijkstem.kit.jinja import Pages
from wijkstem.queries.letters import Letter, letter
from wijkstem.queries.logins import sent_code
from wijkstem.services import Services


@dataclass(frozen=True)
class CodeLetter:
    """What the letter with a code says."""

    language: str
    address: str
    municipality: str
    code: str
    minutes: int


def write(
    services: Services, pages: Pages, municipality_id: str, claimed: Claimed
) -> Message | None:
    """The message for a claimed delivery; None when there is nobody left to send it to."""
    with services.reading(municipality_id) as connection:
        said = _said(connection, services, municipality_id, claimed)
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


def _said(
    connection: Connection, services: Services, municipality_id: str, claimed: Claimed
) -> Letter | CodeLetter | None:
    rules = services.rules.of(municipality_id)
    if not claimed.cause.startswith("login:"):
        return letter(
            connection,
            municipality_id,
            rules=rules,
            cause=claimed.cause,
            recipient_id=claimed.recipient_id,
        )
    sent = sent_code(connection, municipality_id, claimed.recipient_id, services.clock.now())
    if sent is None:
        return None
    return CodeLetter(
        language=sent.language,
        address=sent.address,
        municipality=rules.municipality.name,
        code=code_of(services.tag_keys, municipality_id, sent.key_id, sent.id),
        minutes=int(LASTS.total_seconds()) // 60,
    )
