"""A step of the council's path as it is called when the college decides, because the plan was routed there.

The path is the rules' own and says "de gemeenteraad"; who decides follows from the routing (`domain/routing.py`).
"""

import re

from wijkstem.queries.initiatives import InitiativePage
from wijkstem.rules.parts import Text
from wijkstem.rules.schema import Municipality
from wijkstem.rules.steps import Step
from wijkstem.words import BodyKind, Holder

#: A committee of the council advises nobody now.
_COMMITTEE = re.compile(
    r" (?:Soms geeft een commissie eerst advies|Sometimes a committee gives advice first)\."
)
_COUNCIL_NL = re.compile(r"\b([Dd])e (?:gemeente)?raad\b")
#: Not its clerk, who helps with the college's agenda too.
_COUNCIL_EN = re.compile(r"\b([Tt])he council\b(?! clerk)")


def college_decides(found: InitiativePage, municipality: Municipality) -> bool:
    """Whether the plan was brought before the college and not before the council."""
    body = municipality.body(found.request.body_id) if found.request else None
    return body is not None and body.kind is BodyKind.COLLEGE


def by_college(step: Step) -> Step:
    """The step with the college in the place of the council; of a step that is somebody else's nothing changes."""
    if step.holder is not Holder.COUNCIL and not step.final:
        return step
    holder = Holder.COLLEGE if step.holder is Holder.COUNCIL else step.holder
    told = {"name": _told(step.name), "explanation": _told(step.explanation), "holder": holder}
    return step.model_copy(update=told)


def _told(text: Text) -> Text:
    nl = _COUNCIL_NL.sub(lambda found: f"{_case('h', found[1])}et college", text.nl)
    en = _COUNCIL_EN.sub(lambda found: f"{found[1]}he municipal executive", text.en)
    return Text(nl=_COMMITTEE.sub("", nl), en=_COMMITTEE.sub("", en))


def _case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter
