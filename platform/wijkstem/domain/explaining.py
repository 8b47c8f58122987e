"""Whether words tell a resident why, and can be kept."""

import re

from wijkstem.errors import FieldError
from wijkstem.kit.text import clean, has_control_characters

#: Fewer characters explain nothing.
REASONS_LEAST = 20
#: What is still to be written in a text to begin with: it stands in square brackets.
_BLANK = re.compile(r"\[[^\]\n]+\]")
#: More nobody reads.
REASONS_MOST = 5000


def explained(words: str) -> FieldError | None:
    """What is wrong with reasons that must be there."""
    if len(words) < REASONS_LEAST:
        return FieldError(
            "reasons_needed", "Leg in gewone woorden uit waarom. Gebruik minstens 20 tekens."
        )
    return unfit(words)


def completed(words: str, template: str) -> FieldError | None:
    """What is wrong with words that may have begun as ``template``: a blank was left, or nothing was added."""
    left = [part for part in _BLANK.findall(template) if part in words]
    if left:
        return FieldError(
            "template_untouched",
            "Vul zelf in wat tussen de vierkante haken staat: %(part)s",
            part=left[0],
        )
    if words and words == clean(_BLANK.sub("", template)):
        return explained("")
    return None


def unfit(words: str, *, most: int = REASONS_MOST) -> FieldError | None:
    """What is wrong with words that may be there."""
    if len(words) > most:
        return FieldError(
            "too_long",
            "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
            length=len(words),
            most=most,
        )
    if has_control_characters(words):
        return FieldError(
            "control_characters",
            "Er staan tekens in die wij niet kunnen opslaan. Typ de tekst opnieuw.",
        )
    return None
