"""Who takes part, how, and how evenly over the neighbourhoods."""

from decimal import Decimal

from wijkstem.queries.formulas.base import (
    PLAN,
    TIME,
    Figures,
    Formula,
    per,
    rounded,
    share,
    sharing,
)
from wijkstem.words import Breakdown

_ACTS = ("act_online", "act_on_behalf", "act_paper")
_BY = frozenset({Breakdown.YEAR, Breakdown.NEIGHBOURHOOD})
_AT_HOME = {
    Breakdown.NEIGHBOURHOOD: {"people": "people_from", "new_people": "new_people_from"},
}


def people(figures: Figures) -> int:
    """Different people: in a year those of that year, and of all years together everybody who was new once."""
    return figures.count("new_people" if figures.ever else "people")


def _people() -> Formula:
    return Formula(
        ("people", "new_people"),
        lambda figures: Decimal(people(figures)),
        people=people,
        breakdowns=_BY,
        swaps=_AT_HOME,
    )


def _new_people() -> Formula:
    def new(figures: Figures) -> int:
        return figures.count("new_people")

    return Formula(
        ("new_people",),
        lambda figures: Decimal(new(figures)),
        people=new,
        breakdowns=frozenset({Breakdown.YEAR}),
    )


def _per_thousand() -> Formula:
    return Formula(
        ("people", "new_people"),
        lambda figures: per(people(figures), figures.town.people, 1000, "0.1"),
        people=people,
        breakdowns=_BY,
        swaps=_AT_HOME,
        divides=True,
    )


def _evenness() -> Formula:
    measures = ("people_from", "new_people_from")

    def work_out(figures: Figures) -> Decimal | None:
        return _spread(figures, measures[1] if figures.ever else measures[0])

    return Formula(
        measures,
        work_out,
        places=measures,
        breakdowns=frozenset({Breakdown.YEAR}),
        divides=True,
    )


def _drawn_evenly() -> Formula:
    """Of who was drawn and takes part, against who lives there."""
    return Formula(
        ("draw_yes",),
        lambda figures: _spread(figures, "draw_yes"),
        places=("draw_yes",),
        breakdowns=frozenset({Breakdown.YEAR}),
        divides=True,
    )


def _spread(figures: Figures, measure: str) -> Decimal | None:
    """Of the neighbourhoods of which it is known how many people live there."""
    of, known = figures.by_place(measure), figures.town.inhabitants
    return gini([(of[place], known[place]) for place in of if known.get(place)])


def gini(groups: list[tuple[int, int]]) -> Decimal | None:
    """How unevenly something is spread over groups of people, of each (how much, how many people).

    0: everywhere as much for each inhabitant; towards 1: all of it with few of them. It is twice the area between
    the line of an even spread and the curve of Lorenz, which goes from where least is to where most is. None with
    one group or nothing to spread.
    """
    total, inhabitants = sum(part for part, _ in groups), sum(people for _, people in groups)
    if len(groups) < 2 or total <= 0 or inhabitants <= 0:
        return None
    ordered = sorted(groups, key=lambda one: (Decimal(one[0]) / one[1], one[1]))
    below, area = 0, 0
    for part, living in ordered:
        area += living * (2 * below + part)
        below += part
    return rounded(1 - Decimal(area) / (Decimal(total) * inhabitants), "0.01")


def _neighbourhoods() -> Formula:
    def work_out(figures: Figures) -> Decimal | None:
        of = figures.by_place("submitted")
        return share(sum(number > 0 for number in of.values()), len(of))

    return Formula(("submitted",), work_out, places=("submitted",), breakdowns=TIME)


_CHANNELS = PLAN - {Breakdown.NEIGHBOURHOOD}

PEOPLE = {
    "people": _people(),
    "new_people": _new_people(),
    "people_per_thousand": _per_thousand(),
    "evenness": _evenness(),
    "draw_evenness": _drawn_evenly(),
    "neighbourhoods_with_plan": _neighbourhoods(),
    "share_online": sharing(_ACTS[:1], _ACTS, by=_CHANNELS),
    "share_on_behalf": sharing(_ACTS[1:2], _ACTS, by=_CHANNELS),
    "share_paper": sharing(_ACTS[2:], _ACTS, by=_CHANNELS),
}
