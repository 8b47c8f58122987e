"""All resources together, by the name in their address."""

from collections.abc import Mapping
from typing import Final

from wijkstem.web.api.v1.indicators import INDICATORS
from wijkstem.web.api.v1.means_resources import MEANS
from wijkstem.web.api.v1.more_resources import COUNCIL
from wijkstem.web.api.v1.resources import PLANS, Resource

RESOURCES: Final[Mapping[str, Resource]] = {**PLANS, **COUNCIL, **MEANS, **INDICATORS}
