"""The alerts and the dashboard ask for figures that there are, by labels that they have, in PromQL that is right."""

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import Counter, Histogram
from prometheus_client.parser import text_string_to_metric_families

from tests.support.world import World
from wijkstem.eventlog import positions
from wijkstem.kit import metrics as counted
from wijkstem.metrics import Service, exposition
from wijkstem.settings import ROOT

RULES = ROOT / "deploy" / "prometheus" / "wijkstem.rules.yml"
SCRAPE = ROOT / "deploy" / "prometheus" / "scrape.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "wijkstem.json"
HANDBOOK = ROOT / "docs" / "operate.md"
#: What Prometheus itself makes of every place that it asks, with the labels that `scrape.yml` gives.
ITS_OWN = {"up": {"job", "instance", "service"}}


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [one for one in json.loads(DASHBOARD.read_text())["panels"] if one["type"] != "row"]


def asked() -> dict[str, str]:
    """Every expression, by who asks it."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in alerts()}
    for panel in panels():
        for target in panel["targets"]:
            found[f"panel {panel['title']} {target['refId']}"] = target["expr"]
    return found


def selectors(expression: Any) -> Iterator[Any]:
    """The figures that a parsed expression selects."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
        return
    for part in ("expr", "lhs", "rhs", "vector_selector", "param"):
        inner = getattr(expression, part, None)
        if inner is not None:
            yield from selectors(inner)
    args = getattr(expression, "args", None)
    for one in args or ():
        yield from selectors(one)


@pytest.fixture
def told(sqlite_world: World) -> dict[str, set[str]]:
    """The figures of a platform with something of everything, each with its labels."""
    counted.REQUESTS.labels("/", "GET", "200").inc()
    counted.SECONDS.labels("/").observe(0.1)
    counted.COMMANDS.labels("Sign", "done").inc()
    counted.COMMITS.observe(0.01)
    counted.SIGN_INS_REFUSED.labels("choose_person").inc()
    counted.FOLDED.labels("listing").inc()
    counted.ATTEMPTS.labels("sent").inc()
    counted.SWEEPS.labels("done").inc()
    sqlite_world.submit()
    sqlite_world.settle()
    with sqlite_world.services.connection("testdorp") as connection:
        at = positions.hold(connection, "timeline", "testdorp")
        assert at is not None
        positions.fail(connection, "timeline", "testdorp", at, "odd", sqlite_world.clock.at)
    text = exposition(sqlite_world.services).decode()
    found: dict[str, set[str]] = {name: set(labels) for name, labels in ITS_OWN.items()}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = {*sample.labels, "instance", "job", "service"}
            found.setdefault(sample.name, set()).update(labels)
    return found


@pytest.mark.parametrize("who", asked())
def test_every_figure_asked_for_is_told(who: str, told: dict[str, set[str]]) -> None:
    found = list(selectors(promql_parser.parse(asked()[who])))
    assert found, "an expression without a figure alerts on nothing"
    for one in found:
        assert one.name in told
        assert {match.name for match in one.matchers.matchers} <= told[one.name]


def test_grouped_labels_exist(told: dict[str, set[str]]) -> None:
    known = set().union(*told.values())
    for expression in asked().values():
        for names in re.findall(r"\bby \(([^)]*)\)", expression):
            assert {name.strip() for name in names.split(",")} <= known


def test_every_figure_is_looked_at() -> None:
    """What nobody looks at need not be measured."""
    text = RULES.read_text() + DASHBOARD.read_text()
    ours = [one._name for one in vars(counted).values() if isinstance(one, Counter | Histogram)]
    assert [name for name in ours if name not in text] == []


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_how_bad_it_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket"}
    page, _, anchor = rule["annotations"]["handbook"].partition("#")
    assert page == "docs/operate.md"
    headings = re.findall(r"^#+ (.+)$", HANDBOOK.read_text(), re.MULTILINE)
    assert anchor in {re.sub(r"[^\w-]", "", one.lower().replace(" ", "-")) for one in headings}


def test_promises_of_the_issue_are_alerts() -> None:
    found = {rule["alert"]: (rule["expr"], rule.get("for")) for rule in alerts()}
    behind = "max by (municipality, consumer) (wijkstem_consumer_lag) > 1000"
    assert found["ConsumerBehind"] == (behind, "5m")
    assert "TermWithoutEscalation" in found


def test_places_to_ask_are_those_of_the_settings() -> None:
    [job] = yaml.safe_load(SCRAPE.read_text())["scrape_configs"]
    places = {one["labels"]["service"]: one["targets"] for one in job["static_configs"]}
    port = 9400
    assert places == {service.name.lower(): [f"127.0.0.1:{port + service}"] for service in Service}
