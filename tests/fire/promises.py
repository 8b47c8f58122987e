"""Every promise of every feature, held against what a storm left: the same for both engines."""

from tests.fire import (
    advice_proof,
    council_proof,
    counter_proof,
    desk_proof,
    dialogue_proof,
    draw_proof,
    means_proof,
    media_proof,
    proof,
    proposal_proof,
    question_proof,
    report_proof,
    search_proof,
    talk_proof,
    vote_proof,
    work_proof,
)
from tests.fire.figure_errands import figures_count_once
from tests.fire.ledger import Ledger
from tests.fire.town import Town
from tests.support.world import World


def every_promise_holds(world: World, town: Town, ledger: Ledger) -> None:
    """What anybody was told is so, once; raises AssertionError for the first that is not."""
    proof.answers_hold(world, ledger, town)
    proof.rows_are_what_the_log_says(world)
    proof.no_draft_outlives_its_plan(world)
    proof.votes_count_as_they_stand(world, town)
    proof.room_is_given_once(world, town)
    council_proof.list_is_given_once(world, town)
    council_proof.changes_follow_each_other(world, town)
    report_proof.report_is_one(world, town)
    proof.desk_is_what_waits(world)
    desk_proof.taken_back_together_is_taken_back(world, town)
    desk_proof.own_lists_and_absences(world, town)
    desk_proof.merged_once(world, town)
    counter_proof.entered_counts_once(world, town)
    counter_proof.paper_counts_once(world, town)
    media_proof.files_are_whole(world, town)
    media_proof.nothing_too_often(world, town, ledger)
    figures_count_once(world)
    work_proof.carried_out_once(world, town)
    work_proof.partnership_is_what_was_said(world)
    work_proof.passed_on_in_turn(world, town)
    proposal_proof.proposals_are_numbered_and_kept(world)
    proposal_proof.questions_are_there_once(world, town, ledger)
    proposal_proof.judged_once(world, town, ledger)
    advice_proof.comments_are_there_once(world, town, ledger)
    talk_proof.talk_is_what_was_said(world, town, ledger)
    talk_proof.support_counts_once(world, town, ledger)
    talk_proof.changes_are_kept(world, town)
    talk_proof.doubted_is_judged_once(world, town, ledger)
    talk_proof.who_is_answered_is_told(world, town)
    dialogue_proof.answers_are_what_was_told(world, town, ledger)
    dialogue_proof.statements_are_judged_once(world, town, ledger)
    means_proof.means_went_their_way(world, town, ledger)
    means_proof.nobody_speaks_behind_the_close(world, ledger)
    means_proof.follower_is_told_once(world, town)
    draw_proof.drawn_once(world, town, ledger)
    draw_proof.willing_as_told(world, town, ledger)
    question_proof.question_box_is_what_was_said(world, town, ledger)
    question_proof.question_roll_is_who_voted(world, town, ledger)
    question_proof.question_is_answered_once(world, town)
    proof.reports_are_one_case(world, town, ledger)
    vote_proof.box_is_what_was_said(world, town, ledger)
    vote_proof.roll_is_who_voted(world, town, ledger)
    vote_proof.board_is_of_the_box(world, town)
    search_proof.public_plans_are_found(world)
    proof.rules_published_once(world)
    proof.terms_passed_once(world)
    proof.everybody_was_told(world, town)
