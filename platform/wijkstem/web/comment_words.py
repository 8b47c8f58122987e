"""Advice on a council proposal in words: what people think of a passage, what is done with that, and another wording shown."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from wijkstem.kit.i18n import N_
from wijkstem.queries.comments import AdviceRoom, CommentFacts, Counts, PassageFacts
from wijkstem.rules.schema import Moderating
from wijkstem.web.language import translated
from wijkstem.web.proposal_words import PARTS
from wijkstem.words.comments import WHOLE, Assent, Response

ASSENTS = {
    Assent.AGREE: N_("Eens"),
    Assent.AGREE_IF: N_("Eens, als er iets verandert"),
    Assent.DISAGREE: N_("Niet eens"),
}
RESPONSES = {
    Response.TAKEN_OVER: N_("Overgenomen"),
    Response.PARTLY: N_("Voor een deel overgenomen"),
    Response.NOT_TAKEN_OVER: N_("Niet overgenomen"),
    Response.NOTED: N_("Gelezen, er hoeft niets te veranderen"),
}
LOOKS = {
    Response.TAKEN_OVER: "good",
    Response.PARTLY: "busy",
    Response.NOT_TAKEN_OVER: "neutral",
    Response.NOTED: "neutral",
}


@dataclass(frozen=True)
class Told:
    """A comment in words."""

    it: CommentFacts
    where: str
    assent: str
    response: str
    look: str
    #: The wording that somebody wrote: what stays, what goes ("del") and what comes ("ins").
    words: tuple[tuple[str, str], ...]
    #: Why it was hidden; "" for what everybody reads.
    ground: str = ""


def told(it: CommentFacts, lang: str, rules: Moderating) -> Told:
    """In the reader's language; what people wrote stays as they wrote it."""
    response = translated(RESPONSES[it.response], lang) if it.response else ""
    return Told(
        it,
        where(it.passage, lang),
        translated(ASSENTS[it.assent], lang),
        response,
        LOOKS[it.response] if it.response else "",
        changes(it.text, it.wording) if it.wording else (),
        rules.ground(it.ground, lang) if it.hidden else "",
    )


def hidden_words(one: Told, lang: str) -> str:
    """What stands in the place of words that nobody reads; "" for what everybody reads."""
    if not one.it.hidden:
        return ""
    return translated(
        N_("De gemeente heeft dit verborgen. De reden: %(ground)s."),
        lang,
        {"ground": one.ground},
    )


def comment_path(means: str, passage: int) -> str:
    """Where everybody reads what was said of it."""
    return f"/meedoen/{means}/reacties?stuk={passage}"


def where(passage: int, lang: str) -> str:
    """What it is about."""
    if passage == WHOLE:
        return translated(N_("Het hele voorstel"), lang)
    return translated(N_("Stuk %(number)s"), lang, {"number": passage})


def changes(before: str, now: str) -> tuple[tuple[str, str], ...]:
    """Word by word what stays (""), goes ("del") and comes ("ins"), in the order of reading."""
    was, words = before.split(), now.split()
    made = list[tuple[str, str]]()
    for kind, a, b, c, d in SequenceMatcher(None, was, words, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(("", " ".join(was[a:b])))
            continue
        if b > a:
            made.append(("del", " ".join(was[a:b])))
        if d > c:
            made.append(("ins", " ".join(words[c:d])))
    return tuple(made)


@dataclass(frozen=True)
class PartTold:
    """A part of the proposal with its passages."""

    title: str
    passages: tuple[PassageFacts, ...]


def parts(room: AdviceRoom, lang: str) -> tuple[PartTold, ...]:
    """The text as it reads now, in its order."""
    there = [one for one in room.passages if not one.gone]
    named = {part: [one for one in there if one.part is part] for part in PARTS}
    return tuple(
        PartTold(translated(PARTS[part], lang), tuple(found))
        for part, found in named.items()
        if found
    )


def in_words(counts: Counts, lang: str) -> list[tuple[str, int]]:
    """How many said what, each in a word; those that nobody said too."""
    return [(translated(text, lang), counts.get(assent, 0)) for assent, text in ASSENTS.items()]
