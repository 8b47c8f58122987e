"""A small town with everybody in it and a plan in every stage, for tests that walk all routes; put back after each write.

Who adds a route gives, where it needs one, an example of what stands in its address (`PLACES`) and of what its
form sends (`FORMS`).
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from pydantic import SecretStr
from sqlalchemy import insert, update
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.commands.test_board import append, cast
from tests.commands.test_bringing import bring
from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import HELD
from tests.commands.test_council_proposals import asked as question_asked
from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_dossiers import FORM as DOSSIER
from tests.commands.test_dossiers import NEWS as TOLD
from tests.commands.test_gatherings import FORM
from tests.commands.test_partnerships import FORM as REGISTERED
from tests.commands.test_partnerships import registered
from tests.commands.test_programme import FORM as PROMISE
from tests.commands.test_promises import promised
from tests.commands.test_year_agenda import chosen
from tests.domain.test_choosing import OPEN
from tests.eventlog.consumers import an_event
from tests.support.advised import adopted as note_adopted
from tests.support.advised import advice, commented, not_open_yet
from tests.support.advised import answered as comments_answered
from tests.support.advised import ended as advice_ended
from tests.support.carried import given_task, planned
from tests.support.databases import SqliteDatabases
from tests.support.dialogue import open_dialogue, statements
from tests.support.discussed import said
from tests.support.draws import FIGURE, drawn, entries, group_row, willing
from tests.support.draws import SOURCE as DRAW_SOURCE
from tests.support.draws import announced as draw_announced
from tests.support.draws import prepared as draw_prepared
from tests.support.means import announced as means_announced
from tests.support.means import closed as means_closed
from tests.support.means import made_up_room
from tests.support.means import row_of as means_row
from tests.support.reported import begun, published
from tests.support.rounds import round_form
from tests.support.votes import announced_vote, fixed_vote
from tests.support.voting import Vote, a_vote, with_codes
from tests.support.web import clients, log_in, with_settings
from tests.support.world import HERE, START, World, make_world
from wijkstem.adapters.mail import PostboxMailer
from wijkstem.adapters.oidc.providers import Providers
from wijkstem.adapters.oidc.setup import EIDAS, ClaimNames, Name, ProviderSetup, Serves
from wijkstem.commands.advice import AdviseUnasked, CloseVote
from wijkstem.commands.bulk import DecideTogether, Picked
from wijkstem.commands.choosing import PublishChoice
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.dossiers import AddDossierEntry, OpenDossier
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.draw_answers import answer_code
from wijkstem.commands.email_codes import AskEmailCode, EnterEmailCode, code_of
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.following_subjects import FollowSubject
from wijkstem.commands.gatherings import AnnounceGathering
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.meeting_agendas import AddAgendaItem
from wijkstem.commands.merging import ProposeMerge
from wijkstem.commands.messages import stop_token
from wijkstem.commands.outcomes import TakeOutcome
from wijkstem.commands.paper import AddPaperLine, HandOverPaper, OpenPaper
from wijkstem.commands.paper_ballots import OpenBatch
from wijkstem.commands.partnerships import LinkItem
from wijkstem.commands.programme import AddProgrammeItem
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.commands.rounds import AnnounceRound, MakeRound
from wijkstem.commands.signatures import Sign
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.commands.year_reports import WriteChapter
from wijkstem.domain.board import receipt_of
from wijkstem.domain.choosing import ChoiceForm
from wijkstem.domain.meetings import ItemForm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.eventlog import positions
from wijkstem.kit.capsules import capsule
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.rows import table_of
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.accounts import EmailCode
from wijkstem.tables.comments import ResponseNote
from wijkstem.tables.council import Meeting
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.engine import Delivery, PostboxMessage
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.tables.reports import Decision
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound
from wijkstem.web.cookies import session_name
from wijkstem.web.reporting import PURPOSE
from wijkstem.web.round_forms import USUAL, rule_values
from wijkstem.web.routes import ROUTES
from wijkstem.words import Advice, CaseKind, LineState, Role, Trigger, Verdict
from wijkstem.words.means import MeansKind
from wijkstem.words.rounds import VotingWay
from wijkstem.words.sources import SourceKind
from wijkstem.words.year_reports import Chapter
from workers.deliveries import deliver
from workers.outcomes import print_outcomes
from workers.printing import print_reports

#: Everybody who may ask for something. A guest is everything in another municipality, and logged in there; "email"
#: came in with a code by e-mail; the signer supports the plan, the submitter filed it, "other" filed another one.
PEOPLE = (
    "nobody", "guest", "email", "resident", "signer", "other", "submitter",
    "council", "official", "clerk", "admin", "operator",
)  # fmt: skip
OFFICES = {
    "council": (Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL),
    "official": (Role.OFFICIAL,),
    "clerk": (Role.CLERK,),
    "admin": (Role.ADMINISTRATOR,),
    "operator": (Role.OPERATOR,),
}
#: An id, a token, or a mark that follows from one.
RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|[\w-]{43}")
#: The stages in which there is a plan: not looked at yet, back with its submitter, open for support, waiting for a
#: meeting, money was given for it.
STAGES = ("new", "back", "open", "asked", "granted")

SECRET = "b" * 43
REASON = "Dit is een goede reden, in een hele zin."

#: What stands in an address, by the name of the part; the plan's own come with its stage.
PLACES: dict[str, str] = {
    "instrument": "burgerinitiatief",
    "municipality": HERE,
    "consumer": "timeline",
    "way": "digid",
    "step": "plan",
    "size": "klein",
    "code": "WK990100",
    "indicator": "submitted",
    "round": "2026-1",
    "body": "raad",
    "area": "1",
    "kind": "vergaderingen",
    "name": "initiatieven",
    "dataset": "initiatieven.csv",
    "part": "tijdlijn",
    "source": "inwoners",
    "year": "2026",
    "reported": "2025",
    "edition": "1",
    "chapter": "geld",
}
#: A plan that the submitter is still writing.
DRAFT = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": "Zet een bankje bij de vijver.",
}
#: Somebody at the counter.
RESIDENT = {
    "hand": "counter",
    "email": "",
    "bsn": "999990019",
    "born_day": "4",
    "born_month": "3",
    "born_year": "1950",
    "lives": "WK990100",
}
#: A gathering of the municipality, and something that it will do in a neighbourhood.
GATHERING = {
    "kind": "walk",
    "where": "WK990100",
    "title": "Kijk mee in het Centrum",
    "about": "Wij lopen door de straten.",
    "day_day": "20",
    "day_month": "3",
    "day_year": "2026",
    "starts": "19:30",
    "ends": "21:00",
    "place": "Buurthuis, Dorpsstraat 1",
    "access": "Er is geen drempel.",
}
ITEM = {
    "title": "Het plein wordt groener",
    "what": "Er komen acht bomen.",
    "first_year": "2026",
    "last_year": "2027",
    "state": "running",
}
#: The first day of the town, as the fields of a form.
TODAY = (("day", "2"), ("month", "3"), ("year", "2026"))
#: A subject of the year's agenda, what was found before its start, and the role of residents.
SUBJECT = {
    "title": "Een nieuw plan voor het groen",
    "what": "Hoe het groen er over tien jaar uitziet.",
    "wants": "De raad wil eerst de grenzen kiezen.",
    "body_id": "raad",
    "year": "2026",
    "first_month": "3",
    "council_month": "11",
    "state": "running",
    "news": "Het duurt langer.",
}
#: A budget round with one area, and the days that it must have.
ROUND = {
    **rule_values(USUAL),
    "name": "Wijkbudget van het dorp",
    "about": REASON,
    "instrument": "wijkbudget",
    "areas": "Centrum; 1000; 600; WK990100",
    "ballot_from": "2026-05-01T09:00",
    "ballot_to": "2026-05-10T09:00",
    "vote_from": "2026-05-10T09:00",
    "vote_to": "2026-05-24T09:00",
}
#: What a form sends, by its address; none: nothing. With it, whoever may do it gets it done.
PARTNERSHIP = {
    "name": "Samen schoon",
    "legal_form": "joint_scheme",
    "own_role": "owner",
    "tasks": REGISTERED.tasks,
    "account": REGISTERED.account,
    "partners": REGISTERED.partners,
    "money": REGISTERED.money,
    **{f"{day}_{part}": value for day in ("since_on", "review_on") for part, value in TODAY},
}

FORMS: dict[str, Mapping[str, str]] = {
    "/inloggen": {"persoon": "bewoner-1"},
    "/inloggen/email": {"adres": "iemand@example.test"},
    "/mijn/sessies": {"sessie": "alle"},
    "/mijn/taal": {"taal": "en"},
    "/mijn/berichten/gelezen": {"tot": "1000"},
    "/mijn/voorkeuren": {"ritme": "weekly", "taal": "nl"},
    "/mijn/wissen": {"zeker": "ja"},
    "/beheer/cijfers/nieuw/{source}": {
        "typen": "ja",
        "gebied": "WK990101",
        "jaar": "2025",
        "inwoners": "80",
    },
    "/beheer/cijfers/{file:uuid}": {"actie": "opnemen"},
    "/moderatie/stapel/{pile:uuid}": {"sheet": "1", "picks": "1 2"},
    "/moderatie/rondes/{round}/steekproef": {"batch": "none"},
    "/initiatieven/nieuw/{instrument}": {
        "title": "Een bankje bij de vijver",
        "neighbourhood_code": "WK990100",
        "subject": "green",
        "vraag-decision": "Zet een bankje bij de vijver.",
    },
    "/initiatieven/concept/{draft:uuid}/{step}": {"revision": "1", "ga": "bewaar"},
    "/initiatieven/concept/{draft:uuid}/beeld": {"ga": "bewaar"},
    "/initiatieven/concept/{draft:uuid}/film": {"ga": "weg"},
    "/initiatieven/concept/{draft:uuid}/opname": {"ga": "weg"},
    "/initiatieven/concept/{draft:uuid}/versturen": {"revision": "4"},
    "/wijkraad/advies/{advice:uuid}": {"ga": "stem", "choice": "positive", "reasons": REASON},
    "/wijkraad/plan/{number:number}": {"choice": "positive", "reasons": REASON},
    "/moderatie/adviezen/{given:uuid}": {"heeded": "followed"},
    "/initiatieven/{number:number}/intrekken": {"step_seq": "2"},
    "/initiatieven/{number:number}/aanvullen": {"step_seq": "2", "reasons": REASON},
    "/initiatieven/{number:number}/verder": {
        "step_seq": "4",
        "outcome": "account",
        "reasons": REASON,
    },
    "/initiatieven/{number:number}/wijzigen": {
        "revision": "1",
        "title": "Nog meer bomen in de straat",
        "neighbourhood_code": "WK990100",
        "subject": "green",
        "vraag-decision": "Plant twintig bomen in de straat.",
    },
    "/initiatieven/{number:number}/verzoek": {
        "revision": "0",
        "decision": "Plant twintig bomen.",
        "explanation": REASON,
        "costs": "Weinig.",
        "euros": "1500",
    },
    # This town has one body only, so there is nowhere else to send it.
    "/initiatieven/{number:number}/waarheen": {"was": "raad", "body": "raad", "reasons": REASON},
    "/initiatieven/{number:number}/melden": {"reason": "spam", "words": REASON},
    "/samenvoegen/{merge:uuid}": {"antwoord": "ja"},
    "/besluit/{decision:uuid}/herziening": {"words": REASON},
    "/moderatie/zaak/{case:uuid}": {"verdict": "left", "reasons": REASON},
    "/mijn/naam": {"naam": "Iemand"},
    "/balie/steunen/{number:number}": RESIDENT,
    "/balie/indienen/{instrument}": {
        **RESIDENT,
        "title": "Een bankje bij de vijver",
        "neighbourhood_code": "WK990100",
        "subject": "green",
        "vraag-decision": "Zet een bankje bij de vijver.",
    },
    "/balie/papier/{batch:uuid}": {"wat": "goed"},
    "/moderatie/lijsten": {"termijn": "late", "naam": "Te laat"},
    "/moderatie/{number:number}": {"step_seq": "1", "outcome": "admit"},
    "/griffie/{number:number}": {"step_seq": "3", "outcome": "not_placed", "reasons": REASON},
    # Nothing in this town is late, so there is nothing to explain.
    "/moderatie/{number:number}/vertraging": {"step_seq": "2", "delay": REASON},
    "/griffie/{number:number}/vertraging": {"step_seq": "2", "delay": REASON},
    "/griffie/vergadering": {
        "body_id": "raad",
        "name": "Raadsvergadering",
        "held_on_day": "13",
        "held_on_month": "4",
        "held_on_year": "2026",
    },
    "/griffie/vergadering/{meeting:uuid}/wijzigen": {
        "revision": "1",
        "name": "Raad",
        "held_on_day": "13",
        "held_on_month": "4",
        "held_on_year": "2026",
        "reasons": REASON,
    },
    "/griffie/vergadering/{meeting:uuid}/afgelasten": {"revision": "1", "reasons": REASON},
    "/griffie/vergadering/{meeting:uuid}/agenda": {"title": "Opening"},
    "/agenda/{meeting:uuid}/inspreken": {"topic": "Over de bomen in de straat."},
    "/bijeenkomsten/nieuw": GATHERING,
    "/bijeenkomsten/{gathering:uuid}/wijzigen": {**GATHERING, "revision": "1"},
    "/bijeenkomsten/{gathering:uuid}/afgelasten": {"revision": "1", "reasons": REASON},
    # The town's gathering is still to come, so there is nothing to report.
    "/bijeenkomsten/{gathering:uuid}/verslag": {
        "revision": "1",
        "came": "12",
        "heard": REASON,
        "follow_up": REASON,
    },
    "/wijken/{code}/programma": ITEM,
    "/programma/{item:uuid}/nieuws": {**ITEM, "revision": "1", "news": REASON},
    "/toezeggingen/nieuw": {
        **{f"{day}_{part}": value for day in ("promised_on", "due_on") for part, value in TODAY},
        "what": REASON,
        "office": "wethouder Groen",
        "owner": "Team Groen",
    },
    "/toezeggingen/{promise:uuid}/nieuws": {
        **{f"due_on_{part}": value for part, value in TODAY},
        "revision": "1",
        "state": "kept",
        "what": REASON,
        "news": REASON,
    },
    "/uitvoering/{work:number}/planning": {"revision": "2", "office": "Team Groen"},
    "/uitvoering/{work:number}/onderdeel": {
        **{f"due_on_{part}": value for part, value in TODAY},
        "what": "Wij geven water.",
    },
    "/uitvoering/onderdeel/{work_part:uuid}": {
        **{f"{day}_{part}": value for day in ("due_on", "done_on") for part, value in TODAY},
        "revision": "1",
        "state": "done",
        "what": "Wij graven.",
        "news": REASON,
    },
    "/uitvoering/{work:number}/stoppen": {"revision": "2", "words": REASON},
    # Something still has to be done there.
    "/uitvoering/{work:number}/klaar": {"revision": "2", "words": REASON},
    "/jaaragenda/nieuw": SUBJECT,
    "/jaaragenda/onderwerp/{subject:uuid}/wijzigen": {**SUBJECT, "revision": "1"},
    "/jaaragenda/onderwerp/{subject:uuid}/omgeving": {
        "concerned": REASON,
        "heard": REASON,
        "approach": REASON,
        "seen": "1",
    },
    "/jaaragenda/onderwerp/{subject:uuid}/rol": {
        "level": "inform",
        "chosen_by": "raad",
        "chosen_on_day": "2",
        "chosen_on_month": "3",
        "chosen_on_year": "2026",
        "reasons": REASON,
        "seen": "1",
    },
    "/jaarverslag": {"year": "2024"},
    "/jaarverslag/{reported:int}/concept/aanbieden": {"revision": "2"},
    "/jaarverslag/{reported:int}/concept/publiceren": {"digest": "0" * 64},
    "/jaarverslag/{reported:int}/concept/tekst/{chapter}": {"revision": "1", "text": REASON},
    "/dossiers/nieuw": {
        "title": "Bomen in de wijk",
        "about": "Er komen bomen bij.",
        "form_id": "0b7a5e1f-3c48-4c1e-9d62-5a1d9a5e8f0b",
    },
    "/dossiers/{dossier:number}/reageren": {"words": REASON},
    "/raadsvoorstellen/nieuw": {"title": PROPOSAL.title, "summary": PROPOSAL.summary},
    "/beheer/meedoen/{means:number}": {"revision": "2"},
    "/beheer/meedoen/{means:number}/stoppen": {"revision": "2", "reason": REASON},
    "/beheer/meedoen/{means:number}/sluiten": {"revision": "2", "reason": REASON},
    "/beheer/meedoen/{closed:number}/uitkomst": {"revision": "3", "outcome": REASON},
    "/raadsvoorstellen/{proposal:number}/nakijken": {"revision": "1"},
    "/raadsvoorstellen/{proposal:number}/intrekken": {"revision": "1", "news": REASON},
    "/raadsvoorstellen/{proposal:number}/vragen": {"words": "Blijft de bank staan?"},
    "/vragen/{remark:uuid}/antwoord": {
        "revision": "0",
        "text": REASON,
        "office": "Team Groen",
    },
    "/loting/meedoen": {"willing": "yes"},
    "/beheer/loting/nieuw": {"name": "Het plein", "purpose": "Praten", "seats": "3"},
    "/beheer/loting/{prepared:number}/vast": {"source": DRAW_SOURCE, "days": "2"},
    "/beheer/loting/{fixed:number}/trekken": {"figure": FIGURE, "how": REASON},
    "/beheer/loting/{group:number}/stoppen": {"reason": REASON},
    "/samenwerkingen/nieuw": PARTNERSHIP,
    "/samenwerkingen/{partnership:uuid}/wijzigen": {
        **PARTNERSHIP,
        "revision": "1",
        "news": REASON,
    },
    "/samenwerkingen/{partnership:uuid}/herzien": {
        "revision": "1",
        "news": REASON,
        "review_on_day": "1",
        "review_on_month": "6",
        "review_on_year": "2035",
    },
    "/meedoen/{means:number}/zeggen": {"words": REASON, "stance": "for", "office": "Team Groen"},
    "/meedoen/{means:number}/gesprek": {"revision": "0", "state": "dicht", "reason": REASON},
    "/meedoen/{means:number}/bijdrage/{contribution:int}/antwoord": {
        "words": REASON,
        "office": "Team Groen",
    },
    "/meedoen/{means:number}/bijdrage/{contribution:int}/wijzig": {
        "words": REASON,
        "revision": "1",
    },
    "/meedoen/{means:number}/bijdrage/{contribution:int}/steun": {"steun": "ja"},
    "/meedoen/{means:number}/bijdrage/{contribution:int}/melden": {
        "reason": "other",
        "words": REASON,
    },
    "/vragen/{remark:uuid}/melden": {"reason": "other", "words": REASON},
    "/dossiers/{dossier:number}/wijzigen": {
        "revision": "1",
        "title": "Bomen in de wijk",
        "about": "Er komen bomen bij.",
    },
    "/dossiers/{dossier:number}/toevoegen": {
        "kind": "news",
        "title": "De eerste boom",
        "text": "Hij staat er.",
        "day_day": "2",
        "day_month": "3",
        "day_year": "2026",
    },
    "/moderatie/rondes/nieuw": ROUND,
    "/moderatie/rondes/{budget:round}": {"wat": "stoppen", "reasons": REASON},
    "/moderatie/rondes/{budget:round}/wijzigen": {**ROUND, "revision": "1"},
    "/moderatie/rondes/{budget:round}/plannen/{plan:uuid}": {"area": "1", "cost": "400"},
    "/beheer/motor/{municipality}/berichten": {"state": "parked"},
    "/beheer/motor/{municipality}/{consumer}/overslaan": {"reason": REASON},
}


@dataclass(frozen=True)
class Visit:
    """A route as it is walked: how, where, and with the plan in which stage ("" where there is none)."""

    method: str
    pattern: str
    stage: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.pattern} {self.stage}".rstrip()


def routes() -> Iterator[Visit]:
    """Every route, once for each method."""
    for route in ROUTES:
        assert isinstance(route, Route), f"{route}: a new kind of route; teach `routes` to walk it"
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield Visit(method, route.path)


class Snapshot:
    """A database as it is now, to go back to."""

    def __init__(self, file: Path) -> None:
        self._live = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._live.backup(self._kept)
        self._seen = self._version()

    def _version(self) -> int:
        """Another one after each commit of anybody else."""
        found: int = self._live.execute("PRAGMA data_version").fetchone()[0]
        return found

    def put_back(self) -> list[str]:
        """Go back; which tables had changed."""
        if self._version() == self._seen:
            return []
        before, now = _tables(self._kept), _tables(self._live)
        self._kept.backup(self._live)
        self._seen = self._version()
        return sorted(name for name in before if before[name] != now[name])

    def changed_rows(self) -> dict[str, list[str]]:
        """Rows by table that are new or gone; ids, tokens and sealed texts that were not there before read "*"."""
        before, now = _tables(self._kept), _tables(self._live)
        known = {str(value) for rows in before.values() for row in rows for value in row}
        return {
            name: sorted(
                f"{sign}{[_told(value, known) for value in row]}"
                for sign, some, others in (("+", now, before), ("-", before, now))
                for row in set(some[name]) - set(others[name])
            )
            for name in before
            if before[name] != now[name]
        }


def _told(value: object, known: set[str]) -> object:
    if isinstance(value, bytes):
        return "*"
    return RANDOM.sub(lambda found: found[0] if found[0] in known else "*", str(value))


def _tables(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}  # noqa: S608  # its own


@dataclass
class Town:
    """The town, its people's secrets, and its database as it was made."""

    world: World
    client: TestClient
    file: Path
    secrets: dict[str, str] = field(default_factory=dict)
    #: What stands in an address, by stage.
    plans: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=lambda: dict(PLACES))
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    _kept: Snapshot | None = None

    def keep(self) -> None:
        """This is how it is put back."""
        self._kept = Snapshot(self.file)

    def put_back(self) -> list[str]:
        """As it was when it was kept; which tables had changed. Nobody did anything too often yet."""
        assert self._kept is not None
        state = self.client.app.state  # type: ignore[attr-defined]  # Starlette's
        if hasattr(state, "counter"):
            del state.counter
        return self._kept.put_back()

    def changed_rows(self) -> dict[str, list[str]]:
        """What stands otherwise in the database than it was made; what is made up anew each time reads "*"."""
        assert self._kept is not None
        return self._kept.changed_rows()

    def address(self, visit: Visit) -> str:
        """Raises KeyError for a part of an address that `PLACES` does not know."""
        known = self.places | self.plans.get(visit.stage or "open", {})
        return re.sub(r"{(\w+)(:\w+)?}", lambda part: known[part[1]], visit.pattern)

    def form(self, visit: Visit) -> dict[str, str]:
        return {**FORMS.get(visit.pattern, {}), **self.forms.get(visit.pattern, {})}

    def ask(self, visit: Visit, who: str, **more: Any) -> httpx2.Response:
        """What somebody gets."""
        self.client.cookies.clear()
        secret = self.secrets.get(who)
        name = session_name(self.world.services.settings)
        cookies = f"{name}-browser={SECRET}" + (f"; {name}={secret}" if secret else "")
        headers = {"Cookie": cookies, **more.pop("headers", {})}
        if visit.method == "POST":
            more.setdefault("data", self.form(visit))
        return self.client.request(visit.method, self.address(visit), headers=headers, **more)


