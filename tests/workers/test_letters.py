"""Every mail in both languages: text and HTML say the same, nothing comes from elsewhere, and the wire has both."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from functools import partial
from html.parser import HTMLParser
from uuid import UUID

import pytest

from tests.support.means import announced, dossier
from tests.support.world import START, World
from wijkstem.adapters.mail import Message, NoAddress, mime
from wijkstem.commands.accounts import ChooseLanguage
from wijkstem.commands.following import Follow
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.initiatives import TakeStep
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.queries.account_letters import AccountLetter
from wijkstem.queries.advice import AdviceFacts
from wijkstem.queries.board_letters import HeadLetter
from wijkstem.queries.council_letters import CouncilNews
from wijkstem.queries.council_proposal_letters import ProposalLetter
from wijkstem.queries.digests import Digest, PlanNews
from wijkstem.queries.discussion_letters import DiscussionLetter
from wijkstem.queries.dossier_letters import DossierLetter
from wijkstem.queries.draft_letters import DraftLetter
from wijkstem.queries.draw_letters import DrawLetter
from wijkstem.queries.gathering_letters import GatheringLetter
from wijkstem.queries.handover import RequestDossier
from wijkstem.queries.handover_letters import HandoverLetter
from wijkstem.queries.letters import Letter
from wijkstem.queries.means_letters import MeansLetter
from wijkstem.queries.meeting_letters import MeetingTold
from wijkstem.queries.merging import MergeFacts
from wijkstem.queries.partnership_letters import PartnershipLetter
from wijkstem.queries.promise_letters import PromiseLetter
from wijkstem.queries.round_letters import Outcome, RoundFacts
from wijkstem.queries.speaking_letters import SpeakingLetter
from wijkstem.queries.work_letters import Thing, WorkLetter
from wijkstem.queries.year_letters import YearLetter
from wijkstem.settings import ROOT
from wijkstem.tables.advice import AdviceState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import (
    Advice,
    Adviser,
    Because,
    Closing,
    Heeded,
    MergeEnd,
    Milestone,
    Proposer,
    Rhythm,
    Voting,
)
from wijkstem.words.handover import HandoverKind
from workers.deliveries import deliver
from workers.letters import CodeLetter, Said

SITE = "https://testdorp.example"
STOP = f"{SITE}/afmelden/abc"
EVIL = '<img src="https://evil.example/x.png"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def pages() -> Pages:
    return make_pages(ROOT / "templates")


def letter(lang: str, because: Because = Because.FOLLOWS, means: str = "placed") -> Letter:
    return Letter(
        position=7, at=START, because=because, rhythm=Rhythm.AT_ONCE, language=lang, address="anna@example.test",
        name=f"Anna {EVIL}", municipality="Testdorp", number="2026-0001", title=f"Bomen {EVIL}",
        path="/initiatieven/2026-0001-bomen", instrument="Burgerinitiatief", step="De raad besluit",
        explanation="De raad praat over dit plan.", due_on=date(2026, 4, 1), means=means,
        ground="Het is een klacht", reasons=f"Omdat het kan.\n\n{EVIL}", meeting="Raadsvergadering",
        meeting_on=date(2026, 3, 28), final=means == "adopted",
    )  # fmt: skip


def advised(lang: str) -> Letter:
    """About an advice in which everything is filled."""
    said = AdviceFacts(
        id=new_id(), initiative_id=new_id(), neighbourhood_code="WK990100", step_seq=2, by=Adviser.COUNCIL,
        state=AdviceState.GIVEN, begun_on=date(2026, 3, 2), due_on=date(2026, 3, 30), voting=Voting.MEMBERS,
        closing=Closing.MEMBER, quorum_percent=50, tie=Advice.NONE, advice=Advice.CONDITIONAL,
        given_on=date(2026, 3, 12), positive=3, conditional=2, negative=1, none=0, aside=1, members=7,
        reasons=f"Goed voor de buurt. {EVIL}", conditions=f"Wel stil. {EVIL}", answer_due_on=date(2026, 4, 9),
        heeded=Heeded.DEPARTED, answered_on=date(2026, 4, 1), answer=f"Er is geen geld. {EVIL}",
    )  # fmt: skip
    return replace(letter(lang), advice=said, place="Centrum")


def merging(lang: str) -> Letter:
    """About a plan that goes on in another."""
    said = MergeFacts(
        id=new_id(), proposed_as=Proposer.OFFICIAL, proposed_by=None, words=f"Zelfde straat. {EVIL}",
        answer_until=date(2026, 3, 16), from_agreed=True, into_agreed=False, ended_as=MergeEnd.LAPSED,
        from_id=new_id(), from_number="2026-0001", from_title=f"Bomen {EVIL}", from_slug="bomen",
        from_public=True, from_submitter=None, into_id=new_id(), into_number="2026-0002",
        into_title=f"Struiken {EVIL}", into_slug="struiken", into_public=True, into_submitter=None,
    )  # fmt: skip
    return replace(letter(lang, Because.SIGNED), merge=said)


def in_round(lang: str) -> Letter:
    """About a plan on the ballot of a round that is counted."""
    words = (
        ("Dit plan kost %(cost)s euro. Er was nog %(had)s euro over.", {"cost": 12_000, "had": 2_500.5}),
        ("Met %(more)s stemmen meer had het gewonnen.", {"more": 7}),
    )  # fmt: skip
    said = RoundFacts(
        name=f"Wijkbudget {EVIL}", number="2026-1", area=f"Noord {EVIL}", opens_at=START, closes_at=START,
        left_out_because=f"Het is te duur. {EVIL}", stopped_because=f"Het geld is op. {EVIL}", outcome=Outcome(1_234, 12_000, words),
    )  # fmt: skip
    return replace(letter(lang, Because.SIGNED, means="not_chosen"), round=said)


A_MEETING = MeetingTold(
    f"Raad {EVIL}", "Gemeenteraad", date(2026, 3, 28), START, f"Raadzaal {EVIL}", f"Verbouwing. {EVIL}",
    "/agenda/0190",
)  # fmt: skip


def its_meeting(lang: str) -> Letter:
    """About what became of the meeting that a plan is on."""
    return replace(letter(lang), sitting=A_MEETING)


def speaking_letter(lang: str) -> SpeakingLetter:
    return SpeakingLetter(
        position=8, at=START, because=Because.ATTENDS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", meeting=A_MEETING,
        path=A_MEETING.path, has_place=True, minutes=5,
    )  # fmt: skip


def news(lang: str) -> Digest:
    one = letter(lang)
    told = (one, letter(lang, means="adopted"), in_round(lang))
    plan = PlanNews(one.title, one.number, one.path, one.because, told)
    return Digest(
        lang,
        one.address,
        one.name,
        one.municipality,
        "daily",
        (plan,),
        (year_letter(lang),),
        (promise_letter(lang),),
        (
            dossier_letter(lang),
            replace(dossier_letter(lang), kind="item", held_on=date(2026, 3, 20)),
            replace(dossier_letter(lang), kind="proposal"),
        ),
        (proposal_letter(lang), proposal_letter(lang, "withdrawn")),
        (discussion_letter(lang),),
        (work_letter(lang),),
    )


def made(
    pages: Pages, folder: str, said: object, lang: str, stop: str = ""
) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    filled = {"letter": said, "site": SITE, "stop": stop}
    subject = pages.render(f"mail/{folder}/subject.txt", lang, letter=said)
    body = pages.render("_layouts/mail.txt", lang, said=f"mail/{folder}/body.txt", **filled)
    html = pages.render(
        "_layouts/mail.html", lang, said=f"mail/{folder}/body.html", subject=subject, **filled
    )
    return " ".join(subject.split()), body, html


class Looked(HTMLParser):
    """What a mail program would load or run, what can be clicked, and what is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.read = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        if tag == "a":
            self.links.append(named["href"] or "")
        else:
            self.loads += [
                f"{tag} {name}"
                for name in named
                if name in {"src", "href", "background", "style", "action"}
            ]

    def handle_data(self, data: str) -> None:
        self.read += data


