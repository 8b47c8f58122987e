"""What a round, its ballot and its count are called on screen, in plain words and without leaving a parameter out."""

from collections.abc import Sequence
from fractions import Fraction

from wijkstem.domain.rounds import BallotRules, RoundRules
from wijkstem.kit.i18n import N_
from wijkstem.tally.amounts import canonical
from wijkstem.tally.rules import (
    CapOn,
    Comparison,
    Completion,
    CountingRule,
    EqualShares,
    Greedy,
    Leftover,
    Measure,
    ScoreBy,
    Tie,
    Unfit,
    Unit,
    Worth,
)
from wijkstem.web.language import translated
from wijkstem.words.rounds import BallotType, OnBallot, PhaseKind, Roll, RoundAct, RoundState

STATES = {
    RoundState.DRAFT: N_("In de maak"),
    RoundState.ANNOUNCED: N_("Bezig"),
    RoundState.FROZEN: N_("De regels liggen vast"),
    RoundState.CLOSED: N_("De stemmen worden geteld"),
    RoundState.COUNTED: N_("Geteld"),
    RoundState.PUBLISHED: N_("De uitslag is bekend"),
    RoundState.CANCELLED: N_("Gestopt"),
}
LOOKS = {
    RoundState.DRAFT: "neutral",
    RoundState.ANNOUNCED: "busy",
    RoundState.FROZEN: "busy",
    RoundState.CLOSED: "busy",
    RoundState.COUNTED: "busy",
    RoundState.PUBLISHED: "good",
    RoundState.CANCELLED: "bad",
}
PHASES = {
    PhaseKind.IDEAS: (N_("Plannen insturen"), N_("Bewoners sturen hun plannen in.")),
    PhaseKind.FEASIBILITY: (
        N_("Kan het, en wat kost het?"),
        N_("De gemeente kijkt of elk plan kan, en wat het kost."),
    ),
    PhaseKind.ADVICE: (
        N_("Advies van de wijk"),
        N_("De wijkraad zegt wat hij van elk plan vindt."),
    ),
    PhaseKind.BALLOT: (
        N_("De stemlijst maken"),
        N_("De gemeente zet de plannen op de stemlijst en legt de regels vast."),
    ),
    PhaseKind.VOTE: (N_("Stemmen"), N_("U kiest welke plannen geld krijgen.")),
    PhaseKind.COUNT: (N_("Tellen"), N_("De computer telt. Iedereen kan het narekenen.")),
    PhaseKind.RESULT: (
        N_("De uitslag"),
        N_("Twee medewerkers kijken de uitslag na. Dan staat die hier."),
    ),
    PhaseKind.DOING: (
        N_("Uitvoeren"),
        N_("De plannen worden uitgevoerd. U leest wat er met het geld gebeurt."),
    ),
}
#: What officials can allow in a phase besides what it is there for.
ACTS = {
    RoundAct.SUBMIT: N_("Bewoners sturen plannen in"),
    RoundAct.COST: N_("De gemeente vult in wat plannen kosten"),
    RoundAct.FIX: N_("De gemeente maakt de stemlijst en legt de regels vast"),
}
STANDINGS = {
    OnBallot.PROPOSED: N_("Doet mee, staat nog niet op de stemlijst"),
    OnBallot.LISTED: N_("Op de stemlijst"),
    OnBallot.LEFT_OUT: N_("Niet op de stemlijst"),
    OnBallot.WITHDRAWN: N_("Ingetrokken: krijgt geen geld"),
}
BALLOTS = {
    BallotType.APPROVAL: N_("U kruist de plannen aan die u goed vindt."),
    BallotType.CHOOSE_ONE: N_("U kiest één plan."),
    BallotType.POINTS: N_("U verdeelt punten over de plannen."),
    BallotType.SCORES: N_("U geeft elk plan een cijfer."),
    BallotType.RANKING: N_("U zet de plannen op volgorde, het beste plan eerst."),
}
TIES = {
    Tie.CHEAPER: N_("het goedkoopste plan gaat voor"),
    Tie.VOTES: N_("het plan met de meeste stemmen gaat voor"),
    Tie.LOT: N_("er wordt in het openbaar geloot"),
}


