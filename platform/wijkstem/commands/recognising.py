"""Who somebody is: one person is one account, however they come in and under whichever key their tags were made.

A person is known by keyed tags of what the provider calls them (`WayIn`), one under each key of the installation.
A new key comes beside the old one; whoever logs in after that gets a tag under it too, and so moves along without
noticing. An initiative keeps the key of its filing day (`Initiative.tag_key`), so the signer's tag on it is the same
before and after, and one person stays one signature, also for who was erased and came back.
"""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, or_, select
from sqlmodel import col

from wijkstem.events.accounts import PersonRegistered
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person, WayIn
from wijkstem.words import Hand, Role, WayKind

#: As much of what an identity provider says as the account has room for.
NAME_LENGTH = 120
EMAIL_LENGTH = 254
#: Of somebody whose provider gives no name: DigiD itself gives none.
NAMELESS = "Inwoner"

_way = table_of(WayIn)
_person = table_of(Person)


@dataclass(frozen=True)
class Identity:
    """What an identity provider says of somebody. `subject` is theirs and is never stored."""

    subject: str = field(repr=False)
    display_name: str
    email: str | None = None
    language: str = "nl"
    birth_date: date | None = None
    neighbourhood_code: str | None = None
    #: Lives in this municipality, wherever that may be in it.
    lives_here: bool = False
    #: Each with the neighbourhood that it is for, or "".
    roles: frozenset[tuple[Role, str]] = frozenset({(Role.RESIDENT, "")})
    #: Whether these are all: a provider for residents knows of no others, so who has one keeps it.
    all_roles: bool = True
    #: Whether this provider tells when somebody was born, where they live, and an address; what it never tells
    #: stays as it was.
    tells_birth: bool = True
    tells_residence: bool = True
    tells_email: bool = True


def tags_of(identity: Identity, work: Work) -> dict[str, str]:
    """What somebody is known by here, under every key."""
    return work.tag_keys.all(work.municipality_id, "identity", identity.subject)


def recognise(
    identity: Identity, source: str, work: Work, tags: dict[str, str] | None = None
) -> Person:
    """The account of whoever this is, the first time a new one, with the facts of today.

    ``tags`` are given where the subject was gone already: paper is entered by one and approved by another.
    """
    tags = tags or tags_of(identity, work)
    person = _find(tags, work) or _register(tags, identity, work)
    _move_along(person, tags, work)
    _state_name(person, identity.display_name[:NAME_LENGTH], source)
    if identity.tells_email and not _confirmed_address(person, work):
        person.email = identity.email if len(identity.email or "") <= EMAIL_LENGTH else None
    _state_facts(person, identity, source, work)
    work.session.flush()
    return person


def _state_name(person: Person, name: str, source: str) -> None:
    """What a provider says goes before what somebody typed."""
    if name and (source not in set(Hand) or may_be_typed(person)):
        person.display_name, person.name_source = name, source


def may_be_typed(person: Person) -> bool:
    """Whether the name is ours to put right: no provider told it."""
    return person.name_source in set(Hand) or person.display_name == NAMELESS


def _find(tags: dict[str, str], work: Work) -> Person | None:
    """Locked, so that two devices of one person come in one after the other."""
    here = work.municipality_id
    ways = select(_way.c.person_id).where(
        _way.c.municipality_id == here, _way.c.tag.in_(tags.values())
    )
    known = or_(col(Person.id).in_(ways), col(Person.identity_tag).in_(tags.values()))
    found = work.session.execute(
        select(Person)
        .where(col(Person.municipality_id) == here, known)
        .with_for_update(key_share=True, of=Person)
    )
    return found.scalar_one_or_none()


def _register(tags: dict[str, str], identity: Identity, work: Work) -> Person:
    """Whoever comes second at the same moment finds the account of whoever came first: a tag stands once."""
    person_id, current = new_id(), work.tag_keys.current
    row = {
        "municipality_id": work.municipality_id,
        "id": person_id,
        "identity_tag": tags[current],
        "tag_key": current,
        "display_name": identity.display_name[:NAME_LENGTH] or NAMELESS,
        "language": "en" if identity.language == "en" else "nl",
        "registered_at": work.now,
    }
    if insert_new(work.connection, _person, row):
        if all(_add_way(person_id, key, tag, work) for key, tag in sorted(tags.items())):
            work.record(PersonRegistered(person_id=person_id, registered_on=work.today))
        else:
            work.connection.execute(
                delete(_person).where(
                    _person.c.municipality_id == work.municipality_id, _person.c.id == person_id
                )
            )
    person = _find(tags, work)
    assert person is not None  # there now, whoever put it there
    return person


def _add_way(person_id: object, key_id: str, tag: str, work: Work) -> bool:
    return insert_new(
        work.connection,
        _way,
        {
            "municipality_id": work.municipality_id,
            "tag": tag,
            "person_id": person_id,
            "kind": WayKind.LOGIN,
            "key_id": key_id,
            "linked_on": work.today,
        },
    )


def _move_along(person: Person, tags: dict[str, str], work: Work) -> None:
    """A tag under every key, and the current key's with the person."""
    current = work.tag_keys.current
    had = work.connection.execute(
        select(_way.c.key_id).where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.person_id == person.id,
            _way.c.kind == WayKind.LOGIN,
        )
    ).scalars()
    for key_id in sorted(set(tags) - set(had)):
        _add_way(person.id, key_id, tags[key_id], work)
    if person.tag_key != current:
        person.tag_key, person.identity_tag = current, tags[current]


def _confirmed_address(person: Person, work: Work) -> bool:
    """Whether they showed themselves which mailbox they read; that goes before what a provider says."""
    found = select(_way.c.tag).where(
        _way.c.municipality_id == work.municipality_id,
        _way.c.person_id == person.id,
        _way.c.kind == WayKind.EMAIL,
    )
    return work.connection.execute(found).first() is not None


def _state_facts(person: Person, identity: Identity, source: str, work: Work) -> None:
    """What rules ask about somebody: as it was told today, with who told it."""
    if identity.tells_birth:
        person.birth_date = identity.birth_date
        person.birth_date_source, person.birth_date_checked_on = source, work.today
    if identity.tells_residence:
        # A code of another municipality must not make somebody a resident of this one.
        where = work.rules.municipality.neighbourhood(identity.neighbourhood_code or "")
        person.neighbourhood_code = where.code if where else None
        person.lives_here = identity.lives_here or where is not None
        person.residence_source, person.residence_checked_on = source, work.today
