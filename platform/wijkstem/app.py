"""create_app(): settings -> bootstrap -> routes and middleware; what uvicorn serves."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from wijkstem.bootstrap import bootstrap, publish_rules
from wijkstem.kit.assets import ROOT, STATIC, Assets
from wijkstem.kit.fingerprint import fingerprint
from wijkstem.kit.glances import Glances
from wijkstem.kit.jinja import Pages
from wijkstem.kit.logs import configure_logs
from wijkstem.metrics import Service, serving_metrics
from wijkstem.services import Services
from wijkstem.settings import load_settings
from wijkstem.web import arrival, at_once, caching, middleware
from wijkstem.web.allowed import not_allowed
from wijkstem.web.api.door import Door
from wijkstem.web.asked_together import AskedTogether
from wijkstem.web.busy import busy_page
from wijkstem.web.errors import failed
from wijkstem.web.lanes import Lanes
from wijkstem.web.language import translations
from wijkstem.web.limits import Limited
from wijkstem.web.moments import Moments
from wijkstem.web.open_data.snapshots import Snapshots
from wijkstem.web.public import PublicAddresses
from wijkstem.web.router import ByFirstWord
from wijkstem.web.routes import ROUTES
from wijkstem.web.shelf import Shelf
from wijkstem.web.sightings import Sightings
from wijkstem.web.squeezing import Squeezed
from wijkstem.web.static import Stamped
from wijkstem.web.use import Use

#: From the outside in. Failures stands inside the headers, so that an error page has them too.
MIDDLEWARE = (
    at_once.AtOnce,
    middleware.Observed,
    middleware.SecurityHeaders,
    middleware.Failures,
    Door,
    caching.Kept,
    Squeezed,
    # Once more: what goes wrong with a page for everybody is told to everybody who waits for it.
    middleware.Failures,
    arrival.Language,
    arrival.Municipality,
    middleware.BodyLimit,
    arrival.SameOrigin,
    arrival.Session,
    Limited,
)
DIST = ROOT / STATIC / "dist"


def create_app(services: Services | None = None) -> Starlette:
    """The web application; services from the environment unless they are given."""
    if services is None:
        configure_logs()
    parts = services or bootstrap(load_settings())
    app = Starlette(
        middleware=[Middleware(one) for one in MIDDLEWARE],
        exception_handlers={405: not_allowed, HTTPException: failed},
    )
    app.router = ByFirstWord(
        [*ROUTES, Mount("/static", Stamped(directory=DIST), name="static")],
        lifespan=_lasting if services is None else _lent,
    )
    app.state.services = parts
    app.state.pages = Pages(
        templates=parts.settings.templates_dir,
        assets=Assets.load(DIST),
        translations=translations(),
    )
    if services is None:
        app.state.pages.warm_up()
    app.state.busy = busy_page(app.state.pages)
    app.state.public = PublicAddresses(app.routes)
    app.state.fingerprint = _fingerprint(parts)
    app.state.lanes = Lanes(parts.settings)
    app.state.glances = Glances(parts.engine)
    app.state.moments = Moments(parts, app.state.glances, app.state.lanes)
    app.state.asked_together = AskedTogether(app.state.glances, app.state.lanes)
    app.state.sightings = Sightings(parts, app.state.lanes)
    app.state.snapshots = Snapshots(parts, app.state.moments, app.state.fingerprint)
    app.state.use = Use(parts)
    app.state.shelf = Shelf(parts.settings.page_cache_bytes)
    return app


def _fingerprint(parts: Services) -> str:
    """Code, words, rules and what the settings change on a page."""
    settings = parts.settings
    rules = [(m.municipality.slug, *(version.hash for version in m.versions)) for m in parts.rules]
    return fingerprint(
        (Path(__file__).parent, settings.templates_dir, settings.rules_dir),
        rules,
        settings.demo,
        settings.https,
        settings.base_host,
        settings.public_port,
    )


def _let_go(app: Starlette) -> None:
    """What the web keeps open for itself."""
    app.state.snapshots.close()
    app.state.moments.close()
    app.state.glances.close()


@asynccontextmanager
async def _lent(app: Starlette) -> AsyncIterator[None]:
    """With services of somebody else, who closes them."""
    await to_thread.run_sync(publish_rules, app.state.services)
    yield
    _let_go(app)


@asynccontextmanager
async def _lasting(app: Starlette) -> AsyncIterator[None]:
    """A process that serves until it is stopped."""
    await to_thread.run_sync(publish_rules, app.state.services)
    # What start-up made lives as long as the process: the collector need not look through it again.
    gc.collect()
    gc.freeze()
    with serving_metrics(app.state.services, Service.WEB), app.state.use.writing():
        yield
    _let_go(app)
    app.state.services.engine.dispose()
