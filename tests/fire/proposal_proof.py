"""What must hold of council proposals after a storm: every accepted question there once, and one answer that counts on."""

from collections import Counter
from uuid import UUID

from tests.fire.ledger import Answer, Ledger
from tests.fire.town import Town
from tests.fire.work_proof import revisions
from tests.support.world import HERE, World
from wijkstem.events.council_proposals import CouncilProposalOpened
from wijkstem.events.remarks import (
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    RemarkJudged,
    RemarkReported,
)
from wijkstem.tables.council_proposals import (
    CouncilProposal,
    CouncilProposalText,
    CouncilProposalVersion,
)
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.tables.remarks import Remark, RemarkAnswer
from wijkstem.tables.reports import Report
from wijkstem.words import CaseKind
from wijkstem.words.council_proposals import ProposalState, RemarkKind


def proposals_are_numbered_and_kept(world: World) -> None:
    """No number twice or left out; of what everybody could read each revision is kept; opened once, in one dossier."""
    rows = world.rows(CouncilProposal)
    numbers = sorted(row["number"] for row in rows)
    assert [int(number[5:]) for number in numbers] == list(range(1, len(rows) + 1))
    opened = Counter(one.council_proposal_id for one in world.events(CouncilProposalOpened))
    assert opened == Counter(row["id"] for row in rows)
    assert len(world.rows(Dossier)) == len({row["dossier_id"] for row in rows}) == len(rows)
    assert Counter(row["state"] for row in rows) == {
        ProposalState.OPEN: 2,
        ProposalState.WITHDRAWN: 1,
    }
    [withdrawn] = [row for row in rows if row["state"] is ProposalState.WITHDRAWN]
    # Written, changed before anybody read it, changed after that, and withdrawn.
    assert withdrawn["revision"] == 4
    said = revisions(world.rows(CouncilProposalVersion), "council_proposal_id")
    assert said[withdrawn["id"]] == [2, 3, 4]
    texts = world.rows(CouncilProposalText, council_proposal_id=withdrawn["id"])
    assert sorted(row["revision"] for row in texts) == [2, 3, 4]


def questions_are_there_once(world: World, town: Town, ledger: Ledger) -> None:
    """What was accepted stands there once with its case, nobody asked more than they may, and answers count on."""
    remarks = world.rows(Remark)
    ids = {
        kind: {row["id"] for row in remarks if row["kind"] is kind}
        for kind in (RemarkKind.QUESTION, RemarkKind.REACTION)
    }
    asked = Counter(one.remark_id for one in world.events(QuestionAsked))
    reacted = Counter(one.remark_id for one in world.events(ReactionGiven))
    assert asked == Counter(ids[RemarkKind.QUESTION])
    assert reacted == Counter(ids[RemarkKind.REACTION])
    assert accepted(ledger, "question") <= set(asked)
    assert accepted(ledger, "reaction") <= set(reacted)
    assert reacted, "nobody could react"
    cases = Counter(row["target_id"] for row in world.rows(Case, kind=CaseKind.QUESTION))
    assert cases == Counter(ids[RemarkKind.QUESTION])
    rule = world.services.rules.of(HERE).municipality.council_proposals
    assert rule is not None
    by = Counter(row["person_id"] for row in remarks if row["kind"] is RemarkKind.QUESTION)
    assert by[town.supporters[1].id] == rule.questions_most
    [answer] = world.rows(RemarkAnswer)
    told = [one.revision for one in world.events(QuestionAnswered)]
    assert told == list(range(1, answer["revision"] + 1)) == [1, 2, 3]


def judged_once(world: World, town: Town, ledger: Ledger) -> None:
    """Hidden by one decision and shown again by another, and all who reported it stand in the one case that it ended."""
    assert [one.verdict for one in world.events(RemarkJudged)] == ["hidden", "shown"]
    [remark] = world.rows(Remark, id=town.business.doubted)
    assert remark["hiding_id"] is None
    [case] = world.rows(Case, kind=CaseKind.REMARK, target_id=town.business.doubted)
    assert (case["id"], case["closed_as"]) == (town.business.doubted_case, "hidden")
    told = Counter(one.report_id for one in world.events(RemarkReported))
    assert told == Counter(row["id"] for row in world.rows(Report, case_id=case["id"]))
    assert accepted(ledger, "remark report") <= set(told)


def accepted(ledger: Ledger, kind: str) -> set[UUID]:
    """What was said to be there."""
    return {
        key[1]
        for key, given in ledger.answers.items()
        if key[0] == kind and Answer.ACCEPTED in given
    }
