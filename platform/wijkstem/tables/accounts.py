"""People, their roles and their sessions. A person's id is random; who it is stands only here."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import Rhythm, Role, WayKind


class Person(TenantRow, table=True):
    """Somebody who logged in once. `identity_tag` is keyed: it cannot be turned back into who they are.

    What rules ask about somebody is kept as it was told, with the day and with who told it.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("municipality_id", "identity_tag"),)

    id: UUID = Field(primary_key=True)
    identity_tag: str = Field(max_length=64)
    #: The key that it was made with.
    tag_key: str = Field(default="1", max_length=20)
    display_name: str = Field(max_length=120)
    #: Who said so; None: nobody yet, or before this was kept.
    name_source: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=254)
    language: str = Field(default="nl", max_length=2)
    #: How often mail comes about plans of others; what is their own always comes.
    mail_rhythm: Rhythm = Field(
        default=Rhythm.AT_ONCE,
        sa_type=Coded(Rhythm),
        sa_column_kwargs={"server_default": Rhythm.AT_ONCE.value},
    )
    birth_date: date | None = None
    birth_date_source: str | None = Field(default=None, max_length=40)
    birth_date_checked_on: date | None = None
    #: Where somebody lives by the identity provider's word; None: not in this municipality, or it is not known where.
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    #: In this municipality, also when it is not known where.
    lives_here: bool = False
    residence_source: str | None = Field(default=None, max_length=40)
    residence_checked_on: date | None = None
    registered_at: datetime = moment()
    #: The last day that they came in; None: not since this is kept.
    seen_on: date | None = None
    #: When they were told that their account goes because they do not come in; it holds until they do.
    warned_on: date | None = None


class WayIn(TenantRow, table=True):
    """A tag that a person is known by: under each key of the installation one for every way that they come in."""

    __tablename__ = "way_in"
    __table_args__ = (
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
    )

    #: Keyed, as `Person.identity_tag`. The primary key is what makes one person one account.
    tag: str = Field(primary_key=True, max_length=64)
    person_id: UUID
    kind: WayKind = Field(sa_type=Coded(WayKind))
    key_id: str = Field(max_length=20)
    linked_on: date


class RoleGrant(TenantRow, table=True):
    """A role of a person, for a member of a neighbourhood council with the neighbourhood."""

    __tablename__ = "role_grant"
    __table_args__ = (refers("person_id", "person", cascade=True),)

    person_id: UUID = Field(primary_key=True)
    role: Role = Field(primary_key=True, sa_type=Coded(Role))
    neighbourhood_code: str = Field(default="", primary_key=True, max_length=12)


class LoginSession(TenantRow, table=True):
    """Somebody who is logged in on a device; only a hash of the cookie's secret is kept."""

    __tablename__ = "login_session"
    __table_args__ = (
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
        Index(None, "municipality_id", "expires_at"),
    )

    token_hash: str = Field(primary_key=True, max_length=64)
    #: What the list at /mijn calls it; its secret is nobody's but the browser's.
    id: UUID = Field(default_factory=new_id)
    person_id: UUID
    #: Whether it is known who this is; by e-mail only that somebody reads a mailbox.
    strong: bool = True
    #: Browser and system, as `web/devices.py` knows them: "firefox/windows".
    device: str = Field(default="", max_length=40)
    #: By which way in: the short name of a provider, or "" for the demo's choice of people.
    way: str = Field(default="", max_length=40)
    #: What the provider calls this login and this person, keyed: with these it can tell that the login ended.
    provider_session_tag: str | None = Field(default=None, max_length=64)
    provider_subject_tag: str | None = Field(default=None, max_length=64)
    started_at: datetime = moment()
    #: Told now and then, not at every request.
    seen_at: datetime | None = moment(default=None, nullable=True)
    #: When it is over; at an office it moves on with each sign of life, to `ends_at` at most.
    expires_at: datetime = moment()
    ends_at: datetime | None = moment(default=None, nullable=True)


class EmailCode(TenantRow, table=True):
    """A code that went to a mailbox. The code itself stands nowhere: it follows from the id and the tag key."""

    __tablename__ = "email_code"
    __table_args__ = (
        Index(None, "municipality_id", "address_tag"),
        Index(None, "municipality_id", "browser_hash"),
    )

    id: UUID = Field(primary_key=True)
    address: str = Field(max_length=254)
    address_tag: str = Field(max_length=64)
    browser_hash: str = Field(max_length=64)
    #: Who asked for it while logged in, to add the address to their account.
    person_id: UUID | None = None
    language: str = Field(max_length=2)
    back: str = Field(max_length=1000)
    key_id: str = Field(max_length=20)
    #: Wrong codes that were typed; counted here, because a restart must not start the count again.
    tries: int = 0
    sent_at: datetime = moment()
    expires_at: datetime = moment()


class LoginAttempt(TenantRow, table=True):
    """Somebody who went to an identity provider and is not back yet; taken up once.

    What else must come back or be proven follows from the secret in the browser's cookie, and stands nowhere.
    """

    __tablename__ = "login_attempt"
    __table_args__ = (Index(None, "municipality_id", "expires_at"),)

    state_hash: str = Field(primary_key=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    way: str = Field(max_length=40)
    #: Where to go on after the login, a path on this site.
    back: str = Field(max_length=1000)
    expires_at: datetime = moment()


class KeptForm(TenantRow, table=True):
    """What somebody typed in a form while they were not, or no longer, logged in; sealed.

    Only the browser that sent it can open it: the key is the secret in its cookie.
    """

    __tablename__ = "kept_form"
    __table_args__ = (Index(None, "municipality_id", "expires_at"),)

    browser_hash: str = Field(primary_key=True, max_length=64)
    path: str = Field(primary_key=True, max_length=200)
    sealed: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime = moment()
