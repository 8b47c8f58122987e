"""The count of a vote on a question: the same ballots and rule file in, the same published result out."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wijkstem.domain.published import Lot, Published
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.kit.canonical import sha256
from wijkstem.tally.answers.counting import answered, in_order
from wijkstem.tally.answers.results import QuestionResult
from wijkstem.tally.answers.wording import outcome_words, why
from wijkstem.tally.elections import Election
from wijkstem.tally.remarks import Remark
from wijkstem.words.rounds import VotingMethod

FORMAT: Final = "wijkstem-answer-1"


def rule_name(file: QuestionFile) -> str:
    """As the ballots file says it."""
    return file.count.method.value


def answer_files(
    file: QuestionFile,
    election: Election,
    ballots_file: str,
    methods: Sequence[VotingMethod] | None,
    lot: Lot | None,
) -> Published:
    """The ballots and the result, and the answers that wait for a lot."""
    result = answered(election, file.count, lot.seed if lot else None)
    said = {
        "format": FORMAT,
        "round": file.number,
        "means": file.means,
        "question": file.question,
        "binding": file.binding,
        "rules_sha256": file.digest,
        "ballots_sha256": sha256(ballots_file),
        "lot": lot.public() if lot else None,
        "withdrawn": [],
        "result": result.to_dict(),
        "words": _words(outcome_words(result)),
        "why": _why(result),
        "methods": dict(sorted(Counter(map(str, methods or ())).items())),
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return Published(ballots_file, text, result.waiting)


def _why(result: QuestionResult) -> dict[str, list[list[Any]]]:
    """Of each answer sentences with a place for their figures; what a page translates."""
    return {one.id: [_words(part) for part in why(result, one)] for one in in_order(result)}


def _words(said: Remark) -> list[Any]:
    return [said.sentence, dict(said.values)]


def outcome_text(file: QuestionFile, said: Mapping[str, Any]) -> str:
    """A published outcome in a few sentences of Dutch, for a dossier: with the words of the answer and what it binds."""
    sentence, values = said["words"]
    outcome = sentence % by_title(values, {one.number: one.title for one in file.options})
    binds = "De uitslag bindt." if file.binding else "De uitslag is een advies."
    return f"{outcome} {binds}"


def by_title(values: Mapping[str, Any], titles: Mapping[int, str]) -> dict[str, Any]:
    """The figures of a sentence for people: an answer is named by its words, not by its number on the ballot."""
    winner = values.get("winner")
    title = titles.get(int(winner)) if winner else None
    return {**values, "winner": f"‘{title}’"} if title else dict(values)
