"""What a person may ask about what was: the last decision, how a pair takes turns, their own data."""

from __future__ import annotations

from datetime import timedelta

from bot.engine import Desk
from core.chats import Chat, Episode, Wish
from core.ids import PersonId, pair_of
from core.policy import Policy
from core.reciprocity.pair import Reciprocity, of_pair

RESTING = frozenset({"consent", "crisis", "unsafe", "conflict", "ask_first"})
"""Rules whose name would tell something about somebody else: they all read the same."""
WHY_DAYS = 7


async def last_decision(desk: Desk, who: PersonId) -> dict[str, str]:
    """Arguments of the `why` screen: the last note to this person, or the rule that held one back since."""
    notes = [s for s in await desk.tx.notes_to(who) if s.note.kind == "nudge" and s.status == "sent"]
    held: Episode | None = None
    for chat_id in await desk.tx.chats_of(who):
        chat = await desk.chat(chat_id)
        if chat is None:
            continue
        since = desk.now - timedelta(days=WHY_DAYS)
        for episode in (*await desk.tx.episodes(chat_id, since), *chat.episodes.values()):
            is_newer = held is None or episode.at > held.at
            if episode.latest == who and episode.held and episode.nudge is None and is_newer:
                held = episode
    newest = max(notes, key=lambda s: s.id, default=None)
    if held is not None and (newest is None or held.said_at.isoformat() > newest.note.args["said_at"]):
        return {"held": await _in_words(desk, held, who)}
    return dict(newest.note.args) if newest is not None else {}


async def recap(desk: Desk, chat: Chat, who: PersonId) -> dict[str, str]:
    """Arguments of the recap: the same words for both of a pair; nothing below twenty moments."""
    others = [person for person in chat.circle() if person != who]
    if not others:
        return {"nothing": "yes"}
    episodes = [*await desk.tx.episodes(chat.id), *chat.episodes.values()]
    known = {episode.id: episode for episode in episodes}
    pairs = [of_pair(known.values(), pair_of(who, other), desk.now, desk.policy) for other in others]
    return recap_args(max(pairs, key=lambda one: one.disclosures), desk.policy)


def recap_args(found: Reciprocity, policy: Policy) -> dict[str, str]:
    """Which sentences a pair's figures allow."""
    keys = ["few"]
    if found.disclosures >= policy.shown_from:
        turns = found.runs_z is not None and found.runs_z > policy.takes_turns_z
        even = found.balance is not None and abs(found.balance) < EVEN
        keys = [
            "takes_turns" if turns else "described",
            "balance_even" if even else "balance_uneven",
            "swaps",
        ]
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
    opened = answers = 0
    for chat_id in chats:
        chat = await desk.chat(chat_id)
        if chat is None:
            continue
        ids = {e.id for e in (*await desk.tx.episodes(chat_id), *chat.episodes.values()) if e.author == who}
        opened += len(ids)
        answers += len(chat.felt.get(who, ()))
    nudges = (await desk.person(who)).nudges_in_week(desk.now)
    return {"chats": str(len(chats)), "opened": str(opened), "answers": str(answers), "nudges": str(nudges)}


async def _in_words(desk: Desk, episode: Episode, who: PersonId) -> str:
    rule = episode.held[-1]
    if rule in RESTING:
        return "resting"
    if rule == "paused":
        own = (await desk.person(who)).rests(desk.now) and episode.wish is not Wish.LEAVE
        return "paused" if own else "resting"
    return rule
