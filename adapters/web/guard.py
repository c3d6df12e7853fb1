"""Who may talk to the page: only itself. Pages from elsewhere and names bound to this machine are refused."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

TOKEN_HEADER = "X-Attune-Token"  # noqa: S105 - the header's name
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
WITH_TOKEN = ("/events", "/file/")
"""What is fetched with the page's own token: what people see on it."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Guard:
    """Checks the Host (against DNS rebinding), the Origin and, where something is shown or done, a token."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self.port = 0

    def refusal(self, request: web.Request) -> str | None:
        """Why this request is not answered, in one sentence; None when it may pass."""
        own = {f"{name}:{self.port}" for name in LOOPBACK_NAMES}
        if request.headers.get("Host", "").lower() not in own:
            return "This page answers only under its own local address."
        origin = request.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://").lower() not in own:
            return "Another page may not talk to this one."
        from_here = request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
        if not from_here and not _visit(request):
            return "Another page may not talk to this one."
        if request.method == "POST" or request.path.startswith(WITH_TOKEN):
            given = request.headers.get(TOKEN_HEADER) or request.query.get("token", "")
            if not hmac.compare_digest(given.encode(), self._token):
                return "The page is older than the program behind it; load it again."
        return None

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = self.refusal(request)
        if refused:
            return web.json_response({"error": refused}, status=403)
        return await handler(request)


def _visit(request: web.Request) -> bool:
    """Following a link to the page itself is harmless: it shows nothing that was not there."""
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return request.method == "GET" and request.path == "/" and navigates
