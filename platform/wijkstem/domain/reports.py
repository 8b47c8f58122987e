"""Reporting what should not be there, deciding on it, and asking to have that looked at again: what each must say."""

from datetime import date
from uuid import UUID

from wijkstem.domain.explaining import REASONS_LEAST, REASONS_MOST, completed, explained, unfit
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.domain.terms import due_date
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.schema import Moderating, Municipality, Term
from wijkstem.words import ReportReason, Verdict

__all__ = ["REASONS_LEAST", "REASONS_MOST", "WORDS_MOST"]

#: More than this about one thing nobody needs.
WORDS_MOST = 2000


def checked_words(words: str, *, least: int = 1) -> str:
    """What somebody reports or asks, cleaned. Raises Invalid for what says nothing, or holds what nobody may write."""
    words = clean(words)
    if len(words) < least:
        raise Invalid(
            {
                "words": FieldError(
                    "words_needed", "Schrijf in een paar woorden wat er aan de hand is."
                )
            }
        )
    if error := unfit(words, most=WORDS_MOST):
        raise Invalid({"words": error})
    check_no_bsn({"words": words})
    return words


def checked_report(reason: str, words: str) -> tuple[ReportReason, str]:
    """Why somebody reports something, and their words. Raises Invalid with an error for each field."""
    errors: dict[str, FieldError] = {}
    if reason not in set(ReportReason):
        errors["reason"] = FieldError("reason_needed", "Kies waarom u dit meldt.")
    try:
        words = checked_words(words)
    except Invalid as wrong:
        errors |= wrong.fields
    if errors:
        raise Invalid(errors)
    return ReportReason(reason), words


def checked_reasons(
    verdict: Verdict, ground: str, reasons: str, rules: Moderating
) -> tuple[str | None, str]:
    """Ground and reasons of a decision. Raises Invalid with what lacks."""
    errors: dict[str, FieldError] = {}
    reasons = clean(reasons)
    if verdict is Verdict.HIDDEN and ground not in {one.code for one in rules.grounds}:
        errors["ground"] = FieldError("ground_needed", "Kies op welke grond u dit verbergt.")
    if error := _reasons_error(reasons, rules.template):
        errors["reasons"] = error
    if errors:
        raise Invalid(errors)
    return (ground if verdict is Verdict.HIDDEN else None), reasons


def _reasons_error(reasons: str, template: str) -> FieldError | None:
    return completed(reasons, template) or explained(reasons)


def last_day(term: Term, today: date, municipality: Municipality) -> date:
    """The last day of a term that begins now."""
    return due_date(term, today, municipality.recesses)


def check_in_time(appeal_until: date | None, today: date) -> None:
    """Raises RuleBroken when it can no longer be asked to have it looked at again."""
    if appeal_until is None or today > appeal_until:
        raise RuleBroken(
            "appeal_too_late",
            "De termijn hiervoor is voorbij. Bel de gemeente als u het er niet mee eens bent.",
        )


def check_somebody_else(decided_by: UUID | None, me: UUID | None) -> None:
    """Raises RuleBroken for who took the decision that is to be looked at again."""
    if decided_by is not None and decided_by == me:
        raise RuleBroken(
            "decided_before", "U nam dit besluit zelf. Een collega moet er opnieuw naar kijken."
        )
