"""An initiative's past, present and future as lines on its page.

The past comes from the timeline projection, which lags by some milliseconds; what is now comes from the write
side. Whoever looks right after a change misses no more than a line of the past, and never the last one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from markupsafe import Markup

from wijkstem.domain.path import Course
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.queries.decisions import Votes
from wijkstem.queries.initiatives import InitiativePage, Reason, TimelineLine
from wijkstem.rules.schema import Municipality
from wijkstem.rules.steps import Step
from wijkstem.web.advice_words import advice_line
from wijkstem.web.deciders import by_college
from wijkstem.web.language import translated
from wijkstem.web.links import means_path, meeting_path
from wijkstem.web.means_lines import means_line
from wijkstem.web.wording import HOLDERS, MILESTONES
from wijkstem.web.work_timeline import work_line
from wijkstem.words import Milestone, Target, Trigger

SUBMITTED = N_("Ingediend")

#: What is told in the same words each time.
_PLAIN = {
    "initiative.submitted": SUBMITTED,
    "initiative.edited": N_("De tekst is gewijzigd door de indiener"),
    "initiative.delay_explained": N_("De gemeente zei waarom het langer duurt"),
}
#: Milestones that another line of the same moment already tells, with more in it.
_TOLD_ELSEWHERE = frozenset(
    {
        Milestone.PLACED,
        Milestone.MOVED,
        Milestone.UNPLACED,
        Milestone.THRESHOLD_REACHED,
        Milestone.ADVISED,
    }
)


#: What is said with these stays between the submitter and the municipality.
_BETWEEN_TWO = frozenset({Milestone.ASKED, Milestone.SUPPLEMENTED, Milestone.RETURNED})


class Line(NamedTuple):
    """A line as `_parts/timeline.html` shows it."""

    state: Literal["done", "now", "next"]
    title: str
    at: date | None = None
    due: date | None = None
    who: str = ""
    text: str = ""
    url: str = ""
    url_text: str = ""


@dataclass(frozen=True)
class Teller:
    """Who tells: in which language, by which rules, and whether colleagues read along."""

    course: Course
    municipality: Municipality
    lang: str
    for_colleagues: bool = False
    #: Whether it is told to who submitted it.
    to_submitter: bool = False
    #: Whether the college decides where the path says that the council does.
    college: bool = False

    def step(self, step_id: str) -> Step:
        """As it is told."""
        step = self.course.path.step(step_id)
        return by_college(step) if self.college else step

    def say(self, text: str, **values: object) -> str:
        return translated(text, self.lang, values)


def timeline(found: InitiativePage, teller: Teller, today: date) -> list[Line]:
    """Everything that happened, where it is now, and what comes when all goes well."""
    step = teller.step(found.initiative.step)
    lines = list(_past(found, teller))
    if step.final or found.of_the_past:
        return lines
    return [*lines, _now(found, step, teller, today), *_next(step, teller)]


def _past(found: InitiativePage, teller: Teller) -> Iterator[Line]:
    facts, seen, is_placed = found.initiative, 1, found.placed_before
    if not found.timeline and not found.of_the_past:
        yield Line("done", teller.say(SUBMITTED), facts.filed_on)
    for line in found.timeline:
        seen = (line.step_seq or 0) + 1 if line.to_step and line.step else seen
        told = _told(line, found.reasons, teller, is_placed=is_placed)
        if told is not None and line.kind == "initiative.step_taken":
            told = _with_votes(told, found.votes.get(line.step_seq or 0), teller)
        is_placed = is_placed or line.kind == "agenda.item_placed"
        if told is not None:
            yield told
    step = teller.step(facts.step)
    if step.final and seen < facts.step_seq and not found.of_the_past:
        reason = found.reasons.get(facts.step_seq - 1)
        yield Line(
            "done", step.name.in_language(teller.lang), facts.step_since, text=_because(reason)
        )


def _told(
    line: TimelineLine, reasons: Mapping[int, Reason], teller: Teller, *, is_placed: bool
) -> Line | None:
    if line.kind in _PLAIN:
        return Line("done", teller.say(_PLAIN[line.kind]), line.on)
    match line.kind:
        case "initiative.step_taken":
            return _step_taken(line, reasons, teller)
        case "initiative.threshold_reached":
            said = N_("Genoeg steun: %(number)s steunbetuigingen die meetellen")
            return Line("done", teller.say(said, number=line.number), line.on)
        case "agenda.item_placed":
            return _placed(line, teller, again=is_placed)
    if line.kind in _TELLERS:
        return _TELLERS[line.kind](line, teller)
    if line.kind.startswith("carrying_out."):
        return _work(line, teller)
    if line.kind.startswith(("means.", "outcome.")):
        return _means(line, teller)
    said = advice_line(line, teller.say)
    return Line("done", said, line.on) if said else None


def _step_taken(line: TimelineLine, reasons: Mapping[int, Reason], teller: Teller) -> Line | None:
    reason = reasons.get(line.step_seq or 0) if _may_know(line, teller) else None
    if line.means in _TOLD_ELSEWHERE and reason is None:
        return None
    assert line.means is not None
    assert line.to_step is not None
    entered = teller.step(line.to_step)
    title = (
        entered.name.in_language(teller.lang)
        if entered.final
        else teller.say(MILESTONES[line.means])
    )
    return Line(
        "done",
        title,
        line.on,
        who=_by(reason, teller),
        text=_because(reason, _ground(line.ground, teller)),
    )


def _with_votes(told: Line, votes: Votes | None, teller: Teller) -> Line:
    """A decision with how many were for and against; which parties, the page says elsewhere."""
    if votes is None:
        return told
    said = N_("Voor: %(pro)s stemmen. Tegen: %(con)s stemmen.")
    counted = teller.say(said, pro=votes.in_favour, con=votes.against)
    return told._replace(text=Markup("<br>").join([told.text, counted] if told.text else [counted]))


def _may_know(line: TimelineLine, teller: Teller) -> bool:
    """What the municipality asked the submitter, and the answer, are not for everybody."""
    return line.means not in _BETWEEN_TWO or teller.for_colleagues or teller.to_submitter


def _ground(code: str | None, teller: Teller) -> str:
    grounds = teller.course.instrument.grounds
    return next((g.name.in_language(teller.lang) for g in grounds if g.code == code), "")


def _because(reason: Reason | None, ground: str = "") -> str:
    """Ground and reasons, line by line as they were typed."""
    said = [ground + "."] if ground else []
    said += reason.reasons.split("\n") if reason else []
    return Markup("<br>").join(said)


def _by(reason: Reason | None, teller: Teller) -> str:
    if not teller.for_colleagues or reason is None or reason.taken_by is None:
        return ""
    return teller.say(N_("Door %(name)s"), name=reason.taken_by)


def _term_passed(line: TimelineLine, teller: Teller) -> Line | None:
    step = teller.step(line.step or teller.course.path.start)
    if step.triggered_by(Trigger.TERM):
        return None  # what followed from it says so
    said = N_("De tijd voor deze stap was voorbij: %(step)s")
    return Line("done", teller.say(said, step=step.name.in_language(teller.lang)), line.on)


def _hidden(line: TimelineLine, teller: Teller) -> Line:
    """That something was hidden, or can be seen again."""
    said = {
        ("contribution.hidden", Target.PLAN): N_("De gemeente heeft dit plan verborgen"),
        ("contribution.hidden", Target.PHOTO): N_("De gemeente heeft een foto verborgen"),
        ("contribution.hidden", Target.FILM): N_("De gemeente heeft een film verborgen"),
        ("contribution.shown", Target.FILM): N_("Een film is weer te zien"),
        ("contribution.shown", Target.PLAN): N_("Dit plan is weer te zien"),
        ("contribution.shown", Target.PHOTO): N_("Een foto is weer te zien"),
    }[line.kind, Target(line.outcome or Target.PLAN)]
    ground = teller.municipality.moderation.ground(line.ground, teller.lang)
    return Line("done", teller.say(said), line.on, text=f"{ground}." if ground else "")


def _requested(line: TimelineLine, teller: Teller) -> Line:
    body = teller.municipality.body(line.body or "")
    who = teller.say(N_("Bij: %(body)s"), body=body.name) if body else ""
    return Line("done", teller.say(N_("Er is een plek op de agenda gevraagd")), line.on, who=who)


def _placed(line: TimelineLine, teller: Teller, *, again: bool) -> Line:
    assert line.meeting_id is not None
    held = long_date(line.due_on, teller.lang) if line.due_on else ""
    meeting = line.meeting_name or teller.say(N_("De vergadering"))
    return Line(
        "done",
        teller.say(MILESTONES[Milestone.MOVED if again else Milestone.PLACED]),
        line.on,
        url=meeting_path(line.meeting_id),
        url_text=f"{meeting}, {held}",
    )


def _meeting_moved(line: TimelineLine, teller: Teller) -> Line:
    said = N_("De vergadering is op een andere dag: %(day)s")
    day = long_date(line.due_on, teller.lang) if line.due_on else ""
    return Line("done", teller.say(said, day=day), line.on)


def _meeting_cancelled(line: TimelineLine, teller: Teller) -> Line:
    said = N_("De vergadering van %(day)s gaat niet door")
    day = long_date(line.due_on, teller.lang) if line.due_on else ""
    return Line("done", teller.say(said, day=day), line.on)


def _sent_elsewhere(line: TimelineLine, teller: Teller) -> Line:
    body = teller.municipality.body(line.body or "")
    title = teller.say(N_("De gemeente stuurde het plan naar een ander"))
    return Line("done", title, line.on, who=body.name if body else "")


def _meeting_otherwise(line: TimelineLine, teller: Teller) -> Line:
    """Another time or place on the same day; why, the meeting's own page says."""
    assert line.meeting_id is not None
    said = N_("De vergadering over dit plan is verplaatst")
    meeting = line.meeting_name or teller.say(N_("De vergadering"))
    held = long_date(line.due_on, teller.lang) if line.due_on else ""
    url = meeting_path(line.meeting_id)
    return Line("done", teller.say(said), line.on, url=url, url_text=f"{meeting}, {held}")


