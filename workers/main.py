"""What Dramatiq imports in each of its worker processes; `python -m workers` starts them."""

import dramatiq

from wijkstem.bootstrap import bootstrap, make_broker, make_wake
from wijkstem.kit.jinja import make_pages
from wijkstem.kit.logs import configure_logs
from wijkstem.metrics import MetricsServer, Service
from wijkstem.settings import load_settings
from workers.actors import Actors

configure_logs()
settings = load_settings()
broker = make_broker(settings)
dramatiq.set_broker(broker)
services = bootstrap(settings, wake=make_wake(settings, broker))
actors = Actors(services, broker, make_pages(settings.templates_dir))
# Ends with the process: a worker that stops is still asked how it does.
MetricsServer(services, Service.WORKER).start()
