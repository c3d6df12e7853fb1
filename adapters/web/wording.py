"""The panel's plain words for scores, states, reasons and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Line = Mapping[str, object]

AMOUNTS = ((0.15, "none"), (0.35, "a little"), (0.6, "some"), (0.8, "much"))
LEVELS = ("small talk", "everyday", "somewhat personal", "personal", "very personal")
WAYS = {"spotted": "Spotted in the talk", "marked": "Marked by its author", "checkin": "A check-in answer"}
STATES = {
    "open": "Waiting for an answer",
    "answered": "Answered",
    "acknowledged": "Noticed, not yet answered",
    "expired": "Time passed; nobody is blamed",
    "withdrawn": "Taken back",
}
REASONS = {
    "unanswered": "it has waited for a while",
    "missing_understanding": "the answer may not yet show that it was understood",
    "missing_appreciation": "the answer may not yet show what is valued",
    "missing_caring": "the answer may not yet show what is felt about it",
    "good_news": "good news is waiting to be shared in",
}
QUESTIONS = {"understood": "understood", "valued": "valued", "cared_for": "cared for"}
RULES = {
    "consent": "not both have agreed, so nothing is read and nothing is said",
    "public": "in a community notes need its moderators and both people to want them",
    "paused": "one of the two rests, or the author asked to leave it be",
    "crisis": "somebody may be in real distress, so the bot steps back for three days",
    "unsafe": "something here may not be safe, so the bot stays silent",
    "conflict": "there were two sharp messages within half an hour; this is not the moment",
    "too_soon": "it is too early to tell",
    "met": "the answer already met what was said",
    "harsh": "the answer was harsh, and a note would help nobody now",
    "unsure": "it is not sure enough that this was meant personally",
    "ask_first": "{other} wants to be asked first",
    "cap": "{to} got a note not long ago; at most one a day, three a week",
    "quiet_hours": "these are {to}’s quiet hours",
}


def _number(line: Line, name: str) -> float:
    value = line.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def amount(value: float) -> str:
    """A score from 0 to 1 as a word."""
    return next((word for below, word in AMOUNTS if value < below), "very much")


def _mood(valence: float) -> str:
    if abs(valence) < 0.2:
        return "neither heavy nor bright"
    return "bright" if valence > 0 else "heavy"


def reading(line: Line) -> str:
    """What was read in a message, in one line."""
    level = LEVELS[max(0, min(len(LEVELS) - 1, int(_number(line, "level"))))]
    return f"{level}, {_mood(_number(line, 'valence'))} (depth {_number(line, 'depth'):.2f})"


def responsiveness(value: float) -> str:
    """A responsiveness from -1 to 1 as words."""
    if value < -0.1:
        return "may hurt"
    if value < 0.15:
        return "seems to pass it by"
    return "seems to meet some of it" if value < 0.35 else "seems to meet it"


def response(line: Line) -> str:
    """What an answer brought across, in one line."""
    words = [responsiveness(_number(line, "responsiveness"))]
    if line.get("advice"):
        words.append("has advice in it")
    if line.get("context") is False:
        words.append("read without what it answers")
    return ", ".join(words)


def episode(line: Line) -> str:
    """How an opening came about and how it stands."""
    way = WAYS.get(str(line.get("way")), "")
    state = STATES.get(str(line.get("state")), str(line.get("state")))
    met = line.get("responsiveness")
    answer = f"; the reply {responsiveness(float(met))}" if isinstance(met, int | float) else ""
    return f"{way}. {state}{answer}."


def counted(openings: Sequence[tuple[str, int]], *, answered: int) -> str:
    """The picture's own words: what it shows, and no judgement."""
    *first, last = [f"{name} {_times(count)}" for name, count in openings]
    each = f"{', '.join(first)} and {last}"
    total = sum(count for _, count in openings)
    return f"{each}. {answered} of {total} {'was' if answered == 1 else 'were'} answered."


def _times(count: int) -> str:
    return {0: "has not yet", 1: "opened up once", 2: "opened up twice"}.get(
        count, f"opened up {count} times"
    )


def decision(line: Line, to: str, other: str) -> str:
    """Why the bot spoke or stayed silent; empty when the line is about neither."""
    match line.get("type"):
        case "nudge":
            reason = REASONS.get(str(line.get("reason")), "")
            return f"{to} got a private note: {reason}."
        case "held":
            rule = RULES.get(str(line.get("rule")), str(line.get("rule")))
            return f"No note to {to}: {rule.format(to=to, other=other)}."
        case "rating_request":
            question = QUESTIONS.get(str(line.get("question")), "")
            return f"{to} was asked in private: did you feel {question}?"
        case "ask_first":
            return f"{to} was asked first, in private, whether {other} may be pointed to it."
        case "care":
            return f"{to} alone got a quiet line; nobody else sees anything of it."
        case _:
            return ""
