"""The tables, as numbered upgrades. Version n is what the first n upgrades leave.

Add one: append a tuple of statements. Never change one that was released. Each runs in one transaction
together with its number, so that a kill between two leaves a whole older version.
"""

from __future__ import annotations

Upgrade = tuple[str, ...]

_FIRST: Upgrade = (
    # Which updates had their effects: a set, because platforms repeat and reorder.
    "CREATE TABLE updates (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX updates_by_age ON updates (at)",
    "CREATE TABLE chats (id TEXT PRIMARY KEY, version INTEGER NOT NULL, wake_at INTEGER, body TEXT NOT NULL)",
    "CREATE INDEX chats_by_wake ON chats (wake_at, id) WHERE wake_at IS NOT NULL",
    """CREATE TABLE memberships (
        person TEXT NOT NULL,
        chat TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
        PRIMARY KEY (person, chat)
    ) WITHOUT ROWID""",
    "CREATE INDEX memberships_by_chat ON memberships (chat)",
    "CREATE TABLE people (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
    """CREATE TABLE rounds (
        id TEXT PRIMARY KEY,
        chat TEXT NOT NULL,
        closes_at INTEGER NOT NULL,
        body TEXT NOT NULL
    )""",
    "CREATE INDEX rounds_by_chat ON rounds (chat, closes_at)",
    "CREATE INDEX rounds_by_close ON rounds (closes_at, chat, id)",
    """CREATE TABLE episodes (
        number INTEGER PRIMARY KEY,
        chat TEXT NOT NULL,
        id TEXT NOT NULL,
        at INTEGER NOT NULL,
        place INTEGER NOT NULL,
        author TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (chat, id)
    )""",
    "CREATE INDEX episodes_by_place ON episodes (chat, at, place, id)",
    "CREATE INDEX episodes_by_author ON episodes (author)",
    # Which messages opened (opens = 1) or answered an episode.
    """CREATE TABLE episode_messages (
        chat TEXT NOT NULL,
        message TEXT NOT NULL,
        opens INTEGER NOT NULL,
        episode INTEGER NOT NULL REFERENCES episodes ON DELETE CASCADE,
        PRIMARY KEY (chat, message, episode)
    ) WITHOUT ROWID""",
    "CREATE INDEX episode_messages_by_episode ON episode_messages (episode)",
    # The pairs that count an episode; newest = 1 while it is among the newest 500 of that pair.
    """CREATE TABLE episode_pairs (
        episode INTEGER NOT NULL REFERENCES episodes ON DELETE CASCADE,
        chat TEXT NOT NULL,
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        at INTEGER NOT NULL,
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        newest INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (episode, one, other)
    ) WITHOUT ROWID""",
    "CREATE INDEX newest_of_pair ON episode_pairs (chat, one, other, at, place, id) WHERE newest",
    "CREATE INDEX episode_pairs_by_one ON episode_pairs (one)",
    "CREATE INDEX episode_pairs_by_other ON episode_pairs (other)",
    """CREATE TABLE pair_counts (
        chat TEXT NOT NULL,
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        newest INTEGER NOT NULL,
        PRIMARY KEY (chat, one, other)
    ) WITHOUT ROWID""",
    # The counts keep themselves: no statement can forget them.
    """CREATE TRIGGER counts_up AFTER INSERT ON episode_pairs WHEN new.newest BEGIN
        INSERT INTO pair_counts VALUES (new.chat, new.one, new.other, 1)
        ON CONFLICT DO UPDATE SET newest = newest + 1;
    END""",
    """CREATE TRIGGER counts_down AFTER DELETE ON episode_pairs WHEN old.newest BEGIN
        UPDATE pair_counts SET newest = newest - 1
        WHERE chat = old.chat AND one = old.one AND other = old.other;
        DELETE FROM pair_counts
        WHERE chat = old.chat AND one = old.one AND other = old.other AND newest = 0;
    END""",
    """CREATE TRIGGER counts_out AFTER UPDATE OF newest ON episode_pairs
    WHEN old.newest AND NOT new.newest BEGIN
        UPDATE pair_counts SET newest = newest - 1
        WHERE chat = old.chat AND one = old.one AND other = old.other;
    END""",
    """CREATE TABLE month_sums (
        chat TEXT NOT NULL,
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        author TEXT NOT NULL,
        month TEXT NOT NULL,
        disclosures INTEGER NOT NULL,
        depth REAL NOT NULL,
        responses INTEGER NOT NULL,
        responsiveness REAL NOT NULL,
        PRIMARY KEY (chat, month, one, other, author)
    ) WITHOUT ROWID""",
    # AUTOINCREMENT: a number is never given twice, because buttons carry it.
    """CREATE TABLE notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        status TEXT NOT NULL DEFAULT 'ready',
        key TEXT UNIQUE,
        to_person TEXT,
        to_chat TEXT,
        about_chat TEXT,
        due_at INTEGER NOT NULL,
        expires_at INTEGER,
        claimed_at INTEGER,
        sent_as TEXT,
        body TEXT NOT NULL
    )""",
    "CREATE INDEX notes_ready ON notes (due_at) WHERE status = 'ready'",
    "CREATE INDEX notes_expiring ON notes (expires_at) WHERE status = 'ready' AND expires_at IS NOT NULL",
    "CREATE INDEX notes_sending ON notes (id) WHERE status = 'sending'",
    "CREATE INDEX notes_by_claim ON notes (claimed_at) WHERE claimed_at IS NOT NULL",
    "CREATE INDEX notes_to_person ON notes (to_person) WHERE to_person IS NOT NULL",
    "CREATE INDEX notes_to_chat ON notes (to_chat) WHERE to_chat IS NOT NULL",
    "CREATE INDEX notes_about_chat ON notes (about_chat) WHERE about_chat IS NOT NULL",
    "CREATE TABLE erasures (keyed_hash TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
)