def _at_the_source(line: TimelineLine, teller: Teller) -> Line:
    """What the council's own system did; here it stays where the clerk placed it."""
    assert line.meeting_id is not None
    gone = line.kind == "agenda.item_dropped"
    said = (
        N_("Het plan stond niet meer op de agenda van de raad. De griffie zoekt uit hoe het zit.")
        if gone
        else N_("Het plan staat weer op de agenda van de raad")
    )
    return Line(
        "done",
        teller.say(said),
        line.on,
        url=meeting_path(line.meeting_id),
        url_text=line.meeting_name or teller.say(N_("De vergadering")),
    )


def _merged(line: TimelineLine, teller: Teller) -> Line:
    title = teller.say(N_("Een ander plan gaat verder in dit plan"))
    if line.other_number is None:
        return Line("done", title, line.on)
    said = teller.say(N_("Plan %(number)s"), number=line.other_number)
    return Line("done", title, line.on, url=f"/initiatieven/{line.other_number}", url_text=said)


def _work(line: TimelineLine, teller: Teller) -> Line | None:
    said = work_line(line, teller.say, teller.lang)
    if said is None:
        return None
    text = Markup("<br>").join(said.text.split("\n")) if said.text else ""
    return Line("done", said.title, line.on, text=text)


def _means(line: TimelineLine, teller: Teller) -> Line | None:
    said = means_line(line, teller.say, teller.lang)
    if said is None or line.means_number is None or line.means_slug is None:
        return None
    body = teller.municipality.body(line.body or "")
    url, title = means_path(line.means_number, line.means_slug), line.means_title or ""
    return Line(
        "done",
        said[0],
        line.on,
        who=body.name if body else "",
        text=said[1],
        url=url,
        url_text=title,
    )


