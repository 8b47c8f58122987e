"""How a neighbourhood was numbered before, in sentences beside its figures: what belongs to it, and what does not."""

from wijkstem.domain.neighbourhood_history import predecessors, reused
from wijkstem.kit.i18n import N_
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.words.sources import Renumbered

WAS = {
    Renumbered.CODE: N_("In %(year)s had deze wijk nummer %(code)s. De naam was toen: %(name)s."),
    Renumbered.NAME: N_("In %(year)s was de naam van deze wijk: %(name)s."),
    Renumbered.SPLIT: N_(
        "In %(year)s hoorde deze wijk bij %(name)s. De cijfers van toen zijn niet te verdelen."
    ),
    Renumbered.JOINED: N_("In %(year)s was %(name)s nog een eigen wijk. Nu hoort die hierbij."),
}
OTHER = N_(
    "In %(year)s was nummer %(code)s van een andere wijk: %(name)s. De cijfers van toen staan hier niet bij."
)


def history_told(rules: MunicipalityRules, code: str, lang: str) -> list[str]:
    """The newest list first; nothing for a neighbourhood that always was what it is."""
    came = [(WAS[one.former.how], one) for one in predecessors(rules, code)]
    others = [(OTHER, one) for one in reused(rules, code)]
    return [
        translated(
            words, lang, {"year": one.until, "code": one.former.code, "name": one.former.name}
        )
        for words, one in [*came, *others]
    ]
