"""Sending a message to a person: by SMTP, or into the demo's post box."""

import smtplib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, bindparam, insert, select

from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import PostboxMessage

_person = table_of(Person)
_READER = (
    select(_person.c.id)
    .where(
        _person.c.municipality_id == bindparam("municipality_id"),
        _person.c.id == bindparam("recipient_id"),
    )
    .with_for_update(read=True, key_share=True)
)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """A message ready to go."""

    municipality_id: str
    recipient_id: UUID
    #: Where it goes; None: this person has no address, so only the post box takes it.
    address: str | None
    #: The same for every attempt at the same delivery, so that a receiver can see that it is the same.
    message_id: str
    subject: str
    body: str
    at: datetime
    #: The same as HTML; "" for none.
    html: str = ""
    #: The address that stops such messages with one request (RFC 8058); "" for what cannot be stopped.
    stop: str = ""
    attachments: tuple[Attachment, ...] = ()


class NoAddress(Exception):
    """A mail server has nowhere to take this message: not now, and not when it is tried again."""


class Line(Protocol):
    """Takes messages off our hands, one after the other."""

    def send(self, message: Message) -> None:
        """Send it, or raise: then it is tried again later, but for NoAddress."""
        ...


class Mailer(Protocol):
    """Something that can be handed messages."""

    def line(self) -> AbstractContextManager[Line]:
        """A line for a batch: a server need not be called again for each message."""
        ...


class SmtpMailer:
    """A mail server."""

    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host, self._port, self._sender = host, port, sender

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Opened with the first message; one that breaks is opened anew for the next."""
        line = SmtpLine(self._host, self._port, self._sender)
        try:
            yield line
        finally:
            line.close()


class SmtpLine:
    """A connection with a mail server."""

    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._server: smtplib.SMTP | None = None

    def send(self, message: Message) -> None:
        mail = mime(message, self._sender)
        server = self._server or smtplib.SMTP(self._host, self._port, timeout=20)
        self._server = None
        try:
            server.send_message(mail)
        except BaseException:
            # Whatever state it is in: the next message gets a fresh one.
            server.close()
            raise
        self._server = server

    def close(self) -> None:
        """Everything was taken already: nobody is to hear of it when saying goodbye does not work."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()


def mime(message: Message, sender: str) -> EmailMessage:
    """As it goes over the wire: plain text first, and HTML for who reads that better."""
    if message.address is None:
        raise NoAddress
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Message-ID"] = message.message_id
    mail["Date"] = message.at
    # Nobody's absence is to be answered to.
    mail["Auto-Submitted"] = "auto-generated"
    if message.stop:
        mail["List-Unsubscribe"] = f"<{message.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    for one in message.attachments:
        main, _, sub = one.media_type.partition("/")
        mail.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return mail


def digest_of(message: Message) -> str:
    """Of what the reader got to keep: the files when there are some."""
    kept = [one.content for one in message.attachments] or [message.body.encode()]
    return sha256(b"".join(kept)).hexdigest()


class PostboxMailer:
    """Keeps messages where the demo shows them; its own transaction, as a mail server would have."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def line(self) -> Iterator[Line]:
        yield self

    def send(self, message: Message) -> None:
        row = {
            "municipality_id": message.municipality_id,
            "id": new_id(),
            "message_id": message.message_id,
            "recipient_id": message.recipient_id,
            "subject": message.subject,
            "body": message.body,
            "sent_at": message.at,
        }
        opened = self._engine.connect().execution_options(municipality=message.municipality_id)
        with opened as connection, connection.begin():
            # As long as this transaction lasts nobody can erase the reader: who erases waits, and then takes
            # this message too. A reader who is gone already gets no post any more.
            if connection.execute(_READER, row).first() is not None:
                connection.execute(insert(table_of(PostboxMessage)).values(row))


class FakeMailer:
    """Remembers messages; fails as many times as it is told to."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.failures = 0

    @contextmanager
    def line(self) -> Iterator[Line]:
        yield self

    def send(self, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the mail server is away")
        self.sent.append(message)
