"""Fills a town in bulk with what commands and folds would leave there: rows, log and projections.

What happens comes from the same domain functions that the commands call; only the writing is done by many
rows at once. `problems` proves it: the log is whole, and the projections are what it says. Reactions are put
at the head of the log: what would have been told to these made-up people counts as told.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update
from sqlmodel import SQLModel, col

from bench import bulk
from bench.residents import Left, Resident, first_login, neighbourhood, registered, settle
from bench.rulebooks import NEIGHBOURHOODS
from tests.support.world import HERE, World
from wijkstem.bootstrap import catch_up_search, reactions
from wijkstem.domain import initiatives, path, signatures
from wijkstem.domain.path import Course
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.signatures import Supported
from wijkstem.eventlog import log, positions
from wijkstem.eventlog.codec import encode
from wijkstem.eventlog.follow import follow
from wijkstem.events.base import Event
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.db import upsert
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import (
    Initiative,
    InitiativeText,
    NumberSeries,
    RunningTerm,
    Signature,
)
from wijkstem.words import Channel, Stance

#: Rows made and written at a time, so that a million need no more memory than these.
CHUNK = 20_000
INSTRUMENTS = ("burgerinitiatief", "voorstel")
TEXT = "Wij vragen om meer groen, een veilige oversteek en banken in de schaduw. " * 6


@dataclass
class Town:
    """A municipality that is being filled."""

    world: World
    where: str = HERE
    residents: list[Resident] = field(default_factory=list)
    #: All of them collect support.
    initiatives: list[Initiative] = field(default_factory=list)
    _signed: dict[UUID, int] = field(default_factory=dict)
    _left: Left = field(default_factory=dict)

    def settle_in(self, number: int) -> None:
        """So many people log in for the first time."""
        if number and not self._left:
            self._left = first_login(self.world, self.where)
        for size in _chunks(number, CHUNK):
            with self._work() as work:
                new = settle(work, self._left, len(self.residents), size)
                self._append(work, registered(work, new))
                self.residents += new

    def file(self, number: int, *, edits: int = 0) -> list[Initiative]:
        """So many initiatives are filed, edited and admitted: support is collected now."""
        filed = []
        for size in _chunks(number, 1 + CHUNK // (edits + 2)):
            with self._work() as work:
                last = _last_number(work, size)
                submitter = _first_resident(work)
                plans = [_plan(work, submitter, n, edits) for n in range(last - size + 1, last + 1)]
                _write(work, Initiative, [one.initiative for one in plans])
                _write(work, InitiativeText, [text for one in plans for text in one.texts])
                _write(work, RunningTerm, [term for one in plans for term in one.terms])
                self._append(work, [event for one in plans for event in one.events])
                filed += [one.initiative for one in plans]
        self.initiatives += filed
        catch_up_search(self.world.services)
        return filed

    def sign(self, initiative: Initiative, number: int) -> None:
        """The next so many residents support it."""
        residents = self.signers(initiative, number)
        for start in range(0, number, CHUNK):
            self._sign(initiative, residents[start : start + CHUNK])

    def signers(self, initiative: Initiative, number: int) -> list[Resident]:
        """So many who have not supported it; the next time it is others. They settle in where they are missing."""
        first = self.signed(initiative)
        last = self._signed[initiative.id] = first + number
        self.settle_in(max(0, last - len(self.residents)))
        return self.residents[first:last]

    def signed(self, initiative: Initiative) -> int:
        """How many have supported it, or are about to."""
        return self._signed.get(initiative.id, 0)

    def _sign(self, initiative: Initiative, residents: Sequence[Resident]) -> None:
        supported = Supported(
            initiative.id, initiative.instrument, initiative.neighbourhood_code, initiative.filed_on
        )
        table = table_of(Initiative)
        with self._work() as work:
            rows = [_signature(work, supported, one) for one in residents]
            common = _shared(work, supported, residents[0])
            bulk.write(work.connection, table_of(Signature), rows, common=common)
            work.connection.execute(
                update(table)
                .where(table.c.municipality_id == self.where, table.c.id == initiative.id)
                .values(valid_for=table.c.valid_for + len(rows))
            )
            events = list(_given(work, supported, residents))
            bulk.append_encoded(work.connection, self.where, events, work.now)

    def fold(self) -> None:
        """Let every projection follow, and call everything told."""
        desk = self.world.services.projection_desk(self.where)
        for projection in PROJECTIONS:
            while follow(projection, self.where, desk):
                pass
        self.tell()

    def tell(self) -> None:
        """Put the reactions at the head of the log."""
        with self.world.services.connection(self.where) as connection:
            head = log.head(connection, self.where)
            for reaction in reactions(self.world.services):
                positions.begin(connection, reaction.name, self.where)
                positions.advance(connection, reaction.name, self.where, head)

    def problems(self) -> list[str]:
        """What is not as commands and folds would have left it."""
        with self.world.services.reading(self.where) as connection:
            found = list(log.problems(connection, self.where))
            for projection in PROJECTIONS:
                found += map(str, differences(connection, projection, self.where))
        return found

    @contextmanager
    def _work(self) -> Iterator[Work]:
        services = self.world.services
        with services.unit_of_work(self.where) as uow:
            _take_time(uow.connection)
            yield services.work(uow, SYSTEM)

    def _append(self, work: Work, events: Sequence[Event]) -> None:
        bulk.append(work.connection, self.where, events, work.now)


def _take_time(connection: Connection) -> None:
    """Thousands of plans are made up before they are written: on a busy machine longer than a transaction may idle."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            select(func.set_config("idle_in_transaction_session_timeout", "0", True))
        )


