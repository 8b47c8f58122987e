"""What can be asked of means and in their rooms; `handlers.py` takes them all in."""

from collections.abc import Callable
from typing import Any, Final

from wijkstem.commands import (
    announcing,
    changing_contributions,
    choosing,
    comments,
    computing_dialogue,
    dialogue,
    discussing,
    discussion_rooms,
    means,
    passages,
    response_notes,
    statements,
    supporting_contributions,
    vote_questions,
)
from wijkstem.services import Work

MEANS: Final[dict[type, Callable[[Any, Work], Any]]] = {
    choosing.PublishChoice: choosing.publish_choice,
    means.MakeMeans: means.make_means,
    means.ChangeMeans: means.change_means,
    announcing.AnnounceMeans: announcing.announce_means,
    announcing.StopMeans: announcing.stop_means,
    announcing.CloseMeans: announcing.close_means,
    announcing.AccountMeans: announcing.account_means,
    vote_questions.SettleVote: vote_questions.settle_vote,
    passages.NumberPassages: passages.number_passages,
    comments.GiveComment: comments.give_comment,
    comments.ChangeComment: comments.change_comment,
    comments.WithdrawComment: comments.withdraw_comment,
    response_notes.AnswerComments: response_notes.answer_comments,
    response_notes.SummariseComments: response_notes.summarise_comments,
    response_notes.AdoptNote: response_notes.adopt_note,
    statements.WriteStatement: statements.write_statement,
    statements.ProposeStatement: statements.propose_statement,
    statements.JudgeStatement: statements.judge_statement,
    dialogue.TakeStance: dialogue.take_stance,
    computing_dialogue.TakeDialogue: computing_dialogue.take_dialogue,
    computing_dialogue.KeepDialogue: computing_dialogue.keep_dialogue,
    discussing.Contribute: discussing.contribute,
    changing_contributions.ChangeContribution: changing_contributions.change_contribution,
    supporting_contributions.SupportContribution: supporting_contributions.support_contribution,
    supporting_contributions.TakeBackContributionSupport: supporting_contributions.take_back_contribution_support,
    discussion_rooms.ModerateDiscussion: discussion_rooms.moderate_discussion,
}
