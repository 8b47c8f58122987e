"""A dialogue: what a statement may say, what in it may be somebody's name, and in which order each person sees them."""

import re
from collections.abc import Collection, Mapping
from hashlib import blake2b
from math import log
from typing import Final
from uuid import UUID

from wijkstem.domain.personal_data import named_people, personal_data
from wijkstem.domain.texts import line_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.words.dialogue import Stance

#: As published: one thought, that can be read at a glance.
WORDS_MOST: Final = 140
REASONS_MOST: Final = 2000


def checked_statement(words: str) -> str:
    """The words, cleaned. Raises Invalid for what says nothing, is too long, or holds what nobody may write."""
    said = clean(words)
    if error := line_error(said, WORDS_MOST):
        raise Invalid({"words": error})
    return said


def same_words(words: str) -> str:
    """Two statements are the same when only capitals, blanks and the last full stop differ."""
    return " ".join(words.casefold().split()).rstrip(".!? ")


def check_new(words: str, others: Collection[str]) -> None:
    """Raises Invalid for what somebody else said already."""
    if same_words(words) in {same_words(one) for one in others}:
        raise Invalid({"words": FieldError("said_before", "Deze stelling is er al.")})


def check_room(own: int, all_: int, rule: Dialoguing) -> None:
    """Raises RuleBroken for who wrote enough, and for a dialogue that is full."""
    if own >= rule.own_most:
        raise RuleBroken(
            "said_enough",
            "U schreef al %(most)s keer. Dat is het meeste dat mag.",
            most=rule.own_most,
        )
    if all_ >= rule.all_most:
        raise RuleBroken("dialogue_full", "Er zijn al genoeg stellingen. U kunt er op antwoorden.")


def check_enough(placed: int, rule: Dialoguing) -> None:
    """Raises RuleBroken for a dialogue that would open with nothing to answer."""
    if placed < rule.statements_fewest:
        raise RuleBroken(
            "few_statements",
            "Schrijf eerst %(fewest)s stellingen of meer. Dan kunnen mensen beginnen.",
            fewest=rule.statements_fewest,
        )


def check_waiting(waits: bool) -> None:
    """Raises Conflict for a statement that was judged already."""
    if not waits:
        raise Conflict("judged_already", "Een collega nam hierover al een besluit.")


def checked_reasons(reasons: str) -> str:
    """Why a statement is refused. Raises Invalid without."""
    said = clean(reasons)
    if not said:
        raise Invalid({"reasons": FieldError("empty", "Vul dit in.")})
    if len(said) > REASONS_MOST:
        raise Invalid(
            {
                "reasons": FieldError(
                    "too_long",
                    "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
                    length=len(said),
                    most=REASONS_MOST,
                )
            }
        )
    return said


def stance_of(text: str) -> Stance:
    """Raises Invalid for what is no answer."""
    found = next((one for one in Stance if one == text), None)
    if found is None:
        raise Invalid({"stance": FieldError("choose", "Maak een keuze.")})
    return found


_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_BETWEEN = r"(?:\s+(?:van|de|der|den|het|ter|ten|te|el|al|von|du))*"
#: Two words with a capital, or one after what somebody does.
_FULL = re.compile(rf"\b{_NAME}(?:{_BETWEEN}\s+{_NAME})+")
_OFFICE = re.compile(
    rf"\b(?i:wethouder|burgemeester|raadslid|ambtenaar|dokter|meester|juf){_BETWEEN}\s+{_NAME}"
)


def doubts(words: str, places: Collection[str]) -> tuple[str, ...]:
    """What may be somebody's name or other personal data, for who moderates; names of ``places`` are none.

    A guess: it can miss one, and it can be wrong. Nothing is refused for it.
    """
    known = {place.casefold() for place in places}
    seen = [one.text for one in (*personal_data(words), *named_people(words))]
    named = [found[0] for pattern in (_OFFICE, _FULL) for found in pattern.finditer(words)]
    return tuple(dict.fromkeys([*seen, *(one for one in named if one.casefold() not in known)]))


def in_order(statements: Mapping[UUID, int], person_id: UUID) -> list[UUID]:
    """Statements in the order in which one person sees them: by chance, those with few answers sooner.

    The chance is a digest of person and statement, so it stays the same for a person and differs between two. By weight
    as Efraimidis and Spirakis (2006) draw: a statement with so many answers comes first as often as 1 / (1 + answers).
    """

    def late(one: UUID) -> float:
        digest = blake2b(person_id.bytes + one.bytes, digest_size=7).digest()
        chance = (int.from_bytes(digest) + 1) / (2**56 + 1)
        return -log(chance) * (1 + statements[one])

    return sorted(statements, key=lambda one: (late(one), one))
