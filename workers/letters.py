"""Deliveries made into messages: their letters looked up together, their templates filled in one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.adapters.mail import Message
from wijkstem.commands.deliveries import Claimed
from wijkstem.commands.email_codes import LASTS, code_of
from wijkstem.commands.messages import stop_token
from wijkstem.kit.jinja import Pages
from wijkstem.queries.all_letters import AnyLetter, mailed_letters
from wijkstem.queries.board_letters import HeadLetter, head_letter
from wijkstem.queries.digests import Digest, digests
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


Said = AnyLetter | Digest | CodeLetter | HeadLetter


def read(services: Services, municipality_id: str, batch: Sequence[Claimed]) -> dict[UUID, Said]:
    """What a batch of deliveries says, looked up at once; nothing for what has nobody left to be sent to."""
    with services.reading(municipality_id) as connection:
        return _said(connection, services, municipality_id, batch)


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
    connection: Connection, services: Services, municipality_id: str, batch: Sequence[Claimed]
) -> dict[UUID, Said]:
    rules, kinds = services.rules.of(municipality_id), defaultdict(list)
    for one in batch:
        kinds[one.cause.partition(":")[0]].append(one)
    found: dict[UUID, Said] = {}
    if some := {(one.recipient_id, one.cause): one.id for one in kinds["digest"]}:
        made = digests(connection, municipality_id, rules=rules, asked=list(some))
        found |= {some[asked]: said for asked, said in made.items()}
    if told := {(one.recipient_id, _position(one)): one.id for one in kinds["event"]}:
        letters = mailed_letters(connection, municipality_id, rules=rules, asked=list(told))
        found |= {told[asked]: letter for asked, letter in letters.items()}
    for one in kinds["head"]:
        head = head_letter(
            connection, municipality_id, rules=rules, cause=one.cause, to=one.recipient_id
        )
        if head:
            found[one.id] = head
    for one in kinds["login"]:
        if code := _code(connection, services, municipality_id, one):
            found[one.id] = code
    return found


def _position(one: Claimed) -> int:
    return int(one.cause.partition(":")[2])


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
