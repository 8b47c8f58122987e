"""Means in the demo: chosen, announced, taken part in, closed and accounted for by the real commands, day by day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.announcing import AccountMeans, AnnounceMeans, CloseMeans
from wijkstem.commands.choosing import PublishChoice
from wijkstem.commands.dossiers import OpenDossier
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.means import MakeMeans
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.means_rooms import ROOMS, Place
from wijkstem.demo.means_told import Told, told_of
from wijkstem.demo.proposals import ProposalPlay
from wijkstem.domain.choosing import ChoiceForm, advised
from wijkstem.domain.dossiers import DossierForm
from wijkstem.domain.means import MeansForm
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import upcoming_meetings
from wijkstem.queries.means_sweep import means_to_close
from wijkstem.rules.guide import guide
from wijkstem.services import Services
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.means import Means

#: Works out or counts what is due in a municipality, as a worker does; for who may import it.
Due = Callable[[Services, str], object]

OFFICIAL, FOLLOWER = "ambtenaar-1", "bewoner-1"
#: So many days before its announcement the council chose.
DECIDED = 6

_means = table_of(Means)
_proposal = table_of(CouncilProposal)


@dataclass
class MeansPlay:
    """The means of one municipality while they are played."""

    services: Services
    slug: str
    today: date
    crowd: Crowd
    count: Due | None = None
    compute: Due | None = None
    told: tuple[Told, ...] = ()
    _places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = told_of(self.slug)

    @property
    def days(self) -> int:
        """How far back it begins."""
        return max(one.begins for one in self.told)

    @property
    def most_people(self) -> int:
        """How many take part in the fullest."""
        return max(sum(one.people) for one in self.told)

    def play(self, ago: int) -> bool:
        """Everything of a day, so many days ago; whether there was anything."""
        closed = self._close()
        played = [self._play(one, ago) for one in self.told]
        if ago == 0 and self.compute:
            self.compute(self.services, self.slug)
        return any(played) or closed

    def _close(self) -> bool:
        """What the clock does in life: votes are counted, and what is over closes."""
        with self.services.reading(self.slug) as connection:
            over = means_to_close(connection, self.slug, self.services.clock.now())
        if over and self.count:
            self.count(self.services, self.slug)
        for means_id in over:
            self._place_of(means_id).do(CloseMeans(means_id), SYSTEM)
        if over and self.compute:
            self.compute(self.services, self.slug)
        return bool(over)

    def _place_of(self, means_id: UUID) -> Place:
        return next(place for place in self._places.values() if place.means_id == means_id)

    def _play(self, one: Told, ago: int) -> bool:
        room = ROOMS[one.kind]
        if ago == one.begins:
            self._begin(one)
        if ago == one.made:
            self._announce(one)
        elif max(one.closes, -1) < ago <= one.opens:
            room.day(self._places[one.title], one, ago)
        elif one.over and one.closes > ago >= (one.accounted or 0):
            return self._end(one, ago)
        else:
            return ago == one.begins
        return True

    def _begin(self, one: Told) -> None:
        """Its dossier, the council proposal that it is about, and the choice that it follows from."""
        proposal_id = self._propose(one)
        dossier_id = self._dossier_of(proposal_id) if proposal_id else self._open(one)
        place = Place(self.services, self.slug, self.crowd, new_id(), dossier_id, proposal_id)
        self._places[one.title] = place
        place.do(FollowDossier(dossier_id), place.of(FOLLOWER))
        if one.choice:
            place.choice_id = self._choose(one, place)

    def _propose(self, one: Told) -> UUID | None:
        if one.proposal is None:
            return None
        with self.services.reading(self.slug) as connection:
            meeting = upcoming_meetings(connection, self.slug, today=self.today)[-1]
        return ProposalPlay(self.services, self.slug, self.crowd).propose(one.proposal, meeting.id)

    def _dossier_of(self, proposal_id: UUID) -> UUID:
        found = select(_proposal.c.dossier_id).where(
            _proposal.c.municipality_id == self.slug, _proposal.c.id == proposal_id
        )
        with self.services.reading(self.slug) as connection:
            dossier_id: UUID = connection.execute(found).scalar_one()
        return dossier_id

    def _open(self, one: Told) -> UUID:
        dossier_id = new_id()
        opened = OpenDossier(DossierForm(one.dossier, one.about), dossier_id)
        self._place(dossier_id).do(opened)
        return dossier_id

    def _place(self, dossier_id: UUID) -> Place:
        return Place(self.services, self.slug, self.crowd, new_id(), dossier_id)

    def _choose(self, one: Told, place: Place) -> UUID:
        assert one.choice is not None
        found = advised(guide(), one.choice.answers)
        level, kinds = one.choice.level or found.level, tuple(sorted(found.kinds))
        form = ChoiceForm(
            place.dossier_id, None, one.choice.answers, level, kinds, one.choice.reasons
        )
        choice_id: UUID = place.do(PublishChoice(form))
        return choice_id

    def _announce(self, one: Told) -> None:
        place = self._places[one.title]
        place.do(MakeMeans(self._form(one, place), place.means_id))
        ROOMS[one.kind].ready(place, one)
        place.do(AnnounceMeans(place.means_id, self._revision(place)))
        ROOMS[one.kind].fixed(place)

    def _form(self, one: Told, place: Place) -> MeansForm:
        return MeansForm(
            kind=one.kind,
            title=one.title,
            question=one.question,
            dossier_id=place.dossier_id,
            council_proposal_id=place.proposal_id,
            choice_id=place.choice_id,
            level=one.level,
            promise=one.promise,
            audience=one.audience,
            body_id="raad",
            decided_on=self._day(one.made + DECIDED),
            decision=one.decision,
            opens_on=self._day(one.opens),
            closes_on=self._day(one.closes + 1),
            account_by=self._day(one.account),
        )

    def _end(self, one: Told, ago: int) -> bool:
        """The day after its close comes what the room makes of it; later, what was done with it."""
        place = self._places[one.title]
        if ago == one.closes - 1:
            if self.count:
                ROOMS[one.kind].end(place, one)
        elif ago == one.accounted:
            place.do(AccountMeans(place.means_id, self._revision(place), one.outcome))
        else:
            return False
        return True

    def _revision(self, place: Place) -> int:
        found = select(_means.c.revision).where(
            _means.c.municipality_id == self.slug, _means.c.id == place.means_id
        )
        with self.services.reading(self.slug) as connection:
            return int(connection.execute(found).scalar_one())

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)
