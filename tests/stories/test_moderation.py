"""A moderator sets up a channel, tries a text, exports the setup; a member's own word counts first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.chats import Chat, ChatKind
from core.effects import Held, MessageRead, Nudge
from core.ids import ChatId
from core.inbound import ButtonPressed, Commanded, Posted, SettingsSaid, Who
from core.utterance import Utterance
from tests.stories.world import HOME, Shown, World, who

FAY = Who(who("Fay").id, "Fay", moderator=True)
SAID = "I am afraid of tomorrow"


class Club(World):
    """A community's channel: Fay moderates, Ana and Ben agreed."""

    async def opens(self) -> None:
        await self.added("Ana", "Ben", kind=ChatKind.COMMUNITY)
        await self.agree("Ana", "Ben")

    async def moderates(self, by: Who = FAY, chat: ChatId = HOME) -> Shown:
        await self.hand_in(Commanded(chat=chat, who=by, name="moderate"))
        return self.newest(by.name)

    async def fills(self, label: str, value: str) -> None:
        shown = self.newest("Fay", "moderate")
        data = next(f"{shown.note}:{b.name}" for b in shown.screen.buttons() if b.label == label and b.form)
        await self.hand_in(ButtonPressed(who=FAY, data=data, fields={"value": value}))

    async def wants(self, name: str, **values: object) -> None:
        await self.hand_in(SettingsSaid(who=who(name), values=values))

    def newest(self, name: str, kind: str = "") -> Shown:
        return next(s for s in reversed(self.private(name)) if not kind or s.to.kind == kind)

    async def chat(self) -> Chat:
        found = await self.store.transact(lambda tx: tx.chat(HOME))
        assert found is not None
        return found

    async def switched_on(self) -> None:
        await self.moderates()
        await self.presses("Fay", "This channel: off")
        await self.presses("Fay", "Private notes: off")
        for name in ("Ana", "Ben"):
            await self.wants(name, ask_first=False, community_notes=True)

    async def disclosed(self) -> None:
        await self.says("Ben", "good evening everybody")
        await self.passes(minutes=5)
        await self.says("Ana", SAID)
        await self.passes(hours=1)


@pytest.fixture
async def club() -> Club:
    world = Club()
    await world.opens()
    return world


# Who may


async def test_who_does_not_moderate_sees_no_configuration(club: Club) -> None:
    shown = await club.moderates(by=replace(who("Ana"), moderator=False))
    assert shown.screen.buttons() == ()
    assert "Only who moderates" in shown.screen.text


async def test_who_could_not_be_asked_about_may_try_again(club: Club) -> None:
    shown = await club.moderates(by=replace(FAY, moderator=None))
    assert shown.screen.buttons() == ()
    assert "I could not ask just now" in shown.screen.text


@pytest.mark.parametrize("kind", [ChatKind.COUPLE, ChatKind.FRIENDS])
async def test_there_is_nothing_to_moderate_between_friends(kind: ChatKind) -> None:
    world = Club()
    await world.added("Ana", "Ben", "Fay", kind=kind)
    shown = await world.moderates()
    assert "nothing to moderate" in shown.screen.text


async def test_a_moderators_buttons_work_for_an_hour(club: Club) -> None:
    await club.moderates()
    await club.passes(minutes=61)
    await club.presses("Fay", "This channel: off")
    assert "more than an hour ago" in club.texts("Fay")[-1]
    assert not (await club.chat()).moderation.enabled


async def test_nobody_else_presses_them(club: Club) -> None:
    await club.moderates()
    await club.presses("Fay", "This channel: off", by="Ana")
    assert not (await club.chat()).moderation.enabled


async def test_what_moderators_see_hangs_on_no_member(club: Club) -> None:
    """Who agreed, left or said something changes no letter of it."""
    quiet = World()
    await quiet.added("Ana", "Ben", kind=ChatKind.COMMUNITY)
    await quiet.hand_in(Commanded(chat=HOME, who=FAY, name="moderate"))
    alone = next(s for s in quiet.private("Fay"))
    await club.switched_on()
    await club.disclosed()
    await club.moderates()
    await club.presses("Fay", "Private notes: on")
    await club.presses("Fay", "This channel: on")
    assert club.newest("Fay", "moderate").screen == alone.screen


# What is off until they say so


async def test_nothing_is_read_in_a_channel_that_nobody_switched_on(club: Club) -> None:
    await club.disclosed()
    assert club.seen(MessageRead) == []


async def test_a_channel_switched_on_brings_notes_to_who_asked_for_them(club: Club) -> None:
    await club.switched_on()
    await club.disclosed()
    assert len(club.seen(Nudge)) == 1


