"""Every unique key there is, and every command, has a race with real threads, or a reason why nobody races for it."""

from types import ModuleType

import pytest
from sqlalchemy import UniqueConstraint

from tests.commands import test_council_import as importing
from tests.commands import test_drafts as drafting
from tests.commands import test_following as following
from tests.commands import test_gatherings as meeting
from tests.commands import test_media as picturing
from tests.commands import test_signing_up as attending
from tests.commands import test_spoken as speaking
from tests.eventlog import test_log as logging
from tests.eventlog import test_unit_of_work as committing
from tests.journeys import test_at_once as people
from tests.journeys import test_at_once_advice as advising
from tests.journeys import test_at_once_ballots as balloting
from tests.journeys import test_at_once_board as on_board
from tests.journeys import test_at_once_cases as cases
from tests.journeys import test_at_once_council as to_council
from tests.journeys import test_at_once_count as counting
from tests.journeys import test_at_once_counter as counter
from tests.journeys import test_at_once_merging as merging
from tests.journeys import test_at_once_offices as offices
from tests.journeys import test_at_once_paper_ballots as on_paper
from tests.journeys import test_at_once_reports as reporting
from tests.journeys import test_at_once_rolls as on_rolls
from tests.journeys import test_at_once_rounds as budgeting
from tests.web import test_by_email as mailing
from tests.workers import test_deliveries as sending
from tests.workers import test_digests as digesting
from wijkstem.commands.handlers import HANDLERS
from wijkstem.kit.rows import metadata

MODULES: tuple[ModuleType, ...] = (
    people,
    advising,
    counter,
    counting,
    balloting,
    cases,
    merging,
    offices,
    reporting,
    budgeting,
    importing,
    following,
    drafting,
    picturing,
    speaking,
    meeting,
    attending,
    logging,
    committing,
    sending,
    digesting,
    mailing,
    on_paper,
    on_rolls,
    on_board,
    to_council,
)

UNBUILT = "no command writes it yet"
RANDOM = "its id is random: nobody else can have made it"
CONSUMER = "written by one consumer only, which holds its position: two_workers_on_one_consumer"
ROW = "written under the lock on the initiative's row: "

