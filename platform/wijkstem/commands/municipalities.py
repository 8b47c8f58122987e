"""Publishing the rules: what comes into force is in the log, and what was published cannot be edited."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from wijkstem.commands.gate import open_new_gate
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog.log import open_partition
from wijkstem.events.municipalities import RulesPublished
from wijkstem.rules.registry import Rules
from wijkstem.services import Work
from wijkstem.tables.municipalities import PublishedRules


@dataclass(frozen=True)
class PublishRules:
    """Put every version of a municipality's rules that is not in the log yet into it."""


def publish_rules(command: PublishRules, work: Work) -> None:
    """Raises BadConfiguration for a version that was edited after it was published, or is not there any more."""
    del command
    open_partition(work.connection, work.municipality_id)
    open_new_gate(work)
    found = select(col(PublishedRules.version)).where(
        col(PublishedRules.municipality_id) == work.municipality_id
    )
    for version in work.session.execute(found).scalars():
        work.rules.version(version)
    for rules in work.rules.versions:
        published = work.session.get(PublishedRules, (work.municipality_id, rules.version))
        if published is None:
            _publish(rules, work)
        elif published.hash != rules.hash:
            raise BadConfiguration(
                f"rules {rules.version} of {work.municipality_id} were changed after they were published; "
                "put them back and add a new version with its own date"
            )


def _publish(rules: Rules, work: Work) -> None:
    municipality = work.rules.municipality
    work.session.add(
        PublishedRules(
            municipality_id=work.municipality_id,
            version=rules.version,
            in_force=rules.in_force,
            hash=rules.hash,
        )
    )
    work.record(
        RulesPublished(
            version=rules.version,
            in_force=rules.in_force,
            hash=rules.hash,
            municipality_code=municipality.cbs_code,
            inhabitants=municipality.inhabitants.value,
            neighbourhoods=tuple(n.code for n in municipality.neighbourhoods),
            instruments=tuple(sorted(rules.instruments)),
        )
    )
