"""The Procfile's ``worker``: Dramatiq's processes, with our logs and our patience."""

import os
import sys

from wijkstem.kit.logs import configure_logs
from wijkstem.kit.shared_metrics import shared_folder

#: Milliseconds that a quiet worker waits before it looks again; Dramatiq's second would show on screen.
QUIET_MS = 20
#: Milliseconds for what workers have in hands at a stop; after thirty seconds the machine kills them.
FINISH_MS = 25_000
#: What is used without arguments: more processes are more memory, and mail and database are waited for anyway.
USUAL = ("--processes", "1", "--threads", "8")


def main() -> int:
    """Run workers until they are stopped."""
    configure_logs()
    # Both are looked at when Dramatiq and the Prometheus library are imported, here and in the processes.
    os.environ.setdefault("dramatiq_worker_timeout", str(QUIET_MS))
    with shared_folder():
        from dramatiq import cli

        options = ("--skip-logging", "--worker-shutdown-timeout", str(FINISH_MS))
        given = cli.make_argument_parser().parse_args(  # type: ignore[no-untyped-call]  # ships half typed
            ["workers.main", *options, *(sys.argv[1:] or USUAL)]
        )
        return int(cli.main(given))  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    sys.exit(main())
