"""What discussions hold about somebody, in words; `means_personal_words.py` takes them in."""

from typing import Final

from wijkstem.kit.i18n import N_

DISCUSSION_TABLES: Final = {
    "discussion_room": N_("Gesprekken die u als medewerker leidde"),
    "contribution": N_("Wat u zei in gesprekken"),
    "contribution_version": N_("Wat u eerder zei in gesprekken"),
    "contribution_support": N_("Wat u steunde in gesprekken"),
}

#: Only names that no other table has.
DISCUSSION_COLUMNS: Final = {
    "contribution_id": N_("Nummer van de bijdrage"),
    "parent_id": N_("Waar het onder staat"),
    "depth": N_("Hoe diep het staat"),
    "to_number": N_("Op welk nummer het een antwoord is"),
    "newcomer": N_("Of uw account toen nieuw was"),
    "replies": N_("Hoeveel antwoorden eronder staan"),
    "answered": N_("Of iemand antwoord gaf"),
    "support": N_("Hoeveel mensen het steunen"),
    "supports_before": N_("Hoeveel steun er al was in het gesprek"),
    "score": N_("Waarop de volgorde berust"),
    "last_number": N_("Laatste nummer in het gesprek"),
    "supports": N_("Hoeveel steun er is in het gesprek"),
    "ordered_at": N_("Bij hoeveel steun de volgorde is gemaakt"),
    "slow_minutes": N_("Hoeveel minuten iedereen wacht"),
    "closed": N_("Gesloten"),
    "moderated_at": N_("Geleid op"),
    "moderated_by": N_("Wie het leidde"),
}

#: What means something to a computer only.
DISCUSSION_TECHNICAL: Final = frozenset(
    {"contribution_id", "parent_id", "depth", "answered", "supports_before", "score", "ordered_at"}
)
