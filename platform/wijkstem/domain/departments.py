"""Passing a case on to a department: to one of the rules, and with a word for who gets it."""

from wijkstem.domain.texts import text_error
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.rules.departments import Departments

#: Characters of what is told with it.
WORDS_MOST = 2000


def check_was(department: str | None, shown: str | None) -> None:
    """Raises Conflict when a colleague passed it on since the page was shown."""
    if department != shown:
        raise Conflict(
            "forwarded_meanwhile", "Een collega heeft deze zaak net doorgestuurd. Kijk opnieuw."
        )


def checked_words(
    department: str | None, words: str, was: str | None, known: Departments | None
) -> str:
    """What is told with it, cleaned. Raises Invalid for a department that is not there, or has it already."""
    errors = dict[str, FieldError]()
    if department is not None and (known is None or known.named(department) is None):
        errors["department"] = FieldError("no_department", "Kies een afdeling uit de lijst.")
    elif department == was:
        errors["department"] = FieldError("same_department", "Deze afdeling heeft de zaak al.")
    words = clean(words)
    if error := text_error(words, WORDS_MOST):
        errors["words"] = error
    if errors:
        raise Invalid(errors)
    return words
