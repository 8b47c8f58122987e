"""Every address on one page."""

from starlette.routing import BaseRoute, Route

from wijkstem.web import (
    accounts,
    agenda,
    by_email,
    clerk,
    editing,
    engine,
    home,
    indicators,
    initiatives,
    logging_in,
    moderation,
    personal,
    postbox,
    rulebook,
    submitting,
    supporting,
    system,
)

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
    Route("/inloggen/email", by_email.ask, methods=GET),
    Route("/inloggen/email", by_email.send, methods=POST),
    Route("/inloggen/email/code", by_email.enter, methods=GET),
    Route("/inloggen/email/code", by_email.take, methods=POST),
    Route("/inloggen/met/{way}", logging_in.to_provider, methods=GET),
    Route("/inloggen/met/{way}/terug", logging_in.from_provider, methods=GET),
    Route("/inloggen/met/{way}/beeindigd", logging_in.ended_at_provider, methods=POST),
    Route("/uitloggen", accounts.log_out, methods=POST),
    Route("/uitloggen/{way}", logging_in.out_at_provider, methods=GET),
    Route("/uitgelogd", logging_in.logged_out, methods=GET),
    Route("/mijn", accounts.mine, methods=GET),
    Route("/mijn/sessies", accounts.end_sessions, methods=POST),
    Route("/mijn/taal", accounts.choose_language, methods=POST),
    Route("/mijn/gegevens", personal.show, methods=GET),
    Route("/mijn/gegevens/bestand", personal.download, methods=GET),
    Route("/mijn/wissen", personal.erase, methods=GET),
    Route("/mijn/wissen", personal.erase_now, methods=POST),
    # Initiatives; links.py registers what a number looks like.
    Route("/initiatieven", initiatives.listing, methods=GET),
    Route("/initiatieven/nieuw", submitting.choose, methods=GET),
    Route("/initiatieven/nieuw/{instrument}", submitting.new, methods=GET),
    Route("/initiatieven/nieuw/{instrument}", submitting.file, methods=POST),
    Route("/initiatieven/{number:number}/steunen", supporting.support, methods=POST),
    Route("/initiatieven/{number:number}/steun-intrekken", supporting.take_back, methods=POST),
    Route("/initiatieven/{number:number}/intrekken", supporting.withdraw, methods=GET),
    Route("/initiatieven/{number:number}/intrekken", supporting.withdraw_now, methods=POST),
    Route("/initiatieven/{number:number}/wijzigen", editing.edit, methods=GET),
    Route("/initiatieven/{number:number}/wijzigen", editing.change, methods=POST),
    Route("/initiatieven/{number:number}", initiatives.one, methods=GET),
    Route("/initiatieven/{number:number}-{slug}", initiatives.one, methods=GET),
    # The council's agenda, the figures, and the rules.
    Route("/agenda", agenda.listing, methods=GET),
    Route("/agenda/{meeting:uuid}", agenda.one, methods=GET),
    Route("/indicatoren", indicators.listing, methods=GET),
    Route("/spelregels", rulebook.listing, methods=GET),
    Route("/beheer/spelregels", rulebook.assumptions, methods=GET),
    # What operators look after, in every municipality.
    Route("/beheer/motor", engine.room, methods=GET),
    Route("/beheer/motor/{municipality}", engine.place, methods=GET),
    Route("/beheer/motor/{municipality}/berichten", engine.deliveries, methods=POST),
    Route("/beheer/motor/{municipality}/{consumer}/opnieuw", engine.retry, methods=POST),
    Route("/beheer/motor/{municipality}/{consumer}/overslaan", engine.pass_over, methods=GET),
    Route("/beheer/motor/{municipality}/{consumer}/overslaan", engine.pass_over_now, methods=POST),
    # The desks of officials and of the council clerk.
    Route("/moderatie", moderation.queue, methods=GET),
    Route("/moderatie/{number:number}", moderation.case, methods=GET),
    Route("/moderatie/{number:number}", moderation.take, methods=POST),
    Route("/griffie", clerk.queue, methods=GET),
    Route("/griffie/vergadering", clerk.plan, methods=GET),
    Route("/griffie/vergadering", clerk.plan_now, methods=POST),
    Route("/griffie/{number:number}", clerk.case, methods=GET),
    Route("/griffie/{number:number}", clerk.take, methods=POST),
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