#: What each key is for, and the end of the name of the test that races for it; or a reason.
KEYS = {
    "pk_signature": "test_one_person_signs_sixteen_times_and_counts_once",
    "uq_person_municipality_id_identity_tag": "test_person_who_comes_in_on_many_devices_has_one_account",
    "pk_way_in": "test_person_who_comes_in_on_many_devices_has_one_account",
    "pk_initiative": "test_form_that_is_sent_twice_at_once_files_one_plan",
    "uq_initiative_municipality_id_number": "test_numbers_are_handed_out_once_and_without_gaps",
    "pk_number_series": "test_numbers_are_handed_out_once_and_without_gaps",
    "pk_logged_event": "test_without_the_lock_on_the_head_signing_at_once_goes_wrong",
    "pk_log_partition": "test_rules_are_published_once_however_many_processes_start",
    "pk_published_rules": "test_rules_are_published_once_however_many_processes_start",
    "pk_consumer_position": "test_two_workers_on_one_consumer_fold_each_event_once",
    "pk_passed_over": "test_event_that_two_operators_pass_over_is_passed_over_once",
    "pk_running_term": "test_term_that_many_workers_find_over_passes_once",
    "pk_delay_note": ROW + "the last that was said counts",
    "pk_moderation_case": RANDOM,
    "pk_bulk_action": "test_form_for_many_cases_that_is_sent_twice_at_once_is_done_once",
    "pk_bulk_line": "written with its action, once",
    "pk_saved_view": "of one person: the later overwrites, and that is meant",
    "pk_official_absence": "test_colleague_who_is_away_is_so_once",
    "uq_moderation_case_municipality_id_cause": "test_case_that_is_missing_comes_once",
    "pk_report": "test_report_that_is_sent_many_times_is_one",
    "uq_report_municipality_id_case_id_reporter_id": "test_report_that_is_sent_many_times_is_one",
    "pk_moderation_decision": RANDOM,
    "pk_appeal": RANDOM,
    "uq_appeal_municipality_id_decision_id_appellant_id": "test_appeal_that_is_made_many_times_is_one",
    "pk_plan_merge": RANDOM,
    "uq_plan_merge_open": "test_plans_that_are_proposed_into_each_other_at_once_go_one_way",
    "pk_earlier_text": ROW + "form_that_is_edited_on_two_screens",
    "pk_term_suspension": ROW + "a step is taken once",
    "pk_step_reason": "test_two_officials_decide_and_one_of_them_is_told",
    "pk_agenda_dossier": "test_dossier_that_two_fill_in_at_once_keeps_the_first",
    "pk_routing": "test_route_that_many_workers_find_is_decided_once",
    "pk_agenda_request": "test_trigger_that_comes_many_times_is_followed_once",
    "uq_agenda_item_municipality_id_initiative_id": "test_two_clerks_place_a_plan_on_one_agenda",
    "uq_delivery_municipality_id_cause_channel_recipient_id": (
        "test_without_its_key_a_person_is_told_of_an_event_twice"
    ),
    "uq_meeting_municipality_id_source_id": "test_two_imports_at_once_give_one_meeting",
    "uq_agenda_item_municipality_id_source_id": "test_two_imports_at_once_give_one_meeting",
    "uq_meeting_document_municipality_id_source_id": "test_two_imports_at_once_give_one_meeting",
    "pk_following": "test_plan_that_is_followed_many_times_at_once_is_followed_once",
    "pk_inbox_message": CONSUMER,
    "pk_digest_round": "test_many_workers_make_one_digest_for_each_person",
    "pk_login_attempt": "test_login_that_comes_back_many_times_is_taken_up_once",
    "pk_photo": RANDOM,
    "pk_film": RANDOM,
    "uq_film_municipality_id_person_id_draft_id": "test_one_draft_has_one_film_and_one_recording_however_many_are_sent",
    "uq_film_municipality_id_initiative_id": "a plan takes over the film of one draft, and is filed once",
    "pk_spoken_plan": "test_one_draft_has_one_film_and_one_recording_however_many_are_sent",
    "pk_loose_file": "its name is its content's, in a folder of a random id; the same again says the same",
    "pk_neighbourhood_advice": RANDOM,
    "uq_neighbourhood_advice_municipality_id_initiative_id_step_seq": ROW
    + "a step is entered once",
    "pk_advice_voice": "test_without_its_key_a_member_has_two_votes",
    "pk_draft": "test_windows_that_save_one_draft_at_once_lose_nothing",
    "pk_findable_initiative": ROW + "two_officials_decide",
    "uq_findable_initiative_doc": RANDOM,
    "pk_initiative_text": ROW + "form_that_is_edited_on_two_screens",
    "pk_refusal": "written in the transaction of the reaction's position",
    "pk_gathering": "test_form_that_is_sent_twice_at_once_announces_one",
    "pk_gathering_plan": "written under the lock on the gathering's row",
    "pk_sign_up": RANDOM,
    "uq_sign_up_person": "test_one_person_on_many_devices_has_one_place",
    "uq_sign_up_seat": "test_key_alone_keeps_a_room_from_being_given_away_twice",
    "uq_sign_up_turn": "test_room_is_never_given_away_twice",
    "pk_programme_item": "an insert that the second leaves as it is: form_that_is_sent_twice_adds_one",
    "pk_programme_version": "written under the lock on the item's row, with its revision",
    "pk_council_vote": "written with the step, under the lock on the plan: who comes second finds another step",
    "uq_council_vote_municipality_id_initiative_id_step_seq_party": "as its key; twice in one form is refused in words",
    "pk_year_subject": "an insert that the second leaves as it is: form_that_is_sent_twice_adds_one",
    "pk_year_subject_version": "written under the lock on the subject's row, with its revision",
    "pk_role_choice": "written under the lock on the subject's row, with its number",
    "pk_subject_analysis": "written under the lock on the subject's row, with its number",
    "pk_subject_plan": "written anew under the lock on the subject's row",
    "pk_subject_following": "an insert that the second leaves as it is: follower_is_told",
    "pk_paper_batch": RANDOM,
    "pk_entered_for": RANDOM,
    "pk_paper_line": "test_list_that_is_opened_twice_is_one_list_and_a_line_sent_twice_one_line",
    "pk_last_statement": RANDOM,
    "pk_put_away": "written after the archive has it; the second finds the mark",
    "pk_retention_run": "figures are added to, whoever comes second: test_two_workers_that_tidy_at_once",
    "pk_consumer_rebuild": "claimed by an update of its row until a moment: tests/projections",
    "pk_council_source": "test_two_looks_at_once_are_one",
    "pk_delivery_gate": "one row a municipality, made with it and only ever updated",
    "pk_kept_form": "of one browser and one form: the later overwrites, and that is meant",
    "pk_role_grant": "replaced whole under the lock on the person: comes_in_on_many_devices",
    "pk_budget_round": RANDOM,
    "uq_budget_round_municipality_id_number": "test_rounds_that_are_made_at_once_have_numbers_of_their_own",
    "pk_round_area": RANDOM,
    "uq_round_area_municipality_id_round_id_seq": "test_round_that_two_change_at_once_is_changed_by_one",
    "pk_round_area_place": "test_round_that_two_change_at_once_is_changed_by_one",
    "pk_round_phase": "test_round_that_two_change_at_once_is_changed_by_one",
    "pk_ballot_plan": "test_plan_that_joins_and_is_added_at_once_takes_part_once",
    "uq_ballot_plan_municipality_id_round_id_number": "test_round_is_fixed_once_and_nothing_slips_in",
    "pk_round_change": "test_round_that_two_change_at_once_is_changed_by_one",
    "pk_roll_import": RANDOM,
    "uq_roll_import_municipality_id_round_id_digest": "test_list_that_two_officials_bring_at_once_is_on_the_roll_once",
    "pk_roll_entry": RANDOM,
    "uq_roll_entry_person": "test_without_its_key_a_person_is_on_the_roll_twice",
    "uq_roll_entry_code": RANDOM,
    "uq_roll_entry_credential": "of a code: " + RANDOM,
    "pk_ballot": "test_without_the_key_a_voter_has_two_ballots",
    "uq_ballot_commitment": "test_ballot_that_is_sent_many_times_at_once_is_one",
    "pk_board_entry": "test_workers_that_append_at_once_make_one_chain",
    "uq_board_entry_municipality_id_round_id_digest": "test_workers_that_append_at_once_make_one_chain",
    "pk_board_head": "test_workers_that_append_at_once_make_one_chain",
    "pk_ballot_batch": RANDOM,
    "uq_ballot_batch_municipality_id_round_id_number": "test_piles_that_are_opened_at_once_have_a_number_each",
    "pk_ballot_sheet": "test_sheet_that_all_officials_enter_at_once_is_read_twice",
    "uq_ballot_sheet_reader": "test_sheet_that_all_officials_enter_at_once_is_read_twice",
    "pk_ballot_check": "test_sheet_that_is_wrong_draws_all_once",
    "pk_round_count": "test_workers_that_close_and_count_at_once_give_one_result",
    "pk_round_closing": "test_workers_that_close_and_count_at_once_give_one_result",
    "pk_count_alarm": "test_count_that_many_workers_stop_is_stopped_once",
    "pk_round_lot": "test_lot_that_two_officials_record_is_recorded_once",
    "pk_round_approval": "test_result_that_all_officials_approve_at_once_is_public_once",
    "uq_round_approval_municipality_id_round_id_approved_by": "test_result_that_all_officials_approve_at_once_is_public_once",
    "pk_figure": CONSUMER,
    "pk_listed_initiative": CONSUMER,
    "pk_timeline_entry": CONSUMER,
    "pk_agenda_entry": CONSUMER,
    "pk_person": RANDOM,
    "pk_meeting": RANDOM,
    "pk_agenda_item": RANDOM,
    "pk_meeting_document": RANDOM,
    "pk_delivery": RANDOM,
    "pk_postbox_message": RANDOM,
    "pk_login_session": RANDOM,
    "pk_email_code": RANDOM,
    "uq_logged_event_event_id": RANDOM,
}

