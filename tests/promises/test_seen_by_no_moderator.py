"""Role × command × field: whoever runs a community, or never agreed, sees nothing of any member's data.

The fields are those that /privacy names, the commands and the buttons those of the flows. A member's evening
is lived twice, and one field has another value the second time; then every role says every command, presses
all that it is shown, tries the member's own buttons, and two days pass. All that came to each role, and into
the channels, is compared letter by letter, files included.

A few fields while one works, all of them by command:
ATTUNE_TEST_CASES=10000 python -m pytest tests/promises/test_seen_by_no_moderator.py
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from bot.flows import BUTTONS, COMMANDS, consent, pairing
from core.people import Person
from core.privacy import LINES, Line, Section, lines_of
from core.reaching import may_write
from tests.cases import cases
from tests.core.test_privacy import fields_of_state
from tests.promises.member_lives import NAME, PLANTED, Counted, Plant, Watched, watched
from tests.promises.other_values import CANARY, MEMBER, varied
from tests.promises.walks import INSIDE, ROLES

OUTSIDE = [name for name in ROLES if name not in INSIDE]
NOBODYS = {
    "chat": "a chat's own",
    "plan": "a chat's own",
    "moderation": "the moderators' own",
}
"""Lines of /privacy that are about no member."""
NAMES = frozenset({"Person.id", "Episode.id", "Round.id", "Round.chat", "Parked.id", "OwnPrompt.key"})
"""By these things are found: another one would be another thing."""
NEVER_OTHERWISE = frozenset({"Turn.messages"})
"""There is no turn without one; what each of them holds is varied."""


def fields(lines: Iterable[Line]) -> list[str]:
    """The stored fields that these lines are about, as Type.field; of tables of their own, see PLANTED."""
    kept = {name for name in fields_of_state() if not name.startswith("Note.")} - NAMES - NEVER_OTHERWISE
    return [name for line in lines if line.key not in NOBODYS for name in line.names() if name in kept]


FIELDS = fields(LINES)
PRIVATE = fields(line for line in lines_of(Section.YOU) if line.key not in ("name", "consent"))
"""What is shown to nobody else at all. Of the rest those who agreed see what several of them are part of, and
of consent that there is anybody to check in with: what they may tell is held by `test_two_worlds.py` and
`test_silence_alike.py`."""
SOME = FIELDS[:: max(1, len(FIELDS) // cases(4))]


def lives(change: Any, plant: Plant | None = None) -> Watched:
    with pytest.MonkeyPatch.context() as patch:
        chance = Counted()
        for flow in (consent, pairing):
            patch.setattr(flow, "secrets", chance)
        return asyncio.run(watched(ROLES, change, plant))


def as_it_is(value: Any) -> Any:
    return value


@cache
def plain() -> Watched:
    return lives(as_it_is)


def differing(other: Watched) -> set[str]:
    """The roles that saw another thing; "the channel"."""
    roles = {name for name, by in ROLES.items() if other.by(by) != plain().by(by)}
    return roles | ({"the channel"} if other.in_channels() != plain().in_channels() else set())


@pytest.mark.parametrize("field", SOME)
def test_no_role_can_tell_another_value_of_a_members_field(field: str) -> None:
    changed = []

    def change(value: Any) -> Any:
        after = varied(value, field)
        changed.append(after != value)
        return after

    told = differing(lives(change))
    assert any(changed), "no evening holds this field"
    assert told - (set() if field in PRIVATE else INSIDE) == set()


def test_another_answer_to_direct_messages_is_one_that_changes_something() -> None:
    """Where nobody is asked before, not said is yes."""
    before = Person(id=MEMBER.id, name=NAME)
    after = varied(before, "Person.written_to")
    assert (may_write(before), may_write(after)) == (True, False)


@pytest.mark.parametrize("what", list(PLANTED)[:: max(1, len(PLANTED) // cases(1))])
def test_no_role_can_tell_what_else_is_kept_of_a_member(what: str) -> None:
    assert differing(lives(as_it_is, PLANTED[what])) - INSIDE == set()


def test_nothing_that_is_kept_of_a_member_stands_in_what_others_outside_see() -> None:
    shown = [line for name in OUTSIDE for line in plain().by(ROLES[name])] + plain().in_channels()
    assert len(shown) > 1000
    for word in (NAME, MEMBER.name, MEMBER.id, CANARY):
        assert [line for line in shown if word in "".join(line[2:])] == []


def test_every_command_was_said_and_whatever_can_come_to_a_moderator_was_pressed() -> None:
    assert set(COMMANDS) <= plain().commands
    assert set(BUTTONS) - plain().kinds == set()
