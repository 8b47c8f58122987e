"""What a film of a plan must have: words for who cannot hear or see it."""

from html import escape, unescape
from typing import Final

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.personal_data import has_bsn, no_bsn
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.text import clean, has_control_characters

#: Characters of what is said in three minutes, with room to tell what is to be seen; captions have times beside it.
TRANSCRIPT_LENGTH: Final = 10_000
CAPTIONS_LENGTH: Final = 30_000


def checked_transcript(text: str) -> str:
    """What is said in a film, cleaned. Raises Invalid."""
    text = clean(text)
    _check("transcript", text, TRANSCRIPT_LENGTH)
    return text


def checked_captions(text: str) -> str:
    """Captions, written anew with times and words only; "" for none. Raises Invalid for what is no WebVTT."""
    if not text.strip():
        return ""
    _check("captions", text, CAPTIONS_LENGTH)
    try:
        read = webvtt.from_string(text)
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise Invalid({"captions": _no_captions()}) from error
    if not read.captions:
        raise Invalid({"captions": _no_captions()})
    cues = (
        f"{one.start} --> {one.end}\n{_plain(one.text)}"
        for one in read.captions
        if _plain(one.text)
    )
    return "\n\n".join(("WEBVTT", *cues)) + "\n"


def _plain(text: str) -> str:
    """The words of a cue: no marks, and nothing that could be taken for another cue."""
    lines = (line.strip() for line in unescape(text).replace("-->", "").splitlines())
    return escape("\n".join(line for line in lines if line), quote=False)


def _check(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Invalid(
            {
                name: FieldError(
                    "too_long",
                    "Uw tekst is te lang: %(length)s tekens. Er mogen er %(most)s in.",
                    length=len(text),
                    most=most,
                )
            }
        )
    if has_control_characters(text):
        raise Invalid({name: not_allowed_characters()})
    if has_bsn(text):
        raise Invalid({name: no_bsn()})


def _no_captions() -> FieldError:
    return FieldError(
        "no_captions",
        "Dit zijn geen ondertitels die wij kunnen gebruiken. Kies een bestand van het soort WebVTT.",
    )


def untold() -> FieldError:
    """What a form says of a film without words."""
    return FieldError(
        "no_words_with_film",
        "Schrijf op wat er in de film te horen en te zien is. Of zet er ondertitels bij. Dat is voor wie de film niet kan horen of zien.",
    )
