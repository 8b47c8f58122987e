"""What the officials and the council have in hand before the storm: work that was granted, proposals, a case to pass on."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.support.means import FORM as MEANS
from tests.support.world import World
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_proposals import OpenCouncilProposal, WriteCouncilProposal
from wijkstem.commands.initiatives import SubmitInitiative, Submitted, TakeStep
from wijkstem.commands.means import MakeMeans
from wijkstem.commands.meeting_agendas import AddAgendaItem
from wijkstem.commands.questions import AskQuestion
from wijkstem.commands.remark_reports import ReportRemark
from wijkstem.domain.council_proposals import ProposalForm
from wijkstem.domain.meetings import ItemForm
from wijkstem.domain.people import Actor
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind
from wijkstem.words.means import MeansKind

WHY = "De buurt vroeg hierom, en het past in het plan."
PLAIN = (
    "Op het plein komt een plek om te spelen. De auto's gaan eraf. Er komen bomen en een bank."
    " Kinderen kunnen er dan veilig heen. Het werk begint in de zomer. De straat is dan drie weken dicht."
)
#: So long before the storm the meeting was planned that goes on in it, and so long ago it began.
BEFORE, BEGAN = timedelta(days=2), timedelta(minutes=30)
#: Days until the meeting of the proposal that is asked about: no other is on that day.
AHEAD = 55


@dataclass(frozen=True)
class Proposal:
    """A council proposal that everybody can read."""

    id: UUID
    number: str
    meeting: UUID
    #: The number of the dossier that it stands in.
    dossier: str


@dataclass(frozen=True)
class Business:
    """What lies on the desks."""

    #: A task that residents may take over; nobody said yet what happens when.
    work: Submitted
    proposal: Proposal
    #: Of a meeting that goes on at this moment.
    live: Proposal
    #: Questions about the first: one waits for an answer, one was reported and has a case.
    question: UUID
    doubted: UUID
    doubted_case: UUID
    #: Of the council's agenda.
    item: UUID
    #: A case that departments pass on to each other.
    passed: UUID
    #: The number of the advice about the first proposal.
    advice: str


def found_business(
    world: World, *, live: Proposal, official: Actor, clerk: Actor, resident: Actor, place: str
) -> Business:
    """Everything but the meeting that goes on: that was planned before."""
    held_on = local_date(world.clock.at) + timedelta(days=AHEAD)
    proposal = proposed(world, official, clerk, held_on)
    question, doubted = (
        world.execute(AskQuestion(proposal.id, words), resident)
        for words in ("Blijft de bank staan?", "Wie heeft dit bedacht?")
    )
    world.execute(ReportRemark(doubted, "spam", WHY), official)
    [case] = world.rows(Case, kind=CaseKind.REMARK, target_id=doubted)
    item = world.execute(
        AddAgendaItem(proposal.meeting, ItemForm("De begroting van de regio", WHY)), clerk
    )
    filed = _filed(world, resident, place)
    [passed] = world.rows(Case, kind=CaseKind.STEP, initiative_id=filed.initiative_id)
    return Business(
        work=_granted(world, _filed(world, resident, place), official),
        proposal=proposal,
        live=live,
        question=question,
        doubted=doubted,
        doubted_case=case["id"],
        item=item,
        passed=passed["id"],
        advice=_asked_for_advice(world, proposal, official),
    )


def proposed(
    world: World, official: Actor, clerk: Actor, held_on: date, starts_at: datetime | None = None
) -> Proposal:
    """Written and opened, for a meeting of its own."""
    live = "https://video.example.nl/raad" if starts_at else ""
    planned = PlanMeeting("raad", "Raad over het plein", held_on, starts_at, livestream=live)
    meeting = world.execute(planned, clerk)
    form = ProposalForm(
        "Een speelplek op het plein", "wethouder Groen", PLAIN, {"decision": WHY}, meeting
    )
    made = new_id()
    number = world.execute(WriteCouncilProposal(form, made), official)
    world.execute(OpenCouncilProposal(made, 1), official)
    [row] = world.rows(CouncilProposal, id=made)
    [dossier] = world.rows(Dossier, id=row["dossier_id"])
    return Proposal(made, number, meeting, dossier["number"])


def _asked_for_advice(world: World, proposal: Proposal, official: Actor) -> str:
    """Open from today on, for everybody."""
    today = local_date(world.clock.at)
    [dossier] = world.rows(Dossier, number=proposal.dossier)
    form = replace(
        MEANS,
        kind=MeansKind.ADVICE,
        dossier_id=dossier["id"],
        council_proposal_id=proposal.id,
        decided_on=today,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        account_by=today + timedelta(days=30),
    )
    made = new_id()
    number: str = world.execute(MakeMeans(form, made), official)
    world.execute(AnnounceMeans(made, 1), official)
    return number


def _filed(world: World, who: Actor, place: str) -> Submitted:
    texts = {"task": "Wij maaien zelf het gras in het park."}
    command = SubmitInitiative("uitdaagrecht", "Zelf maaien", place, texts, subject="green")
    made: Submitted = world.execute(command, who)
    return made


def _granted(world: World, filed: Submitted, official: Actor) -> Submitted:
    for step, outcome in enumerate(("admit", "assess", "grant"), start=1):
        world.execute(TakeStep(filed.initiative_id, step, outcome, reasons=WHY), official)
    return filed