@contextmanager
def town(
    databases: SqliteDatabases, folder: Path, rules: RuleBook, *, https: bool = False
) -> Iterator[Town]:
    """Testdorp, with everything that a route can ask for."""
    url = databases.new(folder)
    world = with_settings(make_world(url, rules), demo=True, https=https)
    # A provider that does not answer: who may go there is told so.
    services = replace(world.services, providers=Providers({HERE: {"digid": _nowhere()}}))
    world = replace(world, services=services)
    with clients() as client_for:
        client = client_for(world, scheme="https" if https else "http")
        made = Town(world, client, Path(url.removeprefix("sqlite:///")))
        # First: days pass in it, and then nobody is logged in any more.
        _draw(made)
        _people(made)
        _plans(made)
        _voting(made)
        _post(made)
        _paper(made)
        _neighbours(made)
        _carried_out(made)
        _dossier(made)
        _proposal(made)
        _means(made)
        _discussion(made)
        _advised(made)
        _dialogue(made)
        _round(made)
        _votes(made)
        _standstill(made)
        _dropped(made)
        made.keep()
        yield made
    world.services.engine.dispose()


def _dropped(made: Town) -> None:
    """Something that the council clerk has to look at."""
    case = table_of(Case)
    row = {"municipality_id": HERE, "id": new_id(), "kind": CaseKind.GONE_AT_SOURCE, "cause": "x"}
    with made.world.services.connection(HERE) as connection:
        connection.execute(insert(case).values(row | {"opened_at": START}))
    made.places["dropped"] = str(row["id"])


