"""All rules of all municipalities, read and checked once at boot and asked for everywhere after."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import ValidationError

from wijkstem.errors import BadConfiguration, NotFound
from wijkstem.rules.indicators import Indicator, Indicators, SharedIndicators
from wijkstem.rules.neighbourhood_history import NO_HISTORY, NeighbourhoodHistory
from wijkstem.rules.routing import Route
from wijkstem.rules.schema import Instrument, Municipality, Part, RulesVersion, twice
from wijkstem.rules.shapes import Shapes, load_shapes
from wijkstem.rules.steps import Path
from wijkstem.words import Need, Trigger

P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Rules:
    """One version of a municipality's rules with its paths, and the hash that proves it was not edited."""

    version: str
    in_force: date
    instruments: dict[str, Instrument]
    paths: dict[str, Path]
    hash: str
    #: Which body a plan goes to; the first that fits.
    routing: tuple[Route, ...] = ()

    def instrument(self, instrument_id: str) -> Instrument:
        """Raises NotFound for an instrument that this municipality does not have."""
        try:
            return self.instruments[instrument_id]
        except KeyError:
            raise NotFound("unknown_instrument", "Dit soort plan kent uw gemeente niet.") from None

    def path(self, instrument_id: str) -> Path:
        return self.paths[self.instrument(instrument_id).path]


@dataclass(frozen=True)
class MunicipalityRules:
    """Everything that the rules say about one municipality."""

    municipality: Municipality
    indicators: Indicators
    versions: tuple[Rules, ...]
    #: Where its neighbourhoods lie; None: nobody knows, and there is a list only.
    shapes: Shapes | None = None
    #: What its list of neighbourhoods was before.
    history: NeighbourhoodHistory = NO_HISTORY

    @cached_property
    def former_codes(self) -> frozenset[str]:
        """Codes of neighbourhoods that an earlier list had."""
        return frozenset(one.code for list_ in self.history.lists for one in list_.neighbourhoods)

    def on(self, day: date) -> Rules:
        """The rules in force on ``day``: the newest that is not from later."""
        in_force = [rules for rules in self.versions if rules.in_force <= day]
        if not in_force:
            raise NotFound("no_rules", "Op deze dag waren er nog geen spelregels.")
        return in_force[-1]

    def version(self, version: str) -> Rules:
        """Raises BadConfiguration for a version that was published and is not there any more."""
        found = next((rules for rules in self.versions if rules.version == version), None)
        if found is None:
            raise BadConfiguration(f"{self.municipality.slug}: rules {version!r} are not there")
        return found


class RuleBook:
    """The municipalities by slug."""

    def __init__(self, municipalities: dict[str, MunicipalityRules]) -> None:
        self._municipalities = municipalities

    def __iter__(self) -> Iterator[MunicipalityRules]:
        return iter(self._municipalities.values())

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(self._municipalities)

    def __contains__(self, slug: str) -> bool:
        return slug in self._municipalities

    def of(self, slug: str) -> MunicipalityRules:
        """Raises NotFound for a municipality that is not here."""
        try:
            return self._municipalities[slug]
        except KeyError:
            raise NotFound("unknown_municipality", "Deze gemeente doet hier niet mee.") from None


def load(directory: FilePath) -> RuleBook:
    """Read every rules file below ``directory``.

    Raises:
        BadConfiguration: naming the file, the field and what was expected.
    """
    paths = dict(_path(file) for file in sorted(directory.glob("paden/*.toml")))
    shared = _shared(sorted(directory.glob("indicatoren/*.toml")))
    apart = {directory / "paden", directory / "indicatoren"}
    folders = sorted({file.parent for file in directory.glob("*/*.toml")} - apart)
    if not folders:
        raise BadConfiguration(f"{directory}: no municipality here (expected <name>/gemeente.toml)")
    return RuleBook({folder.name: _municipality(folder, paths, shared) for folder in folders})


def _path(file: FilePath) -> tuple[str, Path]:
    path = _read(file, Path)
    if path.id != file.stem:
        raise BadConfiguration(f"{file}: id: is {path.id!r}, the file is called {file.stem!r}")
    return path.id, path


def _shared(files: list[FilePath]) -> list[Indicator]:
    """What every municipality counts, in the order of the files."""
    found = [one for file in files for one in _read(file, SharedIndicators).indicators]
    if doubles := twice(one.code for one in found):
        raise BadConfiguration(f"{files[0].parent}: indicators stand twice: {doubles}")
    return found


