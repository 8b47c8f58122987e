"""What is kept of a plan that is being written, and what happens when two pages write at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken

#: Characters that one draft holds at most: more than the longest form asks for.
MOST_CHARACTERS = 60_000
#: Answers that one draft holds at most.
MOST_ANSWERS = 60
#: Plans that one person may have in hand.
MOST_DRAFTS = 20


@dataclass(frozen=True)
class Kept:
    """An answer, the revision of the draft that brought it, and the page that it was typed on."""

    text: str
    revision: int
    page: str


def written(answers: Mapping[str, Kept]) -> str:
    """How a draft's answers are stored."""
    return json.dumps({n: [k.text, k.revision, k.page] for n, k in answers.items()})


def read(stored: str) -> dict[str, Kept]:
    """The answers of a stored draft."""
    return {name: Kept(*kept) for name, kept in json.loads(stored).items()}


def merged(
    kept: Mapping[str, Kept], typed: Mapping[str, str], *, seen: int, revision: int, page: str
) -> dict[str, Kept]:
    """``kept`` with what was ``typed`` on a page that showed revision ``seen``.

    Another page may have changed other answers meanwhile; the same answer it may not. A page never stands in its
    own way: who goes back in the browser and types on sends the same page again.

    Raises:
        Conflict: another page brought another answer to the same question since.
        Invalid: it is more than a draft holds.
    """
    for name, text in typed.items():
        there = kept.get(name)
        newer = there is not None and there.revision > seen and there.page != page
        if there is not None and newer and there.text != text:
            raise Conflict(
                "edited_meanwhile",
                "U hebt dit intussen in een ander venster gewijzigd. Kijk welke tekst u wilt houden.",
            )
    changed = {
        name: Kept(text, revision, page)
        for name, text in typed.items()
        if name not in kept or kept[name].text != text
    }
    both = {**kept, **changed}
    _check_size(both)
    return both


def _check_size(answers: Mapping[str, Kept]) -> None:
    size = sum(len(name) + len(kept.text) for name, kept in answers.items())
    if size > MOST_CHARACTERS or len(answers) > MOST_ANSWERS:
        raise Invalid(
            {
                "": FieldError(
                    "draft_too_long",
                    "Uw plan is te lang om te bewaren: %(length)s tekens. Er mogen er %(most)s in.",
                    length=size,
                    most=MOST_CHARACTERS,
                )
            }
        )


def check_number(drafts: int) -> None:
    """Raises RuleBroken for who has as many plans in hand as we keep."""
    if drafts >= MOST_DRAFTS:
        raise RuleBroken(
            "too_many_drafts",
            "U hebt al %(most)s plannen die u nog niet hebt verstuurd. Gooi er eerst een weg op uw eigen pagina.",
            most=MOST_DRAFTS,
        )
