"""What any text that the municipality or a resident typed must hold to, whatever it is about."""

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.personal_data import has_bsn, no_bsn
from wijkstem.errors import FieldError
from wijkstem.kit.text import has_control_characters, is_blank

#: What stands where words were that somebody had wiped; on screen, so in Dutch.
WIPED_WORDS = "Wie dit schreef, heeft deze tekst laten wissen"


def line_error(text: str, most: int, *, required: bool = True) -> FieldError | None:
    """What is wrong with a text of one line."""
    return not_allowed_characters() if "\n" in text else text_error(text, most, required=required)


def text_error(text: str, most: int, *, required: bool = True) -> FieldError | None:
    """What is wrong with a text; None when nothing is."""
    if is_blank(text):
        return FieldError("empty", "Vul dit in.") if required or text else None
    if len(text) > most:
        return FieldError(
            "too_long",
            "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
            length=len(text),
            most=most,
        )
    if has_control_characters(text):
        return not_allowed_characters()
    return no_bsn() if has_bsn(text) else None
