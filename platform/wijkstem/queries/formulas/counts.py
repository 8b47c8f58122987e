"""Counts and shares of what happens to plans, and of what residents do together."""

from decimal import Decimal

from wijkstem.queries.formulas.base import (
    PLACE,
    PLAN,
    TIME,
    Figures,
    Formula,
    counting,
    per,
    sharing,
)
from wijkstem.words import Breakdown

_DECIDED = (
    "milestone_adopted",
    "milestone_partly_adopted",
    "milestone_granted",
    "milestone_partly_granted",
    "milestone_rejected",
)
_ANSWERED = ("answered_in_time", "answered_late")
_FACES = ("evaluation_green", "evaluation_orange", "evaluation_red")
_DONE = ("work_in_time", "work_late")
_HEEDED = ("advice_followed", "advice_partly", "advice_departed")
_ACCOUNTED = ("means_accounted_in_time", "means_accounted_late")
_RULINGS = ("outcome_followed", "outcome_partly", "outcome_otherwise")
_ROUND = TIME | {Breakdown.INSTRUMENT}


def _euros_per_inhabitant(figures: Figures) -> Decimal | None:
    """Of the rounds of which it is known how many people live there; in whole cents."""
    return per(figures.count("ballot_euros_known"), figures.count("ballot_inhabitants"))


def _per_inhabitant(measure: str) -> Formula:
    """Euros for everybody who lives there; a gap where it is not known how many do."""
    return Formula(
        (measure,),
        lambda figures: per(figures.count(measure), figures.town.people),
        breakdowns=PLACE,
        divides=True,
    )


def _reached(figures: Figures) -> Decimal:
    """Neighbourhoods with a gathering of their own; one about the whole municipality reaches none in particular."""
    held = figures.places.get("gathering_held", {})
    return Decimal(sum(number > 0 for number in held.values()))


def _of_people(measure: str, by: frozenset[Breakdown]) -> Formula:
    """How many people; few of one neighbourhood or of one age are not shown."""
    return Formula(
        (measure,),
        lambda figures: Decimal(figures.count(measure)),
        people=lambda figures: figures.count(measure),
        private=frozenset({Breakdown.NEIGHBOURHOOD, Breakdown.AGE}),
        breakdowns=by | {Breakdown.AGE},
        swaps={Breakdown.AGE: {measure: f"{measure}_by_age"}},
        adds_up=True,
    )


COUNTS = {
    "submitted": counting("submitted", by=PLAN | {Breakdown.CHANNEL}),
    "admitted": counting("milestone_admitted"),
    "refused": counting("milestone_refused", reasons="refused_on"),
    "signatures": _of_people("support_for", PLAN | {Breakdown.CHANNEL}),
    "draw_asked": _of_people("draw_asked", PLACE),
    "draw_members": _of_people("draw_yes", PLACE),
    "draw_yes_share": sharing(("draw_yes",), ("draw_asked",), by=PLACE, people=True, matures=True),
    "threshold_reached": counting("milestone_threshold_reached"),
    "reached_council": counting("milestone_placed"),
    "decided": counting(*_DECIDED),
    "answered_in_time": sharing(_ANSWERED[:1], _ANSWERED),
    "late_steps": counting("escalated"),
    "reached_council_share": sharing(("plan_reached_council",), ("submitted",), matures=True),
    "carried_out_share": sharing(("plan_carried_out",), ("plan_goes_on",), matures=True),
    "advice_followed": sharing(_HEEDED[:1], _HEEDED),
    "council_guests": counting("council_guests", by=TIME),
    "gatherings": counting("gathering_held", by=PLACE, reasons="gathering_held"),
    "gathering_attendance": counting("gathering_came", by=PLACE, reasons="gathering_came"),
    "neighbourhoods_reached": Formula(
        ("gathering_held",), _reached, places=("gathering_held",), breakdowns=TIME
    ),
    "evaluated": sharing(_FACES[:1], _FACES, people=True),
    "carried_out": counting("carried_out"),
    "work_in_time": sharing(_DONE[:1], _DONE),
    "final_costs": counting("final_costs"),
    "final_costs_per_inhabitant": _per_inhabitant("final_costs"),
    "euros_granted": counting("euros_granted"),
    "euros_granted_per_inhabitant": _per_inhabitant("euros_granted"),
    # Of plans of which both are known: 100 is what was given for them.
    "final_costs_of_grant": sharing(("final_costs_known",), ("granted_known",)),
    "means_opened": counting("means_opened", by=TIME),
    **{
        f"means_opened_{kind}": counting(f"means_opened_{kind}", by=TIME)
        for kind in ("discussion", "dialogue", "vote", "advice")
    },
    "means_in_time": sharing(_ACCOUNTED[:1], _ACCOUNTED, by=TIME),
    "means_contributions": counting("means_contributions", by=TIME),
    "outcome_followed": sharing(_RULINGS[:2], _RULINGS, by=TIME),
    "question_turnout": sharing(
        ("question_voters",), ("question_electorate",), by=TIME, people=True
    ),
    "ballot_turnout": sharing(("ballot_voters",), ("ballot_on_roll",), by=_ROUND, people=True),
    "ballot_served": sharing(("ballot_served",), ("ballot_voters",), by=_ROUND, people=True),
    "ballot_euros": counting("ballot_euros", by=_ROUND),
    "ballot_euros_per_inhabitant": Formula(
        ("ballot_euros_known", "ballot_inhabitants"), _euros_per_inhabitant, breakdowns=_ROUND
    ),
}
