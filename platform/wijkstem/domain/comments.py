"""Comments on a passage of a council proposal: what each must say, and what an answer must."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.words.comments import Assent, NoteState, Response

WHY_MOST: Final = 2000
WORDING_MOST: Final = 5000
ORGANISATION_MOST: Final = 120
REASONS_MOST: Final = 3000
SUMMARY_MOST: Final = 10_000


@dataclass(frozen=True)
class CommentForm:
    """A comment as it was typed; "" for what was left empty."""

    assent: str
    why: str
    #: How the passage should read.
    wording: str = ""
    #: Whether it is said in the name of an organisation, and of which.
    for_organisation: bool = False
    organisation: str = ""

    def cleaned(self, passage: str = "") -> "CommentForm":
        """Raises Invalid with an error for each field that must change; ``passage`` is the text that it is about."""
        why, wording = clean(self.why), clean(self.wording)
        organisation = clean(self.organisation) if self.for_organisation else ""
        known = self.assent in set(Assent)
        _refuse(
            {
                "assent": None if known else FieldError("choose", "Kies wat u ervan vindt."),
                "why": text_error(why, WHY_MOST, required=self.assent != Assent.AGREE),
                "wording": _wording_error(wording, passage),
                "organisation": line_error(organisation, ORGANISATION_MOST)
                if self.for_organisation
                else None,
            }
        )
        return CommentForm(self.assent, why, wording, self.for_organisation, organisation)


def said_in(organisation: str, why: str, wording: str) -> str:
    """All that somebody wrote in one, as one text."""
    return "\n\n".join(part for part in (organisation, why, wording) if part)


def _wording_error(wording: str, passage: str) -> FieldError | None:
    if wording and wording == passage.strip():
        return FieldError("same_words", "Dit is dezelfde tekst. Verander hem, of laat dit leeg.")
    return text_error(wording, WORDING_MOST, required=False)


def check_worded(wording: str, passage: int) -> None:
    """Raises Invalid for another wording of the whole: that says of no sentence how it should read."""
    if wording and not passage:
        raise Invalid({"wording": FieldError("no_wording", "Stel dit voor bij een stuk tekst.")})


def check_comment(now: int, shown: int) -> None:
    """Raises Conflict for who changes what they changed in another window meanwhile."""
    if now != shown:
        raise Conflict(
            "changed_meanwhile", "U hebt dit net anders opgeschreven. Kijk hoe het nu is."
        )


@dataclass(frozen=True)
class AnswerForm:
    """An answer as it was typed."""

    response: str
    reasons: str

    def cleaned(self) -> "AnswerForm":
        """Raises Invalid with an error for each field that must change: an answer always says why."""
        reasons = clean(self.reasons)
        known = self.response in set(Response)
        _refuse(
            {
                "response": None if known else FieldError("choose", "Maak een keuze."),
                "reasons": text_error(reasons, REASONS_MOST),
            }
        )
        return AnswerForm(self.response, reasons)


def checked_summary(summary: str) -> str:
    """What people said, in short, cleaned. Raises Invalid without."""
    said = clean(summary)
    _refuse({"summary": text_error(said, SUMMARY_MOST)})
    return said


def check_draft(state: NoteState) -> None:
    """Raises RuleBroken for a note that stands: nothing in it becomes otherwise."""
    if state is NoteState.ADOPTED:
        raise RuleBroken("adopted", "De nota staat vast. Er kan niets meer veranderen.")


def check_whole(unanswered: Sequence[int], summary: str) -> None:
    """Raises RuleBroken for a note in which a comment has no answer: ``unanswered`` are their passages; Invalid without a summary."""
    if unanswered:
        raise RuleBroken(
            "unanswered",
            "%(count)s reacties hebben nog geen antwoord. Geef eerst op alles antwoord.",
            count=len(unanswered),
        )
    checked_summary(summary)


def _refuse(found: dict[str, FieldError | None]) -> None:
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