def of_council(lang: str) -> Letter:
    day = date(2026, 4, 13)
    news = CouncilNews(
        body="Gemeenteraad", outlook="too_late", hitch="cancelled", hitch_from=day, placing_by=day,
        placing_on=day, treating_on=day, was_on=day, held_on=day, back=True,
    )  # fmt: skip
    return replace(letter(lang), council=news)


def gathering_letter(lang: str) -> GatheringLetter:
    return GatheringLetter(
        position=8, at=START, because=Because.ATTENDS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", title=f"Loop mee {EVIL}",
        path="/bijeenkomsten/1", held_on=date(2026, 3, 20), starts_at=START, ends_at=START, place=f"Plein {EVIL}",
        access=f"Geen drempel.\n\n{EVIL}", has_place=True, reasons=EVIL, came=12, heard=f"Te donker. {EVIL}",
        follow_up=f"Twee lampen. {EVIL}",
    )  # fmt: skip


def draft_letter(lang: str) -> DraftLetter:
    return DraftLetter(
        position=9, at=START, because=Because.SUBMITTED, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp",
        path="/initiatieven/concept/1/plan", understood=True,
    )  # fmt: skip


def head_letter(lang: str) -> HeadLetter:
    return HeadLetter(
        language=lang, address="griffie@example.test", name=f"Griffie {EVIL}", municipality="Testdorp",
        title=f"Wijkbudget {EVIL}", path="/stembord/2026-1", size=12, root="a" * 64, chain="b" * 64,
        made_at=START, closing=True,
    )  # fmt: skip


