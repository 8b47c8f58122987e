"""Who is told when a step is not taken within its term."""

from typing import Literal

from pydantic import Field

from wijkstem.rules.parts import Sourced
from wijkstem.words import Holder, Role


class Escalation(Sourced):
    """By who has the step; for whom there is no rule, nobody is told, and it still counts."""

    #: Whose steps.
    late: list[Holder] = Field(min_length=1)
    #: Everybody with this role is told; one that sees the desk.
    to: Literal[Role.OFFICIAL, Role.CLERK, Role.ADMINISTRATOR]
