"""A channel's configuration: changed with an audit of names alone, written and read without loss."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import consent
from core.chats import ChatKind
from core.ids import PersonId
from core.moderation import FIELDS, KEPT_CHANGES, Change, Moderation
from core.moderation_file import FORMAT, LONGEST, MOST_NAMED, NotUsable, people_named, read, written
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, MONDAY
from tests.core.nudge.scenes import scene_of

ids = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=9)
some_ids = st.sets(ids, max_size=5).map(lambda found: tuple(sorted(found)))
values: dict[str, st.SearchStrategy[Any]] = {
    "enabled": st.booleans(),
    "notes": st.booleans(),
    "checkins": st.booleans(),
    "notes_a_week": st.integers(1, 3),
    "quiet_hours": st.sampled_from((None, "22:00-08:00", "00:30-06:15")),
    "zone": st.sampled_from(("UTC", "Europe/Berlin", "Asia/Kathmandu")),
    "enabled_roles": some_ids,
    "exempt_roles": some_ids,
    "exempt_people": some_ids.map(lambda found: tuple(map(PersonId, found))),
}
configurations = st.builds(Moderation, **values)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def as_json(**more: object) -> str:
    return json.dumps({FORMAT: 1, **more})


@pytest.mark.parametrize(
    ("own", "written", "found"),
    [
        ("discord:81", "82 discord:83", ["discord:82", "discord:83"]),
        ("telegram:81", "82", ["telegram:82"]),
        ("web:k3:fay", "Gus web:k3:hana", ["web:k3:gus", "web:k3:hana"]),
    ],
)
def test_a_person_is_named_whole_or_without_their_platform(own: str, written: str, found: list[str]) -> None:
    assert people_named(PersonId(own), written.split()) == found


@pytest.mark.parametrize(
    ("own", "written", "named"),
    [
        ("discord:81", "ana", "ana"),
        ("discord:81", "82 telegram:82", "telegram:82"),
        ("discord:81", "discord:dm:82", "discord:dm:82"),
        ("telegram:81", "-82", "-82"),
        ("telegram:81", "0082", "0082"),
        ("telegram:81", "１２", "…"),
        ("telegram:81", "9" * 21, "9" * 21),
        ("web:k3:fay", "web:k4:gus", "web:k4:gus"),
        ("web:k3:fay", "gus!", "…"),
        ("web:k3:fay", "web:k3:", "web:k3:"),
    ],
)
def test_what_can_be_nobodys_id_there_is_refused_by_its_name(own: str, written: str, named: str) -> None:
    with pytest.raises(NotUsable) as refused:
        people_named(PersonId(own), written.split())
    assert (refused.value.why, refused.value.name) == ("no_person", named)


def test_every_field_can_be_written_read_and_tried_here() -> None:
    assert set(FIELDS) == set(values) == {one.name for one in fields(Moderation)} - {"audit"}


@given(configurations)
@settings(max_examples=cases(200))
def test_what_is_written_is_read_back_the_same(moderation: Moderation) -> None:
    assert replace(Moderation(), **read(written(moderation))) == moderation


def taken_or_refused(text: str) -> dict[str, Any] | tuple[str, str]:
    try:
        return read(text)
    except NotUsable as refusal:
        return refusal.why, refusal.name


@given(json_values)
@settings(max_examples=cases(200))
def test_whatever_json_is_read_it_is_taken_whole_or_refused_by_a_key(value: object) -> None:
    found = taken_or_refused(json.dumps(value))
    assert isinstance(found, dict) or found[0] in {"no_json", "no_version", "unknown", "wrong", "too_long"}


@given(st.sampled_from(FIELDS), json_values)
@settings(max_examples=cases(300))
def test_a_value_is_of_its_kind_or_refused(name: str, value: object) -> None:
    found = taken_or_refused(as_json(**{name: value}))
    if isinstance(found, tuple):
        assert found in {("wrong", name), ("too_long", "")}
    else:
        again = replace(Moderation(), **found)
        assert replace(Moderation(), **read(written(again))) == again


@pytest.mark.parametrize(
    ("text", "why", "name"),
    [
        ("{", "no_json", ""),
        ("[]", "no_json", ""),
        ("{}", "no_version", ""),
        ('{"attune_moderation": 2}', "no_version", ""),
        ('{"attune_moderation": true}', "no_version", ""),
        (as_json(audit=[]), "unknown", "audit"),
        (as_json(enabeld=True), "unknown", "enabeld"),
        (as_json(**{"I told her <b>": 1}), "unknown", "…"),
        (as_json(enabled=1), "wrong", "enabled"),
        (as_json(notes_a_week=0), "wrong", "notes_a_week"),
        (as_json(notes_a_week=4), "wrong", "notes_a_week"),
        (as_json(notes_a_week=True), "wrong", "notes_a_week"),
        (as_json(quiet_hours="22-8"), "wrong", "quiet_hours"),
        (as_json(quiet_hours="22:00-22:00"), "wrong", "quiet_hours"),
        (as_json(zone="Mars/Olympus"), "wrong", "zone"),
        (as_json(zone="../../etc/passwd"), "wrong", "zone"),
        (as_json(exempt_roles=["x"] * (MOST_NAMED + 1)), "wrong", "exempt_roles"),
        (as_json(exempt_roles=["a\nb"]), "wrong", "exempt_roles"),
        ("[" * 9000, "too_long", ""),
        (" " * (LONGEST + 1), "too_long", ""),
    ],
)
def test_what_is_not_of_the_shape_is_refused_by_name(text: str, why: str, name: str) -> None:
    with pytest.raises(NotUsable) as refusal:
        read(text)
    assert (refusal.value.why, refusal.value.name) == (why, name)


# The audit


@given(configurations, configurations)
@settings(max_examples=cases(100))
def test_the_audit_names_each_field_that_changed_and_no_value(before: Moderation, after: Moderation) -> None:
    given_values = {name: getattr(after, name) for name in FIELDS}
    changed = before.changed(ANA, MONDAY, **given_values)
    differing = [name for name in FIELDS if getattr(before, name) != getattr(after, name)]
    assert [line.field for line in changed.audit] == differing
    assert {one.name for one in fields(Change)} == {"at", "by", "field"}


def test_the_audit_keeps_the_newest_hundred() -> None:
    moderation = Moderation()
    for number in range(KEPT_CHANGES + 5):
        at = MONDAY + timedelta(minutes=number)
        moderation = moderation.changed(ANA, at, notes=not moderation.notes)
    assert len(moderation.audit) == KEPT_CHANGES
    assert moderation.audit[0].at == MONDAY + timedelta(minutes=5)


def test_a_full_configuration_fits_where_a_file_is_taken_in() -> None:
    ids = [str(10**18 + number) for number in range(MOST_NAMED)]
    lists = {"enabled_roles": ids, "exempt_roles": ids, "exempt_people": [f"discord:{one}" for one in ids]}
    full = replace(Moderation(), **read(json.dumps({FORMAT: 1, **lists})))
    assert replace(Moderation(), **read(written(full))) == full


def test_what_was_switched_from_another_channel_names_nobody_here() -> None:
    on = Moderation().switched(MONDAY, on=True)
    assert (on.enabled, on.audit) == (True, (Change(MONDAY, None, "switched"),))
    assert on.noted(ANA, MONDAY, "channels").audit[-1] == Change(MONDAY, ANA, "channels")


def test_what_was_not_changed_is_in_no_audit() -> None:
    assert Moderation().changed(ANA, MONDAY, notes=False).audit == ()


def test_a_forgotten_moderators_changes_stay_without_their_name() -> None:
    moderation = replace(Moderation(), exempt_people=(BEN, CEM)).changed(ANA, MONDAY, notes=True)
    scene = scene_of(kind=ChatKind.COMMUNITY, moderation=moderation)
    consent.forget(scene, ANA)
    consent.forget(scene, BEN)
    left = scene.chat.moderation
    assert left.audit == (Change(MONDAY, None, "notes"),)
    assert left.exempt_people == (CEM,)
