"""The rule file of a vote, whatever is voted on: a budget's plans or the answers to a question."""

import json

from wijkstem.domain.rounds import FilePlan, RuleFile
from wijkstem.domain.vote_questions import FORMAT, FileOption, QuestionFile

VoteFile = RuleFile | QuestionFile
#: What stands on a ballot.
Listed = FilePlan | FileOption


def vote_file(text: str) -> VoteFile:
    """The file as it was fixed. Raises RuleBroken for what is unknown, wrong or left out."""
    return QuestionFile.from_json(text) if _is_question(text) else RuleFile.from_json(text)


def _is_question(text: str) -> bool:
    try:
        said = json.loads(text)
    except json.JSONDecodeError:
        return False  # a round's reader says what is wrong
    return isinstance(said, dict) and said.get("format") == FORMAT
