"""Speaking at a meeting: until when somebody can sign up, what they tell, and who has a place on the list."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from wijkstem.domain.meetings import check_coming
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.text import clean
from wijkstem.rules.speaking import Speaking
from wijkstem.tables.council import Meeting

TOPIC_MOST: Final = 1000
BEHALF_MOST: Final = 200


@dataclass(frozen=True)
class SpeakingForm:
    """What somebody types who wants to speak."""

    topic: str
    on_behalf: str = ""
    item_id: UUID | None = None
    name_shown: bool = False

    def cleaned(self) -> "SpeakingForm":
        """Raises Invalid with an error for each field that must change."""
        topic, on_behalf = clean(self.topic), clean(self.on_behalf)
        found = {
            "topic": text_error(topic, TOPIC_MOST),
            "on_behalf": line_error(on_behalf, BEHALF_MOST, required=False),
        }
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return SpeakingForm(topic, on_behalf, self.item_id, self.name_shown)


def rule_for(rule: Speaking | None, body_id: str | None) -> Speaking | None:
    """None where residents do not speak at meetings of this body."""
    return rule if rule is not None and body_id in rule.bodies else None


def closes_at(rule: Speaking, starts_at: datetime | None, held_on: date) -> datetime:
    """When it is too late; of a meeting without a time the day itself counts."""
    begins = starts_at or datetime.combine(held_on, time(), AMSTERDAM)
    return begins - timedelta(hours=rule.closes_hours)


def check_open(rule: Speaking | None, meeting: Meeting, now: datetime) -> Speaking:
    """The rule. Raises RuleBroken where nobody speaks, and once it is too late."""
    check_coming(meeting, now, now.astimezone(AMSTERDAM).date())
    rule = rule_for(rule, meeting.body_id)
    if rule is None:
        raise RuleBroken("no_speaking", "Bij deze vergadering kunt u niet inspreken.")
    if closes_at(rule, meeting.starts_at, meeting.held_on) <= now:
        raise RuleBroken("too_late", "Aanmelden kan niet meer. Bel de griffie als u vragen hebt.")
    return rule
