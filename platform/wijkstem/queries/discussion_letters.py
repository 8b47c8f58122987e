"""What messages about contributions to discussions and comments on passages say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.events.comments import CommentJudged
from wijkstem.events.discussion import ContributionJudged, ContributionMade
from wijkstem.kit.rows import table_of
from wijkstem.queries.comments import comment_words
from wijkstem.queries.means import means_by_id
from wijkstem.queries.readers import Addressed, Asked, tellings
from wijkstem.queries.said_decisions import SaidDecision, decisions_by_id
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.means import Means
from wijkstem.words import Because

_contribution = table_of(Contribution)
_means = table_of(Means)

_Judged = ContributionJudged | CommentJudged
Told = ContributionMade | _Judged


@dataclass(frozen=True)
class DiscussionLetter(Addressed):
    """Everything that the templates may use; of contributions as they are now."""

    #: "answered", or the verdict on what was reported.
    news: str
    #: Of the means, and the page of the contribution.
    title: str
    path: str
    #: What they said, or what was judged; "" when nobody reads it any more.
    words: str
    #: What somebody replied, and in the name of which office; "" for a resident.
    answer: str
    office: str
    ground: str
    reasons: str
    #: Where they ask that somebody else looks again; "" where that cannot be asked.
    appeal: str


def discussion_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, DiscussionLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    kinds: tuple[type[Told], ...] = (ContributionMade, ContributionJudged, CommentJudged)
    found = tellings(
        connection,
        municipality_id,
        kinds,
        rules=rules,
        asked=asked,
        lang=lang,
        otherwise=Because.DISCUSSED,
    )
    if not found:
        return {}
    events = [one.event for one in found]
    said = _said(connection, municipality_id, [id_ for e in events for id_ in _about(e)])
    said |= _comments(connection, municipality_id, events)
    judged = [e.decision_id for e in events if isinstance(e, _Judged)]
    decided = decisions_by_id(connection, municipality_id, judged)
    return {
        one.asked: DiscussionLetter(
            **one.envelope, **_told(one.event, said, decided, rules, one.language, one.because)
        )
        for one in found
    }


def _about(event: Told) -> tuple[UUID, ...]:
    if isinstance(event, CommentJudged):
        return ()
    to_id = event.to_id if isinstance(event, ContributionMade) else None
    return (event.contribution_id,) if to_id is None else (event.contribution_id, to_id)


_NOTHING: dict[str, Any] = dict.fromkeys(("answer", "office", "ground", "reasons", "appeal"), "")


@dataclass(frozen=True)
class _Words:
    """What was said, and where it stands."""

    title: str
    path: str
    words: str
    office: str
    hidden: bool


def _told(
    event: Told,
    said: dict[UUID, _Words],
    decided: dict[UUID, SaidDecision],
    rules: MunicipalityRules,
    lang: str,
    why: Because,
) -> dict[str, Any]:
    it = said[event.comment_id if isinstance(event, CommentJudged) else event.contribution_id]
    about = _NOTHING | {"title": it.title, "path": it.path}
    if isinstance(event, _Judged):
        decision = decided[event.decision_id]
        asks = why is Because.REMARKED and decision.can_be_appealed
        return about | {
            "news": event.verdict,
            "words": it.words,
            "ground": rules.municipality.moderation.ground(event.ground, lang),
            "reasons": decision.reasons,
            "appeal": f"/besluit/{event.decision_id}/herziening" if asks else "",
        }
    before = said[event.to_id] if event.to_id else it
    # A hidden reply is not sent on.
    answer, office = ("", "") if it.hidden else (it.words, it.office)
    return about | {"news": "answered", "words": before.words, "answer": answer, "office": office}


def _said(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, _Words]:
    found = (
        select(
            *(_contribution.c[n] for n in ("id", "number", "words", "office", "hiding_id")),
            _means.c.number.label("means_number"),
            _means.c.title,
        )
        .join_from(
            _contribution,
            _means,
            and_(
                _means.c.municipality_id == _contribution.c.municipality_id,
                _means.c.id == _contribution.c.means_id,
            ),
        )
        .where(_contribution.c.municipality_id == municipality_id, _contribution.c.id.in_(ids))
    )
    return {
        row.id: _Words(
            row.title,
            f"/meedoen/{row.means_number}/bijdrage/{row.number}",
            row.words,
            row.office or "",
            row.hiding_id is not None,
        )
        for row in connection.execute(found)
    }


def _comments(
    connection: Connection, municipality_id: str, events: Sequence[Told]
) -> dict[UUID, _Words]:
    """Comments that were judged; of one that was taken back since then no words are left."""
    judged = {e.comment_id: e.means_id for e in events if isinstance(e, CommentJudged)}
    if not judged:
        return {}
    means = means_by_id(connection, municipality_id, set(judged.values()))
    words = comment_words(connection, municipality_id, judged)
    return {
        id_: _Words(
            means[means_id].title,
            f"/meedoen/{means[means_id].number}/reacties",
            words.get(id_, ""),
            "",
            hidden=False,
        )
        for id_, means_id in judged.items()
    }
