"""The review server: requests of the page become calls, and what comes of them becomes answers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from degarble.errors import DegarbleError
from degarble.review.deciding import OvertakenError
from degarble.review.web import answers
from degarble.review.web.access import Access, Guard, respond
from degarble.review.web.answers import Call, Desk
from degarble.review.web.messages import Trouble

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from degarble.review.web.page import Page

Step = Callable[[Desk, Call], msgspec.Struct]
Endpoint = Callable[[Request], Awaitable[Response]]

_LONGEST_BODY = 1_000_000
_GETS: dict[str, Step] = {
    "/api/overview": answers.show_overview,
    "/api/counts": answers.show_counts,
    "/api/document/{document}": answers.show_document,
    "/api/finding/{document}/{finding}": answers.show_finding,
    "/api/next": answers.show_next,
    "/api/names": answers.show_names,
    "/api/explain": answers.explain,
    "/api/since/{seq}": answers.tell_since,
}
_POSTS: dict[str, Step] = {
    "/api/decide": answers.answer_decide,
    "/api/undo": answers.answer_undo,
    "/api/name": answers.answer_name,
}
# It opens the knowledge first, which takes a second, and needs no store: the store stays in the server's thread.
_SLOW: frozenset[Step] = frozenset({answers.explain})


def make_app(open_desk: Callable[[], AbstractContextManager[Desk]], page: Page, access: Access) -> ASGIApp:
    """Return the application; while it runs it holds a desk, opened in its own thread."""

    @asynccontextmanager
    async def hold(_: Starlette) -> AsyncIterator[Mapping[str, Desk]]:
        with open_desk() as desk:
            yield {"desk": desk}

    async def show_page(_: Request) -> Response:
        return Response(page.html, media_type="text/html", headers={"content-security-policy": page.policy})

    routes = [
        Route("/", show_page),
        *(Route(path, _make_endpoint(step)) for path, step in _GETS.items()),
        *(Route(path, _make_endpoint(step), methods=["POST"]) for path, step in _POSTS.items()),
    ]
    return Guard(Starlette(routes=routes, lifespan=hold, exception_handlers={HTTPException: _tell_http}), access)


def _make_endpoint(step: Step) -> Endpoint:
    async def answer(request: Request) -> Response:
        desk: Desk = request.state.desk
        call = Call(request.path_params, parse_qs(request.url.query), await _read_body(request))
        try:
            return respond(await run_in_threadpool(step, desk, call) if step in _SLOW else step(desk, call))
        except DegarbleError as error:
            return respond(Trouble(error.message, error.hint), 409 if isinstance(error, OvertakenError) else 400)
        except Exception as error:
            logging.getLogger("degarble").exception("%s %s", request.method, request.url.path)
            return respond(Trouble(f"degarble failed: {error!r}.", "What led to it is on the terminal."), 500)

    return answer


async def _read_body(request: Request) -> bytes:
    """Return the body.

    Raises:
        HTTPException: it is too long.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_BODY:
            raise HTTPException(413, "Too long")
    return body


async def _tell_http(request: Request, error: Exception) -> Response:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return respond(Trouble(f"{request.method} {request.url.path}: {detail}.", "Load the page again."), status)