@pytest.mark.parametrize("name", ["Ana", "Ben"])
async def test_a_members_own_switch_beats_the_moderators(club: Club, name: str) -> None:
    await club.switched_on()
    await club.wants(name, community_notes=False)
    await club.disclosed()
    assert club.seen(Nudge) == []
    assert [held.rule for held in club.seen(Held)] == ["public"]


async def test_a_role_that_is_left_out_is_not_read(club: Club) -> None:
    await club.switched_on()
    await club.fills("Exempt roles", "<@&77> 78")
    ana = Who(who("Ana").id, "Ana", roles=("77",))
    post = Posted(
        chat=HOME, author=ana, message=(await club.says("Ben", "hello")), words=Utterance(text=SAID)
    )
    before = len(club.seen(MessageRead))
    await club.hand_in(post)
    assert len(club.seen(MessageRead)) == before
    assert (await club.chat()).members[ana.id].exempt


async def test_somebody_who_lost_the_role_is_read_again(club: Club) -> None:
    await club.switched_on()
    await club.fills("Exempt roles", "77")
    for roles in (("77",), ()):
        ana = Who(who("Ana").id, "Ana", roles=roles)
        message = await club.says("Ben", "hello")
        await club.hand_in(Posted(chat=HOME, author=ana, message=message, words=Utterance(text="hi")))
    assert not (await club.chat()).members[who("Ana").id].exempt


async def test_exempt_people_get_no_notes_and_can_be_forgotten(club: Club) -> None:
    await club.switched_on()
    await club.fills("Exempt people", "toy:ben toy:zoe")
    await club.disclosed()
    assert club.seen(Nudge) == []
    await club.commands("Zoe", "forget")
    await club.presses("Zoe", "Yes, forget me")
    assert (await club.chat()).moderation.exempt_people == (who("Ben").id,)


@pytest.mark.parametrize(
    ("label", "value", "named"),
    [
        ("Exempt people", "toy:zoe other:5", "other:5"),
        ("Exempt people", "zoe, @ben", "@ben"),
        ("Exempt people", "zoe <@&77>", "…"),
        ("Import", '{"attune_moderation": 1, "enabled": false, "exempt_people": ["other:5"]}', "other:5"),
    ],
)
async def test_what_is_no_id_of_a_person_here_is_named_and_nothing_is_lost(
    club: Club, label: str, value: str, named: str
) -> None:
    await club.switched_on()
    await club.fills("Exempt people", "ben toy:zoe")
    before = await club.chat()
    assert before.moderation.exempt_people == (who("Ben").id, who("Zoe").id)
    await club.fills(label, value)
    said = club.newest("Fay", "moderate").screen.text.split("\n")[0]
    assert f"“{named}” is no id of a person here. Ids look like your own, which is fay," in said
    assert await club.chat() == before


async def test_whether_the_bot_knows_somebody_shows_in_no_answer(club: Club) -> None:
    await club.switched_on()
    told = set()
    for name in ("ben", "zoe"):
        await club.fills("Exempt people", name)
        told.add(club.newest("Fay", "moderate").screen.text.replace(name, "…"))
    assert len(told) == 1


async def test_public_check_ins_wait_for_the_moderators(club: Club) -> None:
    await club.commands("Ana", "checkin", chat=HOME)
    assert "Check-ins are off" in club.texts("Ana")[-1]
    await club.switched_on()
    await club.presses("Fay", "Public check-ins: off")
    await club.commands("Ana", "checkin", chat=HOME)
    assert "Check-ins are off" not in club.texts("Ana")[-1]


# Forms, file and audit


async def test_a_form_is_filled_in_or_refused(club: Club) -> None:
    await club.moderates()
    await club.fills("Quiet hours", "21:00-09:00")
    assert (await club.chat()).moderation.quiet_hours == "21:00-09:00"
    await club.fills("Quiet hours", "at night")
    assert (await club.chat()).moderation.quiet_hours == "21:00-09:00"
    assert "“quiet hours” has a value" in club.newest("Fay", "moderate").screen.text
    await club.fills("Quiet hours", "off")
    assert (await club.chat()).moderation.quiet_hours is None


async def test_without_forms_the_next_private_message_is_taken(club: Club) -> None:
    await club.moderates()
    await club.presses("Fay", "Time zone")
    await club.tells_bot("Fay", "Europe/Berlin")
    assert (await club.chat()).moderation.zone == "Europe/Berlin"