def _nowhere() -> ProviderSetup:
    return ProviderSetup(
        serves=Serves.RESIDENTS,
        name=Name(nl="DigiD", en="DigiD"),
        issuer="http://127.0.0.1:9",
        client_id="testdorp",
        client_secret_file=Path("unread"),
        client_secret=SecretStr("opens-nothing"),
        level=EIDAS[1],
        claims=ClaimNames(subject="sub"),
    )


def _people(made: Town) -> None:
    for who in PEOPLE:
        if who not in {"nobody", "guest", "email"}:
            for _device in range(2):
                log_in(made.client, made.world, who, *OFFICES.get(who, ()))
            made.secrets[who] = made.client.cookies["wijkstem"]
            made.client.cookies.clear()
    log_in(made.client, made.world, "guest", *Role, where="buurdorp")
    made.secrets["guest"] = made.client.cookies["wijkstem"]
    made.secrets["email"] = _by_email(made.world)

    made.forms["/inloggen/email/code"] = {"code": _code(made.world)}


def _code(world: World) -> str:
    """A code for this browser, as it stands in the mail."""
    world.execute(AskEmailCode("email@example.test", "/mijn", "nl", SECRET), ANYONE)
    [row] = world.rows(EmailCode)
    return code_of(world.services.tag_keys, HERE, row["key_id"], row["id"])


