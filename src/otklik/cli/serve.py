"""``serve``: the site and the worker that takes in uploaded files."""

import multiprocessing
import socket
from contextlib import closing

import click
from django.conf import settings
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from otklik.cli.ground import WRONG_USE, Command, Refused, require_database
from otklik.cli.import_worker import ImportWorker
from otklik.cli.learning_worker import LearningWorker
from otklik.cli.linking_worker import LinkingWorker
from otklik.cli.privacy_worker import PrivacyWorker
from otklik.cli.promise_worker import PromiseWorker
from otklik.cli.reminding_worker import RemindingWorker
from otklik.cli.words import _
from otklik.cli.worker import Worker

PORT = 8000
THREADS = 8
KILL_SECONDS = 10


@click.command(
    cls=Command,
    help=_(
        "Serve the site until Ctrl-C, and take in the files uploaded in it. With SQLite one "
        "process with threads serves; several processes need PostgreSQL."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen at."))
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help=_("Port.")
)
@click.option(
    "--threads",
    default=THREADS,
    show_default=True,
    type=click.IntRange(1, 64),
    help=_("Threads of a process."),
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help=_("Processes.")
)
def serve(host: str, port: int, threads: int, workers: int) -> None:
    """Serve until the process is told to end."""
    require_database()
    serve_site(host=host, port=port, threads=threads, workers=workers)


def serve_site(*, host: str, port: int, threads: int = THREADS, workers: int = 1) -> None:
    """Serve the site. Returns when the process is interrupted or told to end.

    Raises ``Refused`` when the port is taken or SQLite is asked to serve several processes.
    """
    if connection.vendor == "sqlite" and workers > 1:
        words = _("SQLite serves one process: leave --workers out or use PostgreSQL.")
        raise Refused(words, WRONG_USE)
    _require_free(host, port)
    connection.close()
    # Processes made by fork would share the locks of the import worker's thread.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "otklik.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    workers_beside = _workers()
    for worker in workers_beside:
        worker.start()
    click.echo(
        _("Otklik is served at %(address)s (Ctrl-C ends it)") % {"address": _url(host, port)}
    )
    try:
        server.serve()
    finally:
        for worker in workers_beside:
            worker.stop()
    click.echo(_("Otklik has stopped."))


def _workers() -> list[Worker]:
    """Return what works beside the site; an installation may run it in a process of its own."""
    environment = settings.ENVIRONMENT
    if not environment.import_worker:
        return []
    return [
        ImportWorker(),
        LinkingWorker(),
        PrivacyWorker(),
        PromiseWorker(),
        LearningWorker(at_night=environment.learn_at_night),
        RemindingWorker(),
    ]


def _url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = _(
                "Nothing can be served at %(host)s:%(port)d: %(error)s. Choose another --port."
            )
            told = {"host": host, "port": port, "error": error.strerror or error}
            raise Refused(words % told) from error