class Said:
    """Sentences in one language, collected one by one."""

    def __init__(self, lang: str) -> None:
        self._lang, self.lines = lang, list[str]()

    def say(self, sentence: str, **values: object) -> None:
        self.lines.append(translated(sentence, self._lang, values or None))

    def words(self, sentence: str) -> str:
        return translated(sentence, self._lang)


def ballot_words(rules: RoundRules, lang: str) -> Sequence[str]:
    """Who may vote, and what may stand on a ballot."""
    said = Said(lang)
    voters = rules.voters
    said.say(N_("U mag stemmen als u minstens %(age)s jaar bent."), age=voters.minimum_age)
    said.say(
        N_("Wij kijken naar uw leeftijd en uw adres op %(day)s."),
        day=voters.reference_day,
    )
    if voters.roll is Roll.LIST:
        said.say(N_("U kunt alleen stemmen met de code uit uw brief."))
    else:
        said.say(N_("U stemt met de code uit uw brief, of u logt in."))
    said.say(BALLOTS[rules.ballot.type])
    _limits(said, rules.ballot)
    said.say(N_("U mag uw stem veranderen tot het stemmen sluit. De laatste telt."))
    said.say(
        N_(
            "Wordt een plan tijdens het stemmen ingetrokken? Dan blijft het staan, maar krijgt het geen geld."
        )
    )
    return said.lines


def _limits(said: Said, ballot: BallotRules) -> None:
    said.say(N_("Zoveel plannen kiest u minstens: %(count)s."), count=ballot.min_picks)
    if ballot.max_picks is not None:
        said.say(N_("Zoveel plannen kiest u hoogstens: %(count)s."), count=ballot.max_picks)
    if ballot.spending_limit is not None:
        said.say(
            N_("Samen mogen uw plannen hoogstens €\u00a0%(money)s kosten."),
            money=ballot.spending_limit,
        )
    if ballot.points is not None:
        said.say(N_("U hebt %(points)s punten."), points=ballot.points)
    if ballot.most_points is not None:
        said.say(
            N_("Eén plan krijgt hoogstens %(points)s punten van u."), points=ballot.most_points
        )
    if ballot.lowest_score is not None:
        said.say(
            N_("Het laagste cijfer is %(low)s en het hoogste is %(high)s."),
            low=ballot.lowest_score,
            high=ballot.highest_score,
        )


def count_words(rules: RoundRules, lang: str) -> Sequence[str]:
    """Who wins, with every parameter of the rule."""
    said, rule = Said(lang), rules.count
    _score(said, rule)
    if isinstance(rule.winner, Greedy):
        _greedy(said, rule.winner)
    else:
        _shares(said, rule.winner)
    for threshold in rule.thresholds:
        said.say(_THRESHOLDS[threshold.on, threshold.unit], least=amount(threshold.at_least))
    for cap in rule.caps:
        if cap.money is not None:
            said.say(_CAP_MONEY[cap.on], name=cap.name, money=amount(cap.money))
        if cap.plans is not None:
            said.say(_CAP_PLANS[cap.on], name=cap.name, plans=cap.plans)
    ties = ", ".join(f"{turn}. {said.words(TIES[tie])}" for turn, tie in enumerate(rule.ties, 1))
    if ties:
        said.say(N_("Zijn twee plannen gelijk? Dan geldt: %(ties)s."), ties=ties)
    said.say(
        N_(
            "Loten gaat met getallen die niemand kan kiezen: %(source)s. Het is de eerste trekking vanaf %(days)s dagen na het sluiten van de stembus."
        ),
        source=rules.lot.source,
        days=rules.lot.days,
    )
    said.say(N_("Die getallen tellen samen met de laatste kop van het stembord."))
    said.say(_LEFTOVER[rule.leftover])
    return said.lines


def amount(value: Fraction) -> str:
    return str(canonical(value))


def _score(said: Said, rule: CountingRule) -> None:
    match rule.scoring.by:
        case ScoreBy.VOTES:
            said.say(N_("De score van een plan is het aantal mensen dat het noemt."))
        case ScoreBy.POINTS:
            said.say(N_("De score van een plan is de som van zijn punten."))
        case ScoreBy.PLACES:
            places = ", ".join(amount(one) for one in rule.scoring.places)
            said.say(
                N_("Van de eerste plaats af krijgt een plan deze punten: %(places)s."),
                places=places,
            )


