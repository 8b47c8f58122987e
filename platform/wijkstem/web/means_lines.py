"""What became of a means as lines of a plan's timeline, and of a dossier."""

from collections.abc import Callable
from datetime import date

from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.queries.plan_timeline import TimelineLine
from wijkstem.web.outcome_words import RULINGS
from wijkstem.words.outcomes import Ruling

Say = Callable[..., str]

OPENED = N_("Nu kunt u meedoen")
LAST_DAY = N_("Laatste dag om mee te doen")
#: What happened, as a plan and a dossier both say it. A decision is an entry of the dossier's own.
HAPPENED = {
    "means.closed": N_("Meedoen is voorbij"),
    "means.stopped": N_("Meedoen gaat niet door"),
    "means.accounted": N_("De gemeente zegt wat zij ermee doet"),
}
_ASKED = N_("De gemeente vraagt wat u hiervan vindt")


def means_line(line: TimelineLine, say: Say, lang: str) -> tuple[str, str] | None:
    """Title and words under it; None for what is not about a means."""
    match line.kind:
        case "means.announced":
            return say(_ASKED), _when(line, say, lang)
        case "means.closed" if line.due_on:
            told = N_("U hoort uiterlijk op %(day)s wat ermee gebeurt.")
            return say(HAPPENED[line.kind]), say(told, day=long_date(line.due_on, lang))
        case "outcome.decided" if line.outcome:
            return say(N_("Besluit over wat mensen vonden")), say(RULINGS[Ruling(line.outcome)])
    return (say(HAPPENED[line.kind]), "") if line.kind in HAPPENED else None


def _when(line: TimelineLine, say: Say, lang: str) -> str:
    """From and until when; what was changed later, the means says itself."""
    if line.means_opens_at is None or line.due_on is None:
        return ""
    first: date = local_date(line.means_opens_at)
    said = N_("Meedoen kan van %(first)s tot en met %(last)s.")
    return say(said, first=long_date(first, lang), last=long_date(line.due_on, lang))
