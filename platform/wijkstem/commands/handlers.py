"""The table of everything that can be asked for, and the one way to ask it."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from uuid import UUID

from wijkstem.commands import (
    absence,
    accounts,
    advice,
    agenda_requests,
    answering,
    appeals,
    archiving,
    ballots,
    board,
    bulk,
    closing,
    council,
    council_import,
    council_items,
    council_source,
    counting,
    deliveries,
    digests,
    dossiers,
    drafts,
    email_codes,
    engine,
    evaluations,
    films,
    fixing_ballot,
    following,
    following_dossiers,
    following_subjects,
    foreseeing,
    freezing,
    gatherings,
    handover,
    initiatives,
    logins,
    marking,
    media,
    meeting_agendas,
    meetings,
    merging,
    messages,
    moderation,
    municipalities,
    on_behalf,
    paper,
    paper_ballots,
    programme,
    promises,
    reports,
    retention,
    rolls,
    round_plans,
    rounds,
    routing,
    saved_views,
    searching,
    sessions,
    signatures,
    signing_up,
    speaking,
    spoken,
    tag_keys,
    terms,
    year_agenda,
)
from wijkstem.domain.people import Actor
from wijkstem.eventlog.group import Member, OnYourOwn, Together
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.services import Services, Work

__all__ = ["HANDLERS", "OnYourOwn", "carry_out", "execute", "execute_alone", "follow_up", "join"]

HANDLERS: dict[type, Callable[[Any, Work], Any]] = {
    accounts.LogIn: accounts.log_in,
    accounts.LogOut: accounts.log_out,
    accounts.EndAtProvider: accounts.end_at_provider,
    accounts.ChooseLanguage: accounts.choose_language,
    accounts.CorrectName: accounts.correct_name,
    accounts.ErasePerson: accounts.erase_person,
    sessions.SeeSessions: sessions.see_sessions,
    sessions.EndSessions: sessions.end_sessions,
    email_codes.AskEmailCode: email_codes.ask_email_code,
    email_codes.EnterEmailCode: email_codes.enter_email_code,
    logins.StartLogin: logins.start_login,
    logins.TakeUpLogin: logins.take_up_login,
    logins.KeepForm: logins.keep_form,
    logins.ForgetForm: logins.forget_form,
    council.PlanMeeting: council.plan_meeting,
    council_import.ImportMeeting: council_import.import_meeting,
    handover.TakeDossier: handover.take_dossier,
    council_source.ClaimSource: council_source.claim_source,
    council_source.CloseSource: council_source.close_source,
    council_items.SettleClerksCase: council_items.settle_clerks_case,
    foreseeing.ForeseeMeeting: foreseeing.foresee_meeting,
    foreseeing.FollowMeeting: foreseeing.follow_meeting,
    routing.RoutePlan: routing.route_plan,
    routing.CorrectRoute: routing.correct_route,
    agenda_requests.FillDossier: agenda_requests.fill_dossier,
    agenda_requests.AcceptRequest: agenda_requests.accept_request,
    meetings.ChangeMeeting: meetings.change_meeting,
    meetings.CancelMeeting: meetings.cancel_meeting,
    meeting_agendas.AddAgendaItem: meeting_agendas.add_agenda_item,
    meeting_agendas.OrderAgenda: meeting_agendas.order_agenda,
    meeting_agendas.RemoveAgendaItem: meeting_agendas.remove_agenda_item,
    meeting_agendas.AddDocument: meeting_agendas.add_document,
    meeting_agendas.RemoveDocument: meeting_agendas.remove_document,
    drafts.SaveDraft: drafts.save_draft,
    drafts.ThrowAwayDraft: drafts.throw_away_draft,
    drafts.ThrowAwayOldDrafts: drafts.throw_away_old_drafts,
    media.AnnounceFiles: media.announce_files,
    media.AddPhoto: media.add_photo,
    media.DescribePhotos: media.describe_photos,
    media.RemovePhoto: media.remove_photo,
    media.TakeLooseFiles: media.take_loose_files,
    films.AddFilm: films.add_film,
    films.TellFilm: films.tell_film,
    films.RemoveFilm: films.remove_film,
    spoken.AddRecording: spoken.add_recording,
    spoken.RemoveRecording: spoken.remove_recording,
    spoken.SendRecording: spoken.send_recording,
    spoken.TypeOut: spoken.type_out,
    deliveries.ClaimDeliveries: deliveries.claim_deliveries,
    deliveries.CloseDeliveries: deliveries.close_deliveries,
    deliveries.RetryParked: deliveries.retry_parked,
    deliveries.HoldDeliveries: deliveries.hold_deliveries,
    deliveries.ReleaseDeliveries: deliveries.release_deliveries,
    digests.MakeDigests: digests.make_digests,
    engine.RetryConsumer: engine.retry_consumer,
    engine.PassOverEvent: engine.pass_over_event,
    evaluations.GiveEvaluation: evaluations.give_evaluation,
    following.Follow: following.follow,
    following.Unfollow: following.unfollow,
    following_dossiers.FollowDossier: following_dossiers.follow_dossier,
    following_dossiers.UnfollowDossier: following_dossiers.unfollow_dossier,
    following_subjects.FollowSubject: following_subjects.follow_subject,
    following_subjects.UnfollowSubject: following_subjects.unfollow_subject,
    year_agenda.AddYearSubject: year_agenda.add_year_subject,
    year_agenda.ChangeYearSubject: year_agenda.change_year_subject,
    year_agenda.AnalyseSurroundings: year_agenda.analyse_surroundings,
    year_agenda.ChooseRole: year_agenda.choose_role,
    gatherings.AnnounceGathering: gatherings.announce_gathering,
    gatherings.ChangeGathering: gatherings.change_gathering,
    gatherings.CancelGathering: gatherings.cancel_gathering,
    gatherings.ReportGathering: gatherings.report_gathering,
    gatherings.RemindOfGathering: gatherings.remind_of_gathering,
    signing_up.SignUpFor: signing_up.sign_up_for,
    signing_up.SignOff: signing_up.sign_off,
    speaking.SignUpToSpeak: speaking.sign_up_to_speak,
    speaking.WithdrawFromSpeaking: speaking.withdraw_from_speaking,
    speaking.RemindSpeakers: speaking.remind_speakers,
    programme.AddProgrammeItem: programme.add_programme_item,
    programme.UpdateProgrammeItem: programme.update_programme_item,
    dossiers.OpenDossier: dossiers.open_dossier,
    dossiers.ChangeDossier: dossiers.change_dossier,
    dossiers.AddDossierEntry: dossiers.add_dossier_entry,
    dossiers.PutPlanInDossier: dossiers.put_plan_in_dossier,
    dossiers.PutMeetingInDossier: dossiers.put_meeting_in_dossier,
    dossiers.RemoveDossierEntry: dossiers.remove_dossier_entry,
    promises.MakePromise: promises.make_promise,
    promises.UpdatePromise: promises.update_promise,
    promises.PassPromise: promises.pass_promise,
    initiatives.SubmitInitiative: initiatives.submit_initiative,
    initiatives.EditInitiative: initiatives.edit_initiative,
    initiatives.TakeStep: initiatives.take_step,
    initiatives.Advance: initiatives.advance,
    messages.ReadMessages: messages.read_messages,
    messages.MarkUnread: messages.mark_unread,
    messages.ChooseRhythm: messages.choose_rhythm,
    messages.StopMail: messages.stop_mail,
    messages.ForgetMessages: messages.forget_messages,
    moderation.ClaimCase: moderation.claim_case,
    moderation.ReleaseCase: moderation.release_case,
    moderation.AssignCase: moderation.assign_case,
    saved_views.SaveView: saved_views.save_view,
    saved_views.DropView: saved_views.drop_view,
    bulk.DecideTogether: bulk.decide_together,
    bulk.AssignTogether: bulk.assign_together,
    bulk.UndoBulk: bulk.undo_bulk,
    bulk.CarryOutLine: bulk.carry_out_line,
    absence.MarkAway: absence.mark_away,
    absence.MarkBack: absence.mark_back,
    moderation.RepairCases: moderation.repair_cases,
    merging.ProposeMerge: merging.propose_merge,
    merging.AnswerMerge: merging.answer_merge,
    merging.DropMerge: merging.drop_merge,
    merging.PassMerge: merging.pass_merge,
    merging.FollowAlong: merging.follow_along,
    reports.MakeReport: reports.make_report,
    reports.DecideCase: reports.decide_case,
    reports.ShowAgain: reports.show_again,
    appeals.MakeAppeal: appeals.make_appeal,
    appeals.DecideAppeal: appeals.decide_appeal,
    on_behalf.SignFor: on_behalf.sign_for,
    on_behalf.SubmitFor: on_behalf.submit_for,
    ballots.CastBallot: ballots.cast_ballot,
    ballots.Stir: ballots.stir,
    advice.CastVote: advice.cast_vote,
    advice.StepAside: advice.step_aside,
    advice.CloseVote: advice.close_vote,
    advice.RecordAdvice: advice.record_advice,
    advice.AdviseUnasked: advice.advise_unasked,
    answering.AnswerAdvice: answering.answer_advice,
    answering.LookAtAdvice: answering.look_at_advice,
    paper.OpenPaper: paper.open_paper,
    paper.AddPaperLine: paper.add_paper_line,
    paper.DropPaperLine: paper.drop_paper_line,
    paper.HandOverPaper: paper.hand_over_paper,
    paper.DropPaper: paper.drop_paper,
    paper.ApprovePaper: paper.approve_paper,
    paper_ballots.OpenBatch: paper_ballots.open_batch,
    paper_ballots.EnterSheet: paper_ballots.enter_sheet,
    paper_ballots.DropBatch: paper_ballots.drop_batch,
    closing.CloseRound: closing.close_round,
    counting.StopCount: counting.stop_count,
    counting.CountAgain: counting.count_again,
    counting.StoreCount: counting.store_count,
    counting.RecordLot: counting.record_lot,
    counting.CheckSheet: counting.check_sheet,
    counting.ApproveResult: counting.approve_result,
    archiving.MarkPutAway: archiving.mark_put_away,
    retention.LetGo: retention.let_go,
    retention.EraseUnused: retention.erase_unused,
    municipalities.PublishRules: municipalities.publish_rules,
    searching.RebuildSearch: searching.rebuild_search,
    signatures.Sign: signatures.sign,
    signatures.WithdrawSignature: signatures.withdraw_signature,
    signatures.ForgetTags: signatures.forget_tags,
    tag_keys.RetireTagKey: tag_keys.retire_tag_key,
    terms.PassTerm: terms.pass_term,
    terms.ExplainDelay: terms.explain_delay,
    rolls.ImportRoll: rolls.import_roll,
    rolls.ReissueCode: rolls.reissue_code,
    marking.MarkRoll: marking.mark_roll,
    marking.MarkOnPaper: marking.mark_on_paper,
    rounds.MakeRound: rounds.make_round,
    rounds.ChangeRound: rounds.change_round,
    rounds.AnnounceRound: rounds.announce_round,
    rounds.CancelRound: rounds.cancel_round,
    round_plans.JoinRound: round_plans.join_round,
    round_plans.AddPlan: round_plans.add_plan,
    round_plans.SettlePlan: round_plans.settle_plan,
    fixing_ballot.FixBallot: fixing_ballot.fix_ballot,
    round_plans.DropPlan: round_plans.drop_plan,
    freezing.AskFreeze: freezing.ask_freeze,
    freezing.FreezeRound: freezing.freeze_round,
    board.AppendBoard: board.append_board,
    board.MakeHead: board.make_head,
}


#: What many people ask at the same moment, and what takes only a few statements: these are committed together.
TOGETHER: dict[type, Together] = {
    signatures.Sign: signatures.TOGETHER,
    signatures.WithdrawSignature: signatures.TOGETHER,
}


def execute(
    services: Services,
    municipality_id: str,
    command: object,
    actor: Actor,
    *,
    correlation_id: UUID | None = None,
) -> Any:
    """Carry out ``command``: all of it and committed, or an error and nothing."""
    answer = join(services, municipality_id, command, actor, correlation_id=correlation_id)
    if answer is not None:
        try:
            return answer.result()
        except OnYourOwn:
            pass
    return execute_alone(services, municipality_id, command, actor, correlation_id=correlation_id)


def execute_alone(
    services: Services,
    municipality_id: str,
    command: object,
    actor: Actor,
    *,
    correlation_id: UUID | None = None,
) -> Any:
    """Carry out ``command`` in a transaction of its own."""
    with services.unit_of_work(municipality_id, correlation_id=correlation_id) as uow:
        return carry_out(command, services.work(uow, actor))


def join(
    services: Services,
    municipality_id: str,
    command: Any,
    actor: Actor,
    *,
    correlation_id: UUID | None = None,
) -> "Future[Any] | None":
    """Have ``command`` carried out with others of the same moment; None for one that goes alone.

    The answer can be `OnYourOwn`: then it has to be carried out alone after all.
    """
    together = TOGETHER.get(type(command))
    if together is None or actor.person_id is None:
        return None
    member = Member(
        work=lambda uow: carry_out(command, services.work(uow, actor)),
        now=services.clock.now(),
        correlation_id=correlation_id,
        person_id=actor.person_id,
        place=together.place(command),
        together=together,
    )
    return services.groups.join(municipality_id, member)


def carry_out(command: object, work: Work) -> Any:
    """Carry out ``command`` within a transaction that somebody else commits."""
    return HANDLERS[type(command)](command, work)


def follow_up(services: Services, uow: UnitOfWork, command: object, actor: Actor) -> None:
    """Carry out a command that an event led to; what fails is undone, and only that."""
    with uow.attempt():
        carry_out(command, services.work(uow, actor))
        uow.session.flush()