def _by_email(world: World) -> str:
    entered = world.execute(EnterEmailCode(_code(world), SECRET), ANYONE)
    return str(entered.logged_in.token)


def _voting(made: Town) -> None:
    """A vote that is open, with a ballot on the board, and one resident on its roll who did not vote."""
    vote = with_codes(made.world, a_vote(made.world), "bsn:111222333")
    append(made.world, vote)
    [ballot] = cast(made.world, vote, "a" * 64)
    append(made.world, vote)
    made.places |= {"round": "2026-1", "line": "1", "older": "1", "newer": "2"}
    made.places["pile"] = _pile(made, vote)
    made.forms["/moderatie/rondes/{round}/loket"] = {"wie": "111222333"}
    made.forms["/moderatie/rondes/{round}/nieuwe-code"] = {"wie": "111222333"}
    made.forms["/stembord/{round}/controle"] = {"code": receipt_of(ballot)}


def _pile(made: Town, vote: Vote) -> str:
    """Two voters took a ballot on paper, and a pile of one sheet is begun."""
    rows = [
        {
            "municipality_id": HERE,
            "id": UUID(int=number),
            "round_id": vote.round_id,
            "area_id": vote.areas["Centrum"],
            "tag_key": "1",
            "marked_on": START.date(),
            "way": VotingWay.PAPER,
        }
        for number in (1, 2)
    ]
    with made.world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(RollEntry)), rows)
    area = str(vote.areas["Centrum"])
    made.forms["/moderatie/rondes/{round}/tellen"] = {"area": area, "sheets": "1", "wat": "stapel"}
    return str(
        made.world.execute(OpenBatch(vote.round_id, vote.areas["Centrum"], 1), made.world.official)
    )