_PARTS = """json_set({0}, '$.parts', json_array(json_object(
    'message', {0} ->> 'id', 'at', {0} ->> 'said_at', 'depth', {0} ->> 'depth', 'valence', {0} ->> 'valence',
    'topics', json({0} -> 'topics'), 'probability', {0} ->> 'probability', 'disclosing', json('true'),
    'floor', coalesce({0} ->> 'floor', 0.0)
)), '$.responses', (
    SELECT json_group_array(json_set(value, '$.answers', json('true'))) FROM json_each({0} -> 'responses')
))"""
"""An episode from before it kept its parts: itself as its only one; its responses stay attached."""

_SECOND: Upgrade = (
    # Episodes keep what each message said, and every message of theirs is looked up in the same way.
    f"UPDATE episodes SET body = {_PARTS.format('body')}",  # noqa: S608  # nothing but the text above
    f"""UPDATE chats SET body = json_set(body, '$.episodes', (
        SELECT json_group_object(opened.key, json({_PARTS.format("opened.value")}))
        FROM json_each(body, '$.episodes') AS opened
    ))""",  # noqa: S608  # as above
    "ALTER TABLE episode_messages DROP COLUMN opens",
)

_THIRD: Upgrade = (
    # What changes with an episode has a row of its own: a message leaves it as it is.
    """CREATE TABLE habits (
        chat TEXT PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
        body TEXT NOT NULL
    ) WITHOUT ROWID""",
    """INSERT INTO habits SELECT id, json_object(
        'replies', json(coalesce(body -> 'replies', '{}')),
        'answered', json(coalesce(body -> 'answered', '{}')),
        'felt', json(coalesce(body -> 'felt', '{}'))
    ) FROM chats""",
    "UPDATE chats SET body = json_remove(body, '$.replies', '$.answered', '$.felt')",
)

_FOURTH: Upgrade = (
    # A round waits for more than its close: for the moment at which somebody is asked.
    "ALTER TABLE rounds RENAME COLUMN closes_at TO wake_at",
)

_FIFTH: Upgrade = (
    # Prompts are known with the day they were asked: those from before count as asked now.
    """UPDATE habits SET body = json_set(body, '$.repertoire', json_object('asked', (
        SELECT json_group_object(asked.value, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        FROM chats, json_each(chats.body, '$.prompts') AS asked WHERE chats.id = habits.chat
    )))""",
    "UPDATE chats SET body = json_remove(body, '$.prompts')",
    # There is more to wait for than before: each chat looks at its clock once.
    "UPDATE chats SET wake_at = unixepoch() * 1000000 WHERE wake_at IS NULL",
)

_SIXTH: Upgrade = (
    # A chat that got another id: what comes late under the old one still finds it.
    """CREATE TABLE moves (
        old TEXT PRIMARY KEY,
        new TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX moves_by_age ON moves (at)",
    # A link with which two come together; of its token only a keyed hash. One person has one.
    """CREATE TABLE pair_links (
        maker TEXT PRIMARY KEY,
        keyed_hash TEXT NOT NULL UNIQUE,
        opener TEXT,
        agreed INTEGER NOT NULL,
        closed INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX pair_links_by_opener ON pair_links (opener) WHERE opener IS NOT NULL",
    # Who agreed where nothing is heard agreed to nothing being read.
    """UPDATE chats SET body = json_set(body, '$.members', (
        SELECT json_group_object(one.key, json_set(one.value, '$.unheard', json('true')))
        FROM json_each(body, '$.members') AS one
    )) WHERE body ->> 'hears' = 0""",
)

_SEVENTH: Upgrade = (
    # How far a chat was heard, where the platform does not hand in again what was missed.
    """CREATE TABLE places (
        chat TEXT PRIMARY KEY REFERENCES chats ON DELETE CASCADE,
        message INTEGER,
        edited_at INTEGER
    ) WITHOUT ROWID""",
    # What a platform writes down of its own doings: counts of logins, nothing of anybody.
    "CREATE TABLE entries (name TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID",
)

UPGRADES: tuple[Upgrade, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH)
