"""What the boot refuses, because it would go wrong later and in silence."""

import pytest

from tests.support.world import settings_for
from wijkstem.adapters.mail import PostboxMailer, SmtpMailer
from wijkstem.bootstrap import make_mailer
from wijkstem.errors import BadConfiguration
from wijkstem.kit.db import make_engine


def test_without_a_mail_server_only_the_demo_starts(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with pytest.raises(BadConfiguration, match="WIJKSTEM_SMTP_HOST"):
        make_mailer(settings_for(sqlite_url), engine)
    assert isinstance(make_mailer(settings_for(sqlite_url, demo=True), engine), PostboxMailer)
    mailing = settings_for(sqlite_url, smtp_host="127.0.0.1")
    assert isinstance(make_mailer(mailing, engine), SmtpMailer)
    engine.dispose()
