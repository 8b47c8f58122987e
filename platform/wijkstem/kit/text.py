"""Text that people typed, made fit to keep, and short names for addresses."""

import re
import unicodedata

#: Control and format characters that nobody types on purpose. Zero-width joiners stay: emoji and some
#: scripts need them; direction overrides go: they can make a text read differently from what it is.
_HARMLESS = {"\n", "\t", "\u200d", "\u200c"}


#: What a word processor leaves in a text that is pasted: soft hyphens and byte order marks.
_PASTED = str.maketrans("", "", "\u00ad\ufeff")

#: What stands around a text by accident. Not the control characters that ``str.strip`` takes for blanks:
#: those are refused, wherever they stand.
_BLANKS = "\n\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def clean(text: str) -> str:
    """Composed (NFC), with ``\\n`` line ends, without surrounding blanks and what pasting leaves."""
    lines = text.translate(_PASTED).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip(_BLANKS)


#: What comes along when a text is copied from a message or a page: spaces without width, marks and overrides of
#: direction. Nobody sees them, and nobody can take them out who is told of them.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def without_unseen(text: str) -> str:
    """``text`` as it looks to who typed it, in the order in which its letters stand."""
    return _UNSEEN.sub("", text)


def has_control_characters(text: str) -> bool:
    """Whether ``text`` holds characters that are not seen and not wanted."""
    if text.isprintable():
        return False  # the categories below are none of those, and most texts are nothing else
    return any(
        unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and c not in _HARMLESS
        for c in text
    )


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: joiners without anything to join count as nothing."""
    return not any(c not in _HARMLESS and not c.isspace() for c in text)


def first_sentence(text: str, *, most: int = 200) -> str:
    """The first sentence of a text; of one that does not end soon, as many whole words as there is room for."""
    one = " ".join(text.split())
    found = re.match(r".+?[.!?](?=\s|$)", one)
    sentence = found[0] if found else one
    if len(sentence) <= most:
        return sentence
    return sentence[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def slug(text: str, *, most: int = 60) -> str:
    """Lower case letters, digits and hyphens for an address; ``plan`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:most].strip("-") or "plan"
