"""Looking at the council's own system: whose turn it is, and what came of it. No events: what is taken in has its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from wijkstem.domain.permissions import may_operate, require
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council_source import CouncilSourceState
from wijkstem.words.council_source import SourceFault

_state = table_of(CouncilSourceState)

#: Pauses after a look that failed; after the last of them it stays at that.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
#: How long one look may take; after that another may think that who looked is dead.
LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class ClaimSource:
    """Look now, if it is time and nobody else does."""

    address_digest: str


@dataclass(frozen=True)
class SourceClaim:
    """It is our turn; with what the source said of its last answer, when that was the same address."""

    claimed_until: datetime
    etag: str | None
    last_modified: str | None


def claim_source(command: ClaimSource, work: Work) -> SourceClaim | None:
    """None: not yet, or somebody is at it."""
    require(may_operate(work.actor))
    first = {"municipality_id": work.municipality_id, "next_at": work.now, "failures": 0}
    insert_new(work.connection, _state, first)
    row = _locked(work)
    if row.next_at > work.now:
        return None
    until = work.now + LASTS
    _change(work, next_at=until, tried_at=work.now)
    same = row.address_digest == command.address_digest
    return SourceClaim(until, row.etag if same else None, row.last_modified if same else None)


@dataclass(frozen=True)
class CloseSource:
    """What came of the look; no fault: it brought what there is."""

    claim: SourceClaim
    address_digest: str
    every: timedelta
    changed: bool = False
    fault: SourceFault | None = None
    detail: str = ""
    etag: str | None = None
    last_modified: str | None = None


def close_source(command: CloseSource, work: Work) -> bool:
    """False: it took so long that somebody else has looked meanwhile, and theirs counts."""
    require(may_operate(work.actor))
    row = _locked(work)
    if row.next_at != command.claim.claimed_until:
        return False
    known = {
        "address_digest": command.address_digest,
        "etag": command.etag,
        "last_modified": command.last_modified,
    }
    if command.changed:
        _change(work, changed_at=work.now)
    if command.fault is None:
        _change(
            work,
            succeeded_at=work.now,
            failures=0,
            fault=None,
            detail=None,
            next_at=work.now + command.every,
            **known,
        )
        return True
    pause = min(PAUSES[min(row.failures, len(PAUSES) - 1)], max(command.every, PAUSES[0]))
    _change(
        work,
        failures=row.failures + 1,
        fault=command.fault,
        detail=command.detail[:200] or None,
        next_at=work.now + pause,
    )
    return True


def _found(work: Work) -> Row[tuple[Any, ...]] | None:
    here = _state.c.municipality_id == work.municipality_id
    return work.connection.execute(select(_state).where(here).with_for_update()).first()


def _locked(work: Work) -> Row[tuple[Any, ...]]:
    row = _found(work)
    assert row is not None  # made when it was claimed, and never deleted
    return row


def _change(work: Work, **values: object) -> None:
    here = _state.c.municipality_id == work.municipality_id
    work.connection.execute(update(_state).where(here).values(**values))
