"""What every table knows about people: one declaration a table, from which showing, downloading and erasing follow.

A table without one fails a test. Helpers and later releases add a line here, and nothing about people is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wijkstem.words import Keeping


class Erasing(StrEnum):
    """What becomes of somebody's rows when they are erased."""

    #: They go.
    ROWS = "rows"
    #: They stay and count, without whose they are.
    LINK = "link"
    #: They go by a statement of their own (`commands/erasing.py`).
    OWN = "own"
    #: They stay as they are: no name and no text stands in them.
    NOTHING = "nothing"


@dataclass(frozen=True)
class Through:
    """The rows are somebody's because they belong to something that is."""

    column: str
    table: str
    owner: str


@dataclass(frozen=True)
class Personal:
    """A table that holds something about people."""

    kept: Keeping
    erasing: Erasing
    #: The columns that hold whose it is: the id of an account.
    by: tuple[str, ...] = ()
    through: Through | None = None
    #: Columns that are left out of what people see and download, each with the reason.
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Impersonal:
    """A table that holds nothing about people: why, and the texts in it that are nobody's."""

    why: str
    texts: frozenset[str] = frozenset()


_BROWSERS = "made of a secret that only the browser has"
_FOUND_BY = "the words of the texts beside it, in another order"
_ENGINE = "what the engine counts by"
_FIGURES = "folded from the log: ids, codes and figures"
_COUNCIL = "the council's public information"


def _nobody(why: str, *texts: str) -> Impersonal:
    return Impersonal(why, frozenset(texts))


