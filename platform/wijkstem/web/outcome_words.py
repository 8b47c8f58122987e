"""What came of taking part in words: how far it is on its way to the body that decides, and what was decided."""

from dataclasses import dataclass

from wijkstem.kit.i18n import N_
from wijkstem.queries.outcomes import OutcomeFacts
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.links import means_path, meeting_path
from wijkstem.words.outcomes import OutcomeState, Ruling

STATES = {
    OutcomeState.KEPT: (N_("De gemeente vertelt wat zij ermee doet"), "neutral"),
    OutcomeState.OPEN: (N_("Wacht op een vergadering"), "busy"),
    OutcomeState.PLACED: (N_("Staat op een agenda"), "busy"),
    OutcomeState.RETURNED: (N_("Komt niet op een agenda"), "bad"),
    OutcomeState.DECIDED: (N_("Er is een besluit"), "good"),
}
RULINGS = {
    Ruling.FOLLOWED: N_("Zoals mensen het wilden"),
    Ruling.PARTLY: N_("Voor een deel zoals mensen het wilden"),
    Ruling.OTHERWISE: N_("Anders dan mensen wilden"),
    Ruling.NOTED: N_("Gelezen, nog geen keuze gemaakt"),
}


@dataclass(frozen=True)
class OutcomeTold:
    """An outcome in words."""

    facts: OutcomeFacts
    url: str
    desk: str
    state: str
    look: str
    #: The body that decides; "" where none does.
    body: str
    meeting_url: str
    ruling: str


def outcome_told(it: OutcomeFacts, rules: MunicipalityRules, lang: str) -> OutcomeTold:
    """In the visitor's language."""
    state, look = STATES[it.state]
    body = rules.municipality.body(it.body_id)
    return OutcomeTold(
        it,
        means_path(it.number, it.slug),
        f"/griffie/meedoen/{it.number}",
        translated(state, lang),
        look,
        body.name if body else it.body_id,
        meeting_path(it.meeting_id) if it.meeting_id else "",
        translated(RULINGS[it.ruling], lang) if it.ruling else "",
    )
