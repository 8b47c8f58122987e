"""The questions of an instrument's form, from the rules to the fields and back: to file and to change it."""

from collections.abc import Mapping
from dataclasses import dataclass

from wijkstem.domain.initiatives import PLACE, PLACE_LENGTH, TITLE_LENGTH
from wijkstem.errors import Invalid
from wijkstem.rules.schema import Instrument
from wijkstem.web.context import Visitor
from wijkstem.web.forms import Form, refused
from wijkstem.web.wording import places, subjects

#: Questions on every form; the rules' own questions have their field's id with this before it.
PREFIX = "vraag-"
#: Where it is, in words.
NEAR = "plaats"


@dataclass(frozen=True)
class Question:
    """A question of the instrument's form."""

    name: str
    label: str
    help: str
    required: bool
    multiline: bool
    max_length: int


def questions(instrument: Instrument, who: Visitor) -> dict[str, object]:
    """What both forms are made of."""
    made = [
        Question(
            name=PREFIX + field.id,
            label=field.label.in_language(who.lang),
            help=field.help.in_language(who.lang) if field.help else "",
            required=field.required,
            multiline=field.multiline,
            max_length=field.max_length,
        )
        for field in instrument.fields
    ]
    return {
        "questions": made,
        "places": places(who.rules),
        "subjects": subjects(who.rules, who.lang),
        "title_length": TITLE_LENGTH,
        "place_length": PLACE_LENGTH,
    }


def texts(values: Mapping[str, str], instrument: Instrument) -> dict[str, str]:
    """The answers by the rules' own names."""
    answers = {field.id: values.get(PREFIX + field.id, "") for field in instrument.fields}
    return {**answers, PLACE: values[NEAR]} if NEAR in values else answers


def refused_texts(
    values: Mapping[str, str], wrong: Invalid, instrument: Instrument, lang: str
) -> Form:
    """The form's names for the rules' own fields, and each error with the question that it is about.

    In the summary above the form the sentences stand together, and two of them can be the same.
    """
    labels = {field.id: field.label.in_language(lang) for field in instrument.fields}
    form = refused(values, wrong, lang)
    errors = {
        NEAR
        if name == PLACE
        else PREFIX + name
        if name in labels
        else name: f"{labels[name]} {said}" if name in labels else said
        for name, said in form.errors.items()
    }
    return Form(values, errors)