def _plans(made: Town) -> None:
    world = made.world
    submitter, signer = world.person("submitter"), world.person("signer")
    new = world.submit(submitter, title="Meer groen").initiative_id
    asked = world.open(submitter)
    for supporter in (signer, world.person("anna"), world.person("bram")):
        world.execute(Sign(asked), supporter)
    world.settle()
    opened = world.open(submitter)
    world.execute(Sign(opened), signer)
    others = world.open(world.person("other"))
    _advice(made, others, asked)
    back = world.submit(submitter, title="Een speeltuin").initiative_id
    world.execute(TakeStep(back, 1, "ask", reasons=REASON), world.official)
    granted = _granted(world, submitter)
    world.execute(PlanMeeting("raad", "Raad", local_date(world.clock.now())), world.clerk)
    world.settle()
    rows = {row["id"]: row for row in world.rows(Initiative)}
    for stage, found in zip(STAGES, (new, back, opened, asked, granted), strict=True):
        made.plans[stage] = {"number": rows[found]["number"], "slug": rows[found]["slug"]}
    made.places["one"] = made.plans["open"]["number"]
    [waiting] = world.rows(Case, initiative_id=new)
    bulk = UUID("5a1d9a5e-8f0b-4c1e-9d62-0b7a5e1f3c48")
    [other] = world.rows(
        Case, initiative_id=world.submit(submitter, title="Een fietspad").initiative_id
    )
    refusing = DecideTogether(bulk, [Picked(other["id"], 1)], "refuse", "complaint", REASON)
    world.execute(refusing, world.official)
    made.places["bulk"] = str(bulk)
    made.forms["/moderatie/samen"] = {
        f"zaak-{waiting['id']}": "1.",
        "wat": "geven",
        "aan": str(world.official.person_id),
    }
    _merging(made, world.open(submitter), rows[others]["number"])
    _reported(made, others, signer)
    made.forms |= _absences(world)
    made.forms["/moderatie/zaak/{case:uuid}/afdeling"] = {"department": "green", "words": REASON}
    made.forms["/moderatie/zaak/{case:uuid}/eigenaar"] = {"aan": str(world.official.person_id)}
    draft = UUID("4c3d9a5e-8f0b-4c1e-9d62-0b7a5e1f3c48")
    world.execute(SaveDraft(draft, "burgerinitiatief", 0, "", DRAFT), submitter)
    made.places["draft"] = str(draft)
    made.places["photo"] = str(world.add_photo(draft, submitter))
    made.places["film"] = str(world.add_film(draft, submitter))
    file = bring(world, "gebied;jaar;inwoners\nWK990100;2025;90\n", SourceKind.INHABITANTS)
    made.places["file"] = str(file)
    made.places["recording"] = str(world.add_recording(draft, submitter))
    _reported_year(world)
    [meeting] = world.rows(Meeting)
    made.places["meeting"] = made.places["key"] = str(meeting["id"])


