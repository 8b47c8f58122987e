"""The Procfile's ``worker``: the module that Dramatiq's command line imports in each of its processes."""

import dramatiq

from wijkstem.bootstrap import bootstrap, make_broker, make_wake
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.logs import configure_logs
from wijkstem.settings import load_settings
from workers.actors import Actors

configure_logs()
settings = load_settings()
broker = make_broker(settings)
dramatiq.set_broker(broker)
services = bootstrap(settings, wake=make_wake(settings, broker))
actors = Actors(services, broker, make_pages(settings.templates_dir))