def _municipality(
    folder: FilePath, paths: dict[str, Path], shared: list[Indicator]
) -> MunicipalityRules:
    file = folder / "gemeente.toml"
    municipality = _read(file, Municipality)
    if municipality.slug != folder.name:
        raise BadConfiguration(
            f"{file}: slug: is {municipality.slug!r}, the folder says {folder.name!r}"
        )
    versions = [_version(f, municipality, paths) for f in sorted(folder.glob("spelregels-*.toml"))]
    if not versions:
        raise BadConfiguration(f"{folder}: no rules here (expected spelregels-<date>.toml)")
    if doubles := twice(rules.version for rules in versions):
        raise BadConfiguration(f"{folder}: version: stands in two files: {doubles}")
    versions.sort(key=lambda rules: rules.in_force)
    return MunicipalityRules(
        municipality,
        _read(folder / "indicatoren.toml", Indicators).beside(shared),
        tuple(versions),
        load_shapes(folder / "wijken.geojson", municipality),
        _history(folder / "wijken-geschiedenis.toml", municipality),
    )


def _history(file: FilePath, municipality: Municipality) -> NeighbourhoodHistory:
    """What the list of neighbourhoods was before; where there is no file, what it is now."""
    if not file.exists():
        return NO_HISTORY
    history = _read(file, NeighbourhoodHistory)
    aims = {code for one in history.lists for former in one.neighbourhoods for code in former.to}
    if lost := sorted(code for code in aims if municipality.neighbourhood(code) is None):
        raise BadConfiguration(f"{file}: to: not a neighbourhood of this place: {lost}")
    return history


def _version(file: FilePath, municipality: Municipality, paths: dict[str, Path]) -> Rules:
    version = _read(file, RulesVersion)
    if file.stem != f"spelregels-{version.in_force}":
        raise BadConfiguration(
            f"{file}: in_force: is {version.in_force}, the file is called {file.stem!r}"
        )
    used: dict[str, Path] = {}
    for name, instrument in version.instruments.items():
        where = f"{file}: instruments.{name}"
        if instrument.path not in paths:
            raise BadConfiguration(
                f"{where}.path: {instrument.path!r} is not one of {sorted(paths)}"
            )
        used[instrument.path] = paths[instrument.path]
        problems = _misfits(instrument, paths[instrument.path], municipality)
        if problems:
            raise BadConfiguration(f"{where}: " + "; ".join(problems))
    if problems := _lost(version.routing, municipality):
        raise BadConfiguration(f"{file}: " + "; ".join(problems))
    files = [file, *(file.parents[1] / "paden" / f"{name}.toml" for name in sorted(used))]
    routing = tuple(version.routing)
    return Rules(
        version.version, version.in_force, version.instruments, used, _hash(files), routing
    )


def _lost(routing: list[Route], municipality: Municipality) -> list[str]:
    """What the routes name and the municipality does not have."""
    problems = []
    for one in routing:
        if municipality.body(one.to) is None:
            problems.append(f"routing.{one.id}.to: {one.to!r} is not one of its bodies")
        places = [code for code in one.neighbourhoods if municipality.neighbourhood(code) is None]
        subjects = [name for name in one.subjects if municipality.subject(name) is None]
        if unknown := [*places, *subjects]:
            problems.append(f"routing.{one.id}: not of this municipality: {unknown}")
    return problems


def _misfits(instrument: Instrument, path: Path, municipality: Municipality) -> list[str]:
    """What the path asks for and the instrument does not give."""
    problems = [
        f"terms: step {step.id!r} of path {path.id!r} needs term {step.term!r}"
        for step in path.steps
        if step.term is not None and step.term not in instrument.terms
    ]
    collects = any(step.collects for step in path.steps)
    if collects and instrument.support is None:
        problems.append("support: the path collects support, so say who counts")
    waits = any(step.triggered_by(Trigger.THRESHOLD) for step in path.steps)
    if waits and (instrument.support is None or instrument.support.threshold is None):
        problems.append("support.threshold: the path waits for a threshold")
    if (
        any(Need.GROUND in o.needs for step in path.steps for o in step.outcomes)
        and not instrument.grounds
    ):
        problems.append("grounds: the path refuses on grounds, so name them")
    if any(step.effect for step in path.steps) and municipality.body(instrument.body or "") is None:
        problems.append(f"body: {instrument.body!r} is not one of the municipality's bodies")
    advised = any(step.triggered_by(Trigger.ADVICE) for step in path.steps)
    if advised and municipality.advice is None:
        problems.append(
            "path: it waits for advice, and gemeente.toml does not say how that is given"
        )
    return problems


def _read(file: FilePath, shape: type[P]) -> P:
    try:
        return shape.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BadConfiguration(f"{file}: is not there") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file}: is not TOML: {error}") from error
    except ValidationError as error:
        wrong = [
            f"{'.'.join(map(str, part['loc'])) or 'file'}: {part['msg']}" for part in error.errors()
        ]
        raise BadConfiguration(f"{file}: " + "; ".join(wrong)) from error


def _hash(files: list[FilePath]) -> str:
    """The hash of what the files say: a comment may change, a rule may not."""
    said = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    canonical = json.dumps(
        said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
