"""The three faces with which people say how something went, each with its meaning in words."""

from wijkstem.kit.i18n import N_
from wijkstem.web.language import translated
from wijkstem.words import Smiley

FACES = {
    Smiley.GREEN: ("🙂", N_("Goed")),
    Smiley.ORANGE: ("😐", N_("Niet goed en niet slecht")),
    Smiley.RED: ("🙁", N_("Slecht")),
}


def named(smiley: Smiley, lang: str) -> str:
    """A face and what it means: nobody has to see the face."""
    face, name = FACES[smiley]
    return f"{face} {translated(name, lang)}"
