"""What an adapter hands in: platform-free updates. The only values that carry words, in memory alone.

An adapter translates; it does not judge. Whose words may be read is decided behind this door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId, UpdateId
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Who:
    """The person an update came from, as the platform knows them."""

    id: PersonId
    name: str = field(repr=False)
    moderator: bool | None = None
    """Whether they moderate the place in which this happened; None: their platform did not say now."""
    roles: tuple[str, ...] | None = ()
    """Ids of the roles that they have there, where a platform has roles; None: it did not say now."""
    zone_guess: str = field(default="", repr=False)
    """The time zone (IANA) that their platform or its language suggests; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message. `private`: in a person's own chat with the bot, where `chat` is that chat."""

    chat: ChatId
    author: Who
    message: MessageId
    words: Utterance
    reply_to: MessageId | None = None
    reply_to_author: PersonId | None = None
    private: bool = False
    forwarded: bool = False
    """Somebody else's words, passed on: not the sender's own."""
    given: MessageReading | None = None
    """A transcript's own reading, in place of the reader's."""
    given_response: ResponseReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPost:
    chat: ChatId
    author: Who | None
    """None where the source does not say: then it is looked up among what is known."""
    message: MessageId
    words: Utterance
    given: MessageReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedPost:
    chat: ChatId
    message: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactedTo:
    chat: ChatId
    author: Who
    message: MessageId
    emoji: str
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPost:
    """*This matters* on one's own message. Without a wish, the author is asked for one in private."""

    chat: ChatId
    author: Who
    message: MessageId
    wish: Wish | None = None
    words: Utterance | None = None
    """The message, where the platform hands it over with the mark."""
    written_by: PersonId | None = None
    """Whose message it is, where the platform says so: the bot may never have heard it."""
    said_at: datetime | None = None
    """When it was said, where the platform says so."""
    outside: bool = False
    """The bot is not where this was said: it can be asked there, and reaches nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkedAbout:
    """*We've talked*, said of an episode by either of the two (in a transcript; live it is a button)."""

    chat: ChatId
    author: Who
    episode: EpisodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedBy:
    """A discloser's answers to the one question, 1 to 5 (in a transcript; live they are buttons)."""

    chat: ChatId
    author: Who
    episode: EpisodeId
    understood: float | None = None
    valued: float | None = None
    cared_for: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePressed:
    """A button on the last note about an episode (in a transcript; live it is `ButtonPressed`)."""

    chat: ChatId
    author: Who
    episode: EpisodeId
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed:
    """A button of a note. `data` is what the courier put on it; only its addressee may press it."""

    who: Who
    data: str
    """"{note id}:{button name}", at most 64 bytes."""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Values of a form (a modal), by field name."""
    chosen: tuple[str, ...] | None = field(default=None, repr=False)
    """All that is chosen in a picker now, by ids as in `core/screens/model.py`."""
    channels: Mapping[ChatId, str] = field(default_factory=dict, repr=False)
    """As in `Commanded`."""
    chat: ChatId | None = None
    """Where it was pressed: there its person has these roles and rights. None: where its note is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A command, by its name without the slash: help, privacy, pause, forget, leave, checkin, …"""

    chat: ChatId
    who: Who
    name: str
    argument: str = field(default="", repr=False)
    private: bool = False
    message: MessageId | None = None
    """The command itself, where it stands as a message in the chat."""
    about: MessageId | None = None
    """The message a context-menu command or a replying command points at."""
    about_author: PersonId | None = None
    """Who wrote that message, and when, where the platform says so."""
    about_at: datetime | None = None
    topic: str = ""
    """The part of the chat it was said in, where a chat has parts (a forum's topics)."""
    outside: bool = False
    """Said where the bot is not, and answered as in private."""
    channels: Mapping[ChatId, str] = field(default_factory=dict, repr=False)
    """Of the server in which it happened, with their names: those that this person sees and in which the bot
    may write. Empty where a platform has no servers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorAsked:
    """A draft or a message is to be mirrored, its words and what it answers handed over by the platform."""

    who: Who
    draft: Utterance
    to: Utterance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAdded:
    """The bot is in a chat now. `people`: the members that the platform names (all, in a couple's page)."""

    chat: ChatId
    kind: ChatKind
    title: str = field(default="", repr=False)
    by: Who | None = None
    people: tuple[Who, ...] = ()
    hears: bool = True
    """Whether the platform hands the bot the ordinary messages of this chat."""
    missing: str = ""
    """What it would take to hear them, as a key of the wording (`unheard`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingChanged:
    """The bot was given, or lost, what lets it hear the ordinary messages of a chat."""

    chat: ChatId
    hears: bool
    missing: str = ""
    """As in `BotAdded`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMoved:
    """The chat has another id from now on; its platform may tell so several times, under either id."""

    chat: ChatId
    to: ChatId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandedByNobody:
    """A command by somebody who does not show who they are: an anonymous admin, a channel."""

    chat: ChatId
    name: str
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotRemoved:
    chat: ChatId


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    chat: ChatId
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    chat: ChatId
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedToBot:
    """Somebody closed their private chat to the bot: nothing reaches them until they write again."""

    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSaid:
    """Consent given or ended by a transcript line; live it is a button on the consent card."""

    chat: ChatId
    who: Who
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSaid:
    """A person changes their own switches (in a transcript; live by `/settings`)."""

    who: Who
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckinBegun:
    """A check-in whose answers come from known messages (in a transcript)."""

    chat: ChatId
    prompt: str
    level: int
    answers: Mapping[PersonId, MessageId]


Inbound = (
    Posted
    | EditedPost
    | DeletedPost
    | ReactedTo
    | MarkedPost
    | TalkedAbout
    | RatedBy
    | EpisodePressed
    | ButtonPressed
    | Commanded
    | MirrorAsked
    | BotAdded
    | HearingChanged
    | ChatMoved
    | CommandedByNobody
    | BotRemoved
    | MemberJoined
    | MemberLeft
    | ClosedToBot
    | ConsentSaid
    | SettingsSaid
    | CheckinBegun
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One thing that happened on a platform, with the id under which it counts once."""

    id: UpdateId
    at: datetime
    what: Inbound
    answering: str = ""
    """Opaque handle of an interaction that awaits its answer (Discord); kept in the adapter's memory."""
    marks_place: bool = False
    """Its platform does not hand it in again: how far its chat was heard is kept with its effects."""
