"""A dossier as lines in order of time: what officials put in it, and what plans in it came to by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wijkstem.kit.i18n import N_
from wijkstem.kit.text import first_sentence
from wijkstem.queries.dossier_means import MeansInDossier
from wijkstem.queries.dossiers import (
    Document,
    DossierPage,
    Entry,
    ListedDossier,
    OnAgenda,
    Step,
)
from wijkstem.web.language import translated
from wijkstem.web.links import dossier_path, initiative_path, means_path, meeting_path
from wijkstem.web.means_lines import HAPPENED, LAST_DAY, OPENED
from wijkstem.web.wording import MILESTONES
from wijkstem.web.work_timeline import work_line
from wijkstem.words import Milestone
from wijkstem.words.dossiers import EntryKind, WooCategory

KINDS = {
    EntryKind.PLAN: N_("Plan van bewoners"),
    EntryKind.MEETING: N_("Vergadering"),
    EntryKind.ITEM: N_("Punt op de agenda"),
    EntryKind.PROPOSAL: N_("Raadsvoorstel"),
    EntryKind.DOCUMENT: N_("Stuk"),
    EntryKind.MEANS: N_("Meedoen"),
    EntryKind.NEWS: N_("Nieuws"),
}
CATEGORIES = {
    WooCategory.INCOMING: N_("Brief aan de raad"),
    WooCategory.COUNCIL: N_("Stuk van de raad"),
    WooCategory.COLLEGE_AGENDA: N_("Agenda of besluiten van het college"),
    WooCategory.ADVICE: N_("Advies"),
    WooCategory.RESEARCH: N_("Onderzoek"),
    WooCategory.DECISION: N_("Besluit in één geval"),
    WooCategory.GENERAL_DECISION: N_("Besluit dat voor iedereen geldt"),
}
#: What a plan came to. Its own page has every step.
_TOLD = frozenset(
    {
        Milestone.THRESHOLD_REACHED,
        Milestone.LAPSED,
        Milestone.WITHDRAWN,
        Milestone.NOT_PLACED,
        Milestone.ADOPTED,
        Milestone.PARTLY_ADOPTED,
        Milestone.REJECTED,
        Milestone.ANSWERED,
        Milestone.FORWARDED,
        Milestone.GRANTED,
        Milestone.PARTLY_GRANTED,
        Milestone.AGREED,
        Milestone.NOT_AGREED,
        Milestone.COMPLETED,
        Milestone.EVALUATED,
        Milestone.CONTINUED,
        Milestone.STOPPED,
        Milestone.FEASIBLE,
        Milestone.NOT_FEASIBLE,
        Milestone.CHOSEN,
        Milestone.NOT_CHOSEN,
        Milestone.MERGED,
    }
)


@dataclass(frozen=True)
class Card:
    """A dossier in a list."""

    dossier: ListedDossier
    url: str
    summary: str


def dossier_cards(rows: Iterable[ListedDossier]) -> list[Card]:
    """In their order."""
    return [
        Card(one, dossier_path(one.number, one.slug), first_sentence(one.about)) for one in rows
    ]


@dataclass(frozen=True)
class DossierLine:
    """One thing in it, in words."""

    #: What it is known by in a feed, and when it is taken out.
    key: str
    day: date
    kind: str
    title: str
    url: str = ""
    text: str = ""
    #: Where the words under it lead: the plan of an item.
    more: tuple[str, str] | None = None
    category: str = ""
    documents: tuple[Document, ...] = ()
    #: Only what officials put in can be taken out.
    entry_id: UUID | None = None
    #: What is wrong with it: it does not go on, or the source dropped it.
    warning: str = ""
    result: str = ""


@dataclass
class _Lines:
    found: DossierPage
    lang: str
    documents: dict[UUID, list[Document]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for one in self.found.documents:
            self.documents[one.item_id].append(one)

    def say(self, text: str, **values: object) -> str:
        return translated(text, self.lang, values)

    def all(self) -> Iterator[DossierLine]:
        by_hand = {one.item_id for one in self.found.entries if one.item_id}
        titles = {one.initiative_id: one for one in self.found.entries if one.initiative_id}
        for entry in self.found.entries:
            yield self._entry(entry)
        for item in self.found.on_agendas:
            if item.item_id not in by_hand:
                yield self._on_agenda(item)
        for number, step in enumerate(self.found.steps):
            said = self._said(step)
            if said:
                yield self._step(number, step, said, titles[step.initiative_id])
        for means in self.found.means:
            yield from self._means(means)

    def _entry(self, it: Entry) -> DossierLine:
        plan = initiative_path(it.number, it.slug) if it.number and it.slug else ""
        url, more = it.url, None
        title, warning = it.title, ""
        if it.kind is EntryKind.PLAN:
            title, url = it.plan or self.say(GONE), plan
        elif it.kind in _AT_COUNCIL:
            title = it.item or it.plan or it.title or self.say(GONE)
            url = meeting_path(it.meeting_id) if it.meeting_id else ""
            more = (plan, it.plan) if plan and it.plan else None
            warning = self._wrong(it.state) if it.meeting_id else self.say(DROPPED)
            title = it.meeting or title if it.kind is EntryKind.MEETING else title
        return DossierLine(
            key=str(it.id),
            day=it.held_on or it.day,
            kind=self.say(KINDS[it.kind]),
            title=title,
            url=url,
            text=it.text,
            more=more,
            category=self.say(CATEGORIES[it.category]) if it.category else "",
            documents=tuple(self.documents[it.item_id]) if it.item_id else (),
            entry_id=it.id,
            warning=warning,
            result=it.result or "",
        )

    def _wrong(self, state: str | None) -> str:
        return self.say(N_("Gaat niet door")) if state == "geannuleerd" else ""

    def _on_agenda(self, it: OnAgenda) -> DossierLine:
        return DossierLine(
            key=str(it.item_id),
            day=it.held_on,
            kind=self.say(KINDS[EntryKind.ITEM]),
            title=f"{it.meeting}: {it.title}",
            url=meeting_path(it.meeting_id),
            documents=tuple(self.documents[it.item_id]),
            warning=self._wrong(it.state),
            result=it.result or "",
        )

    def _said(self, step: Step) -> str:
        """ "" for what only the plan's own page tells."""
        if step.means is not None:
            return self.say(MILESTONES[step.means]) if step.means in _TOLD else ""
        if step.outcome == "news":
            return ""
        worked = work_line(step, self.say, self.lang)
        return worked.title if worked else ""

    def _step(self, number: int, step: Step, said: str, plan: Entry) -> DossierLine:
        assert plan.number is not None
        assert plan.slug is not None
        return DossierLine(
            key=f"{plan.number}-{number}",
            day=step.on,
            kind=self.say(KINDS[EntryKind.PLAN]),
            title=f"{said}: {plan.plan}",
            url=initiative_path(plan.number, plan.slug),
        )

    def _means(self, it: MeansInDossier) -> Iterator[DossierLine]:
        said = [(OPENED, it.opens_on), (LAST_DAY, it.closes_on)]
        said += [(HAPPENED[kind], on) for kind, on in it.happened if kind in HAPPENED]
        for number, (words, day) in enumerate(said):
            if day is not None:
                yield DossierLine(
                    key=f"meedoen-{it.number}-{number}",
                    day=day,
                    kind=self.say(KINDS[EntryKind.MEANS]),
                    title=f"{self.say(words)}: {it.title}",
                    url=means_path(it.number, it.slug),
                )


_AT_COUNCIL = frozenset({EntryKind.MEETING, EntryKind.ITEM})
GONE = N_("Dit plan staat niet meer op de website")
DROPPED = N_("Dit punt staat niet meer op de agenda")


def dossier_lines(found: DossierPage, lang: str) -> list[DossierLine]:
    """The oldest first; of one day, in the order in which they came."""
    return sorted(_Lines(found, lang).all(), key=lambda line: line.day)