def _reported_year(world: World) -> None:
    """A report that everybody can read, with its file, and another edition that is all written."""
    world.settle()
    published(world)
    print_reports(world.services, HERE)
    again = begun(world)
    world.execute(WriteChapter(again, Chapter.CHANGES, 1, REASON), world.official)


def _merging(made: Town, plan: UUID, into: str) -> None:
    """A plan of the submitter is to go on in one of "other", and another could."""
    merge = made.world.execute(ProposeMerge(plan, into, REASON), made.world.official)
    made.places["merge"] = str(merge)
    made.forms["/initiatieven/{number:number}/samenvoegen"] = {
        "into": into,
        "side": "from",
        "words": REASON,
    }


def _reported(made: Town, plan: UUID, reporter: Actor) -> None:
    """Somebody's report was looked at and it stayed as it was; then another came in."""
    world = made.world
    world.execute(MakeReport(plan, "spam", REASON), reporter)
    [case] = world.rows(Case, kind=CaseKind.REPORT)
    world.execute(DecideCase(case["id"], "left", REASON), world.official)
    [decision] = world.rows(Decision, verdict=Verdict.LEFT)
    again = world.execute(MakeReport(plan, "spam", REASON), ANYONE)
    keys = world.services.tag_keys
    [waiting] = [one for one in world.rows(Case, kind=CaseKind.REPORT) if not one["closed_at"]]
    made.places["case"] = str(waiting["id"])
    made.places["decision"] = str(decision["id"])
    made.places["report"] = capsule(keys, PURPOSE, HERE, again)


def _granted(world: World, submitter: Actor) -> UUID:
    """A plan that there is money for; what was done with it is still to be told."""
    texts = {"purpose": "Een feest voor de straat.", "amount": "400 euro"}
    submitted = world.submit(submitter, instrument="bewonersinitiatief", texts=texts)
    plan = submitted.initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(Advance(plan, Trigger.ADVICE, 2))
    world.execute(TakeStep(plan, 3, "grant", reasons=REASON), world.official)
    world.settle()
    return plan


def _advice(made: Town, voting: UUID, given: UUID) -> None:
    """A vote that the council is busy with, and an advice that the municipality must answer."""
    world, member = made.world, made.world.person("member", Role.NEIGHBOURHOOD_COUNCIL)
    begun = [
        world.execute(AdviseUnasked(one, Advice.POSITIVE, REASON), member)
        for one in (voting, given)
    ]
    world.execute(CloseVote(begun[1], "1-0-0-0-0", REASON), member)
    made.places["advice"], made.places["given"] = map(str, begun)


def _post(made: Town) -> None:
    services = replace(made.world.services, mailer=PostboxMailer(made.world.services.engine))
    deliver(services, make_pages(services.settings.templates_dir), HERE)
    message = made.world.rows(PostboxMessage)[0]
    made.places |= {"message": str(message["id"]), "person": str(message["recipient_id"])}
    submitter, signer = (made.world.person(name).person_id for name in ("submitter", "signer"))
    assert signer is not None
    [told, *_] = made.world.rows(InboxMessage, person_id=submitter)
    made.places["position"] = str(told["position"])
    made.places["token"] = stop_token(services.tag_keys, HERE, signer)