#: By the table's name, those of projections as well.
DECLARED: dict[str, Personal | Impersonal] = {
    "person": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("id",)),
    "way_in": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "role_grant": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "login_session": Personal(
        Keeping.SESSION, Erasing.ROWS, ("person_id",), hidden={"token_hash": _BROWSERS}
    ),
    "email_code": Personal(
        Keeping.CODE, Erasing.OWN, ("person_id",), hidden={"browser_hash": _BROWSERS}
    ),
    "draft": Personal(Keeping.DRAFT, Erasing.ROWS, ("person_id",)),
    "photo": Personal(
        Keeping.PLAN,
        Erasing.OWN,
        ("person_id",),
        through=Through("initiative_id", "initiative", "submitter_id"),
    ),
    "film": Personal(
        Keeping.PLAN,
        Erasing.OWN,
        ("person_id",),
        through=Through("initiative_id", "initiative", "submitter_id"),
    ),
    "spoken_plan": Personal(Keeping.DRAFT, Erasing.OWN, ("person_id",)),
    "initiative": Personal(Keeping.PLAN, Erasing.LINK, ("submitter_id",)),
    "initiative_text": Personal(
        Keeping.PLAN, Erasing.OWN, through=Through("initiative_id", "initiative", "submitter_id")
    ),
    "findable_initiative": Personal(
        Keeping.PLAN,
        Erasing.OWN,
        through=Through("initiative_id", "initiative", "submitter_id"),
        hidden={"title_words": _FOUND_BY, "words": _FOUND_BY},
    ),
    "signature": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "following": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "dossier_following": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "evaluation": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "subject_following": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "speaker": Personal(Keeping.SPEAKER, Erasing.OWN, ("person_id",)),
    "sign_up": Personal(Keeping.SIGN_UP, Erasing.OWN, ("person_id",)),
    "inbox_message": Personal(Keeping.MESSAGE, Erasing.ROWS, ("person_id",)),
    "step_reason": Personal(Keeping.PLAN, Erasing.LINK, ("taken_by",)),
    "entered_for": Personal(Keeping.PLAN, Erasing.LINK, ("person_id", "official_id")),
    "paper_batch": Personal(Keeping.PLAN, Erasing.LINK, ("entered_by", "approved_by")),
    "paper_line": Personal(Keeping.PAPER, Erasing.OWN),
    "delivery": Personal(Keeping.DELIVERY, Erasing.ROWS, ("recipient_id",)),
    "postbox_message": Personal(Keeping.MESSAGE, Erasing.ROWS, ("recipient_id",)),
    "advice_voice": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "neighbourhood_advice": _nobody(
        "the words of a council and of the municipality", "reasons", "conditions", "answer"
    ),
    "budget_round": Personal(Keeping.PLAN, Erasing.LINK, ("asked_by",)),
    "round_area": _nobody("a part of the municipality and its budget", "name", "shape"),
    "round_area_place": _nobody("which neighbourhoods an area is made of", "code"),
    "round_phase": _nobody("from when until when", "allows"),
    "ballot_plan": _nobody("what a plan costs and where it is on the ballot", "category", "exclusive", "left_out_because"),
    "means_outcome": _nobody(
        "what came out, and what was decided on it",
        "digest", "body_id", "rule", "reasons", "decision", "pdf_key",
    ),
    "vote_question": _nobody("which means a vote is the room of"),
    "vote_option": _nobody("what can be answered in a vote", "title", "about"),
    "round_change": Personal(Keeping.PLAN, Erasing.LINK, ("changed_by",)),
    "roll_import": Personal(Keeping.PLAN, Erasing.LINK, ("imported_by",)),
    "roll_entry": _nobody("keyed tags of numbers that are no account's; that a right was used, on which day, and in which neighbourhood", "neighbourhood_code", "person_tag", "tag_key", "code_hash", "credential"),
    "ballot": _nobody("under a tag of a secret that only the voter has; nobody knows whose it is", "picks", "tag", "nonce", "commitment", "seal", "seal_key"),
    "board_entry": _nobody("digests that are made known to all", "digest", "chain"),
    "board_head": _nobody("digests that are made known to all", "root", "chain"),
    "ballot_batch": _nobody("how many ballots on paper lie in a pile", "digest"),
    "ballot_sheet": Personal(Keeping.PLAN, Erasing.LINK, ("entered_by",)),
    "ballot_check": Personal(Keeping.PLAN, Erasing.LINK, ("checked_by",)),
    "round_count": _nobody("the result as it is made known", "ballots_file", "result", "lot_for", "ballots_digest", "result_digest"),
    "round_closing": _nobody("how many codes, voters and ballots there were", "totals", "digest"),
    "count_alarm": _nobody("which ballot cannot be counted; nobody knows whose it is", "digest"),
    "round_lot": Personal(Keeping.PLAN, Erasing.LINK, ("recorded_by",)),
    "round_lot_correction": Personal(Keeping.PLAN, Erasing.LINK, ("corrected_by",)),
    "round_approval": Personal(Keeping.PLAN, Erasing.LINK, ("approved_by",)),
    "logged_event": Personal(Keeping.LOG, Erasing.NOTHING),
    "passed_over": Personal(Keeping.OPERATION, Erasing.NOTHING),
    "kept_form": _nobody("sealed: only the browser that typed it can open it", "path"),
    "login_attempt": _nobody("of a browser of which nobody knows whose it is", "way", "back"),
    "loose_file": _nobody("names of files that are about to be removed", "key"),
    "number_series": _nobody("the next number"),
    "moderation_case": Personal(
        Keeping.PLAN,
        Erasing.LINK,
        ("assigned_to", "not_for", "claimed_by", "closed_by"),
        hidden={"cause": "what it is about, in another order"},
    ),
    "case_forward": Personal(Keeping.PLAN, Erasing.LINK, ("forwarded_by",)),
    "saved_view": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "bulk_action": Personal(Keeping.PLAN, Erasing.LINK, ("made_by", "assigned_to")),
    "bulk_line": Personal(Keeping.PLAN, Erasing.LINK, ("was",)),
    "report": Personal(Keeping.REPORT, Erasing.LINK, ("reporter_id",)),
    "moderation_decision": Personal(Keeping.PLAN, Erasing.LINK, ("decided_by",)),
    "appeal": Personal(Keeping.PLAN, Erasing.LINK, ("appellant_id",)),
    "plan_merge": Personal(Keeping.PLAN, Erasing.LINK, ("proposed_by",)),
    "earlier_text": Personal(
        Keeping.PLAN, Erasing.OWN, through=Through("initiative_id", "initiative", "submitter_id")
    ),
    "official_absence": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id", "deputy_id")),
    "delay_note": Personal(Keeping.PLAN, Erasing.LINK, ("said_by",)),
    "running_term": _nobody("when an answer is due", "step"),
    "term_suspension": _nobody("when a term stood still"),
    "meeting": _nobody(
        _COUNCIL, "source_id", "body_id", "body_name", "name", "location", "livestream", "reasons"
    ),
    "agenda_item": Personal(
        Keeping.PLAN,
        Erasing.OWN,
        through=Through("initiative_id", "initiative", "submitter_id"),
    ),
    "gathering": _nobody(
        "what the municipality organises, in its own words; nobody's name",
        "title", "about", "place", "access", "reasons", "heard", "follow_up",
    ),
    "gathering_plan": _nobody("which plans a gathering is about"),
    "programme_item": _nobody("what the municipality will do, in its own words", "title", "what"),
    "programme_version": _nobody(
        "what the municipality said of it earlier", "title", "what", "news"
    ),
    "year_report": Personal(
        Keeping.PLAN,
        Erasing.LINK,
        ("offered_by", "published_by"),
        hidden={"digest": "of the report as everybody reads it", "pdf_key": "the name of its file"},
    ),
    "year_report_text": Personal(Keeping.PLAN, Erasing.LINK, ("changed_by",)),
    "year_report_figure": _nobody("figures as everybody reads them", "indicator_code", "part", "definition_version", "formula", "name_nl", "name_en", "value", "before", "source"),
    "year_subject": _nobody("what a body will decide on, in the municipality's own words", "title", "what", "wants", "body_id"),
    "year_subject_version": _nobody("what the municipality said of it earlier", "title", "what", "wants", "news", "body_id"),
    "role_choice": _nobody("which role residents got, and why", "body_id", "reasons"),
    "subject_analysis": _nobody("what the municipality found before the start", "concerned", "heard", "approach"),
    "council_vote": _nobody("how parties voted in public", "party"),
    "promise": _nobody("what was promised by whom in which office, in the municipality's own words", "what", "office", "owner"),
    "promise_version": _nobody("what was said of it earlier", "what", "news"),
    "carrying_out": Personal(Keeping.PLAN, Erasing.LINK, ("owner_id",)),
    "work_part": _nobody("what the municipality does of a plan, in its own words", "what"),
    "work_part_version": _nobody("what the municipality said of it earlier", "what", "news"),
    "work_photo": _nobody("how the municipality's work looks", "description", "large", "small"),
    "council_proposal": Personal(Keeping.PLAN, Erasing.LINK, ("writer_id",)),
    "council_proposal_text": _nobody("what the council is asked to decide, in the municipality's own words", "text"),
    "council_proposal_version": _nobody("what the municipality said of it earlier", "title", "summary", "news"),
    "means": Personal(Keeping.PLAN, Erasing.LINK, ("made_by", "announced_by")),
    "means_place": _nobody("which neighbourhoods it is about", "code"),
    "means_version": _nobody("what the municipality said of it earlier", "title", "question", "promise", "news"),
    "draw_willing": Personal(Keeping.ACCOUNT, Erasing.ROWS, ("person_id",)),
    "sounding_group": Personal(Keeping.PLAN, Erasing.LINK, ("made_by",)),
    "draw": Personal(Keeping.PLAN, Erasing.LINK, ("announced_by",)),
    "draw_entry": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "means_choice": Personal(Keeping.PLAN, Erasing.LINK, ("chosen_by",)),
    "passage": _nobody("what the council is asked to decide, in the municipality's own words", "text", "source"),
    "passage_version": _nobody("what a passage said before, in the municipality's own words", "text"),
    "comment": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "comment_answer": Personal(Keeping.PLAN, Erasing.LINK, ("answered_by",)),
    "response_note": Personal(Keeping.PLAN, Erasing.LINK, ("adopted_by",)),
    "statement": Personal(Keeping.PLAN, Erasing.LINK, ("person_id", "judged_by")),
    "statement_vote": Personal(Keeping.PLAN, Erasing.ROWS, ("person_id",)),
    "dialogue_part": Personal(Keeping.PLAN, Erasing.ROWS, ("person_id",)),
    "dialogue_result": _nobody("what came of the answers of all; of few people nothing", "digest", "found"),
    "remark": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "remark_answer": Personal(Keeping.PLAN, Erasing.LINK, ("answered_by",)),
    "discussion_room": Personal(Keeping.PLAN, Erasing.LINK, ("moderated_by",)),
    "contribution": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "contribution_version": Personal(
        Keeping.PLAN, Erasing.OWN, through=Through("contribution_id", "contribution", "person_id")
    ),
    "contribution_support": Personal(Keeping.PLAN, Erasing.LINK, ("person_id",)),
    "partnership": _nobody("whom the municipality works with, in its own words", "name", "tasks", "account"),
    "partnership_partner": _nobody("organisations and what they do", "name", "role"),
    "partnership_money": _nobody("what the municipality pays in a year"),
    "partnership_item": _nobody(_COUNCIL, "title"),
    "partnership_version": _nobody("what the municipality said of it earlier", "name", "tasks", "account", "partners", "money", "news"),
    "subject_plan": _nobody("which plans a subject has to do with"),
    "council_source": _nobody(
        "how looks at the council's own system went", "detail", "address_digest", "etag", "last_modified"
    ),
    "dossier": _nobody("what a subject is about, in the municipality's own words", "number", "title", "slug", "about"),
    "dossier_entry": _nobody(
        "what the municipality put together about a subject", "title", "text", "url"
    ),
    "findable_dossier": _nobody("stems of the same words", "title_words", "words"),
    "meeting_document": _nobody(_COUNCIL, "source_id", "title", "url", "media_type"),
    "handover": _nobody("what went to the council's side, with receipts", "receipt", "digest"),
    "agenda_request": _nobody("a plan's way to the council", "body_id"),
    "agenda_dossier": Personal(
        Keeping.PLAN, Erasing.OWN, through=Through("initiative_id", "initiative", "submitter_id")
    ),
    "routing": Personal(Keeping.PLAN, Erasing.LINK, ("corrected_by",)),
    "published_rules": _nobody("the municipality's own rules", "version"),
    "log_partition": _nobody(_ENGINE),
    "consumer_position": _nobody(_ENGINE, "consumer", "error"),
    "consumer_rebuild": _nobody(_ENGINE, "consumer"),
    "refusal": _nobody(_ENGINE, "consumer", "code"),
    "last_statement": Personal(Keeping.ARCHIVE, Erasing.NOTHING),
    "put_away": _nobody("which plans the archive has; who supported them stands there"),
    "retention_run": _nobody("how much went on which day"),
    "digest_round": _nobody("how far the making of digests is; a person's number for as long as that lasts"),
    "delivery_gate": _nobody(_ENGINE, "database"),
    "figure": _nobody(_FIGURES),
    "figure_change": _nobody(_FIGURES),
    # Goes when the log's word of it is folded (`projections/indicators/people.py`); what was counted stays.
    "participation": Personal(Keeping.ACCOUNT, Erasing.OWN, ("person_id",)),
    "remembered": _nobody(_FIGURES),
    "observation": _nobody(_FIGURES),
    "site_use": _nobody("how often pages were looked at on a day, and nothing of who did", "name"),
    "taken_file": _nobody(_FIGURES),
    "inhabitants_count": _nobody(_FIGURES),
    "feedback_count": _nobody(_FIGURES),
    "grievance_count": _nobody(_FIGURES),
    "source_file": Personal(
        Keeping.PLAN,
        Erasing.LINK,
        ("begun_by", "taken_by", "undone_by"),
        hidden=dict.fromkeys(
            ("others", "skipped", "gaps", "notes", "ignored", "faults", "compared", "taken_line", "place"), _ENGINE
        ),
    ),
    "source_line": _nobody("codes, figures and dates of a file", "slot", "said"),
    "source_fault": _nobody("cells that are no figure; gone with the file, in a day at most", "heading", "cell", "error"),
    "source_document": _nobody("surveys and publications by name", "name", "publication", "url"),
    "listed_initiative": _nobody(_FIGURES),
    "means_line": _nobody(_FIGURES),
    "timeline_entry": _nobody(_FIGURES),
    "agenda_entry": _nobody(_FIGURES),
}  # fmt: skip


def personal() -> dict[str, Personal]:
    """Only the tables that hold something about people."""
    return {name: one for name, one in DECLARED.items() if isinstance(one, Personal)}
