"""Whom the page answers: itself, on loopback, with its own token."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from adapters.web.guard import TOKEN_HEADER
from tests.web.visit import visited


async def test_another_name_for_this_machine_is_refused() -> None:
    async with visited() as visit:
        assert await visit.status("GET", "/", Host="evil.example:80") == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
async def test_another_pages_origin_is_refused(origin: str) -> None:
    async with visited() as visit:
        headers = {TOKEN_HEADER: visit.token, "Origin": origin}
        assert await visit.status("POST", "/act/over", **headers) == 403


async def test_another_site_is_refused_even_with_the_token() -> None:
    async with visited() as visit:
        headers = {TOKEN_HEADER: visit.token, "Sec-Fetch-Site": "cross-site"}
        assert await visit.status("POST", "/act/over", **headers) == 403


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/act/over"), ("GET", "/events"), ("GET", "/file/m1/1")]
)
async def test_nothing_is_told_or_done_without_the_token(method: str, path: str) -> None:
    async with visited() as visit:
        assert await visit.status(method, path) == 403


async def test_a_file_from_outside_the_page_is_not_served() -> None:
    async with visited() as visit:
        assert await visit.status("GET", "/page/..%2fserver.py") == 404


async def test_every_answer_is_sealed() -> None:
    async with visited() as visit, visit.session.get("/nowhere") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_request_that_is_too_large_is_refused() -> None:
    async with visited() as visit:
        body = {"text": "x" * 200_000}
        async with visit.session.post("/act/post", json=body, headers={TOKEN_HEADER: visit.token}) as answer:
            assert answer.status == 413


async def test_it_listens_on_loopback_alone() -> None:
    async with visited() as visit:
        assert visit.platform.address.startswith("http://127.0.0.1:")


async def test_a_busy_port_leads_to_the_next_free_one() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        async with visited(port=port) as visit:
            found = int(visit.platform.address.rsplit(":", 1)[1].strip("/"))
    assert port < found < port + 20


async def test_lines_about_other_chats_are_not_shown() -> None:
    async with visited() as visit:
        visit.platform.observed({"type": "reading", "author": "telegram:7", "message": "1", "depth": 0.9})
        async with visit.session.get("/events", params={"token": visit.token}) as stream:
            await stream.content.readline()
            state = await stream.content.readline()
    assert b'"readings": []' in state
