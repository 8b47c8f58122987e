"""Filing an initiative and changing its texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkstem.domain.path import Course, start_term
from wijkstem.domain.people import age_on
from wijkstem.domain.personal_data import has_bsn, no_bsn
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.events.initiatives import InitiativeEdited, InitiativeSubmitted
from wijkstem.kit.text import clean, has_control_characters, is_blank, slug
from wijkstem.rules.registry import Rules
from wijkstem.rules.schema import FormField, Instrument, Municipality, Recess
from wijkstem.rules.steps import Path, Step
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative, InitiativeText, RunningTerm
from wijkstem.words import Channel

#: Titles stand in lists and in the subject of a mail.
TITLE_LENGTH = 120
#: Where it is, in the submitter's own words; kept with the answers, under a name that no question of the rules can have.
PLACE, PLACE_LENGTH = "_place", 200
#: The title, where it stands with the answers.
TITLE = "_title"
#: Shorter than this no title says anything.
TITLE_AT_LEAST = 8


@dataclass(frozen=True)
class Form:
    """What somebody typed, cleaned and found right."""

    title: str
    neighbourhood_code: str
    subject: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Filed:
    """A new initiative with everything that is stored with it."""

    initiative: Initiative
    step: Step
    texts: list[InitiativeText]
    term: RunningTerm | None
    event: InitiativeSubmitted


def checked_form(
    title: str,
    neighbourhood_code: str,
    texts: Mapping[str, str],
    *,
    subject: str,
    instrument: Instrument,
    municipality: Municipality,
) -> Form:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    errors: dict[str, FieldError] = {}
    title = clean(title)
    if error := _title_error(title):
        errors["title"] = error
    if municipality.neighbourhood(neighbourhood_code) is None:
        errors["neighbourhood_code"] = FieldError(
            "unknown_neighbourhood", "Kies een wijk van deze gemeente uit de lijst."
        )
    if municipality.subject(subject) is None:
        errors["subject"] = FieldError(
            "unknown_subject", "Kies waar uw plan over gaat uit de lijst."
        )
    cleaned, wrong = _checked_texts(texts, instrument)
    errors |= wrong
    if errors:
        raise Invalid(errors)
    return Form(title, neighbourhood_code, subject, cleaned)


def _checked_texts(
    texts: Mapping[str, str], instrument: Instrument
) -> tuple[dict[str, str], dict[str, FieldError]]:
    """The answers to the rules' questions and where it is, cleaned; and what is wrong with them."""
    cleaned = {field.id: clean(texts.get(field.id, "")) for field in instrument.fields}
    errors = {field.id: _text_error(field, cleaned[field.id]) for field in instrument.fields}
    if PLACE in texts:
        cleaned[PLACE] = clean(texts[PLACE])
        errors[PLACE] = _place_error(cleaned[PLACE])
    return cleaned, {name: error for name, error in errors.items() if error}


def _title_error(title: str) -> FieldError | None:
    if is_blank(title):
        return FieldError("empty", "Geef uw plan een titel.")
    if len(title) < TITLE_AT_LEAST:
        return FieldError(
            "too_short", "Gebruik voor de titel minstens %(least)s tekens.", least=TITLE_AT_LEAST
        )
    if len(title) > TITLE_LENGTH:
        return _too_long(title, TITLE_LENGTH)
    if "\n" in title or has_control_characters(title):
        return not_allowed_characters()
    return no_bsn() if has_bsn(title) else None


def _text_error(field: FormField, text: str) -> FieldError | None:
    if field.required and is_blank(text):
        return FieldError("empty", "Vul dit in. Wij hebben uw antwoord nodig.")
    if len(text) > field.max_length:
        return _too_long(text, field.max_length)
    if has_control_characters(text) or ("\n" in text and not field.multiline):
        return not_allowed_characters()
    return no_bsn() if has_bsn(text) else None


def _place_error(text: str) -> FieldError | None:
    if len(text) > PLACE_LENGTH:
        return _too_long(text, PLACE_LENGTH)
    if "\n" in text or has_control_characters(text):
        return not_allowed_characters()
    return no_bsn() if has_bsn(text) else None


