"""Voting in the demo: a made-up roll with codes, and ballots that are cast as a voter casts them, by code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wijkstem.adapters.mail import Message
from wijkstem.commands.ballots import CastBallot, new_nonce
from wijkstem.commands.handlers import execute
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.commands.rolls import ImportRoll
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.people import ELSEWHERE, TOO_YOUNG, people
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.rolls import Voter
from wijkstem.domain.voting_codes import grouped
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.queries.rounds import RoundPage
from wijkstem.services import Services
from wijkstem.words.rounds import VotingWay

LETTER = """Beste {name},

U mag stemmen over de plannen in {area}. Ga op deze website naar de wijkbudgetten en kies daar de ronde.

Dit is uw stemcode:

{code}

Stemt u liever met uw login? Dat mag ook. U stemt in elk geval maar één keer.

In het echt komt deze brief op papier, en kan niemand anders hem lezen.

De gemeente"""


@dataclass(frozen=True)
class Planned:
    """What becomes of an area: its codes of made-up voters who will vote, and the votes of each plan by its title."""

    codes: Sequence[str]
    votes: Mapping[str, int]

    def ballots(self) -> list[set[str]]:
        """What each of them picks: the votes are dealt out in turn, so that nobody picks a plan twice."""
        picked: list[set[str]] = [set() for _ in self.codes]
        turn = 0
        for title, votes in self.votes.items():
            for place in range(turn, turn + votes):
                picked[place % len(picked)].add(title)
            turn += votes
        return picked


@dataclass(frozen=True)
class Hall:
    """Where a round of the demo is voted in."""

    services: Services
    slug: str
    crowd: Crowd

    def enrol(
        self, page: RoundPage, turnout: Sequence[tuple[int, int]], *, letters: bool, by: Actor
    ) -> dict[UUID, list[str]]:
        """Put people on the roll; gives the codes of the made-up ones who will vote, by area."""
        made_up = [
            (Voter(f"demo:{self.slug}:{page.round.number}:{area.seq}:{n}", area.id), n < voters)
            for area, (on_roll, voters) in zip(page.areas, turnout, strict=True)
            for n in range(on_roll)
        ]
        residents = dict(self._residents(page)) if letters else {}
        everybody = (*(voter for voter, _ in made_up), *residents.values())
        digest = sha256(canonical([voter.subject for voter in everybody]))
        command = ImportRoll(page.round.id, everybody, digest)
        codes: list[str] = execute(self.services, self.slug, command, by)
        own = codes[len(made_up) :]
        self._post(page, zip(residents, residents.values(), own, strict=True))
        found: dict[UUID, list[str]] = {area.id: [] for area in page.areas}
        for (voter, votes), code in zip(made_up, codes, strict=False):
            if votes:
                found[voter.area_id].append(code)
        return found

    def _residents(self, page: RoundPage) -> Iterator[tuple[str, Voter]]:
        """Whoever a visitor can be, spread over the areas."""
        known = people(self.services.rules.of(self.slug).municipality)
        keys = [k for k in known if k.startswith("bewoner") and k not in {TOO_YOUNG, ELSEWHERE}]
        for turn, key in enumerate(keys):
            area = page.areas[turn % len(page.areas)]
            yield key, Voter(known[key].subject, area.id)

    def _post(self, page: RoundPage, sent: Iterator[tuple[str, Voter, str]]) -> None:
        """The letters, into the post of the demo: nobody prints them here."""
        known = people(self.services.rules.of(self.slug).municipality)
        areas = {area.id: area.name for area in page.areas}
        with self.services.mailer.line() as line:
            for key, voter, code in sent:
                person_id = self.crowd.known[key].person_id
                assert person_id is not None
                name, area = known[key].display_name, areas[voter.area_id]
                line.send(
                    Message(
                        municipality_id=self.slug,
                        recipient_id=person_id,
                        address=None,
                        message_id=f"<stemcode-{page.round.number}-{key}@{self.slug}.example>",
                        subject=f"Uw stemcode voor {area}",
                        body=LETTER.format(name=name, area=area, code=grouped(code)),
                        at=self.services.clock.now(),
                    )
                )

    def vote(self, page: RoundPage, code: str, titles: set[str]) -> None:
        """Both halves of voting, as the website does them."""
        numbers = {plan.title: plan.number for plan in page.plans if plan.number is not None}
        mark = MarkRoll(page.round.id, code, VotingWay.CODE)
        marked: Marked = execute(self.services, self.slug, mark, ANYONE)
        ballot = CastBallot(
            round_id=page.round.id,
            area_id=marked.area_id,
            credential=code,
            key_id=marked.tag_key,
            typed={numbers[title]: "1" for title in titles},
            nonce=new_nonce(),
        )
        execute(self.services, self.slug, ballot, ANYONE)
