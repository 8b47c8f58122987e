"""Coming in with a code that is sent by e-mail: it shows that somebody reads a mailbox, and nothing more.

Whoever asks gets the same answer, whether the address is known here or not: the code goes out, and an account comes
only when it is typed. A code is six digits, holds for ten minutes and for a few tries, and only in the browser that
asked for it. The tries are counted in the transaction that looks at them, so many at once are no more tries.
"""

import hmac
import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row, delete, exists, func, insert, select, update
from sqlmodel import col

from wijkstem.commands.erasing import erase_traces
from wijkstem.commands.recognising import NAMELESS
from wijkstem.commands.sessions import LoggedIn, open_session
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.accounts import PersonRegistered
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id, token_hash
from wijkstem.kit.rows import table_of
from wijkstem.kit.tags import TagKeys
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.services import Work
from wijkstem.tables.accounts import EmailCode, Person, RoleGrant, WayIn
from wijkstem.tables.dossiers import DossierFollowing
from wijkstem.tables.engine import Delivery, DeliveryChannel
from wijkstem.tables.messages import Following, InboxMessage
from wijkstem.tables.year_agenda import SubjectFollowing
from wijkstem.words import Role, WayKind

LASTS = timedelta(minutes=10)
#: Wrong tries after which a code is worth nothing.
TRIES = 5
#: Codes to one address within an hour; after that none goes out, and nobody is told so.
CODES_AN_HOUR = 5
LONGEST = 254

_code = table_of(EmailCode)
_person = table_of(Person)
_way = table_of(WayIn)
_following = table_of(Following)
_dossier_following = table_of(DossierFollowing)
_subject_following = table_of(SubjectFollowing)
_inbox = table_of(InboxMessage)


def code_of(keys: TagKeys, municipality_id: str, key_id: str, code_id: UUID) -> str:
    """The six digits. They stand nowhere: whoever has only the database cannot tell them."""
    tag = keys.one(key_id, municipality_id, "email-code", code_id.hex)
    return f"{int(tag, 16) % 1_000_000:06d}"


@dataclass(frozen=True)
class AskEmailCode:
    """Send a code to an address; by somebody who is logged in: to add the address to their account."""

    address: str = field(repr=False)
    back: str
    language: str
    browser: str = field(repr=False)


def ask_email_code(command: AskEmailCode, work: Work) -> None:
    """Raises Invalid for what is no address, NotFound where the municipality does not allow it."""
    _require_allowed(work)
    address = _address(command.address)
    _forget_old(work)
    tag = _tag(address, work)
    code_id = new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": code_id,
        "address": address,
        "address_tag": tag,
        "browser_hash": token_hash(command.browser),
        "person_id": work.actor.person_id if work.actor.strong else None,
        "language": command.language,
        "back": command.back,
        "key_id": work.tag_keys.current,
        "tries": 0,
        "sent_at": work.now,
        "expires_at": work.now + LASTS,
    }
    take_turns(work.connection, work.municipality_id, "email-code", tag)
    sent = work.connection.execute(
        select(func.count())
        .select_from(_code)
        .where(_code.c.municipality_id == work.municipality_id, _code.c.address_tag == tag)
    ).scalar_one()
    if sent >= CODES_AN_HOUR:
        return
    _only_the_newest(command.browser, work)
    work.connection.execute(insert(_code).values(row))
    work.session.add(
        Delivery(
            municipality_id=work.municipality_id,
            id=new_id(),
            cause=f"login:{code_id}",
            channel=DeliveryChannel.MAIL,
            recipient_id=code_id,
            template="login_code",
            due_at=work.now,
        )
    )


def _only_the_newest(browser: str, work: Work) -> None:
    """Of the codes that a browser asked for, the last one works."""
    work.connection.execute(
        update(_code)
        .where(
            _code.c.municipality_id == work.municipality_id,
            _code.c.browser_hash == token_hash(browser),
            _code.c.expires_at > work.now,
        )
        .values(expires_at=work.now)
    )


def _require_allowed(work: Work) -> None:
    if work.rules.municipality.email_code is None:
        raise NotFound("unknown_way_in", "Op deze manier kunt u hier niet inloggen.")


def _address(typed: str) -> str:
    address = clean(typed)
    fits = re.fullmatch(r"[^@\s<>\"(),:;\\\[\]]+@[^@\s<>\"(),:;\\\[\]]+\.[^@\s.]{2,}", address)
    if fits is None or len(address) > LONGEST or has_control_characters(address):
        raise Invalid(
            {"adres": FieldError("no_address", "Vul uw e-mailadres in, zoals naam@voorbeeld.nl.")}
        )
    return address


def _forget_old(work: Work) -> None:
    """A code stays an hour, to count how many went to one address."""
    work.connection.execute(
        delete(_code).where(
            _code.c.municipality_id == work.municipality_id,
            _code.c.sent_at <= work.now - timedelta(hours=1),
        )
    )


def _tag(address: str, work: Work, key_id: str | None = None) -> str:
    # In lower case: no mailbox of today tells Anna@ from anna@.
    return work.tag("email", address.casefold(), key_id=key_id)


@dataclass(frozen=True)
class EnterEmailCode:
    """Type a code, in the browser that asked for it."""

    code: str = field(repr=False)
    browser: str = field(repr=False)
    device: str = ""


@dataclass(frozen=True)
class Entered:
    """The address is confirmed: of a new session, or of the account that was logged in already."""

    logged_in: LoggedIn | None
    back: str


