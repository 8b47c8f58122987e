"""A proposal in the demo to let one plan go on in another; whoever logs in as one of both submitters can answer it."""

from itertools import permutations

from sqlalchemy import select

from wijkstem.commands.handlers import execute
from wijkstem.commands.merging import ProposeMerge
from wijkstem.demo.crowd import Crowd
from wijkstem.errors import RuleBroken
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.initiatives import Initiative

_initiative = table_of(Initiative)

WHY = "Beide plannen gaan over hetzelfde onderwerp. Samen staat u sterker."


def propose_one(services: Services, slug: str, crowd: Crowd) -> None:
    """Of the plans that were filed last, the first two about one subject with which it can be done, if there are any."""
    with services.reading(slug) as connection:
        plans = connection.execute(
            select(_initiative.c.id, _initiative.c.number, _initiative.c.subject)
            .where(
                _initiative.c.municipality_id == slug,
                _initiative.c.public,
                _initiative.c.closed_on.is_(None),
                _initiative.c.submitter_id.is_not(None),
            )
            .order_by(_initiative.c.number.desc())
        ).all()
    for plan, into in permutations(plans, 2):
        if plan.subject != into.subject:
            continue
        try:
            proposed = ProposeMerge(plan.id, into.number, WHY)
            execute(services, slug, proposed, crowd.known["ambtenaar-1"])
        except RuleBroken:
            continue  # one of both is too far
        return