def _listed(line: TimelineLine, teller: Teller) -> Line:
    said = N_("Op de stemlijst van het wijkbudget, met nummer %(number)s")
    return Line("done", teller.say(said, number=line.number), line.on)


def _left_out(line: TimelineLine, teller: Teller) -> Line:
    return Line("done", teller.say(N_("Niet op de stemlijst van het wijkbudget")), line.on)


def _round_stopped(line: TimelineLine, teller: Teller) -> Line:
    return Line("done", teller.say(N_("De ronde van het wijkbudget is gestopt")), line.on)


def _proposal(line: TimelineLine, teller: Teller) -> Line:
    said = N_("Het voorstel voor de raad is te lezen")
    if line.proposal_number is None:
        return Line("done", teller.say(said), line.on)
    url, name = f"/raadsvoorstellen/{line.proposal_number}", teller.say(N_("Lees het voorstel"))
    return Line("done", teller.say(said), line.on, url=url, url_text=name)


#: What is told of the line alone.
_TELLERS: Mapping[str, Callable[[TimelineLine, Teller], Line | None]] = {
    "initiative.term_passed": _term_passed,
    "contribution.hidden": _hidden,
    "contribution.shown": _hidden,
    "agenda.item_requested": _requested,
    "agenda.item_dropped": _at_the_source,
    "agenda.item_restored": _at_the_source,
    "agenda.placed_meeting_moved": _meeting_moved,
    "agenda.placed_meeting_cancelled": _meeting_cancelled,
    "routing.corrected": _sent_elsewhere,
    "agenda.item_meeting_moved": _meeting_otherwise,
    "merge.done": _merged,
    "council_proposal.opened": _proposal,
    "round.plan_listed": _listed,
    "round.plan_left_out": _left_out,
    "round.plan_stopped": _round_stopped,
}


def _now(found: InitiativePage, step: Step, teller: Teller, today: date) -> Line:
    late = found.initiative.late(today)
    return Line(
        "now",
        step.name.in_language(teller.lang),
        due=found.initiative.due_on,
        who=teller.say(N_("Dit is te laat.")) if late else "",
        text=teller.say(HOLDERS[step.holder]),
    )


def _next(step: Step, teller: Teller) -> Iterator[Line]:
    for coming in teller.course.path.ahead(step):
        yield Line("next", teller.step(coming.id).name.in_language(teller.lang))
