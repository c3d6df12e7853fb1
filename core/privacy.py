"""What is kept, line by line: /privacy is made from this table, and a test holds it against what is stored.

Each line names the stored fields that it speaks for: of dataclasses that the store writes as JSON, and
columns of its tables. A field that is new needs a line here (`tests/core/test_privacy.py` says which is
missing), and a line its words in the wording file (sections `privacy_names` and `privacy_lines`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Section(StrEnum):
    """A page of /privacy."""

    YOU = "you"
    MOMENTS = "moments"
    CHAT = "chat"
    TRAFFIC = "traffic"


class Kept(StrEnum):
    """For how long, unless it is erased before."""

    ALWAYS = "forget"
    CHAT = "chat"
    """As long as a chat has anybody."""
    NEWEST = "newest"
    """Until newer ones take their place."""
    LEAVING = "leaving"
    """Until thirty days after one withdrew or left."""
    DAYS_30 = "days_30"
    DAYS_4 = "days_4"
    """Until a check-in closes."""
    DAYS_56 = "days_56"
    """While a topic is parked."""
    TAKEN_OUT = "taken_out"
    """Until somebody takes it out."""
    HOURS_48 = "hours_48"
    SOON = "soon"
    """While it is needed for what is under way."""


class Seen(StrEnum):
    """By whom, beside who runs the bot."""

    YOU = "you"
    NOBODY = "nobody"
    CHAT = "chat"
    """Everybody in the chat, the same for all."""
    BOTH = "both"
    """Nobody by itself: what the recap makes of it is the same for both."""
    MODERATORS = "moderators"
    BOTH_OF_YOU = "two"
    """The two whom it brings together."""


SPANS = {
    Kept.LEAVING: timedelta(days=30),
    Kept.DAYS_30: timedelta(days=30),
    Kept.DAYS_4: timedelta(days=4),
    Kept.DAYS_56: timedelta(days=56),
    Kept.HOURS_48: timedelta(hours=48),
}
"""The limits that are stated as a time. Tests hold each against what carries it out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of /privacy. `fields`: "Type: field field" for each type or table."""

    key: str
    section: Section
    kept: Kept
    seen: Seen
    fields: tuple[str, ...]

    def names(self) -> Iterator[str]:
        """Each field as Type.field."""
        for one in self.fields:
            kind, _, listed = one.partition(": ")
            yield from (f"{kind}.{name}" for name in listed.split())


LINES: tuple[Line, ...] = (
    Line("name", Section.YOU, Kept.ALWAYS, Seen.CHAT, ("Person: id name", "people: id body")),
    Line(
        "settings",
        Section.YOU,
        Kept.ALWAYS,
        Seen.YOU,
        (
            "Person: zone quiet_hours ask_first advice_wanted paused paused_until crisis_line one_question",
            "Person: community_notes fewer no_notes country topics_off checkin_at away_until hidden",
            "Person: hours_offered written_to",
            "QuietHours: start end",
        ),
    ),
    Line(
        "consent",
        Section.YOU,
        Kept.LEAVING,
        Seen.YOU,
        (
            "Member: consent since asked_again erase_at unheard asked_to_be_read",
            "Chat: members gone_unseen",
            "memberships: person chat",
        ),
    ),
    Line(
        "answers", Section.YOU, Kept.NEWEST, Seen.YOU, ("Chat: felt", "Felt: episode at taps read responders")
    ),
    Line("ready", Section.YOU, Kept.DAYS_30, Seen.YOU, ("Chat: ready",)),
    Line("came", Section.YOU, Kept.NEWEST, Seen.YOU, ("Person: nudged",)),
    Line(
        "spacing",
        Section.YOU,
        Kept.ALWAYS,
        Seen.YOU,
        ("Person: asked_at asked cared_at", "Chat: spacing", "Spacing: at factor"),
    ),
    Line(
        "expecting",
        Section.YOU,
        Kept.SOON,
        Seen.YOU,
        ("Person: expecting", "Expectation: what chat round message note button at since"),
    ),
    Line(
        "reminders",
        Section.YOU,
        Kept.SOON,
        Seen.YOU,
        ("Person: reminders", "Reminder: chat message at"),
    ),
    Line(
        "contests",
        Section.YOU,
        Kept.NEWEST,
        Seen.YOU,
        ("Chat: contested", "Contest: episode at topics probability"),
    ),
    Line("role", Section.YOU, Kept.LEAVING, Seen.NOBODY, ("Member: exempt let_in",)),
    Line(
        "moments",
        Section.MOMENTS,
        Kept.NEWEST,
        Seen.BOTH,
        (
            "Chat: episodes disclosures",
            "Episode: id way author at said_at messages parts depth valence probability topics wish reader",
            "Episode: concerned latest clocks order conversations state joined firsts talked ended_at",
            "Episode: soft_at hard_at question_at question_until",
            "Part: message at depth valence topics probability disclosing floor floor_unmarked",
            "episodes: number chat id at place author body",
            "episode_messages: chat message episode",
            "episode_pairs: episode chat one other at place id newest",
            "pair_counts: chat one other newest",
        ),
    ),
    Line(
        "responses",
        Section.MOMENTS,
        Kept.NEWEST,
        Seen.BOTH,
        (
            "Episode: responses passed unread",
            "Response: message author at reading words reaction context advice_unwanted parts answers read",
            "Response: clock minutes late",
            "Said: message at reading words answers",
            "ResponseReading: understanding appreciation caring disinterest criticism contempt advice",
            "ResponseReading: relevance stance threat control thrown_back manner reader",
            "Manner: follow_up bare_question passive",
            "Chat: replies answered",
            "Reply: episode to at minutes passed late",
            "Answered: episode unprompted",
            "habits: chat body",
        ),
    ),
    Line(
        "decisions",
        Section.MOMENTS,
        Kept.NEWEST,
        Seen.YOU,
        (
            "Episode: decide_at ask_at decision held asked_first agreed_first nudge",
            "Decision: rule at until told",
            "SentNudge: to reason at pressed refused widened",
        ),
    ),
    Line(
        "sums",
        Section.MOMENTS,
        Kept.LEAVING,
        Seen.BOTH,
        ("month_sums: chat one other author month disclosures depth responses responsiveness",),
    ),
    Line("topics", Section.MOMENTS, Kept.NEWEST, Seen.NOBODY, ("Chat: topics",)),
    Line(
        "chat",
        Section.CHAT,
        Kept.CHAT,
        Seen.CHAT,
        (
            "Chat: id kind title settings choices hears level deeper_offered_at first_checkin",
            "Chat: version added_by apart",
            "Choices: notes checkins guess",
            "chats: id version wake_at body",
        ),
    ),
    Line(
        "plan",
        Section.CHAT,
        Kept.CHAT,
        Seen.CHAT,
        (
            "Chat: agenda",
            "Agenda: regulars look_at asked_by_hand_at",
            "Regular: on days at since opened",
        ),
    ),
    Line(
        "prompts",
        Section.CHAT,
        Kept.TAKEN_OUT,
        Seen.CHAT,
        ("Chat: repertoire", "Repertoire: left_out own added asked", "OwnPrompt: key words level by"),
    ),
    Line(
        "parked",
        Section.CHAT,
        Kept.DAYS_56,
        Seen.YOU,
        ("Chat: parked", "Parked: id said_at message by proposed_at people agreed parked_at ready"),
    ),
    Line(
        "talk",
        Section.CHAT,
        Kept.NEWEST,
        Seen.NOBODY,
        (
            "Chat: turn past_turns authors turn_counts last_spoke runs",
            "Turn: author messages reactions",
            "TurnMessage: id at reading words reply_to reply_to_author tone responses context marked",
            "MessageReading: self_relevance personal private affective valence nonliteral disclosure crisis",
            "MessageReading: unsafe topics language reader",
            "PastTurn: author ended_at messages",
            "Run: start end",
        ),
    ),
    Line(
        "rounds",
        Section.CHAT,
        Kept.DAYS_4,
        Seen.YOU,
        (
            "Round: id chat prompt level asked closes_at answers passed over waits plan day due snoozed",
            "Round: by deeper topic",
            "Answer: message at reading",
            "rounds: id chat wake_at body",
        ),
    ),
    Line(
        "rest",
        Section.CHAT,
        Kept.NEWEST,
        Seen.NOBODY,
        (
            "Chat: harsh_turns crisis_until distress_until light_until signs locks",
            "Sign: at pair",
            "Lock: pair until",
        ),
    ),
    Line(
        "moderation",
        Section.CHAT,
        Kept.CHAT,
        Seen.MODERATORS,
        (
            "Chat: moderation",
            "Moderation: enabled notes checkins notes_a_week quiet_hours zone",
            "Moderation: enabled_roles exempt_roles exempt_people",
            "Moderation: audit",
            "Change: at by field",
        ),
    ),
    Line(
        "notes",
        Section.TRAFFIC,
        Kept.DAYS_30,
        Seen.YOU,
        (
            "Note: kind args to_person to_chat about_chat key due_at expires_at answering replaces copies",
            "Note: topic in_place",
            "notes: id status key to_person to_chat about_chat due_at expires_at claimed_at sent_as body",
        ),
    ),
    Line(
        "places",
        Section.TRAFFIC,
        Kept.CHAT,
        Seen.NOBODY,
        ("places: chat message edited_at", "entries: name said"),
    ),
    Line("closed", Section.TRAFFIC, Kept.SOON, Seen.NOBODY, ("Person: closed",)),
    Line(
        "links",
        Section.TRAFFIC,
        Kept.DAYS_4,
        Seen.BOTH_OF_YOU,
        ("pair_links: maker keyed_hash opener agreed expires_at",),
    ),
    Line("links_no", Section.TRAFFIC, Kept.DAYS_4, Seen.YOU, ("pair_links: closed",)),
    Line("updates", Section.TRAFFIC, Kept.HOURS_48, Seen.NOBODY, ("updates: id at", "moves: old new at")),
    Line("erasures", Section.TRAFFIC, Kept.DAYS_30, Seen.NOBODY, ("erasures: keyed_hash at",)),
)


def lines_of(section: Section) -> tuple[Line, ...]:
    return tuple(line for line in LINES if line.section is section)
