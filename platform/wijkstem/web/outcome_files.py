"""The outcome of a means as files: the PDF that a worker made, and of a vote the table that a spreadsheet opens."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import number as number_said
from wijkstem.queries.means import MeansFacts, MeansPage, means_page
from wijkstem.queries.outcomes import OutcomeFacts, outcome_of
from wijkstem.queries.vote_questions import VoteRoom
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.photos import LOCKED
from wijkstem.web.public import for_everybody
from wijkstem.web.spreadsheets import download, spreadsheet
from wijkstem.web.vote_room import ToldResult, told_result, turnout_place, vote_in
from wijkstem.web.vote_words import rule_words
from wijkstem.web.work import ask, in_thread

#: A file with another content has another name; who comes back asks whether it is still this one.
CACHED = "private, no-cache"
COLUMNS = (
    N_("Nummer"),
    N_("Antwoord"),
    N_("Plaats"),
    N_("Score"),
    N_("Stemmers"),
    N_("Uitslag"),
)


async def outcome_file(request: Request, it: MeansFacts, called: str) -> Response:
    """The PDF of an outcome. Raises NotFound while a worker has not made it."""
    outcome: OutcomeFacts | None = await ask(request, outcome_of, it.id)
    kept, key = services(request).files, outcome.pdf_key if outcome else None
    path = await in_thread(request, lambda: kept.path(key)) if kept and key else None
    if path is None or key is None:
        raise NotFound("no_file", "Dit bestand is er (nog) niet.")
    mark = f'"{key.rpartition("/")[2].partition(".")[0][:32]}"'
    headers = {
        "Cache-Control": CACHED,
        "Content-Disposition": f'inline; filename="{called}"',
        "Content-Security-Policy": LOCKED,
        "ETag": mark,
    }
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="application/pdf", headers=headers)


async def _voted(request: Request) -> tuple[MeansFacts, VoteRoom]:
    """Raises NotFound until the result is out."""
    found: MeansPage = await ask(request, means_page, request.path_params["counted"])
    it = await vote_in(request, found) if found.means.public else None
    if it is None or it.said is None:
        raise NotFound("no_result", "De uitslag is er nog niet.")
    return found.means, it


async def vote_document(request: Request) -> Response:
    """The result of a vote as a tagged PDF, in Dutch: it is a document of the municipality."""
    means, _ = await _voted(request)
    return await outcome_file(request, means, f"uitslag-{means.number}.pdf")


@for_everybody()
async def vote_table(request: Request) -> Response:
    """The result of a vote for a spreadsheet: a line for each answer."""
    means, it = await _voted(request)
    lang = visitor(request).lang
    lines = _answer_lines(_result(it, lang))
    made = spreadsheet([translated(name, lang) for name in COLUMNS], lines)
    return download(made.encode(), "text/csv; charset=utf-8", f"uitslag-{means.number}.csv")


def _result(it: VoteRoom, lang: str) -> ToldResult:
    assert it.said is not None
    return told_result(it.said, {one.number: one.title for one in it.options}, lang)


def _answer_lines(told: ToldResult) -> list[list[str]]:
    return [
        [
            str(one.number),
            one.title,
            str(one.place),
            str(one.score),
            str(one.voters),
            one.standing,
        ]
        for one in told.answers
    ]


def vote_content(
    means: MeansFacts, it: VoteRoom, said: OutcomeFacts, rules: MunicipalityRules
) -> Mapping[str, object]:
    """What stands in the PDF, as data for the template of reports; in Dutch."""
    day, told = said.known_on, _result(it, "nl")
    return {
        "title": f"Uitslag: {means.title}",
        "municipality": f"Gemeente {rules.municipality.name}",
        "published": {"year": day.year, "month": day.month, "day": day.day},
        "opening": [means.question.splitlines(), [told.outcome]],
        "contents": "Wat staat erin?",
        "chapters": [
            _chapter(
                "De antwoorden", [_table("Uitslag per antwoord", COLUMNS, _answer_lines(told))]
            ),
            _chapter("Hoeveel mensen stemden", _turnout(it, told, rules)),
            {
                "title": "Zo is geteld",
                "paragraphs": [[one] for one in rule_words(it.rules, "nl")]
                + [[f"De code om deze uitslag na te gaan: {said.digest}"]],
                "tables": [],
            },
        ],
    }


def _chapter(title: str, tables: Sequence[object]) -> Mapping[str, object]:
    return {"title": title, "paragraphs": [], "tables": tables}


def _turnout(it: VoteRoom, told: ToldResult, rules: MunicipalityRules) -> list[object]:
    figures = [
        ["Stemmers", number_said(told.voters, "nl")],
        ["Lege stemmen", number_said(told.blank, "nl")],
        ["Mensen die konden stemmen", number_said(told.electorate, "nl")],
    ]
    places = [
        [
            turnout_place(one, rules, "nl"),
            "te weinig om te tonen" if one.voters is None else number_said(one.voters, "nl"),
        ]
        for one in it.turnout
    ]
    both = [_table("Alle stemmers", ("", "Aantal"), figures)]
    return [*both, _table("Stemmers per wijk", ("Wijk", "Stemmers"), places)] if places else both


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> object:
    return {"caption": caption, "columns": list(columns), "rows": [list(one) for one in rows]}
