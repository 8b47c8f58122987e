"""Council proposals: what one must say, when everybody may read it, and until when residents can ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from wijkstem.domain.reading import FEWEST_WORDS, Level, Measured, measured
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.text import clean
from wijkstem.rules.council_proposals import ReadableProposals
from wijkstem.tables.council import Meeting, MeetingState
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.words.council_proposals import ProposalPart, ProposalState

TITLE_MOST, OFFICE_MOST, SUMMARY_MOST, PART_MOST, NEWS_MOST = 120, 120, 2000, 20_000, 2000


@dataclass(frozen=True)
class ProposalForm:
    """A proposal as it was typed or pasted."""

    title: str
    office: str
    summary: str
    #: By the name of each part.
    parts: Mapping[str, str]
    meeting_id: UUID | None = None
    item_id: UUID | None = None
    #: None: a new dossier with its title, once it is opened.
    dossier_id: UUID | None = None
    #: Somebody from outside read the summary.
    tried_out: bool = False
    #: Why it changed; asked for once everybody can read it.
    news: str = ""


@dataclass(frozen=True)
class Checked:
    """A proposal as it can be kept, and what was measured."""

    title: str
    office: str
    summary: str
    parts: Mapping[ProposalPart, str]
    text_ease: int | None
    summary_ease: int | None


def checked(form: ProposalForm) -> Checked:
    """The form, cleaned: a draft may lack all but a title. Raises Invalid with an error for each field."""
    title, office, summary = clean(form.title), clean(form.office), clean(form.summary)
    parts = {part: clean(form.parts.get(part.value, "")) for part in ProposalPart}
    found = {
        "title": line_error(title, TITLE_MOST),
        "office": line_error(office, OFFICE_MOST, required=False),
        "summary": text_error(summary, SUMMARY_MOST, required=False),
        **{p.value: text_error(text, PART_MOST, required=False) for p, text in parts.items()},
    }
    _refuse(found)
    kept = {part: text for part, text in parts.items() if text}
    return Checked(title, office, summary, kept, _ease(whole(kept)), _ease(summary))


def whole(parts: Mapping[ProposalPart, str]) -> str:
    """The parts one after another, as they are measured."""
    return "\n".join(parts[part] for part in ProposalPart if part in parts)


def _ease(text: str) -> int | None:
    found = measured(text)
    return found.ease if found else None


def check_readable(it: Checked, *, meeting: bool, tried_out: bool) -> None:
    """What everybody is to read. Raises Invalid for what lacks.

    A formula can be wrong and is no judge. But a summary that it calls hard must have been understood by somebody.
    """
    _refuse(
        {
            "summary": _summary_error(it.summary),
            "office": None if it.office else _needed(),
            ProposalPart.DECISION: None if ProposalPart.DECISION in it.parts else _needed(),
            "meeting": None if meeting else FieldError("choose_meeting", "Kies een vergadering."),
            "tried_out": None if tried_out or _is_plain(it.summary) else _try_it_out(),
        }
    )


def _summary_error(summary: str) -> FieldError | None:
    if not summary:
        return FieldError(
            "summary_needed",
            "Schrijf eerst in gewone woorden wat erin staat. Pas daarna kan iedereen het lezen.",
        )
    if measured(summary) is None:
        return FieldError(
            "summary_short",
            "Uw samenvatting is te kort. Schrijf ten minste %(least)s woorden.",
            least=FEWEST_WORDS,
        )
    return None


def _is_plain(summary: str) -> bool:
    found = measured(summary)
    return found is None or found.level is Level.EASY


def _needed() -> FieldError:
    return FieldError("empty", "Vul dit in.")


def _try_it_out() -> FieldError:
    return FieldError(
        "try_it_out",
        "Uw samenvatting is lastig te lezen. Maak haar makkelijker. Of laat haar lezen door iemand van buiten en"
        " zet een vinkje.",
    )


def checked_news(news: str) -> str:
    """Why it is otherwise, cleaned. Raises Invalid without."""
    said = clean(news)
    _refuse({"news": text_error(said, NEWS_MOST)})
    return said


def _refuse(found: Mapping[str, FieldError | None]) -> None:
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)


def hardest_part(parts: Mapping[ProposalPart, str]) -> tuple[ProposalPart, Measured] | None:
    """Which part asks most of a reader; None when none is long enough to say so, or all are plain."""
    each = [(part, found) for part, text in parts.items() if (found := measured(text))]
    hard = [one for one in each if one[1].level is not Level.EASY]
    return min(hard, key=lambda one: one[1].ease, default=None)


def check_revision(proposal: CouncilProposal, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if proposal.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_not_withdrawn(proposal: CouncilProposal) -> None:
    """Raises RuleBroken for one that does not go to the council any more."""
    if proposal.state is ProposalState.WITHDRAWN:
        raise RuleBroken("withdrawn", "Dit voorstel is ingetrokken.")


def closes_at(rule: ReadableProposals, starts_at: datetime | None, held_on: date) -> datetime:
    """When it is too late to ask; of a meeting without a time the day itself counts."""
    begins = starts_at or datetime.combine(held_on, time(), AMSTERDAM)
    return begins - timedelta(hours=rule.closes_hours)


def check_asking(
    rule: ReadableProposals | None, proposal: CouncilProposal, meeting: Meeting, now: datetime
) -> ReadableProposals:
    """The rule. Raises RuleBroken where nobody asks, before the proposal is open and once it is too late."""
    if rule is None or proposal.state is ProposalState.DRAFT:
        raise RuleBroken("no_questions", "Over dit voorstel kunt u geen vraag stellen.")
    check_not_withdrawn(proposal)
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken(
            "meeting_cancelled",
            "De vergadering gaat niet door. U kunt een vraag stellen als er een nieuwe dag is.",
        )
    if closes_at(rule, meeting.starts_at, meeting.held_on) <= now:
        raise RuleBroken("too_late", "Een vraag stellen kan niet meer: de vergadering komt eraan.")
    return rule


def goes_on(
    rule: ReadableProposals,
    *,
    state: str,
    livestream: str | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether a meeting can be followed online at this moment."""
    if livestream is None or starts_at is None or state != MeetingState.PLANNED:
        return False
    return starts_at <= now < (ends_at or starts_at + timedelta(hours=rule.live_hours))


def check_goes_on(
    rule: ReadableProposals | None, meeting: Meeting, now: datetime
) -> ReadableProposals:
    """The rule. Raises RuleBroken but while the meeting can be followed online."""
    live = rule is not None and goes_on(
        rule,
        state=meeting.state,
        livestream=meeting.livestream,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        now=now,
    )
    if not live:
        raise RuleBroken("not_live", "U kunt alleen reageren als de vergadering bezig is.")
    assert rule is not None
    return rule
