"""What can be asked of means and in their rooms; `handlers.py` takes them all in."""

from collections.abc import Callable
from typing import Any, Final

from wijkstem.commands import (
    announcing,
    changing_contributions,
    choosing,
    comments,
    computing_dialogue,
    cutting_passages,
    dialogue,
    discussing,
    discussion_rooms,
    draw_answers,
    draws,
    means,
    means_reminders,
    outcome_printing,
    outcomes,
    passages,
    response_notes,
    statements,
    supporting_contributions,
    vote_questions,
)
from wijkstem.eventlog.group import Together
from wijkstem.services import Work

MEANS: Final[dict[type, Callable[[Any, Work], Any]]] = {
    choosing.PublishChoice: choosing.publish_choice,
    means.MakeMeans: means.make_means,
    means.ChangeMeans: means.change_means,
    announcing.AnnounceMeans: announcing.announce_means,
    announcing.StopMeans: announcing.stop_means,
    announcing.CloseMeans: announcing.close_means,
    announcing.AccountMeans: announcing.account_means,
    means_reminders.RemindOfMeans: means_reminders.remind_of_means,
    means_reminders.PassAccount: means_reminders.pass_account,
    draws.SayWilling: draws.say_willing,
    draws.PrepareGroup: draws.prepare_group,
    draws.AnnounceDraw: draws.announce_draw,
    draws.RecordDraw: draws.record_draw,
    draws.CancelDraw: draws.cancel_draw,
    draw_answers.AnswerInvitation: draw_answers.answer_invitation,
    draw_answers.PassAnswers: draw_answers.pass_answers,
    vote_questions.SettleVote: vote_questions.settle_vote,
    passages.NumberPassages: passages.number_passages,
    cutting_passages.JoinPassages: cutting_passages.join_passages,
    cutting_passages.SplitPassage: cutting_passages.split_passage,
    cutting_passages.CorrectPassage: cutting_passages.correct_passage,
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
    outcomes.TakeOutcome: outcomes.take_outcome,
    outcomes.PlaceOutcome: outcomes.place_outcome,
    outcomes.ReturnOutcome: outcomes.return_outcome,
    outcomes.DecideOutcome: outcomes.decide_outcome,
    outcomes.FollowProposal: outcomes.follow_proposal,
    outcomes.LookForMeeting: outcomes.look_for_meeting,
    outcome_printing.TakeOutcomePrint: outcome_printing.take_outcome_print,
    outcome_printing.KeepOutcomePrint: outcome_printing.keep_outcome_print,
}

#: Of these, what many ask at the same moment.
MEANS_TOGETHER: Final[dict[type, Together]] = {
    supporting_contributions.SupportContribution: supporting_contributions.TOGETHER,
    supporting_contributions.TakeBackContributionSupport: supporting_contributions.TOGETHER,
}
