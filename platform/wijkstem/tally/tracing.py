"""The run that counts once more, exactly and in full: what every open plan had in every round, for the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wijkstem.tally.ledger import Ledger
from wijkstem.tally.results import OpenPlan, ShareRound
from wijkstem.tally.room import Room
from wijkstem.tally.shares import Market


@dataclass
class Traced:
    """Who won, and the rounds."""

    winners: list[int]
    rounds: list[ShareRound]


def traced(market: Market, each: Fraction) -> Traced:
    """Without floats, and without leaving any open plan out."""
    ledger, room = Ledger(market.prepared, each), Room(market.limits, None)
    found, still = Traced([], []), market.supported
    while still:
        ledger.follow(found.winners)
        prices = {plan: ledger.price(plan) for plan in still}
        may = {
            plan: price / market.per_worth(plan)
            for plan, price in prices.items()
            if price is not None and not room.against(plan)
        }
        plan = None
        if may:
            lowest = min(may.values())
            plan = market.ties.first(one for one, price in may.items() if price == lowest)
        found.rounds.append(_round(market, ledger, each, prices, plan, set(may)))
        if plan is None:
            break
        found.winners.append(plan)
        room.take(plan)
        still = [one for one in may if one != plan]
    return found


def _round(
    market: Market,
    ledger: Ledger,
    each: Fraction,
    prices: Mapping[int, Fraction | None],
    chosen: int | None,
    may: set[int],
) -> ShareRound:
    prepared = market.prepared
    point = prepared.unit / prepared.point_unit
    price = None if chosen is None else prices[chosen]
    return ShareRound(
        plan=None if chosen is None else prepared.plans[chosen].id,
        budget_per_voter=prepared.money(each),
        price=(price or 0) * point,
        plans={
            prepared.plans[plan].id: OpenPlan(
                effective_votes=_effective(market, plan, one) if plan in may else Fraction(0),
                supporters_money=prepared.money(ledger.together(plan)),
                affordable=plan in may,
            )
            for plan, one in prices.items()
        },
    )


def _effective(market: Market, plan: int, price: Fraction | None) -> Fraction:
    """How many points would pay it at this price, if nobody ran out of money."""
    prepared = market.prepared
    if not price:
        return prepared.supporters[plan].total * prepared.point_unit
    return prepared.costs[plan] / price * prepared.point_unit
