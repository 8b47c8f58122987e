"""What residents reported in the demo, and a refusal that somebody asks to have looked at again."""

from sqlalchemy import select

from wijkstem.commands.appeals import MakeAppeal
from wijkstem.commands.handlers import execute
from wijkstem.commands.reports import MakeReport
from wijkstem.demo.crowd import Crowd
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.reports import Decision
from wijkstem.words import Milestone, ReportReason, Verdict

_initiative = table_of(Initiative)
_decision = table_of(Decision)

#: Who reports what, on the plan that was filed last and on the one before; None: somebody who did not log in.
SAID = (
    (0, "bewoner-2", ReportReason.DUPLICATE, "Dit lijkt op een plan van vorig jaar. Kijkt u even?"),
    (0, None, ReportReason.UNTRUE, "De straat die hier staat, bestaat niet in deze wijk."),
    (1, None, ReportReason.SPAM, "Volgens mij maakt iemand hier reclame voor zijn eigen winkel."),
)
APPEAL = "Het is geen klacht. Ik wil juist zelf iets doen, samen met mijn buren."


def report_some(services: Services, slug: str, crowd: Crowd) -> None:
    """Each becomes a case at the officials' desk."""
    with services.reading(slug) as connection:
        plans = connection.scalars(
            select(_initiative.c.id)
            .where(
                _initiative.c.municipality_id == slug,
                _initiative.c.public,
                _initiative.c.closed_on.is_(None),
            )
            .order_by(_initiative.c.number.desc())
            .limit(2)
        ).all()
        refused = connection.execute(
            select(_decision.c.id, _initiative.c.submitter_id)
            .join_from(
                _decision,
                _initiative,
                (_initiative.c.municipality_id == _decision.c.municipality_id)
                & (_initiative.c.id == _decision.c.initiative_id),
            )
            .where(
                _decision.c.municipality_id == slug,
                _decision.c.verdict == Verdict.REFUSED,
                _decision.c.appeal_until >= services.clock.now().date(),
                _initiative.c.result == Milestone.REFUSED,
            )
            .order_by(_decision.c.decided_at.desc())
        ).first()
    for place, who, reason, words in SAID:
        if place < len(plans):
            by = crowd.known[who] if who else ANYONE
            execute(services, slug, MakeReport(plans[place], reason, words), by)
    if refused is not None:
        execute(services, slug, MakeAppeal(refused.id, APPEAL), Actor(refused.submitter_id))
