"""What people who took part thought of how it went."""

from enum import StrEnum


class Smiley(StrEnum):
    """The three faces that Enschede measures with."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"
