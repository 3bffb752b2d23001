"""Who may use the review server: a page it served itself, on this computer, in a browser that its link opened."""

from __future__ import annotations

import html
import secrets
from typing import TYPE_CHECKING

import msgspec
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from degarble.review.web.messages import Trouble

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
_HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_REFUSAL = (
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>degarble review</title>\n'
    '<h1>{error}</h1>\n<p>{hint}</p>\n<p><a href="/">Try again</a></p>\n'
)
_LINK = "Use the link that `degarble review` printed on the terminal."


class Access:
    """The addresses of the server, and the secrets that let a browser in."""

    def __init__(self, port: int) -> None:
        self.address = f"http://{HOST}:{port}/"
        self.hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        self.origins = frozenset(f"http://{host}" for host in self.hosts)
        # Browsers send cookies to all ports of a computer: two reviews at once need two names.
        self.cookie = f"degarble-{port}"
        self.token = secrets.token_urlsafe(32)
        self._ticket: str | None = None

    def make_link(self) -> str:
        """Return the link that opens the page, however often it is used."""
        return f"{self.address}?token={self.token}"

    def make_link_once(self) -> str:
        """Return a link that opens the page once: other users may see with what arguments a browser is started."""
        self._ticket = secrets.token_urlsafe(32)
        return f"{self.address}?token={self._ticket}"

    def knows(self, secret: str) -> bool:
        """Tell whether this is the token."""
        return _is_same(secret, self.token)

    def admit(self, secret: str) -> bool:
        """Tell whether a link with this secret lets a browser in."""
        if self._ticket is not None and _is_same(secret, self._ticket):
            self._ticket = None
            return True
        return self.knows(secret)


def _is_same(secret: str, wanted: str) -> bool:
    return secrets.compare_digest(secret.encode("utf-8", "surrogatepass"), wanted.encode())


class Guard:
    """Stands before the application: refuses those who may not ask, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._answer(Request(scope)) or self._app
        await answer(scope, receive, send_guarded)

    def _answer(self, request: Request) -> Response | None:
        """Return why a request is refused, or the way from the link to the page; None lets it pass."""
        access, headers = self._access, request.headers
        if [host in access.hosts for host in headers.getlist("host")] != [True]:
            return _refuse(request, "The review is not served under this address.")
        if not all(origin in access.origins for origin in headers.getlist("origin")):
            return _refuse(request, "Another page asked for this.")
        token = request.query_params.get("token", "")
        if request.method == "GET" and request.url.path == "/" and token:
            return self._let_in() if access.admit(token) else _refuse(request, "This link is not of this review.")
        if not access.knows(request.cookies.get(access.cookie, "")):
            return _refuse(request, "This browser was not let in.")
        return _refuse_post(request) if request.method == "POST" else None

    def _let_in(self) -> Response:
        response = Response(status_code=303, headers={"location": "/"})
        response.set_cookie(self._access.cookie, self._access.token, path="/", httponly=True, samesite="strict")
        return response


def _refuse_post(request: Request) -> Response | None:
    if "origin" not in request.headers:
        return _refuse(request, "Nothing says which page asked for this.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if kind == "application/json" else _refuse(request, "What is sent has to be application/json.")


def _refuse(request: Request, error: str) -> Response:
    if request.url.path.startswith("/api/"):
        return respond(Trouble(error, _LINK), 403)
    page = _REFUSAL.format(error=html.escape(error), hint=html.escape(_LINK))
    return Response(page, 403, media_type="text/html")


def respond(answer: msgspec.Struct, status: int = 200) -> Response:
    """Return an answer as JSON."""
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
