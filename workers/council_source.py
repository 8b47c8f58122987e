"""A look at the council's own system: fetched outside any transaction, taken in meeting by meeting, and said how it went."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import structlog

from wijkstem.adapters.council_source import Look, look
from wijkstem.adapters.outgoing import SourceFailed, Validators
from wijkstem.commands.council_import import ImportMeeting, ImportReport
from wijkstem.commands.council_source import ClaimSource, CloseSource, SourceClaim
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import RuleBroken
from wijkstem.services import Services
from wijkstem.settings import CouncilSource
from wijkstem.words.council_source import SourceFault
from workers.stopping import never

logger = structlog.get_logger(__name__)


def look_at_source(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int | None:
    """How many meetings were new or changed; None when it was not time, or it did not work."""
    source = services.settings.council_sources.get(municipality_id)
    if source is None or stopping():
        return None
    digest = sha256(source.address.encode()).hexdigest()
    claim = execute(services, municipality_id, ClaimSource(digest), SYSTEM)
    if claim is None:
        return None
    try:
        found = look(source, services.reader, Validators(claim.etag, claim.last_modified))
    except SourceFailed as failed:
        _close(services, municipality_id, _closed(claim, digest, source, failed))
        return None
    return _take_in(services, municipality_id, found, claim, source, digest)


def _take_in(
    services: Services,
    municipality_id: str,
    found: Look,
    claim: SourceClaim,
    source: CouncilSource,
    digest: str,
) -> int | None:
    changed, wrong = 0, found.wrong
    for meeting in found.meetings:
        try:
            report: ImportReport = execute(
                services, municipality_id, ImportMeeting(meeting), SYSTEM
            )
        except RuleBroken:
            # The only rule of an import: whose meeting it is.
            theirs = meeting.municipality_code or meeting.organisation or ""
            wrong = wrong or SourceFailed(SourceFault.OTHER_MUNICIPALITY, theirs)
        else:
            changed += report.changed
    _close(services, municipality_id, _closed(claim, digest, source, wrong, found, changed > 0))
    return changed if wrong is None else None


def _closed(
    claim: SourceClaim,
    digest: str,
    source: CouncilSource,
    failed: SourceFailed | None,
    found: Look | None = None,
    changed: bool = False,
) -> CloseSource:
    return CloseSource(
        claim,
        digest,
        timedelta(minutes=source.every_minutes),
        changed=changed,
        fault=failed.fault if failed else None,
        detail=failed.detail if failed else "",
        etag=found.validators.etag if found else None,
        last_modified=found.validators.last_modified if found else None,
    )


def _close(services: Services, municipality_id: str, command: CloseSource) -> None:
    execute(services, municipality_id, command, SYSTEM)
    said = logger.bind(municipality=municipality_id, changed=command.changed)
    if command.fault is None:
        said.info("council source looked at")
    else:
        said.warning("council source failed", fault=command.fault.value)
