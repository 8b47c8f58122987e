"""What can go wrong, in sentences that a resident can read; nothing here knows of HTTP.

Every error has a stable ``code`` for programs and tests. The sentence is Dutch, the source language of
the screens; the page translates it. ``values`` fill the named places in the sentence after translation,
so that the catalogue holds one entry and not one for every number.
"""

from collections.abc import Mapping


class WijkstemError(Exception):
    """The root: a sentence, a code, and the values that belong in the sentence."""

    def __init__(self, code: str, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.code = code
        self.sentence = sentence
        self.values = values


class NotFound(WijkstemError):
    """What was asked for is not there, or is not there for this person."""


class NotAllowed(WijkstemError):
    """This person may not do this."""


class Conflict(WijkstemError):
    """Somebody else was first: nothing was overwritten, and the sentence says what happened meanwhile."""


class RuleBroken(WijkstemError):
    """The municipality's rules do not allow this, now or at all."""


class Invalid(WijkstemError):
    """The input is not right; ``fields`` holds one error for each field that must change."""

    def __init__(self, fields: Mapping[str, "FieldError"]) -> None:
        super().__init__("invalid", "Controleer wat u hebt ingevuld.")
        self.fields = dict(fields)

    def __str__(self) -> str:
        return "; ".join(f"{name}: {error}" for name, error in self.fields.items())


class FieldError(WijkstemError):
    """What is wrong with one field of a form."""


class LoginRefused(WijkstemError):
    """What an identity provider sent back was not accepted; the code says why, and nothing says who it was."""


class TooOften(WijkstemError):
    """This was done too often in a short time; `seconds` says when it may be done again."""

    def __init__(self, code: str, sentence: str, *, seconds: int, **values: object) -> None:
        super().__init__(code, sentence, **values)
        self.seconds = seconds


class Away(WijkstemError):
    """A system outside that this cannot do without does not answer; the rest of the site does."""


class Crowded(WijkstemError):
    """More came at this moment than can be done; nothing was done, and it may be tried again."""


class BadConfiguration(WijkstemError):
    """The installation is not right: read by the operator at boot, always in English."""

    def __init__(self, sentence: str) -> None:
        Exception.__init__(self, sentence)
        self.code = "bad_configuration"
        self.sentence = sentence
        self.values = {}
