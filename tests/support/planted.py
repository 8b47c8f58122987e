"""Words that stand nowhere else, put into every field that a person can fill, and a search for them in every byte."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, text

from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_dossiers import opened
from tests.commands.test_gatherings import FORM as COMING
from tests.commands.test_year_agenda import added
from tests.eventlog.consumers import unguarded
from tests.support.discussed import discussion, id_of, said
from tests.support.world import World
from wijkstem.commands.accounts import Identity, LogIn
from wijkstem.commands.appeals import MakeAppeal
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.email_codes import AskEmailCode
from wijkstem.commands.following import Follow
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.following_subjects import FollowSubject
from wijkstem.commands.gatherings import AnnounceGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.logins import KeepForm, StartLogin
from wijkstem.commands.merging import ProposeMerge
from wijkstem.commands.on_behalf import SignFor
from wijkstem.commands.paper import AddPaperLine, OpenPaper
from wijkstem.commands.questions import AskQuestion
from wijkstem.commands.reports import MakeReport
from wijkstem.commands.signatures import Sign
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.commands.speaking import SignUpToSpeak
from wijkstem.commands.supporting_contributions import SupportContribution
from wijkstem.domain.people import Actor
from wijkstem.domain.speaking import SpeakingForm
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.reports import Decision
from wijkstem.words import Hand, Role

NAME, MAIL, BORN = "Xantippe Quaedvlieg", "xantippe@planted.test", date(1957, 11, 23)
SUBJECT, SESSION, ACCOUNT = "bsn:999990019", "planted-session", "planted-account"
CODES_TO, FORM, TITLE = "zaphod@planted.test", "Qwijbus in een formulier", "Een plan voor Brabbelom"
TEXT, REFUSED_TITLE, REFUSED_TEXT = "Ik ben Wubbo Zwiep", "Weigering Fnuikstra", "Groet van Ploink"
REPORTED, APPEALED = "Kwibus Tuttelaar woont daar", "Flapuit Snoek is het er niet mee eens"
DRAFT, ON_PAPER, ANSWER = "Begonnen door Snorrewind", "X. Quaedvlieg-Tromp", "Wammes Knoop weet het"
PICTURED, PROPOSED = "Ploink op een bankje", "Samen met Knorrepot is beter"
FILMED = "Vossenkuil Fnuikdreef"
QUESTION = "Blijft Wiebelbank Grutjes staan?"
SAID, SAID_FIRST = "Groet van Kwispel Zwamneus", "Eerst vond Kwispel Zwamneus iets anders"
#: Each in the form that it would have on disk.
WORDS = (
    NAME, MAIL, MAIL.upper(), BORN.isoformat(), SUBJECT, "999990019", SESSION, ACCOUNT, CODES_TO,
    FORM, DRAFT, PICTURED, FILMED, ON_PAPER, ANSWER, REPORTED, APPEALED, PROPOSED, QUESTION, SAID, SAID_FIRST, REFUSED_TITLE, REFUSED_TEXT, "weigering-fnuikstra",
)  # fmt: skip
#: What others can read, and what only goes when that is asked.
PUBLIC_WORDS = (TITLE, TEXT, "een-plan-voor-brabbelom")

IDENTITY = Identity(SUBJECT, NAME, MAIL, birth_date=BORN, neighbourhood_code="WK990100")


def live(world: World) -> Actor:
    """Fills every field that a person can fill, as a resident and as an official."""
    world.execute(LogIn(IDENTITY, "digid", SESSION, ACCOUNT, "firefox/windows"))
    login = world.execute(LogIn(IDENTITY))
    actor = Actor(login.person_id, frozenset({Role.RESIDENT}))
    mine = world.submit(actor, title=TITLE, texts={"decision": TEXT, "costs": TEXT})
    refused = world.submit(
        actor, title=REFUSED_TITLE, texts={"decision": REFUSED_TEXT, "costs": REFUSED_TEXT}
    )
    other = world.open()
    world.execute(
        TakeStep(refused.initiative_id, 1, "refuse", "complaint", "Dit is eigenlijk een klacht."),
        world.official,
    )
    [decision] = world.rows(Decision)
    world.execute(MakeAppeal(decision["id"], APPEALED), actor)
    world.execute(MakeReport(other, "other", REPORTED), actor)
    world.execute(TakeStep(mine.initiative_id, 1, "admit"), world.official)
    asked = world.submit(actor).initiative_id
    world.execute(TakeStep(asked, 1, "ask", reasons="Kunt u dit toelichten?"), world.official)
    world.execute(TakeStep(asked, 2, "supplement", reasons=f"{ANSWER}, zo zit het."), actor)
    for plan in (mine.initiative_id, other):
        world.execute(Sign(plan), actor)
    [into] = world.rows(Initiative, id=other)
    world.execute(ProposeMerge(mine.initiative_id, into["number"], PROPOSED), actor)
    for address in (MAIL.upper(), CODES_TO):
        world.execute(AskEmailCode(address, "/mijn", "nl", address), actor)
    world.execute(StartLogin("digid", "/mijn", "a browser"))
    world.execute(KeepForm("/initiatieven/nieuw/voorstel", {"title": FORM}, "a browser"), actor)
    third = world.open()
    world.execute(Follow(third), actor)
    world.execute(FollowSubject(added(world)), actor)
    world.execute(FollowDossier(opened(world)), actor)
    world.execute(SignFor(third, IDENTITY, Hand.COUNTER), world.official)
    batch = world.execute(OpenPaper(third), world.official)
    on_paper = replace(IDENTITY, display_name=ON_PAPER)
    world.execute(AddPaperLine(batch, 1, on_paper), world.official)
    gathering = world.execute(AnnounceGathering(COMING), world.official)
    world.execute(SignUpFor(gathering), actor)
    sitting = world.execute(PlanMeeting("raad", "Raad", date(2026, 12, 14)), world.clerk)
    world.execute(SignUpToSpeak(sitting, SpeakingForm("Over de bomen.")), actor)
    proposal = proposal_opened(world)
    world.execute(AskQuestion(proposal, QUESTION), actor)
    _discusses(world, actor)
    draft = uuid4()
    world.execute(SaveDraft(draft, "voorstel", 0, "p", {"title": DRAFT}), actor)
    world.add_photo(draft, actor, PICTURED)
    world.add_film(draft, actor, FILMED)
    world.add_recording(draft, actor)
    world.settle()
    return actor


def _discusses(world: World, actor: Actor) -> None:
    """Something that was said, changed and supported in a discussion."""
    means, other = discussion(world), world.person("other")
    said(world, means, actor, SAID_FIRST)
    said(world, means, other)
    world.execute(ChangeContribution(id_of(world, 1), 1, SAID), actor)
    world.execute(SupportContribution(id_of(world, 2)), actor)


def everything(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every row of every table that the database has, whoever made it, as one text."""
    if connection.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        names = (
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
    for name in connection.execute(text(names)).scalars().all():
        quoted = ".".join(f'"{part}"' for part in str(name).split("."))
        for row in connection.execute(text(f"SELECT * FROM {quoted}")):  # noqa: S608 - our own names
            yield str(name), " ".join(_said(value) for value in row)


def _said(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def in_rows(world: World, *wanted: str) -> list[str]:
    """The tables in which one of the words stands."""
    with unguarded(world) as connection:
        return sorted({name for name, row in everything(connection) if _any(wanted, row)})


def _any(wanted: tuple[str, ...], said: str) -> bool:
    return any(word.casefold() in said.casefold() for word in wanted)


def in_files(folder: Path, *wanted: str) -> list[str]:
    """The files below ``folder`` in the bytes of which one of the words stands."""

    def has(file: Path) -> bool:
        content = file.read_bytes().lower()
        return any(word.lower().encode() in content for word in wanted)

    return sorted(one.name for one in folder.rglob("*") if one.is_file() and has(one))