def _paper(made: Town) -> None:
    """A list on paper that a colleague entered."""
    world = made.world
    [plan] = [r for r in world.rows(Initiative) if r["number"] == made.plans["open"]["number"]]
    colleague = world.person("colleague", Role.OFFICIAL)
    batch = world.execute(OpenPaper(plan["id"]), colleague)
    world.execute(AddPaperLine(batch, 1, bad=LineState.ILLEGIBLE), colleague)
    world.execute(HandOverPaper(batch), colleague)
    made.places["batch"] = str(batch)
    made.forms["/balie/papier"] = {"number": plan["number"]}


def _neighbours(made: Town) -> None:
    """A gathering that "other" comes to, an item of a programme, and a subject that "other" follows."""
    world = made.world
    gathering = world.execute(AnnounceGathering(FORM), world.official)
    world.execute(SignUpFor(gathering), world.person("other"))
    item = world.execute(AddProgrammeItem("WK990100", PROMISE), world.official)
    subject = chosen(world)
    world.execute(FollowSubject(subject), world.person("other"))
    made.places |= {"gathering": str(gathering), "item": str(item), "subject": str(subject)}
    made.places["promise"] = str(promised(world))


def _carried_out(made: Town) -> None:
    """A plan that the municipality carries out, with two parts that still have to be done."""
    world = made.world
    plan = given_task(world)
    _, part, _ = planned(world, plan)
    [row] = world.rows(Initiative, id=plan)
    made.places |= {"work": row["number"], "work_part": str(part)}


def _dossier(made: Town) -> None:
    """A dossier with news in it, and a meeting that can be put in."""
    world = made.world
    number = world.execute(OpenDossier(DOSSIER), world.official)
    [row] = world.rows(Dossier, number=number)
    entry = world.execute(AddDossierEntry(row["id"], TOLD), world.official)
    world.execute(FollowDossier(row["id"]), world.person("other"))
    [meeting, *_] = world.rows(Meeting)
    made.places |= {"dossier": number, "words": row["slug"]}
    made.forms["/dossiers/{dossier:number}/weghalen"] = {"entry": str(entry)}
    made.forms["/dossiers/{dossier:number}/vergadering"] = {"meeting": str(meeting["id"])}


def _draw(made: Town) -> None:
    """A draw that is prepared, one whose figures have come, and one that was drawn, with somebody who is asked."""
    world = made.world
    willing(world, 8)
    places = {
        "prepared": draw_prepared(world),
        "fixed": draw_announced(world),
        "group": drawn(world),
    }
    first = entries(world, places["group"])[0]
    code = answer_code(world.services.tag_keys, HERE, first["id"])
    made.places |= {name: group_row(world, one)["number"] for name, one in places.items()}
    made.places["entry"] = str(first["id"])
    made.forms["/loting/antwoord/{entry:uuid}"] = {"answer": "yes", "code": code}


def _proposal(made: Town) -> None:
    """A council proposal that residents can ask about, and a question of "other"."""
    world = made.world
    proposal = proposal_opened(world)
    [row] = world.rows(CouncilProposal, id=proposal)
    question = question_asked(world, proposal, world.person("other"))
    made.places |= {"proposal": row["number"], "remark": str(question)}
    partnership = registered(world)
    made.places["partnership"] = str(partnership)
    items = [new_id(), new_id()]
    sitting = world.execute(PlanMeeting("raad", "Raad", HELD), world.clerk)
    for one in items:
        world.execute(AddAgendaItem(sitting, ItemForm("Afval", ""), one), world.clerk)
    world.execute(LinkItem(partnership, items[0]), world.official)
    made.forms["/samenwerkingen/{partnership:uuid}/punten"] = {"item": str(items[1])}
    made.forms["/samenwerkingen/{partnership:uuid}/punt-weg"] = {"item": str(items[0])}
    made.forms["/raadsvoorstellen/{proposal:number}/wijzigen"] = {
        **dict(PROPOSAL.parts),
        "revision": "1",
        "title": "Een groen plein",
        "office": PROPOSAL.office,
        "summary": PROPOSAL.summary,
        "meeting": f"{row['meeting_id']}/",
        "news": REASON,
    }


def _votes(made: Town) -> None:
    """A vote on a question whose answers can still change, and one whose rules are fixed."""
    world = made.world
    today = local_date(world.clock.now())
    days = {
        "opens_on": today + timedelta(days=3),
        "closes_on": today + timedelta(days=9),
        "account_by": today + timedelta(days=30),
    }
    for name, vote in (
        ("vote", announced_vote(world, means=days)),
        ("voted", fixed_vote(world, means=days)),
    ):
        [row] = world.rows(Means, id=vote.means_id)
        made.places[name] = row["number"]
    made.forms["/beheer/meedoen/{vote:number}/stemming"] = {
        "revision": "1",
        "options": "Een park\nEen school",
        "ballot": "choose_one",
        "minimum_age": "16",
        "day_day": "1",
        "day_month": "1",
        "day_year": "2026",
        "roll": "open",
        "electorate": "10",
    }


def _means(made: Town) -> None:
    """A means that is open, and one of which it must be said what came of it."""
    world = made.world
    today, days = local_date(world.clock.now()), _days(world)
    with made_up_room(MeansKind.DISCUSSION):
        open_one, closed = means_announced(world, **days), means_closed(world, **days)
    it = means_row(world, open_one)
    made.places |= {"means": it["number"], "closed": means_row(world, closed)["number"]}
    chosen = ChoiceForm(it["dossier_id"], None, OPEN, "codecide", ("discussion",))
    made.places["choice"] = str(world.execute(PublishChoice(chosen), world.official))
    made.forms["/beheer/meedoen/keuze"] = {
        **OPEN,
        "dossier": str(it["dossier_id"]),
        "level": "codecide",
        "kind_discussion": "ja",
        "step": "publish",
    }
    later = today + timedelta(days=12)
    made.forms["/beheer/meedoen/{means:number}/wijzigen"] = {
        "revision": str(it["revision"]),
        "news": REASON,
        **{f"closes_{part}": str(getattr(later, part)) for part in ("day", "month", "year")},
    }
    made.forms["/beheer/meedoen/nieuw"] = {
        "kind": "discussion",
        "title": "Wat doen wij met het plein?",
        "question": "Wat moet er komen?",
        "audience": "everyone",
        "dossier": str(it["dossier_id"]),
    }


