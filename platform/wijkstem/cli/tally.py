"""`wijkstem tally FILE.pb`: count an election from a file, by the rule that the file names or another one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from wijkstem.errors import BadConfiguration
from wijkstem.tally.amounts import plain
from wijkstem.tally.elections import Election
from wijkstem.tally.pabulib.files import PbFile
from wijkstem.tally.remarks import Remark
from wijkstem.tally.results import Result
from wijkstem.tally.rules import CountingRule
from wijkstem.web.language import translated

RuleOption = Annotated[
    str,
    typer.Option(
        "--rule",
        help="greedy, greedy-no-skip, equal-shares, equalshares/add1u, … or a JSON file with a counting rule",
    ),
]
LotOption = Annotated[str, typer.Option("--lot", help="the lot that was drawn, for ties")]
ExclusiveOption = Annotated[
    list[str], typer.Option("--exclusive", help="plans of which only one can win: 12,26")
]
DifferOption = Annotated[
    bool, typer.Option("--counts-may-differ", help="only remark on wrong num_votes, num_projects")
]
ExplainOption = Annotated[
    list[str], typer.Option("--explain", help="why this plan won or lost; counts again many times")
]
JsonOption = Annotated[bool, typer.Option("--json", help="everything, for other programs")]


def tally(
    file: Path,
    rule: RuleOption = "",
    lot: LotOption = "",
    exclusive: ExclusiveOption = [],  # noqa: B006 - typer copies it
    differ: DifferOption = False,
    explain: ExplainOption = [],  # noqa: B006 - typer copies it
    as_json: JsonOption = False,
) -> None:
    """Count the election in FILE (Pabulib's .pb format); needs no database."""
    # Only here: numpy takes memory that the web servers, which start from the same terminal, do not need.
    from wijkstem.tally.counting import count
    from wijkstem.tally.pabulib.electing import elected
    from wijkstem.tally.pabulib.reading import read

    pb = read(_bytes(file))
    found = elected(pb, counts_may_differ=differ)
    counting, assumed = _rule(pb, rule)
    groups = tuple(tuple(plan.strip() for plan in one.split(",")) for one in exclusive)
    counting = replace(counting, lot=lot or counting.lot, exclusive=counting.exclusive + groups)
    result = count(found.election, counting)
    notes = _said(found.remarks), _said(assumed)
    why = _why(found.election, counting, result, explain)
    if as_json:
        typer.echo(_json(found.election, result, *notes, why))
        return
    typer.echo("\n".join(_lines(result, *notes)))
    for plan, one in why.items():
        typer.echo(f"{plan}: {' '.join(one['words'])}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadConfiguration(f"{file} cannot be read: {error.strerror}") from error


def _rule(pb: PbFile, asked: str) -> tuple[CountingRule, Sequence[Remark]]:
    """From a JSON file with every parameter, or from META with the winner rule that was asked for."""
    from wijkstem.tally.pabulib.mapping import mapped

    if not asked.endswith(".json"):
        found = mapped(pb, asked or None)
        return found.rule, found.assumed
    try:
        return CountingRule.from_dict(json.loads(_bytes(Path(asked)))), ()
    except ValueError as error:
        raise BadConfiguration(f"{asked} is not JSON: {error}") from error


def _said(remarks: Sequence[Remark]) -> list[str]:
    return [translated(one.sentence, "en", dict(one.values)) for one in remarks]


def _why(
    election: Election, rule: CountingRule, result: Result, plans: Sequence[str]
) -> dict[str, dict[str, Any]]:
    from wijkstem.tally.explaining import Explainer
    from wijkstem.tally.wording import words

    if unknown := set(plans) - set(result.plans):
        raise BadConfiguration(f"there is no plan {', '.join(sorted(unknown))}")
    if not plans:
        return {}
    explainer = Explainer(election, rule, result)
    found = {plan: explainer.why(plan) for plan in plans}
    return {plan: one.to_dict() | {"words": _said(list(words(one)))} for plan, one in found.items()}


def _json(
    election: Election,
    result: Result,
    remarks: Sequence[str],
    assumed: Sequence[str],
    why: Mapping[str, Mapping[str, Any]],
) -> str:
    from wijkstem.tally.explaining import served, served_by_method, served_by_neighbourhood

    said: dict[str, Any] = {
        **result.to_dict(),
        "served": asdict(served(election, result)),
        "served_by_neighbourhood": {
            place: asdict(one) for place, one in served_by_neighbourhood(election, result).items()
        },
        "served_by_method": {
            method: asdict(one) for method, one in served_by_method(election, result).items()
        },
        "why": why,
        "remarks": remarks,
        "assumed": assumed,
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _lines(result: Result, remarks: Sequence[str], assumed: Sequence[str]) -> Iterator[str]:
    yield from (f"! {one}" for one in remarks)
    yield from (f"  assumed: {one}" for one in assumed)
    yield (
        f"{result.rule.name}: {len(result.winners)} of {len(result.plans)} plans win, "
        f"{plain(result.cost)} of {plain(result.budget)} spent, {result.voters} ballots"
    )
    if result.waiting:
        yield f"the lot must decide between: {', '.join(result.waiting)} (then: --lot)"
    order = {plan: number for number, plan in enumerate(result.winners)}
    for plan, one in sorted(
        result.plans.items(), key=lambda pair: (order.get(pair[0], len(order)), -pair[1].score)
    ):
        yield (
            f"{one.status:7} {plan:16} {one.votes:>8} votes {plain(one.score):>8} score "
            f"{plain(one.cost):>12} cost  {one.reason}"
        )
