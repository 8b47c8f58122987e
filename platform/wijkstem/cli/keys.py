"""`wijkstem keys`: replacing the key of the tags, without anybody losing an account or signing twice.

1. Add the new key to ``WIJKSTEM_OTHER_TAG_KEYS`` and start every process again. Whoever logs in gets a tag under it.
2. A day later, when every session began after that: make the new key ``WIJKSTEM_TAG_KEY`` with its own
   ``WIJKSTEM_TAG_KEY_ID``, the old one another, and start every process again, one after the other if you like.
3. Initiatives that are open keep the old key until they close. `wijkstem keys status` says how many there are, and how
   many people did not come in since. When you are content, `wijkstem keys retire`, and take the key out.
"""

from typing import Annotated

import typer

from wijkstem.cli.common import Municipality, finish, municipalities, services
from wijkstem.commands.handlers import execute
from wijkstem.commands.tag_keys import RetireTagKey
from wijkstem.domain.people import SYSTEM
from wijkstem.queries.tag_keys import tag_key_use

app = typer.Typer(no_args_is_help=True, help="The keys of the tags that people are known by.")


@app.command("status")
def status(municipality: Municipality = "") -> None:
    """What depends on each key. Leaves with 1 when something depends on one that is not set."""
    parts, missing = services(), 0
    for slug in municipalities(municipality):
        with parts.reading(slug) as connection:
            uses = tag_key_use(connection, slug)
        for use in uses:
            is_set = use.key_id in parts.tag_keys.keys
            missing += not is_set
            kind = "current" if use.key_id == parts.tag_keys.current else "old"
            typer.echo(
                f"{slug}: key {use.key_id} ({kind if is_set else 'NOT SET'}): {use.people} people not"
                f" seen under a newer one, {use.open_initiatives} open initiatives"
            )
    finish(missing, "every key that is needed is set")


@app.command("retire")
def retire(key_id: Annotated[str, typer.Argument()], municipality: Municipality = "") -> None:
    """Forget the tags made with a key, so that it can be taken out of the settings.

    Refused while an open initiative needs it. People who did not come in since the newer key came will be new people
    here: `wijkstem keys status` says how many.
    """
    for slug in municipalities(municipality):
        gone = execute(services(), slug, RetireTagKey(key_id), SYSTEM)
        typer.echo(f"{slug}: {gone} tags forgotten")
