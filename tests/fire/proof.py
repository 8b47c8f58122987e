"""What must hold after every storm, whatever was broken in it."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.fire.field import Field
from tests.fire.ledger import BY_MAIL, Answer, Key, Ledger, happened
from tests.fire.town import MAILBOXES, NEW_RULES, PLACES, THERE, Town
from tests.support.world import HERE, World
from wijkstem.bootstrap import reactions
from wijkstem.domain.steps import StepKey, waiting_for
from wijkstem.eventlog import log, positions
from wijkstem.events.accounts import PersonErased, PersonRegistered
from wijkstem.events.advice import AdviceGiven
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import MeetingImported, MeetingPlanned
from wijkstem.events.gatherings import SignedOff, SignedUp
from wijkstem.events.initiatives import (
    InitiativeEdited,
    InitiativeSubmitted,
    StepTaken,
    TermPassed,
    ThresholdReached,
)
from wijkstem.events.moderation import CaseAssigned
from wijkstem.events.municipalities import RulesPublished
from wijkstem.events.reports import ReportMade
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.ids import token_hash
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.reactions.messages import told_of
from wijkstem.tables.accounts import LoginSession, Person
from wijkstem.tables.advice import AdviceVoice
from wijkstem.tables.council import Meeting
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.gatherings import SignUp
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import Following, InboxMessage, Mailed
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Report
from wijkstem.words import Advice, CaseKind, Milestone, Taker

WHERE = (HERE, THERE)
#: The steps that all who signed are told of; in the storm they are taken of a plan that everybody signed.
EVERYBODYS = frozenset({Milestone.PLACED, Milestone.MOVED, Milestone.ADOPTED})
#: What is told to nobody, or to whose work it is.
NOT_SUBMITTERS = frozenset({"", "agenda_item_requested", "case_escalated"})
#: What those letters are about is no plan.
OF_NO_PLAN = (
    *("gathering_", "speaking_", "promise_", "year_"),
    *("council_proposal_", "question_", "remark_", "partnership_", "dossier_"),
    *("plan_typed_", "account_", "means_", "contribution_", "draw_"),
)
#: What happens once, however often it is accepted.
_KINDS = (
    "promise,subject,yearly,file,edit,step,erase,import,fill,accept,part,register,"
    "open proposal,question,reaction,remark report,comment,comment back,contribution,"
    "contribution report,statement,means,announce,close"
)
ONCE = frozenset({BY_MAIL, *_KINDS.split(",")})


def caught_up(world: World) -> bool:
    """Whether every consumer has read all, nothing it does makes news, and nothing waits to go out."""
    names = consumer_names(world)
    for where in WHERE:
        with world.services.reading(where) as connection:
            head = log.head(connection, where)
            standing = [positions.standing(connection, name, where) for name in names]
        if any(at is None or at.position < head or at.failures for at in standing):
            return False
        if any(row["state"] is not DeliveryState.SENT for row in world.rows(Delivery, where=where)):
            return False
    return True


def consumer_names(world: World) -> set[str]:
    """Everything that follows the log."""
    return {one.name for one in PROJECTIONS} | {one.name for one in reactions(world.services)}


def standing_of(world: World) -> str:
    """For whoever waits in vain: who is where."""
    said = []
    for where in WHERE:
        with world.services.reading(where) as connection:
            said.append(f"{where} at {log.head(connection, where)}")
        said += [
            f"{row['consumer']} {row['position']} {row['failures']} {row['error']}"
            for row in world.rows(ConsumerPosition, where=where)
        ]
        states = Counter(
            (row["state"].value, row["attempts"], row["error"])
            for row in world.rows(Delivery, where=where)
        )
        said.append(str(dict(states)))
    return "\n".join(said)


def answers_hold(world: World, ledger: Ledger, town: Town) -> None:
    """What was accepted is in the log once, what was refused is not, and nothing is there unasked."""
    assert ledger.shocks == []
    signed = {one.initiative_id for one in (town.told, town.wanted, town.entered)}

    def once(key: Key) -> bool:
        one_form = key[0] == "write proposal" and key[2] == 1
        return one_form or key[0] in ONCE or (key[0] == "support" and key[1] in signed)

    recorded = [event for where in WHERE for event in world.recorded(where=where)]
    people = {row["id"]: row for where in WHERE for row in world.rows(Person, where=where)}
    by_mail = Counter[Key]((BY_MAIL, row["email"]) for row in people.values() if from_mail(row))
    found = ledger.contradictions(happened(recorded) + by_mail, once=once)
    assert found == [], found
    languages = {person: people[person]["language"] for person in town.languages}
    assert languages == town.languages
    sessions = {row["token_hash"] for row in world.rows(LoginSession)}
    lasting = {token: token_hash(token) in sessions for token in town.sessions}
    assert lasting == town.sessions


def from_mail(person: dict[str, Any]) -> bool:
    """Whether they came in by e-mail during the storm."""
    return str(person["email"] or "").endswith(f"@{MAILBOXES}")


def no_draft_outlives_its_plan(world: World) -> None:
    """What was sent is not in hand any more: the draft goes in the transaction that brings the plan."""
    for where in WHERE:
        filed = {(row["submitter_id"], row["id"]) for row in world.rows(Initiative, where=where)}
        drafts = {(row["person_id"], row["id"]) for row in world.rows(Draft, where=where)}
        assert filed & drafts == set()


def votes_count_as_they_stand(world: World, town: Town) -> None:
    """One advice, once; what it counts is what stands in its rows, one a member, and who stepped aside has no vote."""
    [given] = [one for one in world.events(AdviceGiven) if one.advice_id == town.advised]
    voices = world.rows(AdviceVoice, advice_id=town.advised)
    votes = Counter(row["choice"] for row in voices if row["choice"] is not None)
    counted = {
        Advice.POSITIVE: given.positive,
        Advice.CONDITIONAL: given.conditional,
        Advice.NEGATIVE: given.negative,
        Advice.NONE: given.none,
    }
    assert votes == Counter({choice: number for choice, number in counted.items() if number})
    assert [row["person_id"] for row in voices if row["interest"]] == [town.council[1].id]
    assert (given.aside, given.members, len(voices)) == (1, len(town.council), len(town.council))


def room_is_given_once(world: World, town: Town) -> None:
    """No place twice, none empty while somebody waits, first come first; and the log knows of every coming and going."""
    rows = sorted(world.rows(SignUp, gathering_id=town.gathering), key=lambda row: row["turn"])
    seats = [row["seat"] for row in rows if row["seat"] is not None]
    assert sorted(seats) == list(range(1, min(PLACES, len(rows)) + 1))
    assert [row["seat"] is None for row in rows] == [n >= PLACES for n in range(len(rows))]
    came = {one.sign_up_id for one in world.events(SignedUp)}
    went = {one.sign_up_id for one in world.events(SignedOff)}
    assert (went - came, came - went) == (set(), {row["id"] for row in rows})


def desk_is_what_waits(world: World) -> None:
    """Each plan that waits for an official has its one case, what is over has none, and whose it is, is in the log."""
    given = {one.case_id: one.to for one in world.events(CaseAssigned)}
    for where in WHERE:
        keys = waiting_for(world.services.rules.of(where), Taker.OFFICIAL)
        waiting = {
            (row["id"], row["step_seq"])
            for row in world.rows(Initiative, where=where)
            if StepKey(row["rules_version"], row["instrument"], row["step"]) in keys
        }
        cases = [row for row in world.rows(Case, where=where) if row["kind"] is CaseKind.STEP]
        still = [(row["initiative_id"], row["step_seq"]) for row in cases if not row["closed_at"]]
        assert Counter(still) == Counter(waiting)
        owners = {row["id"]: row["assigned_to"] for row in cases if row["id"] in given}
        assert owners == {case: given[case] for case in owners}


def reports_are_one_case(world: World, town: Town, ledger: Ledger) -> None:
    """Everybody who was told so has reported, once, and all of it lies on the desk as one case."""
    answers = {key[1]: given for key, given in ledger.answers.items() if key[0] == "report"}
    told = {who for who, given in answers.items() if Answer.ACCEPTED in given}
    rows = world.rows(Report, initiative_id=town.told.initiative_id)
    reporters = [row["reporter_id"] for row in rows if row["reporter_id"] is not None]
    here = {row["id"] for row in world.rows(Person)}
    assert len(reporters) == len(set(reporters))
    assert told & here <= set(reporters) <= set(answers)
    assert len({row["case_id"] for row in rows}) == (1 if rows else 0)


def rules_published_once(world: World) -> None:
    """Two processes or more that start at once find new rules, and each version is in each log once."""
    for where in WHERE:
        versions = Counter(event.version for event in world.events(RulesPublished, where=where))
        assert NEW_RULES in versions
        assert set(versions.values()) == {1}


def rows_are_what_the_log_says(world: World) -> None:
    """The write side folded from the log: initiatives, signatures, people, meetings."""
    for where in WHERE:
        recorded = world.recorded(where=where)
        assert _initiatives(world, where) == _initiatives_by(recorded)
        assert _signatures(world, where) == _signatures_by(recorded)
        assert {row["id"] for row in world.rows(Person, where=where)} == _difference(
            recorded, PersonRegistered, PersonErased, "person_id"
        )
        meetings = {row["id"] for row in world.rows(Meeting, where=where)}
        assert meetings == {
            r.event.meeting_id
            for r in recorded
            if isinstance(r.event, MeetingPlanned | MeetingImported)
        }


Told = tuple[Any, ...]


def _initiatives(world: World, where: str) -> dict[UUID, Told]:
    names = ("step", "step_seq", "revision", "valid_for", "valid_against", "threshold_reached_on")
    return {
        row["id"]: tuple(row[name] for name in names) for row in world.rows(Initiative, where=where)
    }


def _initiatives_by(recorded: Iterable[Recorded]) -> dict[UUID, Told]:
    found: dict[UUID, dict[str, Any]] = {}
    for event in (r.event for r in recorded):
        match event:
            case InitiativeSubmitted():
                assert event.initiative_id not in found
                found[event.initiative_id] = {
                    "step": event.step,
                    "seq": 1,
                    "revision": 1,
                    "for": 0,
                    "against": 0,
                    "reached": None,
                }
            case StepTaken():
                it = found[event.initiative_id]
                assert (it["step"], it["seq"]) == (event.step, event.step_seq)
                it |= {"step": event.to_step, "seq": event.step_seq + 1}
            case InitiativeEdited():
                assert event.revision == found[event.initiative_id]["revision"] + 1
                found[event.initiative_id]["revision"] = event.revision
            case SignatureGiven() | SignatureWithdrawn():
                change = 1 if isinstance(event, SignatureGiven) else -1
                found[event.initiative_id][event.stance] += change if event.valid else 0
            case ThresholdReached():
                assert found[event.initiative_id]["reached"] is None
                found[event.initiative_id]["reached"] = event.reached_on
    return {initiative: tuple(it.values()) for initiative, it in found.items()}


def _signatures(world: World, where: str) -> Counter[tuple[UUID, str, bool]]:
    return Counter(
        (row["initiative_id"], row["stance"].value, row["valid"])
        for row in world.rows(Signature, where=where)
    )


def _signatures_by(recorded: Iterable[Recorded]) -> Counter[tuple[UUID, str, bool]]:
    """Given and not taken back; each person in turn, never twice the one or the other."""
    held: dict[tuple[UUID, UUID], tuple[UUID, str, bool]] = {}
    for event in (r.event for r in recorded):
        if isinstance(event, SignatureGiven):
            key = (event.initiative_id, event.person_id)
            assert key not in held
            held[key] = (event.initiative_id, event.stance, event.valid)
        elif isinstance(event, SignatureWithdrawn):
            assert held.pop((event.initiative_id, event.person_id))[1] == event.stance
    return Counter(held.values())


def _difference(recorded: list[Recorded], came: type, went: type, name: str) -> set[UUID]:
    def of(kind: type) -> Counter[UUID]:
        return Counter(getattr(r.event, name) for r in recorded if isinstance(r.event, kind))

    assert max(of(came).values()) == 1
    return set(of(came) - of(went))


def terms_passed_once(world: World) -> None:
    """Every term that was over is over once, and the system took the step that it leads to."""
    passed = Counter((event.initiative_id, event.step_seq) for event in world.events(TermPassed))
    assert passed
    assert set(passed.values()) == {1}
    by_system = [
        (event.initiative_id, event.step_seq)
        for event in world.events(StepTaken)
        if event.taken_by == "system"
    ]
    assert len(by_system) == len(set(by_system))


def everybody_was_told(world: World, town: Town) -> None:
    """Whoever must be told of something has a message of it, each has the mail that they wanted, and that went out."""
    deliveries = {row["id"]: row for row in world.rows(Delivery)}
    here = {row["id"] for row in world.rows(Person)}
    told = defaultdict(set)
    for row in world.rows(InboxMessage):
        told[row["position"]].add(row["person_id"])
    assert _mails_of_messages(world) <= {
        (r["cause"], r["recipient_id"]) for r in deliveries.values()
    }
    elsewhere = town.merge.into
    following = {
        row["person_id"] for row in world.rows(Following) if row["initiative_id"] != elsewhere
    }
    assert town.followers & here <= following <= {one.id for one in town.supporters} & here
    submitters = {row["id"]: row["submitter_id"] for row in world.rows(Initiative)}
    everybody = {one.id for one in town.supporters} & here
    reporters = {row["id"]: row["reporter_id"] for row in world.rows(Report)}
    for recorded in world.recorded():
        template, _ = told_of(recorded.event) or ("", None)
        if template.startswith(OF_NO_PLAN):
            continue  # of somebody's own sign-up: who signed off meanwhile is told nothing
        if template in NOT_SUBMITTERS or _told_by_what_follows(recorded.event):
            continue
        if isinstance(recorded.event, ReportMade):
            # Who reported it hears that it came in; the submitter hears of a decision only.
            assert {reporters[recorded.event.report_id]} & here <= told[recorded.position], recorded
            continue
        must = {submitters[recorded.event.initiative_id]} & here  # type: ignore[attr-defined]  # of a plan
        if template == "advice_begun":
            must = {one.id for one in town.council}
        if isinstance(recorded.event, StepTaken) and recorded.event.means in EVERYBODYS:
            must |= everybody
        assert must <= told[recorded.position], recorded
    sent = {row["message_id"] for row in world.rows(PostboxMessage)}
    # Who had themselves erased while their message was on its way gets none any more, and who asks for a code
    # to log in is nobody yet: the post box is for people.
    theirs = {one for one, row in deliveries.items() if row["recipient_id"] in here}
    lost = [deliveries[one] for one in theirs if f"<{one}@{HERE}.localhost>" not in sent]
    assert lost == []


def _mails_of_messages(world: World) -> set[tuple[str, UUID]]:
    """The cause and the reader of every mail that a message on the site says there is."""
    return {
        (row["digest"] or f"event:{row['position']}", row["person_id"])
        for row in world.rows(InboxMessage)
        if row["mailed"] in {Mailed.AT_ONCE, Mailed.DIGEST}
    }


def _told_by_what_follows(event: Event) -> bool:
    """Signing that is over ends the plan at once: one message says both."""
    return isinstance(event, TermPassed) and event.step == "signing"


@dataclass(frozen=True)
class Sending:
    """One time that a message went out, by the database's clock."""

    message_id: str
    sender: str
    at: float


def sent_twice_for_a_reason(sendings: list[Sending], field: Field) -> int:
    """What went more than once: each time its sender was hit before it could say so. Gives how often."""
    by_message: dict[str, list[Sending]] = defaultdict(list)
    for sending in sorted(sendings, key=lambda one: one.at):
        by_message[sending.message_id].append(sending)
    again = [pair for sent in by_message.values() for pair in itertools.pairwise(sent)]
    unexplained = [
        (first, second)
        for first, second in again
        if not any(
            strike.hurt(sender, first.at, second.at)
            for strike in field.strikes
            for sender in (first.sender, second.sender)
        )
    ]
    assert unexplained == [], (unexplained, field.strikes)
    return len(again)
