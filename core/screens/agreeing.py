"""The card in the chat, and the private agreement."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.screens.buttons import button, in_chat, row
from core.screens.model import Screen, Tone
from core.screens.wording import View

AGREE, AGREE_UNWRITTEN = "agree", "agree_unwritten"
"""Yes; and yes, but to be written to only in answer."""


def card(args: Mapping[str, str], view: View) -> Screen:
    """In the shared chat: that the bot is there, what it would read, and how to say yes or no.

    args: token, note; among (friends, community)
    """
    say = view.words.say
    decide = button(view, "decide", tone=Tone.PRIMARY, start=f"c{args['note']}-{args['token']}")
    return Screen(
        text=f"{say('card')}\n{say('card', args.get('among', 'couple'))}",
        title=say("card", "title"),
        rows=((decide,),),
    )


def consent(args: Mapping[str, str], view: View) -> Screen:
    """In private: what is read, kept and seen, and who runs the bot. args: heard; among, as on the card;
    again, where they agreed before anything was heard"""
    say = view.words.say
    yes = button(view, AGREE, tone=Tone.PRIMARY)
    asked = reaching.is_to_be_asked(view.reader) and "again" not in args
    lines = [say("consent", "again")] if "again" in args else []
    lines += [
        say("consent", "heard" if "heard" in args else "unheard"),
        say("consent", args.get("among", "couple")),
        say("consent", operator=view.operator),
        *([say("consent", "direct")] if asked else []),
    ]
    more = (AGREE_UNWRITTEN,) if asked else ()
    return Screen(
        text=in_chat(args, view, "\n".join(lines)),
        title=say("consent", "title"),
        rows=((yes, button(view, "not_now")), row(view, *more, "what_is_kept")),
    )


def agreed(args: Mapping[str, str], view: View) -> Screen:
    """What comes next; who is alone so far may look at an example.

    args: among; complete, off, late, next (a moment); again, where they agreed to being read as well
    """
    if "again" in args:
        return Screen(text=view.words.say("agreed", "again"))
    say, among = view.words.say, args.get("among", "couple")
    if "complete" not in args:
        lines = [say("agreed", f"{among}_waits")]
        lines += [] if reaching.is_reached(view.reader) else [say("agreed", "unwritten")]
        return Screen(text=" ".join(lines), rows=(row(view, "example"),))
    lines = [say("agreed", f"{among}_off" if "off" in args else among)]
    if among == "friends" and "late" in args:
        lines.append(say("agreed", "late"))
        if "next" in args:
            lines.append(say("plan", "next", day=view.day(args["next"]), time=view.time(args["next"])))
    if not reaching.is_reached(view.reader):
        lines.append(say("agreed", "unwritten"))
    elif reaching.asks_before(view.reader.id) and "off" not in args and among != "community":
        lines.append(say("agreed", "no_question"))  # their platform may take no direct messages for them
    return Screen(text=" ".join((*lines, say("agreed", "where"))))


def not_now(args: Mapping[str, str], view: View) -> Screen:
    """args: again, where they agreed before anything was heard"""
    return Screen(text=view.words.say("not_now", "again" if "again" in args else "text"))


SCREENS = {"card": card, "consent": consent, "agreed": agreed, "not_now": not_now}
