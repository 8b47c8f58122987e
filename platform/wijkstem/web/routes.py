"""Every address on one page."""

from starlette.routing import BaseRoute, Route

from wijkstem.web import accounts, home, postbox, system

GET = ["GET"]
POST = ["POST"]

ROUTES: list[BaseRoute] = [
    Route("/", home.index, methods=GET),
    Route("/toegankelijkheid", home.accessibility, methods=GET),
    Route("/privacy", home.privacy, methods=GET),
    Route("/kwetsbaarheid-melden", home.report_weakness, methods=GET),
    # Coming in, going out, and one's own page.
    Route("/inloggen", accounts.login, methods=GET),
    Route("/inloggen", accounts.log_in, methods=POST),
    Route("/uitloggen", accounts.log_out, methods=POST),
    Route("/mijn", accounts.mine, methods=GET),
    Route("/mijn/taal", accounts.choose_language, methods=POST),
    Route("/mijn/wissen", accounts.erase, methods=GET),
    Route("/mijn/wissen", accounts.erase_now, methods=POST),
    # The demo's post.
    Route("/demo/post", postbox.boxes, methods=GET),
    Route("/demo/post/{person:uuid}", postbox.box, methods=GET),
    Route("/demo/bericht/{message:uuid}", postbox.letter, methods=GET),
    # For whoever looks after the installation.
    Route("/healthz", system.healthz, methods=GET),
    Route("/readyz", system.readyz, methods=GET),
    Route("/metrics", system.metrics, methods=GET),
    Route("/.well-known/security.txt", system.security_txt, methods=GET),
]
