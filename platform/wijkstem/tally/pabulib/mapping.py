"""META to a counting rule: what the file says how it was counted, and what we had to assume.

| META `rule` | our rule |
|---|---|
| `greedy`, `greedy-threshold`, `greedy-exclusive` | greedy, what does not fit is skipped |
| `greedy-no-skip` | greedy, stops at the first that does not fit |
| `equalshares` | equal shares, no completion |
| `equalshares/add1`, `/add1u`, `/utilitarian` | with that completion; one unit of money a step, on to the last step that fits |
| `…-comparison` | with the comparison by satisfaction |
| anything else | refused: whoever counts says by which rule |

The kind of ballot gives the score: votes, points, or for a ranking Borda with `max_length` for the first place.
`min_project_score_threshold`, `leftover_budget` and `budget_per_category` or `_neighborhood` are taken over whatever
the rule. Ties: cheaper, then more votes, then the lot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.tally import presets
from wijkstem.tally.elections import BallotKind
from wijkstem.tally.pabulib.electing import KINDS, in_meta, needed
from wijkstem.tally.pabulib.files import PbFile
from wijkstem.tally.pabulib.numbers import amount, whole
from wijkstem.tally.remarks import Remark, remark
from wijkstem.tally.rules import (
    Cap,
    CapOn,
    Comparison,
    Completion,
    CountingRule,
    EqualShares,
    Greedy,
    Leftover,
    Measure,
    Scoring,
    Threshold,
    Unfit,
    Unit,
    Worth,
)

_GREEDY: Final = {
    "greedy": Unfit.SKIP,
    "greedy-threshold": Unfit.SKIP,
    "greedy-exclusive": Unfit.SKIP,
    "greedy-no-skip": Unfit.STOP,
}
_SHARES: Final = ("equalshares", "equal-shares")
_COMPLETIONS: Final = {
    "": Completion.NONE,
    "add1": Completion.ADD1,
    "add1u": Completion.ADD1U,
    "utilitarian": Completion.UTILITARIAN,
    "u": Completion.UTILITARIAN,
}
_COMPARISON: Final = "-comparison"
#: How Pabulib begins the sentence about what is left over.
_LEFTOVER: Final = {
    "fund additional projects that fit": Leftover.FIT,
    "partially fund one additional project": Leftover.PARTIAL,
}
#: Where the money of each category or neighbourhood stands, and in the same order their names.
_CAPS: Final = (
    (CapOn.CATEGORY, "budget_per_category", "categories"),
    (CapOn.NEIGHBOURHOOD, "budget_per_neighborhood", "neighborhoods"),
)
KNOWN_RULES: Final = (*_GREEDY, *(f"equalshares/{one}" for one in ("add1", "add1u", "utilitarian")))


@dataclass(frozen=True)
class Mapped:
    """The rule of a file, and what the file did not say."""

    rule: CountingRule
    assumed: tuple[Remark, ...]


def mapped(file: PbFile, name: str | None = None) -> Mapped:
    """The rule that META names, or ``name`` in its place.

    Raises:
        FieldError: META names no rule that we can carry out.
    """
    assumed: list[Remark] = []
    winner = _winner(file, name)
    if isinstance(winner, EqualShares):
        said = N_("Gelijke delen: stappen van één, door tot de laatste stap die past.")
        assumed.append(remark("assumed_shares", said))
    if not name and file.key("rule") == "greedy-exclusive":
        said = N_("Het bestand zegt niet welke plannen elkaar uitsluiten. Er is geteld zonder dat.")
        assumed.append(remark("assumed_exclusive", said))
    scoring, found = _scoring(file)
    leftover, more = _leftover(file)
    caps, other = _caps(file)
    said = N_("Bij een gelijke stand: eerst goedkoper, dan meer stemmen, dan de loting.")
    assumed += [*found, *more, *other, remark("assumed_ties", said)]
    rule = replace(
        presets.plain_rule(winner, scoring),
        thresholds=tuple(_thresholds(file)),
        leftover=leftover,
        caps=tuple(caps),
    )
    return Mapped(rule, tuple(assumed))


def _winner(file: PbFile, name: str | None) -> Greedy | EqualShares:
    said = (name or needed(file, "rule")).strip().lower()
    if said in _GREEDY:
        return Greedy(unfit=_GREEDY[said])
    family, _, steps = said.partition("/")
    compares = steps.endswith(_COMPARISON) or steps == _COMPARISON[1:]
    steps = steps.removesuffix(_COMPARISON).removesuffix(_COMPARISON[1:])
    if family in _SHARES and steps in _COMPLETIONS:
        return EqualShares(
            worth=Worth.COST,
            completion=_named_completion(name, steps),
            increment=Fraction(1),
            exhaustive_stop=False,
            comparison=Comparison.SATISFACTION if compares else Comparison.NONE,
        )
    raise FieldError(
        "pb_rule",
        "Hoe “%(rule)s” telt, staat niet in het bestand. Zeg zelf met welke regel: %(known)s.",
        rule=said,
        known=", ".join(KNOWN_RULES),
    )


def _named_completion(name: str | None, steps: str) -> Completion:
    """Who asks for equal-shares and no more, gets what elections in use have: Add1."""
    if name and name.strip().lower() == "equal-shares":
        return Completion.ADD1
    return _COMPLETIONS[steps]


def _scoring(file: PbFile) -> tuple[Scoring, Sequence[Remark]]:
    kind = KINDS.get(needed(file, "vote_type"))
    if kind != BallotKind.RANKING:
        return (presets.POINTS if kind and kind.has_points else presets.VOTES), ()
    if (said := file.key("scoring_fn") or "Borda").lower() != "borda":
        raise FieldError("pb_scoring", "Wij kennen de puntentelling “%(name)s” niet.", name=said)
    if length := file.key("max_length"):
        return presets.borda(max(1, in_meta("max_length", length, whole))), ()
    first = max(1, len(file.projects.rows))
    words = N_("Het bestand zegt niet wat de eerste plaats waard is. Wij geven %(points)s punten.")
    return presets.borda(first), (remark("assumed_borda", words, points=first),)


def _thresholds(file: PbFile) -> Iterator[Threshold]:
    key = "min_project_score_threshold"
    if said := file.key(key):
        least = in_meta(key, said, amount)
        yield Threshold(on=Measure.SCORE, at_least=least, unit=Unit.NUMBER)


def _leftover(file: PbFile) -> tuple[Leftover, Sequence[Remark]]:
    if not (said := file.key("leftover_budget")):
        return Leftover.NOTHING, ()
    for words, leftover in _LEFTOVER.items():
        if said.lower().startswith(words):
            return leftover, ()
    words = N_("Wat er over is, blijft over. Het bestand zegt: %(said)s.")
    return Leftover.NOTHING, (remark("assumed_leftover", words, said=said),)


def _caps(file: PbFile) -> tuple[list[Cap], list[Remark]]:
    caps: list[Cap] = []
    odd: list[Remark] = []
    for on, money, names in _CAPS:
        amounts, named = _list(file.key(money)), _list(file.key(names))
        if amounts and len(amounts) != len(named):
            words = N_(
                "%(money)s hoort bij %(names)s, maar er zijn er niet evenveel. Geteld zonder."
            )
            odd.append(remark("assumed_caps", words, money=money, names=names))
            continue
        caps += [
            Cap(on=on, name=name, money=in_meta(money, most, amount), plans=None)
            for name, most in zip(named if amounts else [], amounts, strict=True)
        ]
    return caps, odd


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
