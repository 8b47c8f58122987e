"""What somebody does with the messages on their own page, and how often they want mail."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Table, delete, select, update

from wijkstem.domain.permissions import may_operate, require, require_login
from wijkstem.errors import NotFound
from wijkstem.kit.capsules import capsule, opened
from wijkstem.kit.rows import table_of
from wijkstem.kit.tags import TagKeys
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.messages import InboxMessage, Mailed, unread, waiting
from wijkstem.words import Rhythm

_inbox: Table = table_of(InboxMessage)
_person: Table = table_of(Person)

PURPOSE = "no more mail"


@dataclass(frozen=True)
class ReadMessages:
    """Somebody opened a message, or says that they have seen all of them up to one."""

    #: The one; with ``and_before`` every one until then, so that nothing counts as read that came meanwhile.
    position: int
    and_before: bool = False


def read_messages(command: ReadMessages, work: Work) -> None:
    """What was read before keeps the moment of that."""
    which = _inbox.c.position == command.position
    if command.and_before:
        which = _inbox.c.position <= command.position
    work.connection.execute(
        update(_inbox)
        .where(
            _inbox.c.municipality_id == work.municipality_id,
            _inbox.c.person_id == require_login(work.actor),
            which,
            unread(_inbox),
        )
        .values(read_at=work.now)
    )


@dataclass(frozen=True)
class MarkUnread:
    """Keep a message for later."""

    position: int


def mark_unread(command: MarkUnread, work: Work) -> None:
    """Raises NotFound for a message of somebody else."""
    found = work.connection.execute(
        update(_inbox)
        .where(
            _inbox.c.municipality_id == work.municipality_id,
            _inbox.c.person_id == require_login(work.actor),
            _inbox.c.position == command.position,
        )
        .values(read_at=None)
        .returning(_inbox.c.position)
    )
    if found.first() is None:
        raise NotFound("no_message", "Dit bericht is er niet.")


@dataclass(frozen=True)
class ChooseRhythm:
    """How often mail comes about plans of others."""

    rhythm: Rhythm


def choose_rhythm(command: ChooseRhythm, work: Work) -> None:
    """What waits for a digest goes along in the next one, whatever the new rhythm; with none it does not go."""
    _choose(require_login(work.actor), command.rhythm, work)


def _choose(person_id: UUID, rhythm: Rhythm, work: Work) -> None:
    here = work.municipality_id
    work.connection.execute(
        update(_person)
        .where(_person.c.municipality_id == here, _person.c.id == person_id)
        .values(mail_rhythm=rhythm)
    )
    if rhythm is Rhythm.NEVER:
        work.connection.execute(
            update(_inbox)
            .where(
                _inbox.c.municipality_id == here, _inbox.c.person_id == person_id, waiting(_inbox)
            )
            .values(mailed=Mailed.NOT)
        )


def stop_token(keys: TagKeys, municipality_id: str, person_id: UUID) -> str:
    """What stands in the address with which a mail can be stopped: it tells nobody whose it is."""
    return capsule(keys, PURPOSE, municipality_id, person_id)


@dataclass(frozen=True)
class StopMail:
    """No more mail about plans of others, says whoever has the mail: nobody needs to log in for it (RFC 8058)."""

    token: str = field(repr=False)


def stop_mail(command: StopMail, work: Work) -> None:
    """The second time, and for who was erased meanwhile, it is done already.

    Raises NotFound for a token that we did not make, or that was made with a key that was taken away.
    """
    person_id = opened(work.tag_keys, PURPOSE, work.municipality_id, command.token)
    if person_id is None:
        raise NotFound(
            "unknown_link",
            "Deze link werkt niet, of niet meer. Log in en kies bij Voorkeuren hoe vaak u e-mail wilt.",
        )
    _choose(person_id, Rhythm.NEVER, work)


@dataclass(frozen=True)
class ForgetMessages:
    """Messages that the rules keep no longer go, the oldest first, so many at a time."""

    most: int = 1000


def forget_messages(command: ForgetMessages, work: Work) -> int:
    """How many went; as many as were asked for means that there may be more."""
    require(may_operate(work.actor))
    kept = work.rules.municipality.messages_kept
    if kept is None:
        return 0
    here = work.municipality_id
    old = (
        select(_inbox.c.person_id, _inbox.c.position)
        .where(_inbox.c.municipality_id == here, _inbox.c.told_at <= work.now - kept.lasts)
        .order_by(_inbox.c.told_at)
        .limit(command.most)
    )
    found = work.connection.execute(old).all()
    for person_id, position in found:
        work.connection.execute(
            delete(_inbox).where(
                _inbox.c.municipality_id == here,
                _inbox.c.person_id == person_id,
                _inbox.c.position == position,
            )
        )
    return len(found)
