"""The parts that a figure is told apart in, as people call them."""

from collections.abc import Iterator

from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import month_name
from wijkstem.rules.parts import Text
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.gathering_words import KINDS
from wijkstem.web.language import translated
from wijkstem.web.reporting import REASONS
from wijkstem.words import Breakdown, Channel, Verdict

#: What can be chosen on the page of an indicator; years and neighbourhoods have a place of their own.
BREAKDOWNS = {
    Breakdown.MONTH: N_("Per maand"),
    Breakdown.INSTRUMENT: N_("Per soort plan"),
    Breakdown.CHANNEL: N_("Hoe het binnenkwam"),
    Breakdown.REASON: N_("Per reden of soort"),
    Breakdown.AGE: N_("Per leeftijd"),
}
CHANNELS = {
    Channel.ONLINE: N_("Via deze website"),
    Channel.ON_BEHALF: N_("Aan de balie"),
    Channel.PAPER: N_("Op papier"),
}
#: By the youngest of a band.
AGES = {
    "-1": N_("Niet bekend"),
    "0": N_("Jonger dan 16"),
    "16": N_("16 en 17"),
    "18": N_("18 tot en met 29"),
    "30": N_("30 tot en met 44"),
    "45": N_("45 tot en met 64"),
    "65": N_("65 en ouder"),
}
#: Reasons of reports, kinds of gatherings, and what somebody wants to have looked at again.
OURS = {
    **{one.value: name for one, name in REASONS.items()},
    **{one.value: name for one, name in KINDS.items()},
    Verdict.REFUSED: N_("Een plan werd niet toegelaten"),
    Verdict.HIDDEN: N_("Iets werd verborgen"),
    Verdict.LEFT: N_("Iets bleef staan na een melding"),
}
NOWHERE = N_("Anders")


def part_said(by: Breakdown, part: str, rules: MunicipalityRules, lang: str) -> str:
    """What a part is called; what nobody named stays as it is."""
    match by:
        case Breakdown.MONTH:
            year, month = part.split("-")
            return f"{month_name(int(month), lang)} {year}"
        case Breakdown.CHANNEL if part in set(Channel):
            return translated(CHANNELS[Channel(part)], lang)
        case Breakdown.AGE if part in AGES:
            return translated(AGES[part], lang)
        case Breakdown.INSTRUMENT | Breakdown.REASON:
            return _named(by, part, rules, lang)
    return part or translated(NOWHERE, lang)


def _named(by: Breakdown, part: str, rules: MunicipalityRules, lang: str) -> str:
    """By the rules, in their newest words; of what they do not name, by the site; else by its code."""
    named = dict(_instruments(rules) if by is Breakdown.INSTRUMENT else _grounds(rules))
    if part in named:
        return named[part].in_language(lang)
    return translated(OURS.get(part, part or NOWHERE), lang)


def _instruments(rules: MunicipalityRules) -> Iterator[tuple[str, Text]]:
    for version in rules.versions:
        yield from ((code, one.name) for code, one in version.instruments.items())


def _grounds(rules: MunicipalityRules) -> Iterator[tuple[str, Text]]:
    yield from ((one.code, one.name) for one in rules.municipality.moderation.grounds)
    for version in rules.versions:
        for instrument in version.instruments.values():
            yield from ((one.code, one.name) for one in instrument.grounds)
