"""Coming in, going out, and being forgotten."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from wijkstem.domain.permissions import may_erase, may_operate, require, require_login
from wijkstem.errors import NotFound
from wijkstem.events.accounts import PersonErased, PersonRegistered
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id, new_token, token_hash
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import LoginSession, Person, RoleGrant
from wijkstem.tables.engine import Delivery, PostboxMessage
from wijkstem.tables.initiatives import Initiative, Signature, StepReason
from wijkstem.words import Role

#: How long somebody stays logged in: residents a day, who works here a working day.
SESSION_LASTS = timedelta(hours=24)
OFFICE_SESSION_LASTS = timedelta(hours=10)

#: As much of what an identity provider says as the account has room for.
NAME_LENGTH = 120
EMAIL_LENGTH = 254
#: Of somebody whose provider gives no name: DigiD itself gives none.
NAMELESS = "Inwoner"


@dataclass(frozen=True)
class Identity:
    """What an identity provider says of somebody. `subject` is theirs and is never stored."""

    subject: str = field(repr=False)
    display_name: str
    email: str | None = None
    language: str = "nl"
    birth_date: date | None = None
    neighbourhood_code: str | None = None
    #: Each with the neighbourhood that it is for, or "".
    roles: frozenset[tuple[Role, str]] = frozenset({(Role.RESIDENT, "")})
    #: Whether these are all: a provider for residents knows of no others, so who has one keeps it.
    all_roles: bool = True


@dataclass(frozen=True)
class LogIn:
    """Start a session for whoever the identity provider vouched for; the first time, an account as well."""

    identity: Identity
    #: By which way in, and what the provider calls this login and this person.
    way: str = ""
    provider_session: str = field(repr=False, default="")
    provider_subject: str = field(repr=False, default="")


@dataclass(frozen=True)
class LoggedIn:
    """The new session's secret, for the cookie, and whose it is."""

    token: str
    person_id: UUID
    lasts: timedelta


def log_in(command: LogIn, work: Work) -> LoggedIn:
    person = _recognise(command.identity, work)
    roles = _set_roles(person.id, command.identity, work)
    resident_only = all(role is Role.RESIDENT for role, _ in roles)
    lasts = SESSION_LASTS if resident_only else OFFICE_SESSION_LASTS
    _end_expired(work)
    token = new_token()
    work.session.add(
        LoginSession(
            municipality_id=work.municipality_id,
            token_hash=token_hash(token),
            person_id=person.id,
            way=command.way,
            provider_session_tag=_provider_tag("session", command.provider_session, command, work),
            provider_subject_tag=_provider_tag("subject", command.provider_subject, command, work),
            started_at=work.now,
            expires_at=work.now + lasts,
        )
    )
    return LoggedIn(token, person.id, lasts)


def _provider_tag(
    kind: str, value: str, command: "LogIn | EndAtProvider", work: Work
) -> str | None:
    return work.tag("provider", kind, command.way, value) if value else None


def _end_expired(work: Work) -> None:
    """Sessions that are over go when somebody comes in: there is no other use for them."""
    over = table_of(LoginSession)
    work.connection.execute(
        delete(over).where(
            over.c.municipality_id == work.municipality_id, over.c.expires_at <= work.now
        )
    )


def _recognise(identity: Identity, work: Work) -> Person:
    tag = work.tag("identity", identity.subject)
    person = _find(tag, work) or _register(tag, identity, work)
    person.display_name = identity.display_name[:NAME_LENGTH] or person.display_name
    person.email = identity.email if len(identity.email or "") <= EMAIL_LENGTH else None
    person.birth_date = identity.birth_date
    # A code of another municipality must not make somebody a resident of this one.
    lives_here = work.rules.municipality.neighbourhood(identity.neighbourhood_code or "")
    person.neighbourhood_code = lives_here.code if lives_here else None
    person.residence_checked_on = work.today
    work.session.flush()
    return person


def _find(tag: str, work: Work) -> Person | None:
    """Locked, so that two devices of one person come in one after the other."""
    return work.session.execute(
        select(Person)
        .where(col(Person.municipality_id) == work.municipality_id, col(Person.identity_tag) == tag)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()


def _register(tag: str, identity: Identity, work: Work) -> Person:
    person_id = new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": person_id,
        "identity_tag": tag,
        "display_name": identity.display_name[:NAME_LENGTH] or NAMELESS,
        "language": "en" if identity.language == "en" else "nl",
        "registered_at": work.now,
    }
    if insert_new(work.connection, table_of(Person), row):
        work.record(PersonRegistered(person_id=person_id, registered_on=work.today))
    person = _find(tag, work)
    assert person is not None  # there now, whoever put it there
    return person


def _set_roles(person_id: UUID, identity: Identity, work: Work) -> frozenset[tuple[Role, str]]:
    """The roles from now on: what the provider says, and nothing that it does not say any more."""
    roles = identity.roles
    if not identity.all_roles:
        roles |= _roles_of(person_id, work)
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
    session = _provider_tag("session", command.provider_session, command, work)
    subject = _provider_tag("subject", command.provider_subject, command, work)
    column = LoginSession.provider_session_tag if session else LoginSession.provider_subject_tag
    ended = work.session.execute(
        delete(LoginSession)
        .where(
            col(LoginSession.municipality_id) == work.municipality_id,
            col(LoginSession.way) == command.way,
            col(column) == (session or subject),
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
class ErasePerson:
    """Forget a person: everything that tells who it was goes, what they signed keeps counting."""

    person_id: UUID


def erase_person(command: ErasePerson, work: Work) -> None:
    require(may_erase(work.actor, command.person_id))
    # Locked: who signs or files at this very moment is waited for, or finds the account gone.
    person = work.session.get(
        Person, (work.municipality_id, command.person_id), with_for_update=True
    )
    if person is None:
        raise NotFound("unknown_person", "Deze persoon is hier niet bekend.")
    here = work.municipality_id
    forget = (
        update(Initiative)
        .where(col(Initiative.municipality_id) == here, col(Initiative.submitter_id) == person.id)
        .values(submitter_id=None),
        update(Signature)
        .where(col(Signature.municipality_id) == here, col(Signature.person_id) == person.id)
        .values(person_id=None),
        update(StepReason)
        .where(col(StepReason.municipality_id) == here, col(StepReason.taken_by) == person.id)
        .values(taken_by=None),
        delete(Delivery).where(
            col(Delivery.municipality_id) == here, col(Delivery.recipient_id) == person.id
        ),
        delete(PostboxMessage).where(
            col(PostboxMessage.municipality_id) == here,
            col(PostboxMessage.recipient_id) == person.id,
        ),
        delete(LoginSession).where(
            col(LoginSession.municipality_id) == here, col(LoginSession.person_id) == person.id
        ),
        delete(RoleGrant).where(
            col(RoleGrant.municipality_id) == here, col(RoleGrant.person_id) == person.id
        ),
        delete(Person).where(col(Person.municipality_id) == here, col(Person.id) == person.id),
    )
    for statement in forget:
        work.connection.execute(statement)
    work.session.expunge(person)
    work.record(PersonErased(person_id=person.id, erased_on=work.today))
