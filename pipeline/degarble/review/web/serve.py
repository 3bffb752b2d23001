"""`degarble review` as a server: a port, a link, a browser, and an end with Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from degarble.errors import DegarbleError
from degarble.review.shown import read_record
from degarble.review.store import open_store
from degarble.review.web.access import HOST, Access
from degarble.review.web.answers import Explain, open_desk
from degarble.review.web.server import make_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_GRACE = 2  # Seconds that a request may still take after Ctrl-C.


def serve(out: Path, who: str, explain: Explain, *, port: int = 0, browser: bool = True) -> None:
    """Serve the review of a folder on this computer until Ctrl-C; `port` 0 takes any that is free.

    Raises:
        InputError: there is nothing to review.
        DegarbleError: the port is taken.
    """
    from degarble.review.web.page import load_live_page

    with open_store(out) as store:
        read_record(store)
    page, listener = load_live_page(), _listen(port)
    access = Access(listener.getsockname()[1])
    app = make_app(partial(open_desk, out, who, explain), page, access)
    _tell(f"Review: {access.make_link()}  Ctrl-C to stop; decisions are saved at once.")
    if browser and _has_screen():
        # Apart: some browsers answer only when they are closed.
        threading.Thread(target=webbrowser.open, args=(access.make_link_once(),), daemon=True).start()
    _run(app, listener)


def _listen(port: int) -> socket.socket:
    """Return a socket that listens: what asks before the server runs has to wait, but is not turned away."""
    try:
        listener = socket.create_server((HOST, port))
        # Inherited by each connection; without it the body of an answer waits 40 ms for its head to be acknowledged.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except (OSError, OverflowError) as error:
        message = f"Port {port} cannot be used: {getattr(error, 'strerror', None) or error}."
        raise DegarbleError(message, "Name another one, or none to take any that is free.") from error


def _has_screen() -> bool:
    """Tell whether a browser has a window to open; one in the terminal would be in the way."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in names)


def _run(app: ASGIApp, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        ws="none",
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    # It ends in good order first, and raises what it was stopped with then.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    _tell("Stopped.")


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
