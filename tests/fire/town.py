"""The town before the storm: its people with their sessions, and the plans that they will be busy with."""

import itertools
import random
import threading
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

from stdnum.nl import bsn

from tests.fire.business import BEFORE, BEGAN, Business, found_business, proposed
from tests.fire.ledger import Answer, Ledger, happened
from tests.fire.rooms import Rooms, found_question, found_rooms
from tests.support.booth import Vote, a_vote, letters
from tests.support.draws import SOURCE, group_row, prepared
from tests.support.rulebook import rules_folder
from tests.support.world import HERE, World
from wijkstem.adapters.oidc.said import subject_of_number
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.advice import AdviseUnasked
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.deliveries import HoldDeliveries
from wijkstem.commands.draws import AnnounceDraw, SayWilling
from wijkstem.commands.gatherings import AnnounceGathering
from wijkstem.commands.initiatives import SubmitInitiative, Submitted, TakeStep
from wijkstem.commands.merging import ProposeMerge
from wijkstem.commands.signatures import Sign
from wijkstem.domain.gatherings import GatheringForm
from wijkstem.domain.people import Actor
from wijkstem.domain.rounds import BallotRules
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import Advice, Role
from wijkstem.words.rounds import BallotType

#: The neighbour, on a partition of its own.
THERE = "buurdorp"
CENTRE = {HERE: "WK990100", THERE: "WK990200"}
#: So long ago that every term of the first two steps is over.
#: Places in the group that is drawn, and who stands on its list.
SEATS, CANDIDATES = 3, 7
LONG_AGO = timedelta(days=120)
ADULT = 40 * 365
#: Members of the neighbourhood council.
COUNCIL = 6
#: Seats at the gathering.
PLACES = 4
#: Who may vote on the budget, and what they may choose: of the plans, some cost one euro too much together.
VOTERS, BALLOT = 24, BallotRules(BallotType.APPROVAL, 1, 3, spending_limit=59_999)
#: Who is helped at the counter, and the number from which on theirs are made up.
HELPED, NUMBERS = 6, 200_000_000
#: Where those have a mailbox who come in by e-mail during the storm.
MAILBOXES = "storm.test"
#: Rules of long after us, that the processes find when they start.
NEW_RULES = "2099.1"


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in."""

    id: UUID
    token: str
    roles: frozenset[Role]
    where: str

    @property
    def actor(self) -> Actor:
        sits = Role.NEIGHBOURHOOD_COUNCIL in self.roles
        return Actor(self.id, self.roles, frozenset({CENTRE[self.where]} if sits else ()))


@dataclass(frozen=True)
class Merge:
    """A plan that is to go on in another, and who submitted each."""

    id: UUID
    plan: UUID
    into: UUID
    submitters: tuple[Visitor, Visitor]


@dataclass(frozen=True)
class Drawing:
    """A draw by lot, and who stands on its list."""

    group_id: UUID
    number: str
    candidates: list[Visitor]
    #: What somebody was told last that they answered, by their place on the list.
    answers: dict[UUID, str] = field(default_factory=dict)


@dataclass
class Town:
    """Who lives here and what there is to do."""

    supporters: list[Visitor]
    neighbours: list[Visitor]
    child: Visitor
    officials: list[Visitor]
    clerk: Visitor
    #: Works for the installation, and lets go what is held.
    operator: Visitor
    #: Has all its signatures before the storm: everybody is told of each step that it takes.
    told: Submitted
    #: Gets its signatures in the storm.
    wanted: Submitted
    #: Gets its support at the counter, and from the same people by themselves.
    entered: Submitted
    #: By the number that the counter asks for.
    residents: dict[str, Visitor]
    #: Is voted on in the neighbouring municipality.
    voted: Submitted
    meetings: list[UUID]
    #: A neighbourhood council, and what it is voting on.
    council: list[Visitor]
    advised: UUID
    #: A gathering with fewer places than there are people who want one.
    gathering: UUID
    #: A case of a plan of long ago that nobody decides on.
    case: UUID
    #: Plans that officials decide on together, each with its case.
    together: dict[UUID, UUID]
    merge: Merge
    business: Business
    #: What people take part in, and who said something in it before.
    rooms: Rooms
    speaker: Visitor
    #: Of which the list was fixed long ago; it is drawn in the storm.
    draw: Drawing
    #: A budget that is being voted on, and the code of each voter's letter.
    budget: Vote
    codes: list[str]
    #: Whoever was told that they follow the plan that everybody signed.
    followers: set[UUID] = field(default_factory=set)
    #: Whoever asked to be forgotten.
    erased: set[UUID] = field(default_factory=set)
    #: The language that somebody was told is theirs, and whether the session behind a secret should last.
    languages: dict[UUID, str] = field(default_factory=dict)
    sessions: dict[str, bool] = field(default_factory=dict)
    #: Where the files are kept.
    shelf: Path = Path()
    #: Set when nobody needs to wait any longer.
    given_up: threading.Event = field(default_factory=threading.Event)
    today: date = field(default_factory=lambda: local_date(SystemClock().now()))


def storm_rules(folder: Path, threshold: int) -> Path:
    """The rules of the test municipalities with another threshold."""
    rules_folder(folder)
    for file in folder.glob("*/spelregels-*.toml"):
        file.write_text(file.read_text().replace("value = 3,", f"value = {threshold},"))
    return folder


def new_rules(folder: Path) -> None:
    """One more version of the rules of each municipality, to be published by whoever starts next."""
    for file in folder.glob("*/spelregels-2025-01-01.toml"):
        text = file.read_text().replace('version = "2025.1"', f'version = "{NEW_RULES}"')
        later = text.replace("in_force = 2025-01-01", "in_force = 2099-01-01")
        file.with_name("spelregels-2099-01-01.toml").write_text(later)


def found_town(world: World, ledger: Ledger, people: int, chance: random.Random) -> Town:
    """Everything that was there before; the ledger knows of it."""
    now = SystemClock().now()
    world.clock.at = now - LONG_AGO
    official = enter(world, "official-0", Role.OFFICIAL)
    for number in range(4):
        old = _file(world, enter(world, f"patient-{number}"), f"Een plan van lang geleden {number}")
        if number % 2:
            world.execute(TakeStep(old.initiative_id, 1, "admit"), official.actor)
    group = _list_fixed(world)
    planner, began = enter(world, "clerk-0", Role.CLERK), now - BEGAN
    world.clock.at = now - BEFORE
    live = proposed(world, official.actor, planner.actor, local_date(began), began)
    two = tuple(enter(world, f"official-{n}", Role.OFFICIAL).actor for n in range(2))
    question = found_question(world, live.dossier, (two[0], two[1]))
    world.clock.at = now
    officials = [enter(world, f"official-{n}", Role.OFFICIAL) for n in range(2)]
    clerk = enter(world, "clerk", Role.CLERK)
    supporters = [enter(world, f"supporter-{n}") for n in range(people)]
    neighbours = [enter(world, f"neighbour-{n}", where=THERE) for n in range(people // 4)]
    told, wanted = (
        _open(world, enter(world, f"submitter-{n}"), officials[0], f"Een plan met steun {n}")
        for n in range(2)
    )
    for supporter in supporters:
        world.execute(Sign(told.initiative_id), supporter.actor)
    council = [enter(world, f"member-{n}", Role.NEIGHBOURHOOD_COUNCIL) for n in range(COUNCIL)]
    voting = _open(world, enter(world, "submitter-2"), officials[0], "Een plan voor de wijkraad")
    begin = AdviseUnasked(voting.initiative_id, Advice.POSITIVE, "Omdat het een goed plan is.")
    advised = world.execute(begin, council[0].actor)
    # The question has the first number.
    budget = a_vote(world, BALLOT, number=f"{question.number[:4]}-2")
    speakers = [enter(world, f"speaker-{n}") for n in range(3)]
    # As after a restore: nothing goes out until the operator has looked.
    world.execute(HoldDeliveries())
    town = Town(
        supporters=supporters,
        neighbours=neighbours,
        child=enter(world, "child", born=local_date(now) - timedelta(days=10 * 365)),
        officials=officials,
        clerk=clerk,
        operator=enter(world, "operator", Role.OPERATOR),
        told=told,
        wanted=wanted,
        entered=_open(
            world, enter(world, "submitter-3"), officials[0], "Een plan voor aan de balie"
        ),
        residents=_residents(world),
        voted=_voted(world),
        council=council,
        advised=advised,
        case=_case(world),
        together=_together(world),
        merge=_merge(world, officials[0]),
        business=found_business(
            world,
            live=live,
            official=officials[0].actor,
            clerk=clerk.actor,
            resident=enter(world, "challenger").actor,
            place=CENTRE[HERE],
        ),
        rooms=found_rooms(
            world, live.dossier, question, officials[0].actor, [one.actor for one in speakers]
        ),
        speaker=speakers[0],
        draw=_drawing(world, group),
        gathering=_gathering(world, officials[0], local_date(now)),
        budget=budget,
        codes=letters(budget, VOTERS),
        meetings=[_meeting(world, clerk, days) for days in (30, 44, 200)],
    )
    for municipality in (HERE, THERE):
        for key in happened(world.recorded(where=municipality)).elements():
            ledger.note(key, Answer.ACCEPTED)
    chance.shuffle(town.supporters)
    return town


def _list_fixed(world: World) -> UUID:
    """A draw of which only the figures must come."""
    for one in _candidates(world):
        world.execute(SayWilling(True), one.actor)
    group = prepared(world, SEATS)
    world.execute(AnnounceDraw(group, SOURCE, 3), world.official)
    return group


def _candidates(world: World) -> list[Visitor]:
    return [enter(world, f"candidate-{number}") for number in range(CANDIDATES)]


def _drawing(world: World, group: UUID) -> Drawing:
    return Drawing(group, group_row(world, group)["number"], _candidates(world))


def _residents(world: World) -> dict[str, Visitor]:
    """They log in with a service that gives their number, as officials do for who cannot."""
    numbers = filter(bsn.is_valid, map(str, range(NUMBERS, NUMBERS + 11 * HELPED * 2)))
    return {
        number: enter(world, f"helped-{number}", subject=subject_of_number(number))
        for number in itertools.islice(numbers, HELPED)
    }


def _case(world: World) -> UUID:
    """The oldest that still waits."""
    cases = [row for row in world.rows(Case) if row["closed_at"] is None]
    oldest: UUID = min(cases, key=lambda row: row["opened_at"])["id"]
    return oldest


def _together(world: World) -> dict[UUID, UUID]:
    filed = [_file(world, enter(world, f"many-{n}"), f"Een plan van velen {n}") for n in range(3)]
    plans = {one.initiative_id for one in filed}
    return {
        row["initiative_id"]: row["id"] for row in world.rows(Case) if row["initiative_id"] in plans
    }


def _merge(world: World, official: Visitor) -> Merge:
    one, other = enter(world, "merging-0"), enter(world, "merging-1")
    plan = _open(world, one, official, "Een plan dat verdergaat")
    into = _open(world, other, official, "Een plan voor twee")
    why = "Beide plannen gaan over dezelfde straat."
    made = world.execute(ProposeMerge(plan.initiative_id, into.number, why), official.actor)
    return Merge(made, plan.initiative_id, into.initiative_id, (one, other))


def _gathering(world: World, official: Visitor, today: date) -> UUID:
    form = GatheringForm(
        kind="walk",
        where=CENTRE[HERE],
        title="Samen kijken in de wijk",
        about="Wij lopen door de straten.",
        day=today + timedelta(days=30),
        starts=time(19, 30),
        ends=time(21, 0),
        place="Het plein",
        access="Geen drempels.",
        places=PLACES,
    )
    made: UUID = world.execute(AnnounceGathering(form), official.actor)
    return made


def enter(
    world: World,
    name: str,
    *roles: Role,
    where: str = HERE,
    born: date | None = None,
    subject: str | None = None,
) -> Visitor:
    """Log somebody in, with the test's own hands."""
    roles = roles or (Role.RESIDENT,)
    identity = Identity(
        subject or f"storm:{name}",
        f"Storm {name}",
        email=f"{name}@example.test",
        birth_date=born or local_date(world.clock.at) - timedelta(days=ADULT),
        neighbourhood_code=CENTRE[where],
        roles=frozenset(
            (role, CENTRE[where] if role is Role.NEIGHBOURHOOD_COUNCIL else "") for role in roles
        ),
    )
    logged_in: LoggedIn = world.execute(LogIn(identity), where=where)
    return Visitor(logged_in.person_id, logged_in.token, frozenset(roles), where)