@dataclass(frozen=True)
class _Plan:
    initiative: Initiative
    texts: list[InitiativeText]
    terms: list[RunningTerm]
    events: list[Event]


def _plan(work: Work, submitter: Person, n: int, edits: int) -> _Plan:
    # In every neighbourhood as many of one as of the other.
    kinds = INSTRUMENTS[:1] if edits else INSTRUMENTS
    instrument = kinds[n // len(NEIGHBOURHOODS) % len(kinds)]
    rules = work.rules.on(work.today)
    subjects = work.rules.municipality.subjects
    course = Course(rules.instrument(instrument), rules.path(instrument))
    form = initiatives.checked_form(
        f"Meer groen en een bankje in straat {n}",
        neighbourhood(work, n),
        {
            one.id: TEXT if one.multiline else "Ongeveer 500 euro"
            for one in course.instrument.fields
        },
        subject=subjects[n % len(subjects)].id,
        instrument=course.instrument,
        municipality=work.rules.municipality,
    )
    filed = initiatives.file(
        initiative_id=new_id(),
        number=f"{work.today.year}-{n:04d}",
        instrument_id=instrument,
        form=form,
        person=submitter,
        rules=rules,
        today=work.today,
        channel=Channel.ONLINE,
    )
    it, events = filed.initiative, list[Event]([filed.event])
    events += [initiatives.edit(it, form, course=course) for _ in range(edits)]
    admit = course.step_of(it).outcome("admit")
    assert admit is not None
    taken = path.take(it, admit, course, term=filed.term, today=work.today, taken_by="official")
    terms = [term for term in (filed.term, taken.term) if term]
    return _Plan(it, filed.texts, terms, [*events, taken.event])


def _first_resident(work: Work) -> Person:
    """Somebody has to be the submitter of them all."""
    here = col(Person.municipality_id) == work.municipality_id
    first: Person = work.session.execute(select(Person).where(here).limit(1)).scalar_one()
    return first


def _last_number(work: Work, number: int) -> int:
    """Take so many numbers of this year's series; gives the last."""
    table = table_of(NumberSeries)
    key = {"municipality_id": work.municipality_id, "year": work.today.year}
    upsert(work.connection, table, [key | {"last": number}], add=["last"])
    found = table.select().where(
        table.c.municipality_id == work.municipality_id, table.c.year == work.today.year
    )
    last: int = work.connection.execute(found).one().last
    return last


def _shared(work: Work, supported: Supported, resident: Resident) -> bulk.Values:
    """What the signatures of one initiative have in common here: all are as old, and all of them count."""
    return {
        "municipality_id": work.municipality_id,
        "initiative_id": supported.initiative_id,
        "stance": Stance.FOR,
        "valid": True,
        "age_band": signatures.band_of(resident.signer, work.today),
        "channel": Channel.ONLINE,
        "signed_on": work.today,
        "signed_at": work.now,
    }


def _signature(work: Work, supported: Supported, resident: Resident) -> bulk.Values:
    return {
        "signer_tag": work.tag("signature", supported.initiative_id.hex, resident.identity_tag),
        "person_id": resident.signer.person_id,
        "neighbourhood_code": resident.signer.neighbourhood_code,
    }


def _given(
    work: Work, supported: Supported, residents: Sequence[Resident]
) -> Iterator[tuple[str, str]]:
    """Their events as they are stored. Neighbours' differ by the person only, so one of them is made in full."""
    known: dict[str | None, tuple[str, str]] = {}
    for resident in residents:
        signer = resident.signer
        if signer.neighbourhood_code not in known:
            event = signatures.given(
                signer,
                supported,
                Stance.FOR,
                valid=True,
                channel=Channel.ONLINE,
                today=work.today,
            )
            known[signer.neighbourhood_code] = (str(signer.person_id), encode(event))
        person, payload = known[signer.neighbourhood_code]
        yield SignatureGiven.type, payload.replace(person, str(signer.person_id))


def _write(work: Work, kind: type[SQLModel], rows: Sequence[SQLModel]) -> None:
    values: list[dict[str, Any]] = [row.model_dump() for row in rows]
    bulk.write(work.connection, table_of(kind), values)


def _chunks(number: int, size: int) -> Iterator[int]:
    for start in range(0, number, size):
        yield min(size, number - start)
