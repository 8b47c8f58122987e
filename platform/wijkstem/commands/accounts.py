"""Coming in, going out, and being forgotten."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from wijkstem.commands.erasing import erase_traces
from wijkstem.commands.recognising import NAME_LENGTH, may_be_typed, recognise
from wijkstem.commands.recognising import Identity as Identity
from wijkstem.commands.sessions import LoggedIn as LoggedIn
from wijkstem.commands.sessions import open_session
from wijkstem.domain.permissions import (
    may_erase,
    may_operate,
    require,
    require_login,
    require_strong,
)
from wijkstem.errors import FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import token_hash
from wijkstem.kit.text import clean, has_control_characters, is_blank
from wijkstem.services import Work
from wijkstem.tables.accounts import LoginSession, Person, RoleGrant, WayIn
from wijkstem.words import Hand, Role, WayKind

#: Who said what is known of the made-up people.
DEMO = "demo"


@dataclass(frozen=True)
class LogIn:
    """Start a session for whoever the identity provider vouched for; the first time, an account as well."""

    identity: Identity
    #: By which way in, and what the provider calls this login and this person.
    way: str = ""
    provider_session: str = field(repr=False, default="")
    provider_subject: str = field(repr=False, default="")
    #: Browser and system, for the list of sessions.
    device: str = ""


def log_in(command: LogIn, work: Work) -> LoggedIn:
    person = recognise(command.identity, command.way or DEMO, work)
    before = _roles_of(person.id, work)
    roles = _set_roles(person.id, command.identity, before, work)
    if roles != before:
        _end_every_session(person.id, work)
    return open_session(
        person.id,
        work,
        office=any(role is not Role.RESIDENT for role, _ in roles),
        device=command.device,
        way=command.way,
        provider_session_tag=_provider_tag("session", command.provider_session, command, work),
        provider_subject_tag=_provider_tag("subject", command.provider_subject, command, work),
    )


def _provider_tag(
    kind: str, value: str, command: "LogIn | EndAtProvider", work: Work
) -> str | None:
    return work.tag(*_provider_words(kind, value, command.way)) if value else None


def _provider_words(kind: str, value: str, way: str) -> tuple[str, ...]:
    return ("provider", kind, way, value)


def _end_every_session(person_id: UUID, work: Work) -> None:
    """A session that began with other roles, perhaps long ago and for long, does not go on with these."""
    work.session.execute(
        delete(LoginSession).where(
            col(LoginSession.municipality_id) == work.municipality_id,
            col(LoginSession.person_id) == person_id,
        )
    )


def _set_roles(
    person_id: UUID, identity: Identity, before: frozenset[tuple[Role, str]], work: Work
) -> frozenset[tuple[Role, str]]:
    """The roles from now on: what the provider says, and nothing that it does not say any more."""
    roles = identity.roles
    if not identity.all_roles:
        roles |= before
    work.session.execute(
        delete(RoleGrant).where(
            col(RoleGrant.municipality_id) == work.municipality_id,
            col(RoleGrant.person_id) == person_id,
        )
    )
    work.session.add_all(
        RoleGrant(
            municipality_id=work.municipality_id,
            person_id=person_id,
            role=role,
            neighbourhood_code=where,
        )
        for role, where in sorted(roles)
    )
    return roles


def _roles_of(person_id: UUID, work: Work) -> frozenset[tuple[Role, str]]:
    found = work.session.execute(
        select(col(RoleGrant.role), col(RoleGrant.neighbourhood_code)).where(
            col(RoleGrant.municipality_id) == work.municipality_id,
            col(RoleGrant.person_id) == person_id,
        )
    )
    return frozenset((role, where) for role, where in found)


@dataclass(frozen=True)
class LogOut:
    """End the session that ``token`` opened; one that is over already is no error."""

    token: str = field(repr=False)


def log_out(command: LogOut, work: Work) -> str:
    """By which way in it was; "" for none, and for one that was over already."""
    way = work.session.execute(
        delete(LoginSession)
        .where(
            col(LoginSession.municipality_id) == work.municipality_id,
            col(LoginSession.token_hash) == token_hash(command.token),
        )
        .returning(col(LoginSession.way))
    ).scalar_one_or_none()
    return way or ""


@dataclass(frozen=True)
class EndAtProvider:
    """A provider says that a login is over: of one of its sessions, or of a person as a whole."""

    way: str
    provider_session: str = field(repr=False, default="")
    provider_subject: str = field(repr=False, default="")


def end_at_provider(command: EndAtProvider, work: Work) -> int:
    """How many sessions that ended."""
    require(may_operate(work.actor))
    if command.provider_session:
        column, words = LoginSession.provider_session_tag, ("session", command.provider_session)
    else:
        column, words = LoginSession.provider_subject_tag, ("subject", command.provider_subject)
    # A session that began under the key before this one ends as well.
    tags = work.tag_keys.all(work.municipality_id, *_provider_words(*words, command.way))
    ended = work.session.execute(
        delete(LoginSession)
        .where(
            col(LoginSession.municipality_id) == work.municipality_id,
            col(LoginSession.way) == command.way,
            col(column).in_(tags.values()),
        )
        .returning(col(LoginSession.token_hash))
    )
    return len(ended.all())


@dataclass(frozen=True)
class ChooseLanguage:
    """Which language the pages and messages of a person are in."""

    language: str


def choose_language(command: ChooseLanguage, work: Work) -> None:
    person_id = require_login(work.actor)
    person = work.session.get(Person, (work.municipality_id, person_id))
    if person is not None:
        person.language = "en" if command.language == "en" else "nl"


@dataclass(frozen=True)
class CorrectName:
    """What somebody wants to be called, where no login service says it."""

    name: str


def correct_name(command: CorrectName, work: Work) -> None:
    """Raises RuleBroken for a name that is put right elsewhere, Invalid for what is no name."""
    person_id = require_login(work.actor)
    if _logs_in(person_id, work):
        require_strong(work.actor)
    person = work.session.get(Person, (work.municipality_id, person_id))
    if person is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    if not may_be_typed(person):
        raise RuleBroken(
            "name_told_elsewhere",
            "Uw naam komt van de dienst waarmee u inlogt. Laat hem daar veranderen.",
        )
    name = clean(command.name)
    if is_blank(name) or len(name) > NAME_LENGTH or "\n" in name or has_control_characters(name):
        raise Invalid(
            {
                "naam": FieldError(
                    "no_name",
                    "Vul uw naam in. Gebruik hoogstens %(most)s tekens.",
                    most=NAME_LENGTH,
                )
            }
        )
    person.display_name, person.name_source = name, Hand.SELF.value


@dataclass(frozen=True)
class ErasePerson:
    """Forget a person: everything that tells who it was goes, what they signed keeps counting."""

    person_id: UUID
    #: Also the words of their plans that others can read.
    texts: bool = False


def erase_person(command: ErasePerson, work: Work) -> None:
    require(may_erase(work.actor, command.person_id))
    if work.actor.person_id == command.person_id and _logs_in(command.person_id, work):
        require_strong(work.actor)  # a mailbox alone cannot make an end of it
    erase_traces(command.person_id, work, texts=command.texts)


def _logs_in(person_id: UUID, work: Work) -> bool:
    """Whether it is known who this is."""
    found = select(col(WayIn.tag)).where(
        col(WayIn.municipality_id) == work.municipality_id,
        col(WayIn.person_id) == person_id,
        col(WayIn.kind) == WayKind.LOGIN,
    )
    return work.session.execute(found).first() is not None
