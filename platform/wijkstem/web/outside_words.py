"""Files with figures in words: what each kind is called, and what one of its lines says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date

from wijkstem.domain.source_cells import shown
from wijkstem.kit.i18n import N_
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.wording import place
from wijkstem.words.sources import (
    FeedbackChannel,
    FigureKind,
    FileState,
    GrievanceKind,
    GrievanceOutcome,
    Note,
    SourceKind,
    Standing,
)

#: By the word in the address.
KINDS = {
    "onderzoek": SourceKind.OBSERVATIONS,
    "inwoners": SourceKind.INHABITANTS,
    "ervaringen": SourceKind.FEEDBACK,
    "klachten": SourceKind.GRIEVANCES,
}
SLUGS = {kind: slug for slug, kind in KINDS.items()}
KIND_NAMES = {
    SourceKind.OBSERVATIONS: N_("Cijfers uit onderzoek"),
    SourceKind.INHABITANTS: N_("Inwoners per wijk"),
    SourceKind.FEEDBACK: N_("Ervaringen van inwoners"),
    SourceKind.GRIEVANCES: N_("Klachten, bezwaar en beroep"),
}
ABOUT = {
    SourceKind.OBSERVATIONS: N_("Wat inwoners antwoordden in een onderzoek van de gemeente."),
    SourceKind.INHABITANTS: N_("De tabel van het CBS mag u zo sturen. Wij halen uw wijken eruit."),
    SourceKind.FEEDBACK: N_(
        "Hoe mensen het vonden gaan aan de balie, aan de telefoon of per mail."
    ),
    SourceKind.GRIEVANCES: N_("Hoeveel er waren en hoe het afliep. Stuur nooit namen."),
}
STATES = {
    FileState.READING: N_("Wordt gelezen"),
    FileState.READ: N_("Telt nog niet mee"),
    FileState.TAKING: N_("Half opgenomen"),
    FileState.TAKEN: N_("Telt mee"),
    FileState.UNDONE: N_("Teruggedraaid"),
}
LOOKS = {
    FileState.READING: "neutral",
    FileState.READ: "busy",
    FileState.TAKING: "late",
    FileState.TAKEN: "good",
    FileState.UNDONE: "neutral",
}
STANDINGS = {
    Standing.NEW: N_("Nieuw"),
    Standing.SAME: N_("Stond er al zo"),
    Standing.OTHER: N_("Er staat nu iets anders"),
}
NOTES = {
    Note.NO_SAMPLE: N_("Bij een meting staat niet hoeveel mensen antwoord gaven."),
    Note.NO_YEAR: N_(
        "Bij een cijfer staat geen jaar. Er komt bij te staan dat het jaar niet bekend is."
    ),
    Note.NO_URL: N_("Bij een cijfer staat geen webadres. Niemand kan het dan nakijken."),
    Note.FORMER_CODES: N_("Er staan wijken in met een code van vroeger. Kijk of het jaar klopt."),
}
MIXED = N_("In dit bestand staan een punt en een komma voor de cijfers achter de komma. Kijk of alles goed is gelezen.")  # fmt: skip
FIGURES = {
    FigureKind.BASELINE: N_("Nulmeting"),
    FigureKind.TARGET: N_("Streefwaarde"),
    FigureKind.AMBITION: N_("Ambitie"),
    FigureKind.REALISATION: N_("Realisatie"),
    FigureKind.BENCHMARK: N_("Van anderen"),
}
CHANNELS = {
    FeedbackChannel.COUNTER: N_("Balie"),
    FeedbackChannel.SITE: N_("Website"),
    FeedbackChannel.PHONE: N_("Telefoon"),
    FeedbackChannel.EMAIL: N_("E-mail"),
}
GRIEVANCES = {
    GrievanceKind.COMPLAINT: N_("Klacht"),
    GrievanceKind.OBJECTION: N_("Bezwaar"),
    GrievanceKind.APPEAL: N_("Beroep"),
}
OUTCOMES = {
    GrievanceOutcome.UPHELD: N_("Gegrond"),
    GrievanceOutcome.PARTLY_UPHELD: N_("Deels gegrond"),
    GrievanceOutcome.REJECTED: N_("Ongegrond"),
    GrievanceOutcome.INADMISSIBLE: N_("Niet-ontvankelijk"),
    GrievanceOutcome.SETTLED: N_("Opgelost"),
    GrievanceOutcome.WITHDRAWN: N_("Ingetrokken"),
    GrievanceOutcome.OPEN: N_("Loopt nog"),
}
HEADINGS = {
    SourceKind.OBSERVATIONS: (N_("Indicator"), N_("Soort"), N_("Wijk"), N_("Waarde"), N_("Antwoorden"), N_("Bron")),
    SourceKind.INHABITANTS: (N_("Gebied"), N_("Jaar"), N_("Inwoners"), N_("Bron")),
    SourceKind.FEEDBACK: (N_("Kanaal"), N_("Maand"), N_("Goed"), N_("Ertussenin"), N_("Slecht")),
    SourceKind.GRIEVANCES: (N_("Soort"), N_("Periode"), N_("Uitkomst"), N_("Aantal"), N_("Op tijd")),
}  # fmt: skip

Documents = Mapping[UUID, tuple[str, str]]


class Lines:
    """What lines say, in the reader's language."""

    def __init__(self, rules: MunicipalityRules, documents: Documents, lang: str) -> None:
        self._rules, self._documents, self._lang = rules, documents, lang
        self._how: Mapping[SourceKind, Callable[[Sequence[Any]], list[str]]] = {
            SourceKind.OBSERVATIONS: self._observation,
            SourceKind.INHABITANTS: self._inhabitants,
            SourceKind.FEEDBACK: self._feedback,
            SourceKind.GRIEVANCES: self._grievance,
        }

    def words(self, kind: SourceKind, said: Sequence[Any]) -> list[str]:
        """The cells of a line, as `HEADINGS` calls them."""
        return self._how[kind](said)

    def _tr(self, sentence: str) -> str:
        return translated(sentence, self._lang)

    def _observation(self, said: Sequence[Any]) -> list[str]:
        code, _, kind, start, end, where, value, sample, document = said
        indicators = self._rules.indicators.indicators
        name = next((one.name.in_language(self._lang) for one in indicators if one.code == code), code)  # fmt: skip
        source = self._source(document)
        period = self._period(start, end) if end else self._tr(N_("jaar niet bekend"))
        at = (place(self._rules, where) or where) if where else self._tr(N_("hele gemeente"))
        figure = value.replace(".", ",") if self._lang == "nl" else value
        answers = str(sample) if sample else self._tr(N_("niet bekend"))
        what = f"{self._tr(FIGURES[FigureKind(kind)])}, {period}"
        return [name, what, at, figure, answers, source]

    def _source(self, document: str) -> str:
        return ", ".join(filter(None, self._documents.get(UUID(document), ())))

    def _inhabitants(self, said: Sequence[Any]) -> list[str]:
        code, year, people, *where = said
        here = self._rules.municipality
        name = here.name if code == here.cbs_code else code
        known = here.neighbourhood(code)
        source = self._source(where[0]) if where else ""
        return [f"{known.name} ({code})" if known else name, str(year), str(people), source]

    def _feedback(self, said: Sequence[Any]) -> list[str]:
        channel, month, *faces = said
        when = format_date(date.fromisoformat(month), "LLLL y", locale=self._lang)
        return [self._tr(CHANNELS[FeedbackChannel(channel)]), when, *map(str, faces)]

    def _grievance(self, said: Sequence[Any]) -> list[str]:
        kind, start, end, outcome, number, in_time = said
        known = str(in_time) if in_time is not None else self._tr(N_("niet bekend"))
        words = self._tr(GRIEVANCES[GrievanceKind(kind)]), self._period(start, end)
        return [*words, self._tr(OUTCOMES[GrievanceOutcome(outcome)]), str(number), known]

    def _period(self, start: str, end: str) -> str:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if whole_year and first.year == last.year:
            return str(first.year)
        return self._tr(N_("%(first)s tot en met %(last)s")) % {
            "first": shown(first),
            "last": shown(last),
        }


def notes_told(notes: frozenset[Note], lang: str) -> list[str]:
    """What should be looked at."""
    told = [translated(words, lang) for note, words in NOTES.items() if note in notes]
    mixed = {Note.COMMA, Note.POINT} <= notes
    return [translated(MIXED, lang), *told] if mixed else told