def year_letter(lang: str) -> YearLetter:
    return YearLetter(
        position=10, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", title=f"Groen {EVIL}",
        path="/jaaragenda/onderwerp/1", level="advise", before="consult", chosen_by=f"Raad {EVIL}",
        chosen_on=date(2026, 3, 2), body="Raad", year=2026, month=9, held_on=None, moved=False, state="coming",
        reasons=f"Anders. {EVIL}",
    )  # fmt: skip


def promise_letter(lang: str) -> PromiseLetter:
    return PromiseLetter(
        position=11, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", what=f"Tien bomen. {EVIL}",
        path="/toezeggingen/1", office=f"Wethouder {EVIL}", owner=f"Team Groen {EVIL}",
        due_on=date(2026, 9, 1), news="late", reasons=f"Anders. {EVIL}", plan=f"Bomen {EVIL}",
    )  # fmt: skip


def proposal_letter(lang: str, news: str = "changed") -> ProposalLetter:
    return ProposalLetter(
        position=12, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", news=news,
        title=f"Een speelplek {EVIL}", path="/raadsvoorstellen/2026-0001-plein", meeting=f"Raad {EVIL}",
        held_on=date(2026, 4, 13), words=f"Blijft de bank? {EVIL}", answer=f"Ja. {EVIL}",
        office=f"Team {EVIL}", ground=f"Belediging {EVIL}", reasons=f"Anders. {EVIL}",
        appeal="/besluit/1/herziening",
    )  # fmt: skip


def discussion_letter(lang: str, news: str = "answered") -> DiscussionLetter:
    return DiscussionLetter(
        position=14, at=START, because=Because.DISCUSSED, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", news=news,
        title=f"Een speelplek {EVIL}", path="/meedoen/2026-0001/bijdrage/3", words=f"Mooi. {EVIL}",
        answer=f"Nee. {EVIL}", office="", ground=f"Belediging {EVIL}", reasons=f"Anders. {EVIL}",
        appeal="/besluit/1/herziening",
    )  # fmt: skip


def work_letter(lang: str, news: str = "done") -> WorkLetter:
    return WorkLetter(
        position=11, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", title=f"Bomen {EVIL}",
        number="2026-0001", path="/uitvoering/2026-0001", news=news, office=f"Team Groen {EVIL}",
        parts=(Thing(f"Graven {EVIL}", date(2026, 5, 15), False), Thing("Planten", date(2026, 11, 30), True)),
        reasons=f"De gaten zijn klaar. {EVIL}", granted=12_000, spent=11_500, due_on=date(2026, 4, 28),
        evaluation="/initiatieven/2026-0001/mening",
    )  # fmt: skip


def partnership_letter(lang: str) -> PartnershipLetter:
    return PartnershipLetter(
        position=13, at=START, because=Because.OFFICE, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp",
        partnership=f"Samen schoon {EVIL}", path="/samenwerkingen/1", due_on=date(2026, 6, 1),
    )  # fmt: skip