def _too_long(text: str, most: int) -> FieldError:
    return FieldError(
        "too_long",
        "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
        length=len(text),
        most=most,
    )


def not_allowed_characters() -> FieldError:
    """What a form says of control characters, wherever they stand."""
    return FieldError(
        "control_characters",
        "Er staan tekens in die wij niet kunnen opslaan. Typ de tekst opnieuw.",
    )


def check_submitter(person: Person, instrument: Instrument, today: date) -> None:
    """Raises RuleBroken for somebody who is too young or whose age is not known."""
    least = instrument.minimum_age.value
    if not least:
        return
    if person.birth_date is None:
        raise RuleBroken(
            "age_unknown", "Wij weten uw leeftijd niet. Log in met DigiD of bel de gemeente."
        )
    if age_on(person.birth_date, today) < least:
        raise RuleBroken(
            "too_young",
            "U moet minstens %(least)s jaar zijn om dit plan in te dienen.",
            least=least,
        )


def file(
    *,
    initiative_id: UUID,
    number: str,
    instrument_id: str,
    form: Form,
    person: Person,
    rules: Rules,
    today: date,
    channel: Channel,
    recesses: Sequence[Recess] = (),
) -> Filed:
    """File an initiative under the rules in force today."""
    course = Course(rules.instrument(instrument_id), rules.path(instrument_id), recesses)
    first = course.path.step(course.path.start)
    initiative = Initiative(
        municipality_id=person.municipality_id,
        id=initiative_id,
        number=number,
        instrument=instrument_id,
        title=form.title,
        slug=slug(form.title),
        neighbourhood_code=form.neighbourhood_code,
        subject=form.subject,
        submitter_id=person.id,
        channel=channel,
        rules_version=rules.version,
        filed_on=today,
        step=first.id,
        step_since=today,
        public=first.public,
    )
    texts = [
        InitiativeText(
            municipality_id=person.municipality_id,
            initiative_id=initiative_id,
            field=name,
            text=text,
        )
        for name, text in form.texts.items()
    ]
    term = start_term(initiative, course, today)
    support = course.instrument.support
    event = InitiativeSubmitted(
        initiative_id=initiative_id,
        number=number,
        instrument=instrument_id,
        neighbourhood_code=form.neighbourhood_code,
        subject=form.subject,
        submitter_id=person.id,
        channel=channel.value,
        rules_version=rules.version,
        filed_on=today,
        step=first.id,
        public=first.public,
        due_on=term.due_on if term else None,
        threshold=support.threshold.value if support and support.threshold else None,
    )
    return Filed(initiative, first, texts, term, event)


def may_change(step: Step, path: Path, *, public: bool) -> bool:
    """Whether the texts are still the submitter's.

    What people support is what they read, and what was judged is what was read: from then on nobody changes it,
    unless the municipality asks something before others have seen it.
    """
    return (step.id == path.start and not step.collects) or (step.suspends and not public)


def check_change(step: Step, path: Path, *, public: bool) -> None:
    """Raises RuleBroken when nobody may change the texts any more."""
    if not may_change(step, path, public=public):
        raise RuleBroken(
            "too_late_to_edit",
            "De gemeente heeft uw plan al bekeken. U kunt het niet meer wijzigen.",
        )


def edit(initiative: Initiative, form: Form, *, course: Course) -> InitiativeEdited:
    """Change the title and texts while nobody has judged them yet.

    Raises:
        RuleBroken: somebody judged it or people support these very words; a question from the municipality is the
            time to change them.
    """
    seen = initiative.public or initiative.hiding_id is not None
    check_change(course.step_of(initiative), course.path, public=seen)
    initiative.title = form.title
    initiative.slug = slug(form.title)
    initiative.neighbourhood_code = form.neighbourhood_code
    initiative.subject = form.subject
    initiative.revision += 1
    return InitiativeEdited(
        initiative_id=initiative.id,
        revision=initiative.revision,
        neighbourhood_code=initiative.neighbourhood_code,
        subject=initiative.subject,
    )
