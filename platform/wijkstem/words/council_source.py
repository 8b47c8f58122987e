"""What can go wrong between us and the council's own system, as a closed set."""

from enum import StrEnum


class SourceFault(StrEnum):
    """Why a look at the council's system brought nothing."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    TOO_LARGE = "too_large"
    #: It sends us to another address: the operator names the address, and nobody else does.
    REDIRECTED = "redirected"
    STATUS = "status"
    NOT_JSON = "not_json"
    BAD_SHAPE = "bad_shape"
    OTHER_MUNICIPALITY = "other_municipality"
