"""The room of a means in which people vote: the answers, the rules, where to vote, and in the end the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.vote_counting import by_title
from wijkstem.errors import NotFound
from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import number as number_said
from wijkstem.queries.inhabitants import people_there
from wijkstem.queries.means import MeansPage, means_page
from wijkstem.queries.vote_questions import Turnout, VoteRoom, vote_of
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tally.answers.results import Standing
from wijkstem.tally.answers.rules import Method
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.links import ballot_path, booth_path
from wijkstem.web.vote_words import rule_words
from wijkstem.web.wording import place
from wijkstem.web.work import ask
from wijkstem.words.rounds import RoundState

STANDINGS = {
    Standing.WON: (N_("Gewonnen"), "good"),
    Standing.LOST: (N_("Niet gekozen"), "neutral"),
    Standing.WAITS: (N_("Wacht op de loting"), "busy"),
}
FIRST = N_("Eerste, maar de uitslag geldt niet")
SCORES = {
    Method.MOST: N_("Stemmen"),
    Method.POINTS: N_("Punten"),
    Method.BORDA: N_("Punten voor plaatsen"),
    Method.SCHULZE: N_("Wint van zoveel antwoorden"),
}
UNKNOWN = N_("Niet bekend: met een brief of op papier")


@dataclass(frozen=True)
class ToldTurnout:
    """How many people of a neighbourhood voted."""

    place: str
    #: None: too few to be shown, or others could be worked out from it.
    voters: int | None
    #: Of all who live there, children too; None where nobody knows how many that are.
    inhabitants: int | None
    #: Of these, in percent; "" where either is not there.
    percent: str


@dataclass(frozen=True)
class ToldAnswer:
    """An answer with what became of it."""

    number: int
    title: str
    place: int
    score: int
    voters: int
    standing: str
    look: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class ToldResult:
    """A result in words and tables."""

    outcome: str
    answers: tuple[ToldAnswer, ...]
    score_name: str
    #: Of a ranking: of each answer how many put it above each other one, in the order of the ballot; None beside itself.
    duels: tuple[tuple[str, tuple[int | None, ...]], ...]
    paths: tuple[tuple[str, tuple[int | None, ...]], ...]
    voters: int
    blank: int
    electorate: int
    percent: str
    needed: int
    lot: Mapping[str, str] | None


def told_result(said: Mapping[str, Any], titles: Mapping[int, str], lang: str) -> ToldResult:
    """In the visitor's language."""
    result = said["result"]
    answers = [_answer(number, said, titles, lang) for number in result["answers"]]
    answers.sort(key=lambda one: (one.place, one.number))
    numbers = sorted(result["answers"], key=int)
    electorate = result["rule"]["electorate"]
    return ToldResult(
        outcome=_sentence(said["words"], titles, lang),
        answers=tuple(answers),
        score_name=translated(SCORES[Method(result["rule"]["method"])], lang),
        duels=_table(result.get("duels", {}), numbers),
        paths=_table(result.get("paths", {}), numbers),
        voters=result["voters"],
        blank=result["blank"],
        electorate=electorate,
        percent=_percent(result["voters"], electorate, lang),
        needed=result["turnout_needed"],
        lot=said["lot"],
    )


def _answer(
    number: str, said: Mapping[str, Any], titles: Mapping[int, str], lang: str
) -> ToldAnswer:
    one = said["result"]["answers"][number]
    standing, look = STANDINGS[Standing(one["standing"])]
    if one["standing"] == Standing.LOST and said["result"]["winner"] == number:
        standing = FIRST
    return ToldAnswer(
        number=int(number),
        title=titles.get(int(number), ""),
        place=one["place"],
        score=one["score"],
        voters=one["voters"],
        standing=translated(standing, lang),
        look=look,
        why=tuple(_sentence(part, titles, lang) for part in said["why"][number]),
    )


def _sentence(said: tuple[str, Mapping[str, Any]], titles: Mapping[int, str], lang: str) -> str:
    """A sentence of the result file, with the winner's words in the place of its number."""
    sentence, values = said[0], by_title(said[1], titles)
    shown = {
        name: number_said(value, lang) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return translated(sentence, lang, shown or None)


def _table(
    between: Mapping[str, Mapping[str, int]], numbers: list[str]
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    return tuple(
        (one, tuple(between[one].get(other) for other in numbers)) for one in numbers if between
    )


async def vote_in(request: Request, found: MeansPage) -> VoteRoom | None:
    """The vote of a means."""
    fewest = visitor(request).rules.indicators.fewest
    it: VoteRoom | None = await ask(request, vote_of, found.means.id, fewest=fewest)
    return it


async def read(request: Request, found: MeansPage) -> Mapping[str, object]:
    """What the room's template needs."""
    it, who = await vote_in(request, found), visitor(request)
    if it is None:
        return {"vote": None}
    at, number = services(request).clock.now(), it.round.number
    people = await _people(request, found) if it.turnout else {}
    titles = {one.number: one.title for one in it.options}
    return {
        "vote": it,
        "state": it.round.state.value,
        "voting": it.round.voting(at),
        "late": it.round.rule_digest is None
        and found.means.opens_at is not None
        and found.means.opens_at <= at,
        "booth": booth_path(number),
        "ballot": ballot_path(number, 1),
        "words": rule_words(it.rules, who.lang),
        "result": told_result(it.said, titles, who.lang) if it.said else None,
        "turnout": turnout_told(it.turnout, people, who.rules, who.lang),
        "fewest": who.rules.indicators.fewest,
        "locked": it.round.state in {RoundState.CLOSED, RoundState.COUNTED, RoundState.PUBLISHED},
    }


async def _people(request: Request, found: MeansPage) -> Mapping[str, int]:
    """How many live in each neighbourhood in the year of the vote."""
    assert found.means.closes_at is not None  # people voted
    year = local_date(found.means.closes_at).year
    people: dict[str, int] = await ask(
        request, people_there, rules=visitor(request).rules, year=year
    )
    return people


def turnout_told(
    turnout: Sequence[Turnout], people: Mapping[str, int], rules: MunicipalityRules, lang: str
) -> list[ToldTurnout]:
    """Beside who live there; more voters than people means that the figure is of another time, so then there is none."""
    told = []
    for one in turnout:
        live = people.get(one.code)
        live = None if live is None or (one.voters or 0) > live else live
        percent = "" if one.voters is None or live is None else _percent(one.voters, live, lang)
        told.append(ToldTurnout(turnout_place(one, rules, lang), one.voters, live, percent))
    return told


def _percent(part: int, whole: int, lang: str) -> str:
    return number_said(round(100 * part / whole, 1), lang)


def turnout_place(one: Turnout, rules: MunicipalityRules, lang: str) -> str:
    """Where those live who voted."""
    if not one.code:
        return translated(UNKNOWN, lang)
    return place(rules, one.code) or one.code


async def rule_file(request: Request) -> Response:
    """The rule file to the letter: what the digest is of. Raises NotFound until it is fixed."""
    found: MeansPage = await ask(request, means_page, request.path_params["voted"])
    it = await vote_in(request, found) if found.means.public else None
    if it is None or it.round.rule_digest is None or it.round.rule_file is None:
        raise NotFound("unknown_file", "De regels van deze stemming liggen nog niet vast.")
    return Response(
        it.round.rule_file,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="regels-{it.round.number}.json"'},
    )
