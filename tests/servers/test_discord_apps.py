"""The loopback Discord refuses of an application what Discord refuses."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.servers.discord_apps import LATER, OPENS_FORM, PRESS, SAYS, SAYS_LATER, SLASH_COMMAND, Apps
from tests.servers.discord_messages import EPHEMERAL, V2, BadBody, written
from tests.servers.discord_world import Channel, Json, World
from tests.stories.world import HandClock

TEXT: Json = {"type": 10, "content": "hello"}
HIDDEN: Json = {"flags": EPHEMERAL | V2, "components": [TEXT]}
BUTTON: Json = {"type": 2, "style": 1, "label": "Yes", "custom_id": "1:yes"}


class Town:
    """Somebody in a channel, who runs a command."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.world = World(self.clock.now)
        guild = self.world.guild()
        self.ana = self.world.person("ana", guild)
        self.ben = self.world.person("ben", guild)
        self.us: Channel = self.world.channel(guild)
        self.apps = Apps(self.world)

    def asks(self, kind: int = SLASH_COMMAND) -> str:
        token, _ = self.apps.interacts(self.ana, self.us, kind, {})
        return token

    def answers(self, token: str, kind: int, data: Json | None = None) -> web.Response:
        body: Json = {"type": kind, "data": data or {}}
        return self.apps.callback(body, {}, self.apps.asked[token].number, token)


def code(response: web.Response) -> int:
    assert isinstance(response.body, bytes)
    found: Any = json.loads(response.body)
    return int(found.get("code", 0))


def test_a_first_answer_is_taken_once() -> None:
    town, said = Town(), {"flags": EPHEMERAL}
    token = town.asks()
    assert town.answers(token, SAYS_LATER, said).status == 200
    assert code(town.answers(token, SAYS_LATER, said)) == 40060


def test_a_first_answer_after_three_seconds_finds_nothing() -> None:
    town = Town()
    token = town.asks()
    town.apps.asked[token].began_s -= 4
    assert code(town.answers(token, SAYS, HIDDEN)) == 10062


def test_a_token_lasts_fifteen_minutes() -> None:
    town = Town()
    token = town.asks()
    town.answers(token, SAYS_LATER, {"flags": EPHEMERAL})
    town.clock.at += timedelta(minutes=16)
    assert code(town.apps.webhook("PATCH", HIDDEN, {}, token, "@original")) == 50027


def test_an_ephemeral_answer_is_seen_by_one_person_and_in_no_list() -> None:
    town = Town()
    town.answers(town.asks(), SAYS, HIDDEN)
    assert [len(town.us.seen_by(who)) for who in (town.ana, town.ben)] == [1, 0]
    assert town.us.messages == {}


@pytest.mark.parametrize(("outside", "taken"), [(True, 5), (False, 9)])
def test_where_only_a_person_installed_the_app_five_messages_may_follow(outside: bool, taken: int) -> None:
    town = Town()
    more = {"authorizing_integration_owners": {"1": town.ana}} if outside else {}
    token, _ = town.apps.interacts(town.ana, town.us, SLASH_COMMAND, {}, **more)
    town.answers(token, SAYS, HIDDEN)
    sent = [town.apps.webhook("POST", HIDDEN, {}, token, "") for _ in range(9)]
    assert [each.status for each in sent].count(200) == taken
    assert {code(each) for each in sent[taken:]} == ({40094} if outside else set())


def test_thinking_ends_when_the_answer_comes() -> None:
    town = Town()
    token = town.asks()
    town.answers(token, SAYS_LATER, {"flags": EPHEMERAL})
    (thinking,) = town.us.seen_by(town.ana)
    assert thinking["flags"] == EPHEMERAL | 1 << 7
    town.apps.webhook("PATCH", {"flags": V2, "components": [TEXT]}, {}, token, "@original")
    assert (thinking["flags"], thinking["components"][0]["content"]) == (EPHEMERAL | V2, "hello")


@pytest.mark.parametrize("kind", [OPENS_FORM, LATER])
def test_what_does_not_fit_the_gesture_is_refused(kind: int) -> None:
    town = Town()
    assert code(town.answers(town.asks(5 if kind == OPENS_FORM else PRESS), kind)) == 50035


@pytest.mark.parametrize(
    "body",
    [
        {"components": []},
        {"components": [TEXT]},
        {"flags": V2, "components": [TEXT], "content": "too"},
        {"flags": V2, "components": [{"type": 10, "content": "a" * 4001}]},
        {"flags": V2, "components": [TEXT] * 41},
        {"flags": V2, "components": [{"type": 1, "components": [BUTTON, BUTTON]}]},
        {"flags": V2, "components": [{"type": 1, "components": []}]},
        {"flags": V2, "components": [{"type": 1, "components": [{**BUTTON, "label": ""}]}]},
        {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://a.json"}}]},
    ],
)
def test_a_message_that_discord_would_not_take_is_refused(body: Json) -> None:
    with pytest.raises(BadBody):
        written(World(), body, {})
