"""The rules as residents read them, and for administrators what in them was assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_administer, require
from wijkstem.kit.i18n import N_
from wijkstem.rules.assumptions import assumed, assumed_today
from wijkstem.rules.registry import Rules
from wijkstem.rules.schema import Support
from wijkstem.rules.steps import Step
from wijkstem.web.advice_words import rules_in_words
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.pages import page
from wijkstem.web.path_picture import Stage, picture
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.words import Area

AREAS = {
    Area.MUNICIPALITY: N_("Steun telt mee van wie in deze gemeente woont."),
    Area.NEIGHBOURHOOD: N_("Steun telt mee van wie in de wijk woont waar het plan over gaat."),
    Area.ANYWHERE: N_("Steun telt mee van iedereen, ook van wie ergens anders woont."),
}


@dataclass(frozen=True)
class Ending:
    """A step that ends a path, in words."""

    name: str
    explanation: str


@dataclass(frozen=True)
class ShownInstrument:
    """An instrument with its rules, in words."""

    id: str
    name: str
    summary: str
    minimum_age: int
    threshold: int | None
    support_age: int | None
    area: str
    stages: Sequence[Stage]
    endings: Sequence[Ending]
    grounds: Sequence[str]


@for_everybody(data=False)
async def listing(request: Request) -> Response:
    """The rules in force today."""
    who = visitor(request)
    rules = who.rules.on(today(request))
    shown = [_shown(name, rules, who.lang) for name in rules.instruments]
    advising = rules_in_words(who.rules, who.lang)
    return page(request, "rules/list.html", instruments=shown, rules=rules, advising=advising)


def _shown(name: str, rules: Rules, lang: str) -> ShownInstrument:
    instrument, path = rules.instrument(name), rules.path(name)
    support: Support | None = instrument.support
    return ShownInstrument(
        id=name,
        name=instrument.name.in_language(lang),
        summary=instrument.summary.in_language(lang),
        minimum_age=instrument.minimum_age.value,
        threshold=support.threshold.value if support and support.threshold else None,
        support_age=support.minimum_age.value if support else None,
        area=translated(AREAS[support.lives_in], lang) if support else "",
        stages=picture(path, instrument, lang),
        endings=[_ending(step, lang) for step in path.steps if step.final],
        grounds=[ground.name.in_language(lang) for ground in instrument.grounds],
    )


def _ending(step: Step, lang: str) -> Ending:
    return Ending(step.name.in_language(lang), step.explanation.in_language(lang))


async def assumptions(request: Request) -> Response:
    """What no source says, for the municipality to confirm or replace."""
    who = visitor(request)
    require(may_administer(who.actor))
    rows = [
        (one.place.in_language(who.lang), one.version, one.value.in_language(who.lang))
        for one in (*assumed(who.rules), *assumed_today(who.rules))
    ]
    return page(request, "rules/assumed.html", rows=rows)
