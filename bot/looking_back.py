"""What a person may ask about what was: the last decision, how a pair takes turns, their own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk import Desk
from core import weave
from core.chats import Chat, Consent
from core.episodes import Episode, EpisodeState
from core.ids import ChatId, Pair, PersonId, pair_of
from core.nudge import trail
from core.policy import Policy
from core.reciprocity.pair import Reciprocity, of_pair
from core.table import known, table_of

WHY_DAYS = 7


async def last_decision(desk: Desk, who: PersonId) -> tuple[dict[str, str], ChatId | None]:
    """Arguments of the `why` screen: the last that was decided about a note to this person, in all chats; and
    the chat of the note that it explains.

    Empty where nothing was; what is still waiting reads the same as nothing at all.
    """
    found: list[tuple[datetime, str, Chat, Episode]] = []
    for chat_id in await desk.tx.chats_of(who):
        chat = await desk.chat(chat_id)
        if chat is None:
            continue
        policy = desk.policy.with_settings(chat.settings)
        since = desk.now - timedelta(days=WHY_DAYS)
        for episode in (*await desk.tx.episodes(chat_id, since), *chat.episodes.values()):
            told = trail.told(episode, desk.now, policy) if episode.latest == who else None
            if told is not None:
                found.append((*told, chat, episode))
    if not found:
        return {}, None
    _, told_as, chat, episode = max(found, key=lambda one: (one[0], one[3].order))
    if episode.nudge is None or episode.nudge.to != who:
        return {"held": told_as}, None
    return await _note_about(desk, chat, episode, who)


async def _note_about(
    desk: Desk, chat: Chat, episode: Episode, who: PersonId
) -> tuple[dict[str, str], ChatId | None]:
    """The note as it came; where none did, for it was held back at the last moment, what holds it back."""
    notes = [s.note for s in await desk.tx.notes_to(who) if s.note.kind == "nudge" and s.status == "sent"]
    for note in notes:
        if (note.about_chat, note.args["episode"]) == (chat.id, episode.id):
            return dict(note.args), chat.id
    over = episode.state in (EpisodeState.ANSWERED, EpisodeState.ACKNOWLEDGED)
    return {"held": "met" if over else trail.RESTING}, None


async def recap(desk: Desk, chat: Chat, who: PersonId, other: PersonId | None = None) -> dict[str, str]:
    """Arguments of the recap: the same for both of a pair; nothing is claimed below twenty moments.

    In a group it is of the pair with this other, or with whom there were most moments.
    """
    others = [person for person in chat.members if person != who and took_part(chat, person)]
    if not others and chat.gone_unseen and chat.agreed(who):  # of who is erased nothing is left to count
        return pair_args([], pair_of(who, who), desk.now, desk.policy, heard=chat.hears)
    if not others or not chat.agreed(who):
        return {"nothing": "yes"}
    episodes = known(await desk.tx.episodes(chat.id), chat)
    counts = {one: len(table_of(episodes, pair_of(who, one), desk.policy)) for one in others}
    chosen = other if other in counts else max(others, key=counts.__getitem__)
    args = pair_args(episodes, pair_of(who, chosen), desk.now, desk.policy, heard=chat.hears)
    # Only those with whom there was a moment: who went, and is erased by now, had none, like somebody silent.
    rest = " ".join(one for one in others if one != chosen and counts[one])
    return args | ({"others": rest} if rest else {})


def pair_args(
    episodes: Sequence[Episode], pair: Pair, now: datetime, policy: Policy, *, heard: bool = True
) -> dict[str, str]:
    """Arguments of a pair's recap, whoever of them asks: figures, ids, and the weave as it is written.

    Without sides for as long as nothing may be claimed.
    """
    found = of_pair(episodes, pair, now, policy)
    woven = weave.weave(table_of(episodes, pair, policy), pair, now, heard=heard)
    pattern = weave.pattern(woven, policy, takes_turns=found.takes_turns)
    if found.disclosures < policy.shown_from:
        woven, pattern = weave.without_sides(woven), weave.Pattern.EARLY
    woven_args = {"one": pair[0], "other": pair[1], "weave": weave.written(woven), "pattern": pattern.value}
    return recap_args(found, policy) | woven_args


def took_part(chat: Chat, person: PersonId) -> bool:
    """Also who went unseen, as long as what is known of them rests: a recap tells nobody that they went."""
    gone = chat.members[person].consent in (Consent.WITHDRAWN, Consent.LEFT)
    return chat.listens_to(person) or (chat.gone_unseen and (gone or chat.agreed(person)))


def recap_args(found: Reciprocity, policy: Policy) -> dict[str, str]:
    """Which sentences a pair's figures allow."""
    keys = ["few"]
    if found.disclosures >= policy.shown_from:
        even = found.balance is not None and abs(found.balance) < EVEN
        shared = "balance_even" if even else "balance_uneven"
        # The answers to a check-in stand at one moment: nobody followed anybody.
        if found.volunteered < policy.shown_from:
            keys = ["asked", shared]
        else:
            keys = ["takes_turns" if found.takes_turns else "described", shared, "swaps"]
    return {
        "keys": " ".join(keys),
        "count": str(found.disclosures),
        "from": f"{policy.shown_from:.0f}",
        "percent": f"{100 * (found.turn_taking or 0):.0f}",
        "swaps": str(found.role_swaps),
    }


EVEN = 0.25
"""Balance below which both are said to share about as much. [P]"""


async def own_data(desk: Desk, who: PersonId) -> dict[str, str]:
    """Counts of what is kept of a person; theirs alone."""
    chats = await desk.tx.chats_of(who)
    opened = answers = contests = 0
    for chat_id in chats:
        chat = await desk.chat(chat_id)
        if chat is None:
            continue
        opened += sum(e.author == who for e in known(await desk.tx.episodes(chat_id), chat))
        answers += len(chat.felt.get(who, ()))
        contests += sum(len(kept) for kept in chat.contested.get(who, {}).values())
    person = await desk.person(who)
    counted = {
        "chats": len({*chats, *await desk.tx.brought_to(who)}),
        "opened": opened,
        "answers": answers,
        "contests": contests,
        "reminders": len(person.reminders),
        "nudges": person.nudges_in_week(desk.now),
    }
    return {name: str(count) for name, count in counted.items()}
