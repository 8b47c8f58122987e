"""Partnerships of the municipality: what they are in law, and what the municipality is in them."""

from enum import StrEnum


class LegalForm(StrEnum):
    """What a partnership is in law."""

    #: Public bodies together, under the Wet gemeenschappelijke regelingen.
    JOINT_SCHEME = "joint_scheme"
    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    #: Written down and signed, without a body of its own.
    AGREEMENT = "agreement"
    #: People who meet, and have signed nothing.
    NETWORK = "network"


class OwnRole(StrEnum):
    """What the municipality is in a partnership."""

    OWNER = "owner"
    CLIENT = "client"
    FUNDER = "funder"
    PARTNER = "partner"
    HOST = "host"
    OBSERVER = "observer"
