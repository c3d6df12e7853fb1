"""Which prompts a chat's check-ins ask: packs, and own ones. Seen by all, changed by anybody who agreed."""

from __future__ import annotations

from dataclasses import replace

from bot import awaited, checkins
from bot.visits import Command, Press, Visit, Written
from core import prompts
from core.chats import Chat, ChatKind
from core.ids import PersonId
from core.notes import Note
from core.people import Awaited, Expectation, Expecting
from core.prompts import NotAdded
from core.repertoire import Repertoire

ADD = "add"
STEPS = {"own_lighter": -1, "own_deeper": 1}


async def command(visit: Command) -> None:
    """/prompts, and /prompts add with the words of one's own."""
    chat = await visit.chat()
    reason = refused(chat, visit.who)
    if chat is None or reason:
        await visit.tell("prompts", {"what": reason})
        return
    first, _, words = visit.what.argument.partition(" ")
    if first.lower() != ADD:
        await visit.tell("prompts", _args(chat, visit), about=chat.id)
    elif words.strip():
        await add(visit, chat, words)
    else:
        await _ask(visit, chat)


async def on_prompts(visit: Press) -> None:
    """A pack is left out or taken in; one's own prompt is added; the own ones are listed."""
    chat = await _chat(visit)
    if chat is None:
        return
    if visit.button == "own_list":
        await visit.tell("own_prompts", _listed(chat), about=chat.id)
    elif visit.button == "own_add":
        await (add(visit, chat, visit.fields["words"]) if "words" in visit.fields else _ask(visit, chat))
    else:
        packs = prompts.packs_for(chat.kind, visit.means.library)
        pack = visit.button.removeprefix("pack_")
        chat = await _keep(visit, chat, prompts.toggled(chat.repertoire, pack, packs))
        await visit.instead("prompts", _args(chat, visit))


async def on_asked(visit: Press) -> None:
    """Nothing is to be written after all: the next private message is what it was before."""
    await checkins.await_next(visit.desk, visit.who)
    await visit.instead("prompt_kept", {"what": "kept"})


async def written(visit: Written) -> bool:
    """One's own prompt as the next private message. Where a question came meanwhile, it may be the answer to
    that, which nobody else is to see: then its writer is asked."""
    questions = await awaited.asked_since(visit.desk, visit.who, visit.post, "prompt_ask")
    if questions:
        await awaited.ask_which(visit, questions, visit.expected.chat)
        return True
    await checkins.await_next(visit.desk, visit.who)
    chat = await visit.desk.chat(visit.expected.chat)
    if chat is None or refused(chat, visit.who):
        return False
    await add(visit, chat, visit.post.words.text)
    return True


async def on_kept(visit: Press) -> None:
    """How deep one's own prompt goes, and its way out."""
    chat, key = await _chat(visit), visit.args["prompt"]
    if chat is None:
        return
    if visit.button == "own_out":
        await _keep(visit, chat, prompts.removed(chat.repertoire, key))
        await visit.instead("prompt_kept", {"what": "out"})
        return
    steps = STEPS.get(visit.button, 0)
    chat = await _keep(visit, chat, prompts.relevelled(chat.repertoire, key, steps))
    level = next((prompt.level for prompt in chat.repertoire.own if prompt.key == key), None)
    if level is None:
        await visit.instead("prompt_kept", {"what": "out"})
    else:
        await visit.instead("prompt_kept", {"prompt": key, "level": str(level)})


async def on_list(visit: Press) -> None:
    """Anybody takes out any of them. Places are those of the list that was shown."""
    chat, place = await _chat(visit), visit.button.removeprefix("out_")
    keys = visit.args["prompts"].split()
    if chat is None:
        return
    if visit.button == "own_add":
        await (add(visit, chat, visit.fields["words"]) if "words" in visit.fields else _ask(visit, chat))
        return
    if place.isdecimal() and 0 < int(place) <= len(keys):
        chat = await _keep(visit, chat, prompts.removed(chat.repertoire, keys[int(place) - 1]))
    await visit.instead("own_prompts", _listed(chat))


async def add(visit: Visit, chat: Chat, words: str) -> None:
    """Whoever adds one hears that it is kept, and the chat hears that it is there."""
    try:
        known = prompts.added(chat.repertoire, words, chat.level, visit.who)
    except NotAdded as reason:
        await visit.tell("prompt_not_added", {"what": str(reason)})
        return
    await _keep(visit, chat, known)
    own = known.own[-1]
    await visit.tell("prompt_kept", {"prompt": own.key, "level": str(own.level)}, about=chat.id)
    args = {"prompt": own.key, "author": visit.who}
    await visit.desk.say(
        Note(kind="prompt_added", args=args, to_chat=chat.id, about_chat=chat.id, topic=visit.topic)
    )


async def _ask(visit: Visit, chat: Chat) -> None:
    expectation = Expectation(what=Expecting.PROMPT, chat=chat.id, since=visit.desk.now)
    await visit.desk.change_person(visit.who, Awaited(expectation))
    await visit.tell("prompt_ask", about=chat.id)


async def _chat(visit: Press) -> Chat | None:
    """The note's chat, while this person may change it; else they are told why not."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    reason = refused(chat, visit.who)
    if reason:
        await visit.tell("prompts", {"what": reason})
        return None
    return chat


async def _keep(visit: Visit, chat: Chat, known: Repertoire) -> Chat:
    if known != chat.repertoire:
        chat = replace(chat, repertoire=known)
        await visit.desk.save(chat)
    return await visit.desk.chat(chat.id) or chat


def refused(chat: Chat | None, who: PersonId) -> str:
    """Why somebody cannot choose here, as a key of the wording; it hangs on nobody else's yes."""
    if chat is None or not chat.agreed(who):
        return "not_agreed"
    return "community" if chat.kind is ChatKind.COMMUNITY else ""


def _args(chat: Chat, visit: Visit) -> dict[str, str]:
    known = chat.repertoire
    return {
        "packs": " ".join(prompts.packs_for(chat.kind, visit.means.library)),
        "left_out": " ".join(known.left_out),
        "own": str(len(known.own)),
    }


def _listed(chat: Chat) -> dict[str, str]:
    own = chat.repertoire.own
    return {"prompts": " ".join(p.key for p in own), "levels": " ".join(str(p.level) for p in own)}


COMMANDS = {"prompts": command}
BUTTONS = {
    "prompts": on_prompts,
    "prompt_ask": on_asked,
    "prompt_kept": on_kept,
    "own_prompts": on_list,
}
WRITTEN = {Expecting.PROMPT: written}
