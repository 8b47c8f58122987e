"""How a look at the council's own system went, in words: on the clerk's desk and in the engine room."""

from dataclasses import dataclass

from wijkstem.kit.i18n import N_
from wijkstem.queries.council_source import SourceLook
from wijkstem.web.language import translated
from wijkstem.words.council_source import SourceFault

FAULTS = {
    SourceFault.UNREACHABLE: N_("Het systeem geeft geen antwoord."),
    SourceFault.SLOW: N_("Het antwoord duurt te lang."),
    SourceFault.TOO_LARGE: N_("Het antwoord is te groot."),
    SourceFault.REDIRECTED: N_("Het systeem stuurt ons naar een ander adres. Dat doen wij niet."),
    SourceFault.STATUS: N_("Het systeem geeft een foutmelding."),
    SourceFault.NOT_JSON: N_("Het antwoord is geen JSON. Misschien is het een webpagina."),
    SourceFault.BAD_SHAPE: N_("Een deel van het antwoord kunnen wij niet lezen."),
    SourceFault.OTHER_MUNICIPALITY: N_("Er zit een vergadering bij van een andere gemeente."),
}


@dataclass(frozen=True)
class SourceSaid:
    """The last look; `why` is "" when it went well."""

    look: SourceLook
    why: str


def source_said(look: SourceLook, lang: str) -> SourceSaid:
    """With what the source itself gave as a number or a place, for who must look into it."""
    if look.fault is None:
        return SourceSaid(look, "")
    why = translated(FAULTS[look.fault], lang)
    return SourceSaid(look, f"{why} ({look.detail})" if look.detail else why)
