"""A guided choice: what the answers lead to and why, and what an official who chooses otherwise must say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from wijkstem.domain.texts import text_error
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.rules.guide import Guide, GuideRule
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import MeansKind

SAID_MOST, REASONS_MOST = 500, 2000
#: From the least to the most that residents can be.
_ORDER = list(ParticipationLevel)


@dataclass(frozen=True)
class Advised:
    """What a guide leads to, and the ids of its reasons in their order."""

    level: ParticipationLevel
    kinds: frozenset[MeansKind]
    because: tuple[str, ...]


@dataclass(frozen=True)
class ChoiceForm:
    """A choice as it was typed."""

    dossier_id: UUID | None
    year_subject_id: UUID | None
    #: By question the id of its answer.
    answers: Mapping[str, str]
    level: str = ""
    kinds: tuple[str, ...] = ()
    #: Why something else was chosen than was advised.
    reasons: str = ""
    #: By question what is said with the answer.
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedChoice:
    """A choice as it can be published."""

    answers: Mapping[str, str]
    said: Mapping[str, str]
    advised: Advised
    level: ParticipationLevel
    kinds: frozenset[MeansKind]
    reasons: str

    @property
    def departs(self) -> bool:
        """Whether something else was chosen than was advised."""
        return departs(self.advised, self.level, self.kinds)


def departs(advised: Advised, level: ParticipationLevel, kinds: frozenset[MeansKind]) -> bool:
    """Whether a choice is not what was advised."""
    return (level, kinds) != (advised.level, advised.kinds)


def checked_answers(guide: Guide, answers: Mapping[str, str]) -> dict[str, str]:
    """An answer to each question. Raises Invalid for those that lack, or are none."""
    found = {one.id: answers.get(one.id, "") for one in guide.questions}
    _refuse({one.id: None if one.answer(found[one.id]) else _choose() for one in guide.questions})
    return found


def advised(guide: Guide, answers: Mapping[str, str]) -> Advised:
    """What answers to all questions lead to: the same for the same answers, whoever asks."""
    level, because = ParticipationLevel.CODECIDE, list[str]()
    for question in guide.questions:
        answer = question.answer(answers[question.id])
        if answer is not None and answer.most is not None:
            because.append(f"{question.id}.{answer.id}")
            level = min(level, answer.most, key=_ORDER.index)
    kinds: frozenset[MeansKind] = frozenset()
    for rule in guide.rules:
        if _holds(rule, answers):
            because.append(rule.id)
            kinds = (kinds | set(rule.adds)) - set(rule.drops)
    return Advised(level, kinds, tuple(because))


def _holds(rule: GuideRule, answers: Mapping[str, str]) -> bool:
    return all(answers[question] in some for question, some in rule.when.items())


def checked_choice(guide: Guide, form: ChoiceForm) -> CheckedChoice:
    """The form, cleaned. Raises Invalid: a choice that departs from the advice says why."""
    answers = checked_answers(guide, form.answers)
    found = advised(guide, answers)
    said = {one.id: clean(form.said.get(one.id, "")) for one in guide.questions}
    reasons = clean(form.reasons)
    _refuse(
        {
            "level": None if form.level in set(ParticipationLevel) else _choose(),
            "kinds": None if set(form.kinds) <= set(MeansKind) else _choose(),
            **{
                f"said_{name}": text_error(text, SAID_MOST, required=False)
                for name, text in said.items()
            },
        }
    )
    level = ParticipationLevel(form.level)
    kinds = frozenset(MeansKind(kind) for kind in form.kinds)
    _refuse({"kinds": _kinds_error(level, kinds)})
    needed = departs(found, level, kinds)
    _refuse({"reasons": text_error(reasons, REASONS_MOST, required=needed)})
    return CheckedChoice(
        answers,
        {name: text for name, text in said.items() if text},
        found,
        level,
        kinds,
        reasons if needed else "",
    )


def _kinds_error(level: ParticipationLevel, kinds: frozenset[MeansKind]) -> FieldError | None:
    if level is ParticipationLevel.INFORM and kinds:
        return FieldError(
            "nothing_to_ask", "U kiest alleen voor vertellen. Dan vraagt u mensen ook niets."
        )
    return None


def _choose() -> FieldError:
    return FieldError("choose", "Maak een keuze.")


def _refuse(found: Mapping[str, FieldError | None]) -> None:
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
