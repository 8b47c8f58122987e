"""The official's form for a round: what stands in its fields, and what was typed as the rules that a command takes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from wijkstem.domain.lots import LOTTO
from wijkstem.domain.making_rounds import AreaForm, PhaseForm, RoundForm
from wijkstem.domain.round_phases import PHASE_ALLOWS, acts
from wijkstem.domain.rounds import SOURCE_MOST, BallotRules, RoundRules, Voters
from wijkstem.domain.texts import line_error
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.kit.canonical import canonical
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.text import clean
from wijkstem.queries.rounds import Area, Phase, RoundPage
from wijkstem.tally import presets
from wijkstem.tally.rules import CountingRule, EqualShares
from wijkstem.web import inputs, round_lines
from wijkstem.web.round_errors import at_fields
from wijkstem.words.rounds import BallotType, PhaseKind, Roll, RoundAct

#: What a new round begins with, until an official says otherwise.
USUAL: Final = RoundRules(
    Voters(16, date(2026, 1, 1), Roll.OPEN),
    BallotRules(BallotType.APPROVAL, 1, 5),
    presets.chosen(presets.greedy()),
    ("04:00",),
    LOTTO,
)
_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})")
_TYPED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})[ ,]+(\d{1,2})[:.](\d{2})")


def values_of(it: RoundPage) -> dict[str, str]:
    """A round as its form shows it."""
    return {
        "revision": str(it.round.revision),
        "name": it.round.name,
        "about": it.round.about,
        "instrument": it.round.instrument,
        "areas": area_lines(it.areas),
        **phase_values(it.phases),
        **rule_values(it.round.rules),
    }


def area_lines(areas: Sequence[Area]) -> str:
    """A line for each: its name, budget, inhabitants and neighbourhoods."""
    return "\n".join(
        "; ".join((a.name, str(a.budget), str(a.inhabitants or ""), " ".join(a.places))).rstrip(
            "; "
        )
        for a in areas
    )


#: What may be chosen besides what a phase is there for; the rest of a round's course lies fixed.
MORE: Final[Mapping[PhaseKind, tuple[RoundAct, ...]]] = {
    PhaseKind.IDEAS: (RoundAct.COST, RoundAct.FIX),
    PhaseKind.FEASIBILITY: (RoundAct.SUBMIT, RoundAct.FIX),
    PhaseKind.ADVICE: (RoundAct.SUBMIT, RoundAct.COST, RoundAct.FIX),
    PhaseKind.BALLOT: (RoundAct.SUBMIT, RoundAct.COST),
}


def phase_values(phases: Sequence[Phase]) -> dict[str, str]:
    """From when until when, on the clock of the Netherlands, and what may be done in each."""
    allows = {**PHASE_ALLOWS, **{phase.kind: acts(phase) for phase in phases}}
    shown = {
        f"{kind}_{act}": "ja" if act in allows[kind] else "" for kind in MORE for act in MORE[kind]
    }
    for phase in phases:
        for end, at in (("from", phase.starts_at), ("to", phase.ends_at)):
            shown[f"{phase.kind}_{end}"] = at.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    return shown


def rule_values(rules: RoundRules) -> dict[str, str]:
    """The rules as fields."""
    ballot, count, day = rules.ballot, rules.count.to_dict(), rules.voters.reference_day
    shown: dict[str, Any] = {
        "minimum_age": rules.voters.minimum_age,
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "roll": rules.voters.roll,
        "type": ballot.type,
        **{name: getattr(ballot, name) for name in _NUMBERS},
        "heads_at": " ".join(rules.heads_at),
        "lot_source": rules.lot.source,
        "lot_days": rules.lot.days,
        "by": count["scoring"]["by"],
        "places": " ".join(str(one) for one in count["scoring"]["places"]),
        "ties": " ".join(count["ties"]),
        "leftover": count["leftover"],
        "caps": round_lines.cap_lines(count["caps"]),
        "thresholds": round_lines.threshold_lines(count["thresholds"]),
        **_winner_values(rules.count),
    }
    return {name: "" if value is None else str(value) for name, value in shown.items()}


_NUMBERS = (
    "min_picks",
    "max_picks",
    "spending_limit",
    "points",
    "most_points",
    "lowest_score",
    "highest_score",
)


def _winner_values(count: CountingRule) -> dict[str, str]:
    start = count.to_dict()["winner"]
    shares = presets.equal_shares().to_dict()["winner"]
    shown = {**shares, "unfit": "skip", **start}
    shown["exhaustive_stop"] = "ja" if shown["exhaustive_stop"] else ""
    return {name: str(value) for name, value in shown.items()}


def typed(values: Mapping[str, str], there: Sequence[Area] = ()) -> RoundForm:
    """What was typed. Raises Invalid with an error for each field that cannot be read."""
    errors = dict[str, FieldError]()
    areas = _areas(values.get("areas", ""), there, errors)
    phases = _phases(values, errors)
    rules = _rules(values, errors)
    if errors or rules is None:
        raise Invalid(errors)
    return RoundForm(
        values.get("name", ""),
        values.get("about", ""),
        values.get("instrument", ""),
        rules,
        tuple(areas),
        tuple(phases),
    )


def _areas(text: str, there: Sequence[Area], errors: dict[str, FieldError]) -> list[AreaForm]:
    """An area that keeps its name stays the area it was; and one that got another name, by its place in the list."""
    lines = [line for line in clean(text).splitlines() if line.strip()]
    named = {area.name: area for area in there}
    free = [area for area in there if area.name not in {_parts(line)[0] for line in lines}]
    areas = list[AreaForm]()
    for line in lines:
        name, budget, people, places = _parts(line)
        money = inputs.euros(budget)
        if money is None or (people and not people.isdigit()):
            errors["areas"] = FieldError(
                "area_line",
                "Deze regel kunnen wij niet lezen: %(line)s. Schrijf: naam; bedrag; inwoners; wijken.",
                line=line[:60],
            )
            continue
        was = named.get(name) or (free.pop(0) if free else None)
        areas.append(
            AreaForm(
                name,
                money,
                tuple(places.split()),
                int(people[:10]) if people else None,
                was.shape if was else None,
                was.seq if was else None,
            )
        )
    return areas


def _parts(line: str) -> tuple[str, str, str, str]:
    parts = [part.strip() for part in line.split(";", 3)]
    name, budget, people, places = (*parts, "", "", "", "")[:4]
    return name, budget, people, places


def _phases(values: Mapping[str, str], errors: dict[str, FieldError]) -> list[PhaseForm]:
    phases = list[PhaseForm]()
    for kind in PhaseKind:
        said = [clean(values.get(f"{kind}_{end}", "")) for end in ("from", "to")]
        if not any(said):
            continue
        start, end = (moment(text) for text in said)
        if start is None or end is None:
            name = f"{kind}_from" if start is None else f"{kind}_to"
            errors[name] = FieldError(
                "moment", "Schrijf een dag en een tijd. Bijvoorbeeld: 15-3-2026 09:00."
            )
            continue
        phases.append(PhaseForm(kind, start, end, _allows(kind, values)))
    return phases


def _allows(kind: PhaseKind, values: Mapping[str, str]) -> frozenset[RoundAct]:
    more = MORE.get(kind, ())
    chosen = {act for act in more if values.get(f"{kind}_{act}") == "ja"}
    return PHASE_ALLOWS[kind].difference(more) | chosen


def moment(text: str) -> datetime | None:
    """A day and a time on the clock of the Netherlands, as a browser sends it or as people type it."""
    try:
        if found := _MOMENT.match(text):
            year, month, day, hour, minute = map(int, found.groups())
        elif found := _TYPED.match(text):
            day, month, year, hour, minute = map(int, found.groups())
        else:
            return None
        return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)
    except ValueError:
        return None


def _rules(values: Mapping[str, str], errors: dict[str, FieldError]) -> RoundRules | None:
    day = inputs.day(values, "day")
    if day is None:
        errors["day"] = FieldError("day", "Vul de dag, de maand en het jaar in als getallen.")
        return None
    plain = {
        "voters": {
            "minimum_age": _number(values, "minimum_age"),
            "reference_day": day.isoformat(),
            "roll": values.get("roll"),
        },
        "ballot": {"type": values.get("type")} | {name: _number(values, name) for name in _NUMBERS},
        "count": _count(values, errors),
        "heads_at": values.get("heads_at", "").split(),
        "lot": _lot(values, errors),
        "withdrawn": "no_money",
    }
    try:
        return RoundRules.from_json(canonical(plain))
    except RuleBroken as wrong:
        errors.update(at_fields(wrong) | errors)
        return None


def _lot(values: Mapping[str, str], errors: dict[str, FieldError]) -> dict[str, Any]:
    source = clean(values.get("lot_source", ""))
    if error := line_error(source, SOURCE_MOST):
        errors["lot_source"] = error
    return {"source": source, "days": _number(values, "lot_days")}


def _number(values: Mapping[str, str], name: str) -> int | str | None:
    """A number where there is one; what is none is refused where it is read."""
    text = clean(values.get(name, ""))
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text or None


def _count(values: Mapping[str, str], errors: dict[str, FieldError]) -> dict[str, Any]:
    return {
        "winner": _winner(values),
        "scoring": {"by": values.get("by"), "places": values.get("places", "").split()},
        "thresholds": round_lines.thresholds_in(values.get("thresholds", ""), errors),
        "caps": round_lines.caps_in(values.get("caps", ""), errors),
        "exclusive": [],
        "ties": values.get("ties", "").split(),
        "lot": None,
        "leftover": values.get("leftover"),
    }


def _winner(values: Mapping[str, str]) -> dict[str, Any]:
    if values.get("rule") != EqualShares.rule:
        return {"rule": "greedy", "unfit": values.get("unfit")}
    return {
        "rule": EqualShares.rule,
        "exhaustive_stop": values.get("exhaustive_stop") == "ja",
        **{name: values.get(name) for name in ("worth", "completion", "increment", "comparison")},
    }
