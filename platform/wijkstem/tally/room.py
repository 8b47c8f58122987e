"""What can still win: the money that is left, the caps, and the groups of which only one can win."""

from collections.abc import Iterable

from wijkstem.errors import RuleBroken
from wijkstem.tally.prepared import Prepared
from wijkstem.tally.results import Reason
from wijkstem.tally.rules import Cap, CapOn, CountingRule


class Limits:
    """The caps and groups of a rule, by plan: looked up once a count."""

    def __init__(self, prepared: Prepared, rule: CountingRule) -> None:
        place = {plan.id: number for number, plan in enumerate(prepared.plans)}
        if unknown := [plan for group in rule.exclusive for plan in group if plan not in place]:
            raise RuleBroken(
                "tally_unknown_exclusive",
                "De telregel noemt plan %(plan)s. Dat plan bestaat niet.",
                plan=unknown[0],
            )
        self.costs = prepared.costs
        self.rivals: dict[int, set[int]] = {}
        for group in rule.exclusive:
            members = {place[plan] for plan in group}
            for plan in members:
                self.rivals.setdefault(plan, set()).update(members - {plan})
        self.money = [None if one.money is None else one.money / prepared.unit for one in rule.caps]
        self.plans = [one.plans for one in rule.caps]
        self.under = [
            [number for number, cap in enumerate(rule.caps) if self._falls(cap, prepared, plan)]
            for plan in range(len(prepared.plans))
        ]

    @staticmethod
    def _falls(cap: Cap, prepared: Prepared, plan: int) -> bool:
        one = prepared.plans[plan]
        return cap.name in (one.categories if cap.on == CapOn.CATEGORY else (one.neighbourhood,))


class Room:
    """What is left as plans win; ``money`` None when the supporters pay and not the pot."""

    def __init__(self, limits: Limits, money: int | None, taken: Iterable[int] = ()) -> None:
        self.money = money
        self._limits = limits
        self._won: set[int] = set()
        self._spent = [0] * len(limits.money)
        self._count = [0] * len(limits.plans)
        for plan in taken:
            self.take(plan)

    def against(self, plan: int) -> Reason | None:
        """Why this plan cannot win any more, or None."""
        limits = self._limits
        if not self._won.isdisjoint(limits.rivals.get(plan, ())):
            return Reason.EXCLUDED
        for cap in limits.under[plan]:
            money, plans = limits.money[cap], limits.plans[cap]
            if money is not None and self._spent[cap] + limits.costs[plan] > money:
                return Reason.CAP
            if plans is not None and self._count[cap] >= plans:
                return Reason.CAP
        if self.money is not None and limits.costs[plan] > self.money:
            return Reason.TOO_DEAR
        return None

    def take(self, plan: int) -> None:
        """It won."""
        cost = self._limits.costs[plan]
        self._won.add(plan)
        if self.money is not None:
            self.money -= cost
        for cap in self._limits.under[plan]:
            self._spent[cap] += cost
            self._count[cap] += 1

    def all_fit(self, plans: Iterable[int]) -> bool:
        """Whether these could all win, and so in any order."""
        again = Room(self._limits, None, self._won)
        again.money = self.money
        for plan in plans:
            if again.against(plan):
                return False
            again.take(plan)
        return True
