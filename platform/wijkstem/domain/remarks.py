"""Questions and reactions of residents, and the municipality's answers: what each must say."""

from dataclasses import dataclass
from typing import Final

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean

QUESTION_MOST: Final = 1000
REACTION_MOST: Final = 500
ANSWER_MOST: Final = 5000
OFFICE_MOST: Final = 120


def checked_words(words: str, most: int) -> str:
    """What a resident says, cleaned. Raises Invalid for what says nothing, or holds what nobody may write."""
    said = clean(words)
    if error := text_error(said, most):
        raise Invalid({"words": error})
    return said


@dataclass(frozen=True)
class AnswerForm:
    """An answer as it was typed: what it says, and in the name of which office."""

    text: str
    office: str

    def cleaned(self) -> "AnswerForm":
        """Raises Invalid with an error for each field that must change."""
        text, office = clean(self.text), clean(self.office)
        found: dict[str, FieldError | None] = {
            "text": text_error(text, ANSWER_MOST),
            "office": line_error(office, OFFICE_MOST),
        }
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return AnswerForm(text, office)


def check_room(said: int, most: int) -> None:
    """Raises RuleBroken for who had their say: others want to be heard too."""
    if said >= most:
        raise RuleBroken(
            "said_enough", "U schreef al %(most)s keer. Dat is het meeste dat mag.", most=most
        )


def check_answer(now: int, shown: int) -> None:
    """Raises Conflict for who answers what a colleague answered meanwhile; 0 is no answer at all."""
    if now != shown:
        raise Conflict(
            "answered_meanwhile", "Een collega gaf net antwoord. Kijk hieronder hoe het nu is."
        )


def check_to_be_seen(hidden: bool) -> None:
    """Raises Conflict for what nobody reads any more."""
    if hidden:
        raise Conflict(
            "hidden_already", "De gemeente heeft dit al verborgen. Dank dat u het wilde melden."
        )