def _greedy(said: Said, winner: Greedy) -> None:
    said.say(N_("Het plan met de hoogste score krijgt als eerste geld, dan het volgende."))
    if winner.unfit is Unfit.SKIP:
        said.say(
            N_(
                "Past een plan niet meer in het budget? Dan slaan wij het over en kijken wij verder."
            )
        )
    else:
        said.say(N_("Past een plan niet meer in het budget? Dan stopt het daar."))


def _shares(said: Said, winner: EqualShares) -> None:
    said.say(N_("Elke stemmer krijgt een even groot deel van het budget."))
    said.say(
        N_(
            "Wie een plan noemt, betaalt eraan mee. Eerst komt het plan dat per stem het minst kost."
        )
    )
    said.say(_WORTH[winner.worth])
    said.say(_COMPLETION[winner.completion], step=amount(winner.increment))
    if winner.completion in (Completion.ADD1, Completion.ADD1U):
        said.say(_EXHAUSTIVE[winner.exhaustive_stop])
    said.say(_COMPARISON[winner.comparison])


_WORTH = {
    Worth.COST: N_("Een duur plan telt voor wie het noemt zwaarder dan een goedkoop plan."),
    Worth.POINTS: N_("Elk plan telt voor wie het noemt even zwaar, wat het ook kost."),
}
_COMPLETION = {
    Completion.NONE: N_("Blijft er geld over? Dan komt er geen plan meer bij."),
    Completion.ADD1: N_(
        "Blijft er geld over? Dan krijgt elke stemmer steeds €\u00a0%(step)s meer, zolang het past."
    ),
    Completion.UTILITARIAN: N_(
        "Blijft er geld over? Dan gaat het naar de hoogste scores die nog passen."
    ),
    Completion.ADD1U: N_(
        "Blijft er geld over? Dan krijgt elke stemmer steeds €\u00a0%(step)s meer, zolang het past. De rest gaat naar de hoogste scores."
    ),
}
_EXHAUSTIVE = {
    True: N_("Dat stopt bij de eerste uitkomst waar geen plan meer bij past."),
    False: N_("Dat gaat door tot de laatste stap die nog past."),
}
_COMPARISON = {
    Comparison.NONE: N_("De uitkomst wordt niet met een andere manier van tellen vergeleken."),
    Comparison.SATISFACTION: N_(
        "Krijgen meer stemmers hun zin als gewoon de hoogste scores winnen? Dan geldt dat."
    ),
    Comparison.EXCLUSION: N_(
        "Staan minder stemmers met lege handen als gewoon de hoogste scores winnen? Dan geldt dat."
    ),
}
_LEFTOVER = {
    Leftover.NOTHING: N_("Wat overblijft, blijft bij de gemeente."),
    Leftover.FIT: N_(
        "Wat overblijft, gaat naar de plannen die nog passen. De hoogste score gaat voor."
    ),
    Leftover.PARTIAL: N_(
        "Wat overblijft, gaat naar het plan met de hoogste score dat nog niets kreeg."
    ),
}
_THRESHOLDS = {
    (Measure.VOTES, Unit.NUMBER): N_("Zoveel stemmen moet een plan minstens krijgen: %(least)s."),
    (Measure.VOTES, Unit.PERCENT): N_(
        "Een plan moet op minstens %(least)s procent van de stemmen staan."
    ),
    (Measure.SCORE, Unit.NUMBER): N_("Een plan moet minstens een score van %(least)s krijgen."),
    (Measure.SCORE, Unit.PERCENT): N_(
        "De score van een plan moet minstens %(least)s procent zijn van het aantal stemmen."
    ),
}
_CAP_MONEY = {
    CapOn.CATEGORY: N_("Plannen over %(name)s krijgen samen hoogstens €\u00a0%(money)s."),
    CapOn.NEIGHBOURHOOD: N_("Plannen in wijk %(name)s krijgen samen hoogstens €\u00a0%(money)s."),
}
_CAP_PLANS = {
    CapOn.CATEGORY: N_("Van de plannen over %(name)s winnen er hoogstens %(plans)s."),
    CapOn.NEIGHBOURHOOD: N_("Van de plannen in wijk %(name)s winnen er hoogstens %(plans)s."),
}
