"""Asking for figures as they were shown on a day before: the fields of the form, and the way back to the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean
from wijkstem.web import inputs
from wijkstem.web.context import language
from wijkstem.web.forms import Form
from wijkstem.web.language import translated
from wijkstem.web.wording import today

#: The three fields of the day.
PARAMETERS: Final = ("op_day", "op_month", "op_year")
NO_DAY = N_("Deze dag bestaat niet. Schrijf een dag, een maand en een jaar, zoals 3 12 2026.")
NOT_YET = N_("Deze dag komt nog. Kies een dag die al is geweest.")


@dataclass(frozen=True)
class AsOf:
    """The day that was asked for; None: now."""

    day: date | None
    form: Form

    @property
    def query(self) -> str:
        """What an address needs to ask the same; "" for now."""
        if self.day is None:
            return ""
        return urlencode(
            {"op_day": self.day.day, "op_month": self.day.month, "op_year": self.day.year}
        )

    @property
    def status(self) -> int:
        """Of a page that says what is wrong with the day, and shows what holds now."""
        return 422 if self.form.errors else 200


def asked(request: Request) -> AsOf:
    """The day in the address."""
    typed = {name: request.query_params.get(name, "")[:10] for name in PARAMETERS}
    if not any(clean(text) for text in typed.values()):
        return AsOf(None, Form())
    day, wrong = inputs.day(typed, "op"), ""
    if day is None:
        wrong = NO_DAY
    elif day > today(request):
        wrong = NOT_YET
    if wrong:
        return AsOf(None, Form(typed, {"op": translated(wrong, language(request))}))
    return AsOf(day, Form(typed))


def with_query(path: str, *queries: str, **values: object) -> str:
    """An address with everything that was asked for."""
    asked_for: Mapping[str, object] = {name: one for name, one in values.items() if one}
    parts = [one for one in (*queries, urlencode(asked_for)) if one]
    return f"{path}?{'&'.join(parts)}" if parts else path
