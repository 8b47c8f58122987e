"""What stands beside a case to help whoever judges it: each hint says why it is there, and none decides anything."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request

from wijkstem.domain.merging import can_be_merged
from wijkstem.domain.personal_data import named_people, personal_data
from wijkstem.domain.places import elsewhere
from wijkstem.domain.reading import Level, Reading, reading
from wijkstem.domain.spam import Noticed, Sign, noticed
from wijkstem.kit.i18n import N_
from wijkstem.queries.alike import AlikePlan, Beside, KnownPlan, beside
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.hints import KINDS, Warned
from wijkstem.web.language import translated
from wijkstem.web.wording import course_of, place
from wijkstem.web.work import ask

SIGNS = {
    Sign.SHOUTING: N_("Veel woorden staan in hoofdletters"),
    Sign.MARKS: N_("Er staan veel leestekens achter elkaar"),
    Sign.LINKS: N_("Er staan meer links naar andere websites in"),
    Sign.REPEATED_SENTENCE: N_("Dezelfde zin staat er vaker"),
    Sign.REPEATED_WORD: N_("Hetzelfde woord staat er heel vaak"),
}
LEVELS = {
    Level.EASY: N_("De tekst is goed te lezen."),
    Level.MEDIUM: N_("De tekst is voor sommige mensen lastig."),
    Level.HARD: N_("De tekst is voor veel mensen moeilijk."),
}
#: Words in common that are shown.
SHARED = 6


@dataclass(frozen=True)
class Known:
    """A plan that is there already, in words for colleagues."""

    number: str
    title: str
    place: str
    step: str
    filed_on: date
    public: bool
    #: Whether another plan can still go on in it.
    can_be_joined: bool
    #: Words that both plans have; none for a plan that is there for another reason.
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signalled:
    """A sign of shouting or advertising: what it is, how often, and the piece that shows it."""

    what: str
    found: Noticed


@dataclass(frozen=True)
class CaseHints:
    """Everything beside a case."""

    #: Whether everybody reads it already.
    public: bool
    alike: list[Known]
    earlier: list[Known]
    earlier_count: int
    personal: list[Warned]
    signs: list[Signalled]
    level: str
    reading: Reading | None
    #: The neighbourhood that was chosen, and others that the text names, each with how it says so.
    chosen: str
    elsewhere: list[tuple[str, str]]

    @property
    def count(self) -> int:
        """Hints that ask for a look."""
        hard = self.reading is not None and self.reading.level is not Level.EASY
        found = (self.alike, self.personal, self.signs, self.elsewhere)
        return sum(bool(some) for some in found) + hard


async def case_hints(request: Request, page: InitiativePage) -> CaseHints:
    """Of a plan that is on the desk."""
    who, facts = visitor(request), page.initiative
    found: Beside = await ask(
        request,
        beside,
        initiative_id=facts.id,
        submitter_id=facts.submitter_id,
        title=facts.title,
        text=" ".join(page.texts.values()),
    )
    return hints(page, found, who)


def hints(page: InitiativePage, found: Beside, who: Visitor) -> CaseHints:
    """From what the plan says, and what is known beside it."""
    facts = page.initiative
    texts = [facts.title, *page.texts.values()]
    answers = "\n".join(page.texts.values())
    level = reading(answers)
    places = elsewhere(texts, who.rules.municipality, facts.neighbourhood_code)
    return CaseHints(
        public=facts.public,
        alike=[_alike(one, who) for one in found.alike],
        earlier=[_known(one, who) for one in found.earlier],
        earlier_count=found.earlier_count,
        personal=_personal(texts, who.lang),
        signs=[
            Signalled(translated(SIGNS[one.sign], who.lang), one)
            for one in noticed("\n".join(texts))
        ],
        level=translated(LEVELS[level.level], who.lang) if level else "",
        reading=level,
        chosen=place(who.rules, facts.neighbourhood_code),
        elsewhere=[(one.name, one.said) for one in places],
    )


def _personal(texts: list[str], lang: str) -> list[Warned]:
    found = [one for text in texts for one in [*personal_data(text), *named_people(text)]]
    return list(dict.fromkeys(Warned(translated(KINDS[one.kind], lang), one.text) for one in found))


def _alike(one: AlikePlan, who: Visitor) -> Known:
    return _known(one.plan, who, one.shared[:SHARED])


def _known(plan: KnownPlan, who: Visitor, shared: tuple[str, ...] = ()) -> Known:
    course = course_of(who.rules, plan.rules_version, plan.instrument)
    step = course.path.step(plan.step)
    return Known(
        plan.number,
        plan.title,
        place(who.rules, plan.neighbourhood_code),
        step.name.in_language(who.lang),
        plan.filed_on,
        plan.public,
        plan.public and can_be_merged(step, course),
        shared,
    )
