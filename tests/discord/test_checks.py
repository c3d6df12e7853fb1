"""What doctor can learn from Discord."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

import discord
from adapters.discord.checks import Seen, check, findings
from adapters.findings import Outcome
from tests.servers.discord_loopback import loopback_discord

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
MAY_READ = 1 << 19


def outcomes(seen: Seen, *, listening: bool = False) -> dict[str, Outcome]:
    return {found.what: found.outcome for found in findings(seen, now=NOW, passive_listening=listening)}


def test_a_refused_token_is_a_problem_that_says_what_to_do() -> None:
    (found,) = findings(Seen(401, {}), now=NOW, passive_listening=False)
    assert (found.outcome, "Developer Portal" in found.sentence) == (Outcome.PROBLEM, True)


@pytest.mark.parametrize(
    ("flags", "listening", "outcome"),
    [
        (0, False, Outcome.OK),
        (0, True, Outcome.PROBLEM),
        (MAY_READ, True, Outcome.OK),
        (MAY_READ, False, Outcome.WARNING),
    ],
)
def test_the_content_intent_is_on_exactly_when_it_is_needed(
    flags: int, listening: bool, outcome: Outcome
) -> None:
    assert outcomes(Seen(200, {"flags": flags}), listening=listening)["intents"] is outcome


def test_a_web_address_that_takes_the_commands_away_is_a_problem() -> None:
    seen = Seen(200, {"interactions_endpoint_url": "https://example.org"})
    assert outcomes(seen)["commands"] is Outcome.PROBLEM


def test_the_invitation_asks_for_what_it_needs_and_no_more() -> None:
    (found,) = [
        each
        for each in findings(Seen(200, {"id": "7"}), now=NOW, passive_listening=False)
        if "?" in each.sentence
    ]
    asked = parse_qs(urlsplit(found.sentence.rpartition(" ")[2]).query)
    may = discord.Permissions(int(asked["permissions"][0]))
    assert {name for name, on in may if on} == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "attach_files",
        "read_message_history",
    }
    assert (asked["client_id"], asked["scope"]) == (["7"], ["bot applications.commands"])


@pytest.mark.parametrize(
    ("contexts", "warned"), [({"0": {}}, True), ({"0": {}, "1": {}}, False), (None, False)]
)
def test_an_application_that_nobody_can_add_for_themselves_is_a_warning(
    contexts: object, warned: bool
) -> None:
    assert ("user install" in outcomes(Seen(200, {"integration_types_config": contexts}))) is warned


def test_a_clock_that_is_off_is_a_problem() -> None:
    assert outcomes(Seen(200, {}, NOW + timedelta(minutes=5)))["clock"] is Outcome.PROBLEM


async def test_discord_is_asked_for_the_bots_own_application() -> None:
    async with loopback_discord() as server:
        found = await check(token="made-up", now=datetime.now(UTC), api_url=server.api_url)  # noqa: TID251 - the server's clock is real
    assert {each.what: each.outcome for each in found} == {
        "clock": Outcome.OK,
        "discord": Outcome.OK,
        "intents": Outcome.OK,
        "invitation": Outcome.OK,
    }


async def test_a_server_that_cannot_be_reached_is_a_finding() -> None:
    (found,) = await check(token="made-up", now=NOW, api_url="http://127.0.0.1:9/api/v10")
    assert (found.outcome, "made-up" in found.sentence) == (Outcome.PROBLEM, False)
