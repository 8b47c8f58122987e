"""How a request for the council's agenda is handed over, and what there is to tell of it."""

from enum import StrEnum


class HandoverWay(StrEnum):
    """By which way it went."""

    HOOK = "hook"
    MAIL = "mail"
    DOWNLOAD = "download"


class HandoverKind(StrEnum):
    """What happened to the request; the values stand in what receivers get, so they are Dutch and stay."""

    REQUESTED = "ingediend"
    FILLED = "aangevuld"
    ACCEPTED = "aangenomen"
    PLACED = "geplaatst"
    RETURNED = "teruggegeven"
    #: Nothing happened: somebody took it as it is.
    TAKEN = "opgehaald"