def account_letter(lang: str) -> AccountLetter:
    return AccountLetter(
        position=14, at=START, because=Because.ACCOUNT, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp",
        path="/mijn", closes_on=date(2026, 6, 1),
    )  # fmt: skip


def means_letter(lang: str, news: str = "announced") -> MeansLetter:
    return MeansLetter(
        position=15, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", news=news,
        title=f"Het plein {EVIL}", path="/meedoen/2026-0001-het-plein", question=f"Wat wilt u? {EVIL}",
        promise=f"De raad leest alles. {EVIL}", opens_on=date(2026, 6, 1), closes_on=date(2026, 6, 9),
        account_by=date(2026, 7, 1), text=f"Er komen bomen. {EVIL}",
    )  # fmt: skip


def draw_letter(lang: str, *, cancelled: bool = False) -> DrawLetter:
    return DrawLetter(
        position=16, at=START, because=Because.SUBMITTED, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp",
        entry_id=new_id(), group=f"Het plein {EVIL}", purpose=f"U praat over het plein. {EVIL}",
        path="/loting/antwoord/1", public_path="/loting/2026-0001",
        answer_by=None if cancelled else date(2026, 6, 1), reason=f"Te weinig tijd. {EVIL}",
    )  # fmt: skip


@pytest.mark.parametrize("news", ["arrived", "waits", "placed", "returned", "decided"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_outcome_on_its_way_says_what_happened(pages: Pages, news: str, lang: str) -> None:
    letter = replace(
        means_letter(lang, news),
        body="Gemeenteraad",
        held_on=date(2026, 8, 3),
        due_on=date(2026, 9, 1),
    )
    subject, plain, _ = made(pages, "means_news", letter, lang)
    said = {
        ("arrived", "nl"): "De stukken staan bij de vergadering van 3 augustus 2026.",
        ("waits", "nl"): "De vergadering gaat niet door. Kies een andere vergadering.",
        (
            "placed",
            "nl",
        ): "De uitkomst gaat naar: Gemeenteraad. De vergadering is op 3 augustus 2026.",
        ("returned", "nl"): "De uitkomst komt niet op een agenda.",
        ("decided", "nl"): "Nu is er een besluit van: Gemeenteraad.",
    }
    assert "Het plein" in subject
    assert said.get((news, lang), "") in " ".join(plain.split())
    assert f"Er komen bomen. {EVIL}" in plain


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ("statement_placed", "Uw stelling is geplaatst."),
        ("statement_refused", "Uw stelling is niet geplaatst. Hieronder staat waarom."),
        ("statement_lapsed", "Uw stelling is niet meer bekeken."),
        ("computed", "De uitkomst staat nu op de website."),
        ("closing_near", "U kunt nog meedoen tot en met 9 juni 2026."),
        ("account_late", "Op 1 juli 2026 moest hier staan wat de gemeente ermee doet."),
    ],
)
def test_letter_of_a_means_says_what_happened(pages: Pages, news: str, said: str) -> None:
    wrote = f"Er moet een fontein komen. {EVIL}" if news.startswith("statement") else ""
    letter = replace(means_letter("nl", news), statement=wrote)
    subject, plain, html = made(pages, "means_news", letter, "nl")
    assert "Het plein" in subject
    assert said in " ".join(plain.split())
    assert (wrote in plain, EVIL in html) == (True, False)
    assert f"{SITE}/meedoen/2026-0001-het-plein" in plain


def dossier_letter(lang: str) -> DossierLetter:
    return DossierLetter(
        position=11, at=START, because=Because.FOLLOWS, rhythm=Rhythm.AT_ONCE, language=lang,
        address="anna@example.test", name=f"Anna {EVIL}", municipality="Testdorp", title=f"De Kade {EVIL}",
        path="/dossiers/2026-0001-de-kade", kind="news", entry=f"De proef begint {EVIL}",
        text=f"Er komen drempels. {EVIL}", meeting=f"Raad {EVIL}", held_on=None,
    )  # fmt: skip


def year_change(lang: str) -> YearLetter:
    return replace(year_letter(lang), level="", before="", moved=True)