def texts(instrument: str) -> dict[str, str]:
    """A sensible answer to each question of the form."""
    question = "proposal" if instrument == "voorstel" else "decision"
    return {question: "Plant tien bomen in de straat."}


def _file(world: World, by: Visitor, title: str, instrument: str = "burgerinitiatief") -> Submitted:
    command = SubmitInitiative(
        instrument, title, CENTRE[by.where], texts(instrument), subject="green"
    )
    submitted: Submitted = world.execute(command, by.actor, where=by.where)
    return submitted


def _open(
    world: World, by: Visitor, official: Visitor, title: str, instrument: str = "burgerinitiatief"
) -> Submitted:
    filed = _file(world, by, title, instrument)
    world.execute(TakeStep(filed.initiative_id, 1, "admit"), official.actor, where=by.where)
    return filed


def _voted(world: World) -> Submitted:
    official = enter(world, "official", Role.OFFICIAL, where=THERE)
    submitter = enter(world, "submitter", where=THERE)
    return _open(world, submitter, official, "Een voorstel om over te stemmen", "voorstel")


def _meeting(world: World, clerk: Visitor, days: int) -> UUID:
    held_on = local_date(world.clock.at) + timedelta(days=days)
    meeting: UUID = world.execute(PlanMeeting("raad", "Raadsvergadering", held_on), clerk.actor)
    return meeting


def initiative(world: World, initiative_id: UUID, where: str = HERE) -> dict[str, object]:
    """The row of an initiative."""
    [found] = world.rows(Initiative, where=where, id=initiative_id)
    return found
