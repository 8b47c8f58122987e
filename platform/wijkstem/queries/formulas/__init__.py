"""How each computed indicator follows from the figures; shares and medians are worked out here, when asked.

A formula has a name and a version. What it makes of the same figures never changes: another way of working out is
another version, and definitions of before keep the one they name.
"""

from wijkstem.queries.formulas.base import Figures as Figures
from wijkstem.queries.formulas.base import Formula as Formula
from wijkstem.queries.formulas.base import Town as Town
from wijkstem.queries.formulas.counts import COUNTS
from wijkstem.queries.formulas.desk import DESK
from wijkstem.queries.formulas.people import PEOPLE
from wijkstem.queries.formulas.times import TIMES

_FIRST = {**COUNTS, **TIMES, **PEOPLE, **DESK}

FORMULAS: dict[tuple[str, int], Formula] = {(name, 1): one for name, one in _FIRST.items()}
