"""What a photo of a plan must have: an end to their number, and words for who cannot see them."""

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.text import clean, has_control_characters

#: Photos of one plan.
MOST_PHOTOS = 5
#: Characters of a description.
DESCRIPTION_LENGTH = 300


def checked_description(text: str) -> str:
    """The description, cleaned; an empty one may be kept, but not be sent. Raises Invalid."""
    text = clean(text).replace("\n", " ")
    if len(text) > DESCRIPTION_LENGTH:
        raise Invalid(
            {
                "description": FieldError(
                    "too_long",
                    "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
                    length=len(text),
                    most=DESCRIPTION_LENGTH,
                )
            }
        )
    if has_control_characters(text):
        raise Invalid({"description": not_allowed_characters()})
    return text


def undescribed() -> FieldError:
    """What a form says of a photo without words."""
    return FieldError(
        "no_description",
        "Vertel in een zin wat er op de foto te zien is. Dat is voor mensen die de foto niet kunnen zien.",
    )
