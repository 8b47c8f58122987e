"""A vote on a question in words: who may vote, how it is counted, and what it needs; no parameter is left out."""

from collections.abc import Sequence

from wijkstem.domain.rounds import BallotRules
from wijkstem.domain.vote_questions import QuestionRules
from wijkstem.kit.i18n import N_
from wijkstem.tally.answers.rules import AnswerRule, AnswerTie, Method
from wijkstem.web.round_words import Said
from wijkstem.words.rounds import BallotType, Roll

BALLOTS = {
    BallotType.CHOOSE_ONE: N_("U kiest één antwoord."),
    BallotType.APPROVAL: N_("U kruist de antwoorden aan die u goed vindt."),
    BallotType.POINTS: N_("U verdeelt punten over de antwoorden."),
    BallotType.RANKING: N_("U zet de antwoorden op volgorde, het beste antwoord eerst."),
}
METHODS = {
    Method.MOST: N_("Het antwoord met de meeste stemmen wint."),
    Method.POINTS: N_("Het antwoord met de meeste punten wint."),
    Method.BORDA: N_(
        "Elke plaats geeft punten. De laatste plaats geeft 0 punten, elke plaats hoger 1 meer. De meeste punten winnen (Borda)."
    ),
    Method.SCHULZE: N_(
        "Wij vergelijken de antwoorden twee aan twee. Het antwoord dat het sterkst is tegen alle andere, wint (Schulze)."
    ),
}
#: What a share is a share of.
SHARES = {
    Method.MOST: N_("Het antwoord geldt als minstens %(least)s procent van de stemmers het koos."),
    Method.POINTS: N_("Het antwoord geldt als het minstens %(least)s procent van de punten kreeg."),
    Method.BORDA: N_(
        "Het antwoord geldt als minstens %(least)s procent het hoger zet dan elk ander antwoord."
    ),
    Method.SCHULZE: N_(
        "Het antwoord geldt als minstens %(least)s procent het hoger zet dan elk ander antwoord."
    ),
}
TIES = {
    AnswerTie.VOTERS: N_("Staan antwoorden gelijk? Dan gaat voor wat de meeste mensen noemen."),
    AnswerTie.FIRST: N_("Staan antwoorden gelijk? Dan gaat voor wat het vaakst op plaats 1 staat."),
    AnswerTie.LOT: N_("Staan ze dan nog gelijk? Dan beslist een loting, met: %(source)s."),
}


def rule_words(rules: QuestionRules, lang: str) -> Sequence[str]:
    """Everything that decides, as sentences."""
    said = Said(lang)
    _voters(rules, said)
    _ballot(rules.ballot, said)
    _count(rules.count, said)
    for step in rules.count.ties:
        source = {"source": rules.lot.source} if step is AnswerTie.LOT else {}
        said.say(TIES[step], **source)
    return said.lines


def _voters(rules: QuestionRules, said: Said) -> None:
    said.say(N_("U mag stemmen als u minstens %(age)s jaar bent."), age=rules.voters.minimum_age)
    said.say(
        N_("Wij kijken naar uw leeftijd op %(day)s."),
        day=rules.voters.reference_day,
    )
    if rules.voters.roll is Roll.LIST:
        said.say(N_("U kunt alleen stemmen met de code uit uw brief."))
    else:
        said.say(N_("U stemt met uw inlog, of met de code uit uw brief."))


def _ballot(rules: BallotRules, said: Said) -> None:
    said.say(BALLOTS[rules.type])
    if rules.type is not BallotType.CHOOSE_ONE and rules.max_picks is not None:
        said.say(N_("U kiest er hoogstens %(most)s."), most=rules.max_picks)
    if rules.points is not None:
        said.say(
            N_("U hebt %(points)s punten. Eén antwoord kan er hoogstens %(most)s krijgen."),
            points=rules.points,
            most=rules.most_points or rules.points,
        )
    if rules.min_picks == 0:
        said.say(N_("U mag ook een lege stem sturen. Die telt mee bij de opkomst."))


def _count(rule: AnswerRule, said: Said) -> None:
    said.say(METHODS[rule.method])
    if rule.least_turnout is None:
        said.say(N_("Er is geen minimum aan stemmers."))
    else:
        said.say(
            N_(
                "De uitslag geldt als minstens %(least)s procent stemt. Er kunnen %(all)s mensen stemmen."
            ),
            least=rule.least_turnout,
            all=rule.electorate,
        )
    if rule.least_share is not None:
        said.say(SHARES[rule.method], least=rule.least_share)
