"""Every kind of file with figures, and how it is read."""

from collections.abc import Mapping

from wijkstem.domain.feedback import FEEDBACK
from wijkstem.domain.grievances import GRIEVANCES
from wijkstem.domain.inhabitants import INHABITANTS
from wijkstem.domain.observation_files import OBSERVATIONS
from wijkstem.domain.source_files import Layout
from wijkstem.words.sources import SourceKind

LAYOUTS: Mapping[SourceKind, Layout] = {
    one.kind: one for one in (OBSERVATIONS, INHABITANTS, FEEDBACK, GRIEVANCES)
}
