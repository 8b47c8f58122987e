"""What officials can decide on what was reported, and what they decided, in words."""

from wijkstem.kit.i18n import N_
from wijkstem.web.notices import notice
from wijkstem.words import Verdict

SHOWN = notice("ok", "Het is weer te zien. Wie het moet weten, krijgt bericht.")

CHOICES = {
    Verdict.LEFT: N_("Laat het staan"),
    Verdict.HIDDEN: N_("Verberg het"),
    Verdict.DONE: N_("Het is op een andere manier gedaan"),
    Verdict.UPHELD: N_("Het besluit blijft zo"),
    Verdict.REVERSED: N_("Draai het besluit terug"),
}
SAID = {
    Verdict.LEFT: N_("Laten staan"),
    Verdict.HIDDEN: N_("Verborgen"),
    Verdict.SHOWN: N_("Weer laten zien"),
    Verdict.REFUSED: N_("Niet toegelaten"),
    Verdict.UPHELD: N_("Opnieuw bekeken: het blijft zo"),
    Verdict.REVERSED: N_("Opnieuw bekeken: teruggedraaid"),
    Verdict.DONE: N_("Op een andere manier gedaan"),
}