def handed(lang: str) -> HandoverLetter:
    """A request for the agenda."""
    day = date(2026, 4, 13)
    dossier = RequestDossier(
        UUID(int=1), "2026-0001", "bomen", "Bomen", True, "burgerinitiatief", "2025.1", day, 3, "raad",
        day, day, "Plant bomen.", "", "", None, None,
    )  # fmt: skip
    return HandoverLetter(
        lang, "griffie@example.test", "Griffie", "Testdorp", "2026-0001", "Bomen", "Gemeenteraad", day,
        dossier, HandoverKind.REQUESTED,
    )  # fmt: skip


SAID: dict[str, Callable[[str], Said]] = {
    "item_meeting_moved": its_meeting,
    "plan_typed_out": draft_letter,
    "initiative_submitted": letter,
    "step_taken": letter,
    "term_passed": letter,
    "delay_explained": letter,
    "case_escalated": letter,
    "agenda_item_requested": letter,
    "meeting_foreseen": of_council,
    "placed_meeting_moved": of_council,
    "placed_meeting_cancelled": of_council,
    "request_accepted": of_council,
    "routing_corrected": of_council,
    **dict.fromkeys(
        (
            "speaking_signed_up",
            "speaking_place_given",
            "speaking_near",
            "speaking_moved",
            "speaking_cancelled",
        ),
        speaking_letter,
    ),
    "gathering_signed_up": gathering_letter,
    "gathering_place_given": gathering_letter,
    "gathering_changed": gathering_letter,
    "gathering_cancelled": gathering_letter,
    "gathering_near": gathering_letter,
    "gathering_reported": gathering_letter,
    "promise_made": promise_letter,
    "promise_updated": promise_letter,
    "promise_late": promise_letter,
    "work_planned": lambda lang: work_letter(lang, "planned"),
    "work_part": work_letter,
    "work_late": lambda lang: work_letter(lang, "planning_late"),
    "work_near": lambda lang: work_letter(lang, "near"),
    "work_ended": lambda lang: work_letter(lang, "finished"),
    "dossier_news": dossier_letter,
    "means_news": means_letter,
    "draw_invited": draw_letter,
    "draw_cancelled": partial(draw_letter, cancelled=True),
    "partnership_review_late": partnership_letter,
    "account_closing_near": account_letter,
    "council_proposal_changed": proposal_letter,
    "council_proposal_withdrawn": lambda lang: proposal_letter(lang, "withdrawn"),
    "question_asked": lambda lang: proposal_letter(lang, "asked"),
    "question_answered": lambda lang: proposal_letter(lang, "answered"),
    "contribution_answered": discussion_letter,
    "contribution_judged": lambda lang: discussion_letter(lang, "hidden"),
    "remark_judged": lambda lang: proposal_letter(lang, "hidden"),
    "year_role_chosen": year_letter,
    "year_subject_changed": year_change,
    "advice_begun": advised,
    "advice_nearly_due": advised,
    "sounding_group": advised,
    "advice_given": advised,
    "advice_answered": advised,
    "advice_answer_late": advised,
    "merge_proposed": merging,
    "merge_ended": merging,
    "plans_merged": merging,
    "plan_listed": in_round,
    "plan_left_out": in_round,
    "round_stopped": in_round,
    "vote_result": in_round,
    "report_made": letter,
    "report_left": letter,
    "contribution_hidden": letter,
    "contribution_shown": letter,
    "appeal_made": letter,
    "appeal_decided": letter,
    "digest": news,
    "board_head": head_letter,
    "agenda_handover": handed,
    "login_code": lambda lang: CodeLetter(lang, "anna@example.test", "Testdorp", "123456", 10),
}


def test_every_kind_of_mail_is_looked_at() -> None:
    folders = {folder.name for folder in (ROOT / "templates" / "mail").iterdir()}
    assert folders == set(SAID)
    for folder in folders:
        files = {file.name for file in (ROOT / "templates" / "mail" / folder).iterdir()}
        assert files == {"subject.txt", "body.txt", "body.html"}, folder


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("folder", sorted(SAID))
def test_mail_says_the_same_twice_and_loads_nothing(pages: Pages, folder: str, lang: str) -> None:
    said = SAID[folder](lang)
    subject, body, html = made(pages, folder, said, lang, STOP)
    looked = Looked(html)
    assert "\n" not in subject
    assert f'<html lang="{lang}"' in html
    assert (looked.loads, {"img", "script", "iframe", "form"} & set(looked.tags)) == ([], set())
    assert all(link.startswith(f"{SITE}/") for link in looked.links)
    assert STOP in looked.links
    assert STOP in body
    assert "{{" not in body + html
    words = set(re.findall(r"\w{4,}", body)) - set(re.findall(r"\w+", "https testdorp example"))
    missing = {one for one in words if one not in looked.read and one not in html}
    # Links have words of their own where the text has an address.
    assert len(missing) <= 8, missing


