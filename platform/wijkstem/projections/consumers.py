"""Every projection there is."""

from sqlalchemy import Connection

from wijkstem.eventlog.consumer import Consumer
from wijkstem.projections.agenda import AGENDA
from wijkstem.projections.indicators import INDICATORS
from wijkstem.projections.listing import LISTING
from wijkstem.projections.sources import SOURCES
from wijkstem.projections.timeline import TIMELINE

PROJECTIONS: tuple[Consumer[Connection], ...] = (LISTING, TIMELINE, INDICATORS, AGENDA, SOURCES)

#: Of which version the rows of each have to be.
VERSIONS = {projection.name: projection.version for projection in PROJECTIONS}
