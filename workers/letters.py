"""Deliveries made into messages: their letters looked up together, their templates filled in one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.adapters.mail import Attachment, Message
from wijkstem.commands.deliveries import Claimed
from wijkstem.commands.draw_answers import answer_code
from wijkstem.commands.email_codes import LASTS, code_of
from wijkstem.commands.messages import stop_token
from wijkstem.kit.jinja import Pages
from wijkstem.queries.all_letters import AnyLetter, mailed_letters
from wijkstem.queries.board_letters import HeadLetter, head_letter
from wijkstem.queries.digests import Digest, digests
from wijkstem.queries.draw_letters import DrawLetter
from wijkstem.queries.handover_letters import HandoverLetter, handover_letter
from wijkstem.queries.logins import sent_code
from wijkstem.services import Services
from wijkstem.web.handover_files import dossier_files
from workers.handover import MAIL, handover_of


@dataclass(frozen=True)
class CodeLetter:
    """What the letter with a code says."""

    language: str
    address: str
    municipality: str
    code: str
    minutes: int
    stoppable: bool = False


Said = AnyLetter | Digest | CodeLetter | HeadLetter | HandoverLetter


def read(services: Services, municipality_id: str, batch: Sequence[Claimed]) -> dict[UUID, Said]:
    """What a batch of deliveries says, looked up at once; nothing for what has nobody left to be sent to."""
    with services.reading(municipality_id) as connection:
        return _said(connection, services, municipality_id, batch)


def filled(
    services: Services, pages: Pages, municipality_id: str, claimed: Claimed, said: Said
) -> Message:
    """The templates, filled in."""
    site = services.settings.site(municipality_id)
    if isinstance(said, DrawLetter):
        said = _with_code(services, municipality_id, said)
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
        attachments=_files(services, pages, municipality_id, said),
    )


def _with_code(services: Services, municipality_id: str, said: DrawLetter) -> DrawLetter:
    """Its reader answers without logging in; the code stands nowhere but in the mail."""
    code = answer_code(services.tag_keys, municipality_id, said.entry_id)
    return replace(said, path=f"{said.path}?code={code}")


def _files(
    services: Services, pages: Pages, municipality_id: str, said: Said
) -> tuple[Attachment, ...]:
    if not isinstance(said, HandoverLetter):
        return ()
    rules, site = services.rules.of(municipality_id), services.settings.site(municipality_id)
    return dossier_files(pages, said.dossier, rules, site, said.kind)


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
    for one in (*kinds["head"], *kinds["handover-mail"], *kinds["login"]):
        if letter := _alone(connection, services, municipality_id, one):
            found[one.id] = letter
    return found


def _alone(
    connection: Connection, services: Services, municipality_id: str, one: Claimed
) -> Said | None:
    """What is seldom, or goes to a few: looked up one by one."""
    rules, to = services.rules.of(municipality_id), one.recipient_id
    if one.cause.startswith("head:"):
        return head_letter(connection, municipality_id, rules=rules, cause=one.cause, to=to)
    if one.cause.startswith(MAIL):
        key = handover_of(one)
        return handover_letter(connection, municipality_id, rules=rules, handover_id=key, to=to)
    return _code(connection, services, municipality_id, one)


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
