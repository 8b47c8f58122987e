"""The council's agenda: what waits for it, the meetings, and one of them."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_clerk
from wijkstem.kit.i18n import N_
from wijkstem.queries.agenda import Agenda, AwaitsPlace, ListedMeeting, agenda
from wijkstem.queries.council_proposals import ProposalFacts, proposals_of_meeting
from wijkstem.queries.gatherings import GatheringFacts, council_guests
from wijkstem.queries.meetings import Document, MeetingPage, meeting_page
from wijkstem.queries.year_agenda import SubjectLink, subjects_of_meeting
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.context import visitor
from wijkstem.web.document_words import kind_and_size
from wijkstem.web.dossier_lines import CATEGORIES
from wijkstem.web.gathering_words import Shown, shown
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, meeting_path, proposal_path, subject_path
from wijkstem.web.meeting_words import kind_of
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.speaking import speaking_at
from wijkstem.web.wording import course_of, now, today
from wijkstem.web.work import ask
from wijkstem.words.dossiers import WooCategory

#: Only what a visitor must know: that a planned meeting comes and a held one was, the date says.
STATES = {"geannuleerd": N_("Gaat niet door")}


@for_everybody("pagina")
async def listing(request: Request) -> Response:
    """What waits, what comes and what was."""
    number = whole(request.query_params.get("pagina"))
    found: Agenda = await ask(request, agenda, today=today(request), page=number)
    who = visitor(request)
    lang = who.lang
    return page(
        request,
        "agenda/list.html",
        waiting=[_waits(one, who.rules) for one in found.waiting],
        today=today(request),
        upcoming=[_listed(meeting, lang) for meeting in found.upcoming],
        past=[_listed(meeting, lang) for meeting in found.past.rows],
        found=found.past,
        calendars=[(f"/agenda/{body.id}.ics", body.name) for body in who.rules.municipality.bodies],
    )


def _waits(one: AwaitsPlace, rules: MunicipalityRules) -> dict[str, object]:
    body = rules.municipality.body(one.body)
    return {
        "url": initiative_path(one.initiative.number, one.initiative.slug),
        "title": one.initiative.title,
        "body": body.name if body else "",
        "requested_on": one.requested_on,
        "due_on": one.due_on,
        "outlook": one.outlook,
        "placing_on": one.placing_on,
        "treating_on": one.treating_on,
        "asked": course_of(rules, one.rules_version, one.instrument).path.step(one.step).suspends,
    }


def _listed(listed: ListedMeeting, lang: str) -> dict[str, object]:
    return {
        "url": meeting_path(listed.meeting.id),
        "meeting": listed.meeting,
        "state": _state(listed.meeting.state, lang),
        "item_count": listed.items,
        "initiatives": [
            (initiative_path(one.number, one.slug), one.title) for one in listed.initiatives
        ],
    }


def _state(state: str, lang: str) -> str:
    return translated(STATES[state], lang) if state in STATES else ""


@for_everybody()
async def one(request: Request) -> Response:
    """A meeting with its items in order; each item has its documents, the rest of them stand below."""
    found: MeetingPage = await ask(request, meeting_page, request.path_params["meeting"])
    subjects: tuple[SubjectLink, ...] = await ask(request, subjects_of_meeting, found.meeting.id)
    documents: defaultdict[UUID | None, list[tuple[Document, str]]] = defaultdict(list)
    lang = visitor(request).lang
    items_here = {item.id for item in found.items}
    for document in found.documents:
        said = kind_and_size(document.media_type, document.size, lang)
        # Of what the clerk named here, nobody knows more than its address.
        said = kind_of(document.url, lang) if document.by_hand else said
        said = ", ".join(filter(None, (_category(document, lang), said)))
        # One of an item that the clerk keeps on another meeting stands with this meeting.
        where = document.item_id if document.item_id in items_here else None
        documents[where].append((document, said))
    items = [
        (
            item,
            initiative_path(item.number, item.slug) if item.number and item.slug else "",
            documents[item.id],
        )
        for item in found.items
    ]
    return page(
        request,
        "agenda/one.html",
        meeting=found.meeting,
        state=_state(found.meeting.state, lang),
        items=items,
        documents=documents[None],
        subjects=[(subject_path(one.id), one) for one in subjects],
        may_clerk=may_clerk(visitor(request).actor),
        guests=await _guests(request, found.meeting.held_on),
        proposals=[
            (proposal_path(one.number, one.slug), one.title)
            for one in await _proposals(request, found.meeting.id)
        ],
        speaking=await speaking_at(request, found.meeting, now(request)),
        comes=found.meeting.held_on >= today(request),
    )


def _category(document: Document, lang: str) -> str:
    """What the law calls it, where that is more than a document of the council."""
    if document.category in (None, WooCategory.COUNCIL):
        return ""
    return translated(CATEGORIES[document.category], lang)


async def _guests(request: Request, day: date) -> list[Shown]:
    """Where residents can come as guests of the council, on the day of a meeting."""
    found: tuple[GatheringFacts, ...] = await ask(request, council_guests, day)
    return [shown(one, visitor(request), now(request)) for one in found]


async def _proposals(request: Request, meeting_id: UUID) -> tuple[ProposalFacts, ...]:
    """Council proposals that everybody can read before it."""
    found: tuple[ProposalFacts, ...] = await ask(request, proposals_of_meeting, meeting_id)
    return found