def enter_email_code(command: EnterEmailCode, work: Work) -> Entered | None:
    """None for a code that is wrong, too old, or was tried too often: those are not told apart.

    No error, because the try that it was must be kept.
    """
    _require_allowed(work)
    asked = _newest(command.browser, work)
    if asked is None:
        return None
    wanted = code_of(work.tag_keys, work.municipality_id, asked.key_id, asked.id)
    typed = re.sub(r"[\s-]", "", command.code)
    if not hmac.compare_digest(wanted.encode(), typed.encode()):
        return None
    work.connection.execute(
        delete(_code).where(
            _code.c.municipality_id == work.municipality_id,
            _code.c.address_tag == asked.address_tag,
        )
    )
    if asked.person_id is not None:
        if asked.person_id != work.actor.person_id or not work.actor.strong:
            return None  # somebody else is logged in here by now
        _link(asked.address, asked.person_id, work)
        return Entered(None, asked.back)
    person_id = _known(asked.address, work) or _register(asked, work)
    session = open_session(person_id, work, strong=False, device=command.device)
    return Entered(session, asked.back)


def _newest(browser: str, work: Work) -> Row[tuple[object, ...]] | None:
    """The code that this browser asked for last, with one try more; locked by counting it."""
    return work.connection.execute(
        update(_code)
        .where(
            _code.c.municipality_id == work.municipality_id,
            _code.c.browser_hash == token_hash(browser),
            _code.c.expires_at > work.now,
            _code.c.tries < TRIES,
        )
        .values(tries=_code.c.tries + 1)
        .returning(*_code.c)
    ).first()


def _known(address: str, work: Work) -> UUID | None:
    """Whose confirmed address this is, under whichever key; and from now on under every key."""
    tags = {key: _tag(address, work, key) for key in work.tag_keys.keys}
    person_id: UUID | None = work.connection.execute(
        select(_way.c.person_id)
        .where(_way.c.municipality_id == work.municipality_id, _way.c.tag.in_(tags.values()))
        .limit(1)
    ).scalar_one_or_none()
    if person_id is not None:
        _add_ways(person_id, tags, work)
    return person_id


def _add_ways(person_id: UUID, tags: dict[str, str], work: Work) -> None:
    for key_id, tag in sorted(tags.items()):
        row = {
            "municipality_id": work.municipality_id,
            "tag": tag,
            "person_id": person_id,
            "kind": WayKind.EMAIL,
            "key_id": key_id,
            "linked_on": work.today,
        }
        insert_new(work.connection, _way, row)


def _register(asked: Row[tuple[object, ...]], work: Work) -> UUID:
    """An account of which only a mailbox is known."""
    tag, person_id = _tag(asked.address, work), new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": person_id,
        "identity_tag": tag,
        "tag_key": work.tag_keys.current,
        "display_name": NAMELESS,
        "email": asked.address,
        "language": asked.language,
        "registered_at": work.now,
    }
    if insert_new(work.connection, _person, row):
        work.session.add(
            RoleGrant(municipality_id=work.municipality_id, person_id=person_id, role=Role.RESIDENT)
        )
        work.record(PersonRegistered(person_id=person_id, registered_on=work.today))
    else:  # typed in two windows at the same moment
        person_id = work.connection.execute(
            select(_person.c.id).where(
                _person.c.municipality_id == work.municipality_id, _person.c.identity_tag == tag
            )
        ).scalar_one()
    _add_ways(person_id, {key: _tag(asked.address, work, key) for key in work.tag_keys.keys}, work)
    return person_id


def _link(address: str, person_id: UUID, work: Work) -> None:
    """The address is this person's. An account of the mailbox alone becomes a part of theirs."""
    other = _known(address, work)
    if other is not None and other != person_id:
        _take_over(other, person_id, work)
    _forget_addresses(person_id, work)
    _add_ways(person_id, {key: _tag(address, work, key) for key in work.tag_keys.keys}, work)
    work.connection.execute(
        update(_person)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .values(email=address)
    )


def _take_over(other: UUID, person_id: UUID, work: Work) -> None:
    """Of one human there is one account. Who is known by a login keeps theirs, and loses the mailbox to who reads it."""
    here = work.municipality_id
    logs_in = work.connection.execute(
        select(_way.c.tag).where(
            _way.c.municipality_id == here,
            _way.c.person_id == other,
            _way.c.kind == WayKind.LOGIN,
        )
    ).first()
    if logs_in is not None:
        _forget_addresses(other, work)
        work.session.execute(
            update(Person)
            .where(col(Person.municipality_id) == here, col(Person.id) == other)
            .values(email=None)
        )
        return
    _move_along(other, person_id, work)
    erase_traces(other, work)


def _move_along(other: UUID, person_id: UUID, work: Work) -> None:
    """What they followed they follow still, and what they were told of it they can read still."""
    for table, key in (
        (_following, "initiative_id"),
        (_dossier_following, "dossier_id"),
        (_subject_following, "subject_id"),
        (_inbox, "position"),
    ):
        theirs = table.alias()
        had = exists().where(
            theirs.c.municipality_id == work.municipality_id,
            theirs.c.person_id == person_id,
            theirs.c[key] == table.c[key],
        )
        work.connection.execute(
            update(table)
            .where(
                table.c.municipality_id == work.municipality_id, table.c.person_id == other, ~had
            )
            .values(person_id=person_id)
        )


def _forget_addresses(person_id: UUID, work: Work) -> None:
    work.connection.execute(
        delete(_way).where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.person_id == person_id,
            _way.c.kind == WayKind.EMAIL,
        )
    )
