// The list of a thread: keeps what did not change, so that focus, forms and the reader's place stay.

import { calm, el } from "./dom.js";
import { message } from "./message.js";
import { note } from "./note.js";

const GAP_MS = 30 * 60 * 1000;
const BURST_MS = 2 * 60 * 1000;
const NEAR_END_PX = 90;
const MARGIN_PX = 6;

export class Log {
  constructor(root, side, where) {
    this.scroll = root.querySelector(".scroll");
    this.list = root.querySelector(".log");
    this.empty = root.querySelector(".empty");
    this.side = side;
    this.where = where;
    this.shown = new Map();
    this.left = 0;
    new ResizeObserver(() => { if (this.follow) this.toEnd(); }).observe(this.scroll);
    this.scroll.addEventListener("scroll", () => { this.follow = this.isAtEnd(); });
    this.follow = true;
  }

  clear() {
    this.shown.clear();
    this.list.replaceChildren();
  }

  update(entries) {
    const last = entries.at(-1);
    const fresh = last && !this.shown.has(last.id);
    const wanted = new Set();
    let before = null;
    let previous = null;
    for (const entry of entries) {
      before = this.gap(previous, entry, wanted, before);
      before = this.place(entry.id, this.key(entry, previous), () => this.build(entry, previous), before);
      wanted.add(entry.id);
      previous = entry;
    }
    for (const [id, { node }] of this.shown) {
      if (!wanted.has(id)) { node.remove(); this.shown.delete(id); }
    }
    this.empty.hidden = entries.length > 0;
    if (this.follow || (fresh && last.from === this.side.key)) this.toEnd();
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX || Math.abs(scrollTop - this.left) < 2;
  }

  // Down to the newest, but never past its first line.
  toEnd() {
    const newest = this.list.lastElementChild;
    const above = newest ? newest.offsetTop - this.scroll.offsetTop - MARGIN_PX : 0;
    const end = this.scroll.scrollHeight - this.scroll.clientHeight;
    this.scroll.scrollTo({ top: Math.min(end, above), behavior: "instant" });
    this.left = this.scroll.scrollTop;
    this.follow = true;
  }

  key(entry, previous) {
    const quotedEntry = entry.reply_to ? this.side.find(entry.reply_to) : null;
    return JSON.stringify([entry, this.follows(previous, entry), quotedEntry?.text, quotedEntry?.deleted, this.side.self().zone]);
  }

  follows(previous, entry) {
    return Boolean(previous) && previous.from === entry.from && previous.role === entry.role && entry.from !== "bot"
      && new Date(entry.at) - new Date(previous.at) < BURST_MS;
  }

  gap(previous, entry, wanted, before) {
    if (previous && new Date(entry.at) - new Date(previous.at) < GAP_MS) return before;
    const id = `gap-${entry.id}`;
    wanted.add(id);
    return this.place(id, `${entry.at} ${this.side.self().zone}`, () => el("li", { class: "gap" }, el("time", { datetime: entry.at }, this.side.dayAndTime(entry.at))), before);
  }

  build(entry, previous) {
    const node = entry.from === "bot" && !entry.deleted ? note(entry, this.side, this.where) : message(entry, this.side);
    node.classList.toggle("follows", this.follows(previous, entry));
    return node;
  }

  place(id, key, build, before) {
    const old = this.shown.get(id);
    if (old?.key === key) return old.node;
    const node = build();
    if (old) {
      const focused = old.node.contains(document.activeElement) ? document.activeElement : null;
      node.classList.add(old.node.dataset.note !== node.dataset.note ? "renewed" : "kept");
      old.node.replaceWith(node);
      if (focused) this.refocus(node, focused);
    } else if (before) before.after(node);
    else this.list.prepend(node);
    this.shown.set(id, { key, node });
    return node;
  }

  refocus(node, focused) {
    const { button, action } = focused.dataset;
    const same = button ? node.querySelector(`[data-button="${CSS.escape(button)}"]`) : action ? node.querySelector(`[data-action="${action}"]`) : null;
    (same ?? node).focus({ preventScroll: true });
  }

  reveal(id) {
    const node = this.shown.get(id)?.node;
    if (!node) return false;
    node.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    return true;
  }
}
