"""What means and their rooms hold about somebody, in words; `personal_words.py` takes them in."""

from typing import Final

from wijkstem.kit.i18n import N_
from wijkstem.web.discussion_personal_words import (
    DISCUSSION_COLUMNS,
    DISCUSSION_TABLES,
    DISCUSSION_TECHNICAL,
)

MEANS_TABLES: Final = {
    **DISCUSSION_TABLES,
    "means": N_("Manieren om mee te doen die u als medewerker opende"),
    "statement": N_("Stellingen die u schreef of beoordeelde"),
    "statement_vote": N_("Wat u antwoordde op stellingen"),
    "dialogue_part": N_("Stellingen: wanneer u meedeed"),
    "draw_willing": N_("Dat u geloot mag worden"),
    "draw_entry": N_("Lotingen waarvoor u op de lijst staat"),
    "sounding_group": N_("Klankbordgroepen die u als medewerker maakte"),
    "draw": N_("Lotingen die u als medewerker op de website zette"),
    "means_choice": N_("Keuzes voor meedoen die u als medewerker maakte"),
    "comment": N_("Wat u zei over een raadsvoorstel"),
    "comment_answer": N_("Antwoorden op reacties die u als medewerker gaf"),
    "response_note": N_("Nota's met antwoorden die u als medewerker vaststelde"),
}

#: Only names that no other table has; the rest stands in `personal_words.py`.
MEANS_COLUMNS: Final = {
    "statement_id": N_("Nummer van de stelling"),
    "changed_at": N_("Laatst gewijzigd"),
    "judged_at": N_("Beoordeeld op"),
    "judged_by": N_("Wie het beoordeelde"),
    **DISCUSSION_COLUMNS,
    "year_subject_id": N_("Nummer op de jaaragenda"),
    "choice_id": N_("Nummer van de keuze"),
    "question": N_("Wat er wordt gevraagd"),
    "level": N_("Rol van inwoners"),
    "promise": N_("Wat de gemeente belooft"),
    "remind_on": N_("Wanneer volgers horen dat het bijna dicht gaat"),
    "late": N_("Of het antwoord te laat is"),
    "audience": N_("Voor wie het is"),
    "group_id": N_("Nummer van de klankbordgroep"),
    "invited_on": N_("Gevraagd op"),
    "account_by": N_("Wanneer bekend is wat ermee gebeurt"),
    "announced_on": N_("Op de website sinds"),
    "announced_by": N_("Wie het op de website zette"),
    "accounted_on": N_("Verteld op"),
    "made_on": N_("Gemaakt op"),
    "guide": N_("Volgens welke leidraad"),
    "advised_level": N_("Welke rol de leidraad gaf"),
    "advised_kinds": N_("Welke middelen de leidraad gaf"),
    "kinds": N_("Welke middelen het werden"),
    "chosen_on": N_("Gekozen op"),
    "chosen_by": N_("Wie het koos"),
    "assent": N_("Wat u ervan vindt"),
    "wording": N_("Hoe de tekst moet worden"),
    "given_at": N_("Gegeven op"),
    "means_id": N_("Nummer van de manier om mee te doen"),
    "passage": N_("Nummer van het stuk tekst"),
    "passages_revision": N_("Hoe vaak de stukken tekst veranderden"),
    "organisation": N_("Namens wie"),
    "why": N_("Waarom"),
    "comment_id": N_("Nummer van de reactie"),
    "response": N_("Wat de gemeente ermee doet"),
    "answered_on": N_("Beantwoord op"),
    "adopted_on": N_("Vastgesteld op"),
    "adopted_by": N_("Wie het vaststelde"),
    "plan": N_("Hoe de plaatsen zijn verdeeld"),
    "root": N_("Wortel van de lijst"),
    "source": N_("Waar de getallen vandaan komen"),
    "first_day": N_("Eerste dag waarop de getallen tellen"),
    "answer_days": N_("Dagen om te antwoorden"),
    "stratum": N_("Groep van wijk en leeftijd"),
    "answer_by": N_("Antwoorden kan tot en met"),
    "purpose": N_("Wat de groep doet"),
    "seats": N_("Aantal plaatsen"),
    "codes": N_("Uit welke wijken"),
    "ended_on": N_("Gestopt op"),
}

#: What means something to a computer only.
MEANS_TECHNICAL: Final = frozenset(
    {
        "statement_id",
        "judged_by",
        *DISCUSSION_TECHNICAL,
        "year_subject_id",
        "choice_id",
        "group_id",
        "announced_by",
        "chosen_by",
        "guide",
        "passages_revision",
        "means_id",
        "comment_id",
        "adopted_by",
    }
)
