"""A delivery made into a message: its letter looked up, its templates filled in."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wijkstem.adapters.mail import Message
from wijkstem.commands.deliveries import Claimed
from wijkstem.commands.email_codes import LASTS, code_of
from wijkstem.commands.messages import stop_token
from wijkstem.kit.jinja import Pages
from wijkstem.queries.digests import Digest, digest
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
    stoppable: bool = False


Said = Letter | Digest | CodeLetter


def write(
    services: Services, pages: Pages, municipality_id: str, claimed: Claimed
) -> Message | None:
    """The message for a claimed delivery; None when there is nobody left to send it to."""
    said = read(services, municipality_id, claimed)
    return None if said is None else filled(services, pages, municipality_id, claimed, said)


def read(services: Services, municipality_id: str, claimed: Claimed) -> Said | None:
    """What a delivery says, looked up."""
    with services.reading(municipality_id) as connection:
        return _said(connection, services, municipality_id, claimed)


def filled(
    services: Services, pages: Pages, municipality_id: str, claimed: Claimed, said: Said
) -> Message:
    """The templates, filled in."""
    site = services.settings.site(municipality_id)
    token = stop_token(services.tag_keys, municipality_id, claimed.recipient_id)
    stop = f"{site}/afmelden/{token}" if said.stoppable else ""
    folder, values = f"mail/{claimed.template}", {"letter": said, "site": site, "stop": stop}
    lang = said.language
    subject = " ".join(pages.render(f"{folder}/subject.txt", lang, letter=said).split())
    html, text = f"{folder}/body.html", f"{folder}/body.txt"
    return Message(
        municipality_id=municipality_id,
        recipient_id=claimed.recipient_id,
        address=said.address,
        # Of the delivery and not of the attempt: whoever gets it twice can see that it is one message.
        message_id=f"<{claimed.id}@{municipality_id}.{services.settings.base_host}>",
        subject=subject,
        body=pages.render("_layouts/mail.txt", lang, said=text, **values),
        html=pages.render("_layouts/mail.html", lang, said=html, subject=subject, **values),
        stop=stop,
        at=services.clock.now(),
    )


def _said(
    connection: Connection, services: Services, municipality_id: str, claimed: Claimed
) -> Said | None:
    rules = services.rules.of(municipality_id)
    cause, recipient_id = claimed.cause, claimed.recipient_id
    match cause.partition(":")[0]:
        case "login":
            return _code(connection, services, municipality_id, claimed)
        case "digest":
            return digest(
                connection, municipality_id, rules=rules, cause=cause, recipient_id=recipient_id
            )
    return letter(connection, municipality_id, rules=rules, cause=cause, recipient_id=recipient_id)


def _code(
    connection: Connection, services: Services, municipality_id: str, claimed: Claimed
) -> CodeLetter | None:
    sent = sent_code(connection, municipality_id, claimed.recipient_id, services.clock.now())
    if sent is None:
        return None
    return CodeLetter(
        language=sent.language,
        address=sent.address,
        municipality=services.rules.of(municipality_id).municipality.name,
        code=code_of(services.tag_keys, municipality_id, sent.key_id, sent.id),
        minutes=int(LASTS.total_seconds()) // 60,
    )