LATER_WINS = "the later overwrites the earlier, and that is meant"
#: The same for each command.
COMMANDS = {
    "SaveView": LATER_WINS,
    "DropView": "a delete; the second finds nothing",
    "DecideTogether": "test_form_for_many_cases_that_is_sent_twice_at_once_is_done_once",
    "AssignTogether": "under the locks on the cases: test_case_that_is_given_to_many_at_once",
    "UndoBulk": "test_undo_and_carrying_out_take_turns",
    "CarryOutLine": "test_undo_and_carrying_out_take_turns",
    "ClaimCase": "test_case_that_many_take_at_once_is_in_hand_of_one",
    "ReleaseCase": "under the lock on the case: what is another's stays as it is",
    "MarkAway": "test_colleague_who_is_away_is_so_once",
    "MarkBack": "test_colleague_who_is_away_is_so_once",
    "AssignCase": "test_case_that_is_given_to_many_at_once_is_one_persons",
    "MakeReport": "test_report_that_is_sent_many_times_is_one",
    "DecideCase": "test_case_that_two_decide_is_decided_by_one",
    "ShowAgain": "test_what_is_hidden_is_shown_once",
    "MakeAppeal": "test_appeal_that_is_made_many_times_is_one",
    "DecideAppeal": "test_case_that_two_decide_is_decided_by_one",
    "ProposeMerge": "test_plans_that_are_proposed_into_each_other_at_once_go_one_way",
    "AnswerMerge": "test_both_who_answer_at_once_merge_once",
    "DropMerge": "test_proposal_ends_once_however_many_end_it",
    "PassMerge": "test_proposal_ends_once_however_many_end_it",
    "FollowAlong": "an insert that the second leaves as it is",
    "RepairCases": "test_case_that_is_missing_comes_once",
    "LogIn": "test_person_who_comes_in_on_many_devices_has_one_account",
    "LogOut": "a delete; the second finds nothing",
    "EndAtProvider": "a delete; the second finds nothing",
    "ChooseLanguage": LATER_WINS,
    "ErasePerson": "test_person_who_is_erased_while_signing_is_gone_or_was_counted",
    "StartLogin": RANDOM,
    "TakeUpLogin": "test_login_that_comes_back_many_times_is_taken_up_once",
    "AskEmailCode": "every asking is a code; at once, some more than five an hour may go to one address",
    "EnterEmailCode": "test_many_tries_at_once_are_no_more_tries",
    "SeeSessions": LATER_WINS,
    "EndSessions": "a delete; the second finds nothing",
    "KeepForm": LATER_WINS,
    "ForgetForm": "a delete; the second finds nothing",
    "SaveDraft": "test_windows_that_save_one_draft_at_once_lose_nothing",
    "ThrowAwayDraft": "a delete; the second finds nothing",
    "ThrowAwayOldDrafts": "a delete; the second finds nothing",
    "CorrectName": LATER_WINS,
    "MarkPutAway": "an insert that the second leaves as it is: tests/workers/test_archiving",
    "LetGo": "a delete of what is over; the second finds nothing: tests/workers/test_tidying",
    "EraseUnused": "under the lock on the person, and looks again: tests/workers/test_tidying",
    "SignFor": "test_same_people_on_paper_online_and_at_the_counter_count_once",
    "SubmitFor": "files as SubmitInitiative does, by the same lock on the person",
    "OpenPaper": "test_list_that_is_opened_twice_is_one_list_and_a_line_sent_twice_one_line",
    "AddPaperLine": "test_list_that_is_opened_twice_is_one_list_and_a_line_sent_twice_one_line",
    "DropPaperLine": "a delete under the lock on the list; the second finds nothing",
    "HandOverPaper": "under the lock on the list: whoever comes second finds it a step further",
    "DropPaper": "under the lock on the list: whoever comes second finds it a step further",
    "ApprovePaper": "test_list_that_two_officials_approve_at_once_is_approved_once",
    "AnnounceFiles": "the same names again say the same",
    "AddPhoto": "test_number_of_photos_holds_at_once",
    "DescribePhotos": LATER_WINS,
    "RemovePhoto": "a delete; the second finds nothing",
    "AddFilm": "test_one_draft_has_one_film_and_one_recording_however_many_are_sent",
    "TellFilm": LATER_WINS,
    "RemoveFilm": "a delete; the second finds nothing",
    "AddRecording": "test_one_draft_has_one_film_and_one_recording_however_many_are_sent",
    "RemoveRecording": "test_taken_back_while_it_is_typed_out",
    "SendRecording": "an update that the second finds done, by the same lock on the person",
    "TypeOut": "test_of_many_officials_one_types_it_out",
    "TakeLooseFiles": "a delete; what two find, one of them takes",
    "FillDossier": "test_dossier_that_two_fill_in_at_once_keeps_the_first",
    "AcceptRequest": "test_request_that_is_accepted_while_it_is_changed_is_accepted_as_it_was_seen",
    "RoutePlan": "test_route_that_many_workers_find_is_decided_once",
    "CorrectRoute": "test_route_that_two_correct_is_corrected_once",
    "ForeseeMeeting": "test_meeting_that_many_workers_follow_upsets_once",
    "FollowMeeting": "test_meeting_that_many_workers_follow_upsets_once",
    "PlanMeeting": "two meetings with one name are two meetings",
    "ImportMeeting": "test_two_imports_at_once_give_one_meeting",
    "ClaimSource": "test_two_looks_at_once_are_one",
    "CloseSource": "whoever comes after its claim ended changes nothing",
    "SettleClerksCase": "whoever comes second is told that it was done",
    "ClaimDeliveries": "test_workers_that_claim_at_once_never_share_a_message",
    "CloseDeliveries": "test_failure_of_a_worker_that_was_too_slow_sends_nothing_again",
    "RetryParked": "an update of those that are parked; the second finds none",
    "HoldDeliveries": LATER_WINS,
    "ReleaseDeliveries": LATER_WINS,
    "RetryConsumer": "an update that says the same twice",
    "PassOverEvent": "test_event_that_two_operators_pass_over_is_passed_over_once",
    "SubmitInitiative": "test_form_that_is_sent_twice_at_once_files_one_plan",
    "EditInitiative": "test_form_that_is_edited_on_two_screens_keeps_the_first",
    "TakeStep": "test_two_officials_decide_and_one_of_them_is_told",
    "Advance": "test_trigger_that_comes_many_times_is_followed_once",
    "RebuildSearch": "written under the locks on the initiatives: two_officials_decide",
    "PublishRules": "test_rules_are_published_once_however_many_processes_start",
    "Sign": "test_one_person_signs_sixteen_times_and_counts_once",
    "WithdrawSignature": "test_support_that_is_taken_back_many_times_goes_once",
    "ForgetTags": "an update that makes what is random random again",
    "RetireTagKey": "a delete of what nothing depends on any more",
    "Follow": "test_plan_that_is_followed_many_times_at_once_is_followed_once",
    "MakeDigests": "test_many_workers_make_one_digest_for_each_person",
    "ReadMessages": LATER_WINS,
    "MarkUnread": LATER_WINS,
    "ChooseRhythm": LATER_WINS,
    "StopMail": "an update that says the same twice",
    "ForgetMessages": "a delete; the second finds nothing",
    "CastBallot": "test_voter_on_many_devices_counts_once_with_the_last",
    "Stir": "test_voters_at_once_are_all_counted_while_the_box_is_stirred",
    "CastVote": "test_vote_that_is_closed_while_members_vote_is_closed_with_what_was_seen",
    "StepAside": "test_member_who_steps_aside_while_voting_has_no_vote",
    "CloseVote": "test_vote_that_is_closed_by_all_at_once_is_closed_once",
    "RecordAdvice": "test_advice_that_is_recorded_by_all_at_once_is_recorded_once",
    "AdviseUnasked": "test_council_that_begins_at_once_begins_once",
    "AnswerAdvice": "test_advice_that_two_officials_answer_is_answered_once",
    "LookAtAdvice": "test_answer_that_many_workers_find_late_is_late_once",
    "Unfollow": "a delete; the second finds nothing",
    "AnnounceGathering": "test_form_that_is_sent_twice_at_once_announces_one",
    "ChangeGathering": "under the lock on the gathering: whoever comes second finds another revision",
    "CancelGathering": "test_gathering_that_is_cancelled_meanwhile_counts_everybody_who_is_on_it",
    "ReportGathering": "test_two_officials_report_and_one_of_them_is_told",
    "RemindOfGathering": "test_gathering_that_many_workers_find_near_is_told_once",
    "SignUpFor": "test_room_is_never_given_away_twice",
    "SignOff": "test_coming_and_going_at_once_leaves_no_place_empty_while_somebody_waits",
    "AddProgrammeItem": "an insert that the second leaves as it is: form_that_is_sent_twice_adds_one",
    "UpdateProgrammeItem": "under the lock on the item: whoever comes second finds another revision",
    "AddYearSubject": "an insert that the second leaves as it is: form_that_is_sent_twice_adds_one",
    "ChangeYearSubject": "under the lock on the subject: whoever comes second finds another revision",
    "AnalyseSurroundings": "under the lock on the subject: whoever comes second finds another number",
    "ChooseRole": "under the lock on the subject: whoever comes second finds another number",
    "FollowSubject": "an insert that the second leaves as it is: follower_is_told",
    "UnfollowSubject": "a delete that the second finds nothing for",
    "ExplainDelay": LATER_WINS,
    "ImportRoll": "test_list_that_two_officials_bring_at_once_is_on_the_roll_once",
    "ReissueCode": "test_code_that_is_reissued_while_it_is_used",
    "MarkRoll": "test_code_that_is_used_on_many_devices_is_used_once",
    "MarkOnPaper": "test_code_that_is_used_on_many_devices_is_used_once",
    "MakeRound": "test_rounds_that_are_made_at_once_have_numbers_of_their_own",
    "ChangeRound": "test_round_that_two_change_at_once_is_changed_by_one",
    "AnnounceRound": "test_round_that_two_announce_is_announced_once",
    "CancelRound": "test_round_that_two_stop_is_stopped_once",
    "JoinRound": "test_plan_that_joins_and_is_added_at_once_takes_part_once",
    "AddPlan": "test_plan_that_joins_and_is_added_at_once_takes_part_once",
    "SettlePlan": "test_round_is_fixed_once_and_nothing_slips_in",
    "FixBallot": "test_round_is_fixed_once_and_nothing_slips_in",
    "DropPlan": "under the lock on the round, and what is out stays out",
    "AskFreeze": LATER_WINS,
    "FreezeRound": "test_round_is_fixed_once_and_nothing_slips_in",
    "AppendBoard": "test_workers_that_append_at_once_make_one_chain",
    "MakeHead": "test_head_that_many_workers_find_due_is_made_once",
    "OpenBatch": "test_piles_that_are_opened_at_once_have_a_number_each",
    "EnterSheet": "test_sheet_that_all_officials_enter_at_once_is_read_twice",
    "DropBatch": "test_pile_that_is_dropped_while_it_is_finished",
    "CloseRound": "test_workers_that_close_and_count_at_once_give_one_result",
    "StoreCount": "test_workers_that_close_and_count_at_once_give_one_result",
    "StopCount": "test_count_that_many_workers_stop_is_stopped_once",
    "CountAgain": "test_count_that_many_workers_stop_is_stopped_once",
    "RecordLot": "test_lot_that_two_officials_record_is_recorded_once",
    "CheckSheet": "test_sheet_that_is_wrong_draws_all_once",
    "ApproveResult": "test_result_that_all_officials_approve_at_once_is_public_once",
    "PassTerm": "test_term_that_many_workers_find_over_passes_once",
}


def test_every_unique_key_has_a_race_or_a_reason() -> None:
    keys = {str(table.primary_key.name) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        keys |= {str(c.name) for c in table.constraints if isinstance(c, UniqueConstraint)}
        keys |= {str(index.name) for index in table.indexes if index.unique}

    assert keys == KEYS.keys()


def test_every_command_has_a_race_or_a_reason() -> None:
    assert {command.__name__ for command in HANDLERS} == COMMANDS.keys()


@pytest.mark.parametrize("name", sorted({*KEYS.values(), *COMMANDS.values()}))
def test_every_race_that_is_named_is_there(name: str) -> None:
    there = [test for module in MODULES for test in vars(module) if test.startswith("test_")]

    assert not name.startswith("test_") or name in there
