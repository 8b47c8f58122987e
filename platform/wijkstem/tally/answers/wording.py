"""Why an answer won or lost, in words: Dutch sentences for the catalogue, with the figures beside them."""

from collections.abc import Iterator

from wijkstem.kit.i18n import N_
from wijkstem.tally.answers.results import AnswerResult, Outcome, QuestionResult, Standing
from wijkstem.tally.answers.rules import Method
from wijkstem.tally.remarks import Remark, remark

_GOT = {
    Method.MOST: N_("Dit antwoord kreeg %(score)s stemmen."),
    Method.POINTS: N_("Dit antwoord kreeg %(score)s punten van %(voters)s stemmers."),
    Method.BORDA: N_("Dit antwoord kreeg %(score)s punten voor zijn plaatsen."),
    Method.SCHULZE: N_("Dit antwoord wint van %(score)s andere antwoorden, twee aan twee."),
}
_OUTCOMES = {
    Outcome.ANSWERED: N_("Antwoord %(winner)s wint."),
    Outcome.NOBODY: N_("Niemand koos een antwoord. Er is geen uitslag."),
    Outcome.TOO_FEW_VOTERS: N_(
        "Er stemden %(voters)s mensen. Er waren er %(needed)s nodig. De uitslag geldt niet."
    ),
    Outcome.TOO_SMALL_A_SHARE: N_(
        "Het eerste antwoord heeft %(had)s van de %(of)s. Nodig was %(least)s procent. De uitslag geldt niet."
    ),
    Outcome.WAITS: N_("Het eerste antwoord is nog niet bekend. De loting beslist."),
}


def outcome_words(result: QuestionResult) -> Remark:
    """What became of the question, in a sentence or two."""
    outcome = result.outcome
    first = next((one for one in result.answers.values() if one.place == 1), None)
    had, of = first.share if first else (0, 0)
    figures = {
        "winner": result.winner or "",
        "voters": result.voters,
        "needed": result.turnout_needed,
        "had": had,
        "of": of,
        "least": result.rule.least_share or 0,
    }
    sentence = _OUTCOMES[outcome]
    used = {name: value for name, value in figures.items() if f"%({name})s" in sentence}
    return remark(outcome.value, sentence, **used)


def why(result: QuestionResult, one: AnswerResult) -> Iterator[Remark]:
    """Why an answer stands where it stands."""
    said = _GOT[result.rule.method]
    figures = {"score": one.score, "voters": one.voters}
    yield remark("got", said, **{n: v for n, v in figures.items() if f"%({n})s" in said})
    if one.standing is Standing.WAITS:
        yield remark("waits", N_("Dat is evenveel als een ander antwoord. De loting beslist."))
    elif result.winner == one.id:
        yield from _why_first(result, one)
    elif result.winner is not None:
        yield _behind(result, one, result.answers[result.winner])


def _why_first(result: QuestionResult, one: AnswerResult) -> Iterator[Remark]:
    if one.id in result.drawn_from:
        yield remark("lot_won", N_("Het stond gelijk met een ander antwoord. De loting koos dit."))
    elif result.rule.ranks and all(
        many > result.duels[other][one.id] for other, many in result.duels[one.id].items()
    ):
        yield remark("beats_all", N_("Twee aan twee staat het vaker hoger dan elk ander antwoord."))
    else:
        yield remark("most", N_("Geen antwoord staat erboven."))
    if one.standing is Standing.LOST:
        yield remark("not_valid", N_("Toch geldt het niet, want er was te weinig steun."))


def _behind(result: QuestionResult, one: AnswerResult, winner: AnswerResult) -> Remark:
    if one.id in result.drawn_from:
        return remark("lot_lost", N_("Het stond gelijk met de winnaar. De loting koos de ander."))
    ranked = result.rule.method is Method.SCHULZE
    if ranked and result.paths[winner.id][one.id] > result.paths[one.id][winner.id]:
        return _duel(result, one, winner)
    if ranked or one.score == winner.score:
        return remark(
            "tie_lost", N_("Dat is evenveel als de winnaar. De regel bij gelijk koos de ander.")
        )
    return remark(
        "fewer", N_("Dat is %(fewer)s minder dan de winnaar."), fewer=winner.score - one.score
    )


def _duel(result: QuestionResult, one: AnswerResult, winner: AnswerResult) -> Remark:
    above, below = result.duels[winner.id][one.id], result.duels[one.id][winner.id]
    if above > below:
        return remark(
            "duel_lost",
            N_(
                "%(above)s mensen zetten antwoord %(winner)s hoger, en %(below)s mensen dit antwoord."
            ),
            above=above,
            below=below,
            winner=winner.id,
        )
    paths = result.paths
    return remark(
        "path_lost",
        N_(
            "Het verliest van antwoord %(winner)s via andere antwoorden: %(above)s tegen %(below)s."
        ),
        above=paths[winner.id][one.id],
        below=paths[one.id][winner.id],
        winner=winner.id,
    )
