// One message of a thread, as somebody sees it.

import { act } from "./act.js";
import { button, el, listed, svg } from "./dom.js";
import { menu } from "./menu.js";

const WISHES = [
  { name: "listen", label: "Listen", hint: "No advice, just ears.", tag: "listening is wanted" },
  { name: "think", label: "Think with me", hint: "Ideas are welcome.", tag: "thinking together is wanted" },
  { name: "celebrate", label: "Celebrate", hint: "Be glad with me.", tag: "celebrating is wanted" },
  { name: "leave", label: "Leave it be", hint: "It matters; no note about it.", tag: "to be left be" },
];
const EMOJI_WORDS = { "❤️": "heart", "👍": "thumbs up", "🤗": "hug", "😂": "laughing", "😮": "surprised", "😢": "sad", "🎉": "party" };
const WAVE = [3, 6, 10, 7, 12, 9, 5, 8, 13, 9, 6, 11, 7, 4, 8, 5, 3];

export function message(entry, side) {
  const own = entry.from === side.key;
  const name = side.nameOf(entry.from);
  const spoken = `${own ? "your" : `${name}’s`} message, ${side.timeOf(entry.at)}`;
  return el("li", {
    class: `message ${own ? "own" : "other"} ${side.seat(entry.from)}`,
    "data-message": entry.id, "data-from": entry.from, "data-role": entry.role, "data-kind": entry.kind, tabindex: "-1",
  },
  el("p", { class: "byline" }, el("span", { class: "from" }, label(entry, name)), " ",
    el("time", { datetime: entry.at }, side.timeOf(entry.at)), entry.edited && !entry.deleted && el("span", { class: "edited" }, " changed")),
  el("div", { class: "bubble" }, quoted(entry, side), ...content(entry)),
  reactions(entry, side),
  own && entry.wish && el("p", { class: "tag" }, `This matters: ${WISHES.find((wish) => wish.name === entry.wish).tag}`),
  actions(entry, side, own, spoken));
}

function label(entry, name) {
  if (entry.role === "answer") return `${name}, answering the check-in`;
  if (entry.role === "draft") return "A draft, not sent";
  if (entry.role === "copy") return `${name}, brought back`;
  return name;
}

function content(entry) {
  if (entry.deleted) return [el("p", { class: "gone" }, "This message was deleted.")];
  if (entry.kind === "sticker") return [el("p", { class: "sticker", role: "img", "aria-label": `Sticker: ${EMOJI_WORDS[entry.emoji] ?? entry.emoji}` }, entry.emoji)];
  const words = entry.text ? [el("p", { class: "words" }, entry.text)] : [];
  if (entry.kind === "voice") return [wave(), ...words];
  if (entry.kind === "photo" || entry.kind === "gif") return [el("p", { class: "photo" }, entry.kind === "gif" ? "An animation" : "A photo"), ...words];
  return words;
}

function wave() {
  const bars = WAVE.map((height, at) => svg("rect", { x: at * 5, y: 14 - height, width: 2.5, height: height * 2, rx: 1.2 }));
  return el("p", { class: "voice" }, svg("svg", { viewBox: "0 0 85 28", "aria-hidden": "true" }, ...bars), "Voice note, 0:07");
}

function quoted(entry, side) {
  const target = entry.reply_to && side.find(entry.reply_to);
  if (!target) return null;
  const words = target.deleted ? "a deleted message" : target.text || target.emoji || "a voice note";
  const spoken = `Answers ${side.nameOf(target.from)}, ${side.timeOf(target.at)}. Show it`;
  return el("button", { type: "button", class: "quoted", "aria-label": spoken, onclick: () => side.reveal(target.id) },
    el("strong", {}, side.nameOf(target.from)), ` ${words}`);
}

function reactions(entry, side) {
  const given = Object.entries(entry.reactions ?? {});
  if (!given.length || entry.deleted) return null;
  return el("p", { class: "reactions" }, ...given.map(([emoji, by]) => {
    const who = listed(by.map((key) => side.nameOf(key)));
    return el("span", { class: "reaction", role: "img", "aria-label": `${EMOJI_WORDS[emoji]} from ${who}` }, emoji);
  }));
}

function actions(entry, side, own, spoken) {
  if (entry.deleted || entry.role === "command") return null;
  const list = own ? ownActions(entry, side) : [
    button("Reply", () => side.reply(entry), { "data-action": "reply" }),
    button("React", (event) => chooseReaction(event.currentTarget, entry, side), { "data-action": "react", "aria-haspopup": "dialog" }),
    button("Mirror my answer…", () => side.draft(entry), { "data-action": "mirror" }),
  ];
  return list.length ? el("div", { class: "actions", role: "group", "aria-label": `What to do with ${spoken}` }, ...list) : null;
}

function ownActions(entry, side) {
  const list = [];
  if (entry.role === "draft") return [button("Put it in the chat box", () => side.compose(entry.text), { "data-action": "use" })];
  if (side.isShared(entry.id)) {
    list.push(button(entry.wish ? "Another wish" : "This matters", (event) => chooseWish(event.currentTarget, entry, side), { "data-action": "mark", "aria-haspopup": "dialog" }));
  }
  if (entry.role === "message") {
    if (entry.kind === "text") list.push(button("Edit", () => side.edit(entry), { "data-action": "edit" }));
    list.push(button("Delete", () => act("delete", { person: side.key, message: entry.id }), { "data-action": "delete" }));
  }
  return list;
}

function chooseWish(trigger, entry, side) {
  menu(trigger, {
    label: "This matters: what do you wish for?",
    intro: `What do you wish for? ${side.others().length > 1 ? "One of the others" : side.otherNames()} may hear it from Attune, in private.`,
    choices: WISHES.map((wish) => ({ ...wish, run: () => act("mark", { person: side.key, message: entry.id, wish: wish.name }) })),
  });
}

function chooseReaction(trigger, entry, side) {
  menu(trigger, {
    label: "React",
    choices: side.reactions().map((emoji) => ({
      name: EMOJI_WORDS[emoji], label: emoji, hint: EMOJI_WORDS[emoji], tone: "emoji", spoken: EMOJI_WORDS[emoji],
      run: () => act("react", { person: side.key, message: entry.id, emoji }),
    })),
  });
}
