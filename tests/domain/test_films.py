"""Words with a film: captions that a player can show and nothing else, and what is said in it."""

import pytest

from wijkstem.domain.films import checked_captions, checked_transcript
from wijkstem.errors import Invalid

GOOD = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000 align:start\nDit is <b>ons</b> veldje & meer\n"


def test_captions_are_written_anew() -> None:
    written = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nDit is ons veldje &amp; meer\n"
    assert checked_captions(GOOD) == written
    assert checked_captions(written) == written
    assert checked_captions("  ") == ""


def test_captions_hold_words_and_nothing_that_does_something() -> None:
    text = "WEBVTT\n\nNOTE geheim\n\nSTYLE\n::cue{color:red}\n\n00:04.000 --> 00:05.000\n<script>x</script>\n"
    assert checked_captions(text) == "WEBVTT\n\n00:00:04.000 --> 00:00:05.000\nx\n"


@pytest.mark.parametrize(
    "text", ["Dit is ons veldje", "WEBVTT\n", "<script>alert(1)</script>", "WEBVTT\n\nzomaar\n"]
)
def test_what_are_no_captions_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_captions(text)
    assert no.value.fields["captions"].code == "no_captions"


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 10_001, "too_long"), ("Mijn bsn is 123456782", "bsn")]
)
def test_words_have_an_end_and_no_service_number(text: str, code: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_transcript(text)
    assert no.value.fields["transcript"].code == code
