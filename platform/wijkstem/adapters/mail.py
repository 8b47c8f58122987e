"""Sending a message to a person: by SMTP, or into the demo's post box."""

import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
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


class Mailer(Protocol):
    """Something that takes a message off our hands."""

    def send(self, message: Message) -> None:
        """Send it, or raise: then it is tried again later."""
        ...


class SmtpMailer:
    """A mail server."""

    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host, self._port, self._sender = host, port, sender

    def send(self, message: Message) -> None:
        if message.address is None:
            raise ValueError("no address to send to")
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = message.address
        mail["Subject"] = message.subject
        mail["Message-ID"] = message.message_id
        mail["Date"] = message.at
        mail.set_content(message.body)
        with smtplib.SMTP(self._host, self._port, timeout=20) as server:
            server.send_message(mail)


class PostboxMailer:
    """Keeps messages where the demo shows them; its own transaction, as a mail server would have."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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

    def send(self, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the mail server is away")
        self.sent.append(message)
