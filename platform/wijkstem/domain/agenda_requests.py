"""What goes to the council with a request: whether it is whole, and what somebody may fill in."""

from collections.abc import Mapping
from dataclasses import dataclass

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean, has_control_characters, is_blank
from wijkstem.tables.council import AgendaRequest, RequestState
from wijkstem.words import Competence

#: How long each text may be.
LONGEST = {"decision": 2000, "explanation": 5000, "costs": 2000}
#: More than any municipality has.
MOST_EUROS = 999_999_999


@dataclass(frozen=True)
class Dossier:
    """The words of a request, as they stand now."""

    decision: str
    explanation: str
    costs: str
    euros: int | None = None
    competence: Competence | None = None
    #: 0: nobody went over them yet; they are the plan's own answers.
    revision: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """What still must be filled in before it can go to the council."""
        return tuple(name for name in LONGEST if is_blank(getattr(self, name)))


def begun(answers: Mapping[str, str]) -> Dossier:
    """What the plan itself says; a question that its instrument does not ask is still to be answered."""
    decision, explanation, costs = (answers.get(name, "") for name in LONGEST)
    return Dossier(decision, explanation, costs)


def checked(texts: Mapping[str, str], euros: int | None) -> dict[str, str]:
    """The texts, cleaned; they may be empty, because somebody may go on later.

    Raises:
        Invalid: with an error for each field that must change.
    """
    cleaned = {name: clean(texts.get(name, "")) for name in LONGEST}
    errors = {name: error for name, text in cleaned.items() if (error := _wrong(name, text))}
    if euros is not None and not 0 <= euros <= MOST_EUROS:
        errors["euros"] = FieldError(
            "bad_amount", "Schrijf een bedrag in hele euro's, zoals 1500. Of laat het leeg."
        )
    if errors:
        raise Invalid(errors)
    check_no_bsn(cleaned)
    return cleaned


def _wrong(name: str, text: str) -> FieldError | None:
    if len(text) > LONGEST[name]:
        return FieldError(
            "too_long",
            "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
            length=len(text),
            most=LONGEST[name],
        )
    return not_allowed_characters() if has_control_characters(text) else None


def check_open(request: AgendaRequest | None) -> AgendaRequest:
    """Raises RuleBroken for a plan that asks for no place now, or of which the clerk has what is needed."""
    if request is None or request.state is not RequestState.OPEN:
        raise RuleBroken("no_open_request", "Dit plan vraagt nu geen plek op de agenda.")
    if request.accepted_on is not None:
        raise RuleBroken(
            "request_accepted", "De griffie heeft dit verzoek al aangenomen. De tekst ligt nu vast."
        )
    return request


def check_revision(now: int, shown: int) -> None:
    """Raises Conflict when somebody else filled it in after the page was made."""
    if now != shown:
        raise Conflict(
            "dossier_changed", "Iemand anders heeft dit verzoek net gewijzigd. Kijk het eerst na."
        )


def check_whole(dossier: Dossier) -> None:
    """Raises RuleBroken for a request in which something is missing."""
    if dossier.missing:
        raise RuleBroken(
            "dossier_incomplete", "Er mist nog iets in dit verzoek. Vul het aan of vraag erom."
        )