async def test_what_is_exported_can_be_imported_elsewhere(club: Club) -> None:
    await club.switched_on()
    await club.fills("Quiet hours", "21:00-09:00")
    await club.presses("Fay", "Export")
    file = club.newest("Fay", "moderate_file").screen.attachment
    assert file is not None
    before = (await club.chat()).moderation
    other = ChatId("toy:elsewhere")
    await club.added("Cem", "Dua", kind=ChatKind.COMMUNITY, chat=other)
    await club.moderates(chat=other)
    await club.fills("Import", file.content.decode())
    after = await club.store.transact(lambda tx: tx.chat(other))
    assert after is not None
    assert (after.moderation.quiet_hours, after.moderation.enabled) == (before.quiet_hours, True)
    assert {line.field for line in after.moderation.audit} == {"enabled", "notes", "quiet_hours"}


async def test_a_file_with_a_mistake_changes_nothing(club: Club) -> None:
    await club.moderates()
    before = await club.chat()
    await club.fills("Import", json.dumps({"attune_moderation": 1, "enabled": True, "enabeld": True}))
    assert "“enabeld” is no field" in club.newest("Fay", "moderate").screen.text
    assert (await club.chat()).moderation == before.moderation


async def test_the_audit_says_who_changed_what_and_never_to_what(club: Club) -> None:
    await club.moderates()
    await club.fills("Quiet hours", "21:00-09:00")
    await club.fills("Exempt people", "toy:ben")
    await club.presses("Fay", "What was changed")
    text = club.newest("Fay", "moderation_audit").screen.text
    when = "2 Mar 2026, 18:00: Fay: "
    assert text.splitlines() == [f"{when}exempt people", f"{when}quiet hours"]
    assert "21:00" not in text
    assert "ben" not in text.lower()


async def test_long_audits_have_pages(club: Club) -> None:
    await club.moderates()
    for number in range(20):
        await club.fills("Quiet hours", f"21:{number + 10}-09:00")
    await club.presses("Fay", "What was changed")
    await club.presses("Fay", "Earlier")
    assert len(club.newest("Fay", "moderation_audit").screen.text.splitlines()) == 5
    await club.presses("Fay", "Back")
    assert club.newest("Fay").to.kind == "moderate"


async def test_a_forgotten_moderator_leaves_no_trace_but_that_something_was_changed(club: Club) -> None:
    await club.switched_on()
    await club.commands("Fay", "forget")
    await club.presses("Fay", "Yes, forget me")
    moderation = (await club.chat()).moderation
    assert moderation.enabled
    assert {line.by for line in moderation.audit} == {None}


# The dry run


async def test_a_text_is_tried_and_nothing_of_it_is_stored(club: Club) -> None:
    await club.switched_on()
    before = await club.chat()
    await club.fills("Try a text", f"{SAID} at work")
    shown = club.newest("Fay", "dry_run").screen.text
    assert "something very personal" in shown
    assert "Work" in shown
    assert "“public”" in shown
    assert "“unanswered”" in shown
    assert await club.chat() == before
    kept = await club.store.transact(lambda tx: tx.notes_to(FAY.id))
    assert "dry_run" not in {stored.note.kind for stored in kept}
    assert club.seen(MessageRead) == []


async def test_a_text_that_says_little_comes_to_nothing(club: Club) -> None:
    await club.switched_on()
    await club.fills("Try a text", "see you at eight")
    assert "nothing happens" in club.newest("Fay", "dry_run").screen.text


# What holds for a whole chat


async def test_anybody_who_agreed_changes_a_chat_for_all_to_see() -> None:
    world = Club()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "chat", chat=HOME)
    shown = next(s for s in reversed(world.shared()) if s.to.kind == "chat")
    await world.hand_in(ButtonPressed(who=who("Ben"), data=shown.button("Private notes: on")))
    assert not (await world.chat()).choices.notes
    again = next(s for s in reversed(world.shared()) if s.to.kind == "chat")
    assert again.edits == 1
    assert "Private notes: off" in again.screen.text
    await world.says("Ana", SAID)
    await world.passes(hours=1)
    assert world.seen(Nudge) == []
    assert [held.rule for held in world.seen(Held)] == ["public"]


async def test_who_did_not_agree_changes_nothing_in_a_chat() -> None:
    world = Club()
    await world.added("Ana", "Ben", "Cem", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "chat", chat=HOME)
    shown = next(s for s in reversed(world.shared()) if s.to.kind == "chat")
    await world.hand_in(ButtonPressed(who=who("Cem"), data=shown.button("Check-ins: on")))
    assert (await world.chat()).choices.checkins
    assert "once you have agreed" in world.texts("Cem")[-1]


async def test_in_private_a_chat_is_only_looked_at() -> None:
    world = Club()
    await world.begin("Ana", "Ben")
    count = len(world.shared())
    await world.commands("Ana", "chat")
    assert world.newest("Ana", "chat").screen.buttons() == ()
    assert len(world.shared()) == count