@pytest.mark.parametrize(
    ("because", "said"),
    [
        (Because.SUBMITTED, "uw plan"),
        (Because.FOLLOWS, "dat u volgt"),
        (Because.SIGNED, "dat u steunde"),
    ],
)
def test_mail_says_why_it_comes(pages: Pages, because: Because, said: str) -> None:
    _, body, html = made(pages, "step_taken", letter("nl", because), "nl")
    assert said in body
    assert said in html
    assert "/afmelden/" not in body + html


@pytest.mark.parametrize("means", sorted(Milestone))
def test_every_milestone_has_a_subject_and_a_place_in_a_digest(pages: Pages, means: str) -> None:
    subject, _, _ = made(pages, "step_taken", letter("en", means=means), "en")
    assert subject.endswith("(2026-0001)")
    assert not subject.startswith("News about"), "say what happened"


def message(**values: object) -> Message:
    said: dict[str, object] = {
        "municipality_id": "testdorp", "recipient_id": new_id(), "address": "anna@example.test",
        "message_id": "<1@testdorp.localhost>", "subject": "Nieuws: één plan", "body": "Beste Anna,\n",
        "html": "<p>Beste Anna,</p>\n", "stop": STOP, "at": START,
    }  # fmt: skip
    return Message(**(said | values))  # type: ignore[arg-type]


def test_over_the_wire_go_text_and_html_and_how_to_stop_them() -> None:
    sent = message_from_bytes(
        mime(message(), "wijkstem@testdorp.nl").as_bytes(), policy=policy.default
    )
    assert sent.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_content()) for part in sent.iter_parts()]
    assert parts == [("text/plain", "Beste Anna,\n"), ("text/html", "<p>Beste Anna,</p>\n")]
    assert sent["List-Unsubscribe"] == f"<{STOP}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Subject"] == "Nieuws: één plan"


def test_what_cannot_be_stopped_does_not_say_that_it_can() -> None:
    sent = mime(message(stop=""), "wijkstem@testdorp.nl")
    assert "List-Unsubscribe" not in sent
    assert "List-Unsubscribe-Post" not in sent


def test_without_an_address_there_is_nothing_to_send() -> None:
    with pytest.raises(NoAddress):
        mime(message(address=None), "wijkstem@testdorp.nl")


def test_mail_is_in_the_language_of_its_reader(sqlite_world: World, pages: Pages) -> None:
    world = sqlite_world
    submitter, anna, bram = (world.person(name) for name in ("submitter", "anna", "bram"))
    world.execute(ChooseLanguage("en"), anna)
    plan = world.open(submitter)
    for actor in (anna, bram):
        world.execute(Follow(plan), actor)
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    world.settle()
    deliver(world.services, pages, "testdorp")
    subjects = {one.address: one.subject.split(":")[0] for one in world.mailer.sent[-3:]}
    assert subjects["anna@example.test"] == "Withdrawn"
    assert subjects["bram@example.test"] == "Ingetrokken"


@pytest.mark.parametrize("about_plan", [False, True], ids=["alone", "about-a-plan"])
def test_who_follows_a_dossier_hears_of_a_new_means(
    sqlite_world: World, pages: Pages, *, about_plan: bool
) -> None:
    world = sqlite_world
    number = world.rows(Initiative, id=world.open(world.person("submitter")))[0]["number"]
    kept = dossier(world)
    world.execute(FollowDossier(kept), world.person("anna"))
    announced(world, dossier_id=kept, plan=number if about_plan else "")
    world.settle()
    deliver(world.services, pages, "testdorp")
    subjects = [one.subject for one in world.mailer.sent if one.address == "anna@example.test"]
    assert len(subjects) == 1
    assert "Wat doen wij met het plein?" in subjects[0]
