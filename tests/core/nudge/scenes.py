"""Scenes for the tests of the rows: one in which none holds a note back, and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from core.chats import ChatKind, Consent, Felt, Lock, Member, Spacing
from core.episodes import Episode, EpisodeState, Response, Way, Wish
from core.ids import EpisodeId, Pair, PersonId
from core.nudge.order import ROWS
from core.nudge.verdicts import Rule, Send
from core.people import Person, QuietHours
from core.reading.scores import ResponseReading
from core.scene import Scene
from tests.core.builders import ANA, BEN, MONDAY, POLICY, agreed, answer, ended

PAIR: Pair = (ANA, BEN)
NEVER_HELD = {"too_soon", "met"}
"""Rows of which nothing is said, because no note was due (rules: *Policy*)."""


def opened(**changes: Any) -> Episode:
    """An open episode of Ana's that nothing holds back."""
    episode = replace(ended(), ended_at=None, state=EpisodeState.OPEN, valence=-0.5)
    return replace(episode, **changes)


def scene_of(**changes: Any) -> Scene:
    """Ana's and Ben's chat on Monday at six, with changes; `people`: what is known of them."""
    known = changes.pop("people", {})
    return Scene(replace(agreed(ANA, BEN), **changes), MONDAY, known, (), POLICY)


def scene_with(person: PersonId, **switches: Any) -> Scene:
    """The same chat with switches of one person's."""
    return scene_of(people={person: Person(id=person, **switches)})


def told(times: int, tap: float, component: float, by: PersonId = ANA) -> dict[PersonId, tuple[Felt, ...]]:
    """So many answers to the one question about responses with this much of each component."""
    read = (component, component, component, 0.0, 0.0)
    felt = (Felt(EpisodeId(str(n)), MONDAY, (tap, tap, tap), read) for n in range(times))
    return {by: tuple(felt)}


def may_say(rule: Rule, verdict: type[object]) -> bool:
    """Whether the row's function may give such a verdict, by its type; mypy holds it to that."""
    return verdict in get_args(get_type_hints(rule.verdict)["return"])


STOPPING = tuple(rule.name for rule in ROWS if not may_say(rule, Send) and rule.name not in NEVER_HELD)
"""Rows that stop a note, so that replay and /why name them."""


# Random ones

score = st.floats(0, 1)
moments = st.integers(-48 * 60, 48 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
often_slight = st.floats(0, 0.2) | score
readings = st.builds(
    ResponseReading,
    understanding=often_slight,
    appreciation=often_slight,
    caring=often_slight,
    disinterest=score,
    criticism=often_slight,
)
answers = st.builds(answer, readings, words=st.integers(2, 9), reaction=st.booleans())
some_answers: st.SearchStrategy[tuple[Response, ...]] = st.lists(answers, max_size=3).map(tuple)
zones = st.sampled_from(("UTC", "Asia/Tokyo", "America/St_Johns"))
hours = st.builds(
    lambda start, length: QuietHours.parse(f"{start:02}:00-{(start + length) % 24:02}:00"),
    st.integers(0, 23),
    st.integers(1, 23),
)


@st.composite
def some_of(draw: st.DrawFn, /, most: int, **drawn: st.SearchStrategy[Any]) -> dict[str, Any]:
    """A few changes at once: with all of them drawn each time, only the first rows would ever decide."""
    names = draw(st.sets(st.sampled_from(sorted(drawn)), max_size=most))
    return {name: draw(drawn[name]) for name in sorted(names)}


episodes = some_of(
    5,
    way=st.sampled_from(Way),
    wish=st.sampled_from(Wish),
    depth=score,
    valence=st.floats(-1, 1),
    probability=score,
    responses=some_answers,
    unread=st.booleans(),
    agreed_first=st.booleans(),
).map(lambda changes: opened(**changes))
persons = some_of(
    2,
    zone=zones,
    quiet_hours=hours,
    ask_first=st.booleans(),
    paused=st.booleans(),
    community_notes=st.booleans(),
    fewer=st.booleans(),
    nudged=st.lists(moments.filter(lambda at: at <= MONDAY), max_size=3).map(tuple),
)
chats = some_of(
    3,
    kind=st.sampled_from(ChatKind),
    members=st.fixed_dictionaries({who: st.builds(Member, st.sampled_from(Consent)) for who in PAIR}),
    settings=st.sampled_from(({"private_nudges": 1.0}, {"met_sum": 2.0, "harsh_criticism": 0.2})),
    hears=st.booleans(),
    last_spoke=st.dictionaries(st.sampled_from(PAIR), moments),
    harsh_turns=st.lists(moments, max_size=3).map(tuple),
    crisis_until=moments,
    locks=st.lists(st.builds(Lock, st.just(PAIR), moments), max_size=1).map(tuple),
    spacing=st.builds(
        lambda at, factor: {BEN: {ANA: Spacing(at, factor)}}, st.none() | moments, st.floats(1, 56)
    ),
    felt=st.builds(told, st.integers(0, 12), st.sampled_from((1.0, 3.0, 5.0)), score),
)
scenes = st.builds(
    lambda changes, ana, ben: scene_of(
        **changes, people={ANA: Person(id=ANA, **ana), BEN: Person(id=BEN, **ben)}
    ),
    chats,
    persons,
    persons,
)