def _discussion(made: Town) -> None:
    """A discussion in which "resident" said something that "other" replied to."""
    world = made.world
    [row] = world.rows(Means, number=made.places["means"])
    said(world, row["id"], world.person("resident"), "Er moeten bomen komen.")
    said(world, row["id"], world.person("other"), "En een bank.", to=1)
    made.places["contribution"] = "1"


def _round(made: Town) -> None:
    """A round that takes ideas now, and the plan that came in for it."""
    world = made.world
    number = world.execute(MakeRound(round_form(world)), world.official)
    [row] = world.rows(BudgetRound, number=number)
    world.execute(AnnounceRound(row["id"], 1), world.official)
    texts = {"idea": "Een bankje bij de vijver."}
    plan = world.submit(world.person("other"), instrument="wijkbudget", texts=texts)
    world.settle()
    made.places |= {"budget": number, "plan": str(plan.initiative_id)}


def _standstill(made: Town) -> None:
    """The timeline has stopped, and a message was parked."""
    world, delivery = made.world, table_of(Delivery)
    world.settle()
    with world.services.unit_of_work(HERE) as uow:
        uow.record(an_event())
    with world.services.connection(HERE) as connection:
        at = positions.hold(connection, "timeline", HERE)
        assert at is not None
        positions.fail(connection, "timeline", HERE, at, "ValueError: odd", world.clock.at)
        connection.execute(
            update(delivery).where(delivery.c.municipality_id == HERE).values(state="parked")
        )
    skip = "/beheer/motor/{municipality}/{consumer}/overslaan"
    made.forms[skip] = {"position": str(at.position + 1)}


def _absences(world: World) -> dict[str, dict[str, str]]:
    """An official can be away from today on, because there is another one."""
    day = local_date(world.clock.now())
    parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    days = {f"{name}_{part}": said for name in ("first", "last") for part, said in parts.items()}
    person = str(world.official.person_id)
    deputy = str(world.person("deputy", Role.OFFICIAL).person_id)
    return {
        "/moderatie/team/afwezig": {"person": person, "deputy": deputy, **days},
        "/moderatie/team/terug": {"person": person},
    }


def _advised(made: Town) -> None:
    """Advice on council proposals: open, closed with a comment to answer, and with a note that stands."""
    world = made.world
    days = _days(world)
    opened, closed, noted = (advice(world, **days) for _ in range(3))
    for name, means_id in (("consulted", opened), ("advised", closed), ("noted", noted)):
        made.places[name] = means_row(world, means_id)["number"]
    made.places["cut"] = means_row(world, not_open_yet(world))["number"]
    who = world.person("resident")
    made.places |= {"passage": "1", "comment": str(commented(world, opened, who, 2))}
    waits, said = commented(world, closed, who, 2), commented(world, noted, who, 2)
    advice_ended(world, closed)
    advice_ended(world, noted)
    comments_answered(world, noted, said)
    note_adopted(world, noted)
    _outcome(made, noted)
    own = "/meedoen/{consulted:number}"
    made.forms |= {
        f"{own}/reageren/{{passage:int}}": {"assent": "disagree", "why": REASON},
        f"{own}/mijn-reacties/{{comment:uuid}}": {"assent": "agree", "revision": "1"},
        f"{own}/reacties/{{comment:uuid}}/melden": {"reason": "insult", "words": REASON},
    }
    cut = "/beheer/meedoen/{cut:number}/stukken"
    made.forms |= {
        cut: {"revision": "1", "number": "1"},
        f"{cut}/{{passage:int}}": {"revision": "1", "text": REASON},
    }
    note = "/beheer/meedoen/{advised:number}/nota"
    answer = {f"reactie-{waits}": "0", "response": "partly", "reasons": REASON}
    made.forms |= {
        f"{note}/antwoord": answer,
        f"{note}/samenvatting": {"revision": "0", "summary": REASON},
        f"{note}/vaststellen": {"revision": "1"},
    }


def _outcome(made: Town, means_id: UUID) -> None:
    """The note goes to the council and is there as a file; it is no result of a vote."""
    world = made.world
    [note] = world.rows(ResponseNote, means_id=means_id)
    world.execute(TakeOutcome(means_id, note["digest"]))
    assert print_outcomes(world.services, HERE) == 1
    made.places["decided"] = made.places["counted"] = made.places["noted"]
    [row] = world.rows(MeansOutcome, means_id=means_id)
    made.forms["/griffie/meedoen/{decided:number}"] = {
        "act": "plaatsen",
        "revision": str(row["revision"]),
        "meeting": str(row["meeting_id"]),
    }


def _dialogue(made: Town) -> None:
    """A dialogue in which nobody answered yet."""
    world = made.world
    means_id = open_dialogue(world, **_days(world))
    made.places["dialogue"] = means_row(world, means_id)["number"]
    first = next(iter(statements(world, means_id).values()))
    own = "/meedoen/{dialogue:number}"
    made.forms |= {
        f"{own}/stellingen": {"statement": str(first), "stance": "agree"},
        f"{own}/nieuwe-stelling": {"words": "Er moet een kiosk komen."},
        "/beheer/meedoen/{dialogue:number}/stellingen": {"words": "Er moet een fontein komen."},
    }


def _days(world: World) -> dict[str, Any]:
    """Open from today on."""
    today = local_date(world.clock.now())
    return {
        "opens_on": today,
        "closes_on": today + timedelta(days=9),
        "account_by": today + timedelta(days=30),
    }
