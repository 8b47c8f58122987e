"""Why a plan won or lost, in words: Dutch sentences for the catalogue, with the figures beside them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from wijkstem.kit.i18n import N_
from wijkstem.tally.amounts import plain
from wijkstem.tally.explaining import Why
from wijkstem.tally.remarks import Remark, remark
from wijkstem.tally.results import Reason, Status

_WHY: Final = {
    Reason.FITS: N_("Dit plan wint. Het was aan de beurt en het paste in het budget."),
    Reason.SUPPORTERS_PAID: N_(
        "Dit plan wint in ronde %(round)s. Zijn stemmers betalen het samen, hooguit %(price)s euro per stem."
    ),
    Reason.COMPLETION: N_(
        "Dit plan wint met geld dat over was. Het had de hoogste score die nog paste."
    ),
    Reason.LEFTOVER: N_("Dit plan wint met geld dat over was."),
    Reason.WITHDRAWN: N_("Dit plan is ingetrokken en kan niet winnen."),
    Reason.THRESHOLD: N_("Dit plan haalt de drempel niet."),
    Reason.TOO_DEAR: N_("Dit plan kost %(cost)s euro. Er was nog %(had)s euro over."),
    Reason.STOPPED: N_("De telling stopte bij een plan dat niet meer paste. Dit plan kwam daarna."),
    Reason.CAP: N_("Voor dit soort plannen of deze buurt was het maximum bereikt."),
    Reason.EXCLUDED: N_("Van deze groep plannen kan er één winnen. Dat is een ander plan."),
    Reason.SUPPORTERS_LACKED: N_(
        "Dit plan kost %(cost)s euro. Zijn stemmers hadden samen nog %(had)s euro."
    ),
    Reason.NO_SUPPORT: N_("Niemand stemde op dit plan."),
    Reason.LOT: N_("Dit plan staat gelijk met een ander plan. De loting beslist."),
}


def words(why: Why) -> Iterator[Remark]:
    """A few short sentences."""
    one = why.plan
    if one.status == Status.PARTLY:
        said = N_("Dit plan krijgt een deel: %(gets)s van %(cost)s euro.")
        yield remark("partly", said, gets=_euros(one.gets), cost=_euros(one.cost))
    else:
        figures = {
            "round": why.round or 0,
            "price": _euros(why.price),
            "had": _euros(why.had),
            "cost": _euros(one.cost),
        }
        used = {name: value for name, value in figures.items() if f"%({name})s" in _WHY[one.reason]}
        yield remark(str(one.reason), _WHY[one.reason], **used)
    if why.lacking:
        yield remark(
            "lacking", N_("Er kwam %(lacking)s euro te kort."), lacking=_euros(why.lacking)
        )
    yield from _more(why)
    yield _otherwise(why)


def _more(why: Why) -> Iterator[Remark]:
    if why.more_votes == 1:
        yield remark("one_more", N_("Met één stem meer had het gewonnen."))
    elif why.more_votes:
        said = N_("Met %(more)s stemmen meer had het gewonnen.")
        yield remark("more", said, more=why.more_votes)
    elif why.tried:
        said = N_("Ook met %(tried)s stemmen meer had het niet gewonnen.")
        yield remark("not_even", said, tried=why.tried)


def _otherwise(why: Why) -> Remark:
    if why.otherwise == Status.WON:
        return remark("other_wins", N_("Met de andere manier van tellen wint het wel."))
    if why.otherwise == Status.WAITS:
        return remark("other_waits", N_("Met de andere manier van tellen beslist de loting."))
    return remark("other_loses", N_("Met de andere manier van tellen wint het niet."))


def _euros(value: Fraction | None) -> int | float:
    return plain(round(value or Fraction(0), 2))
