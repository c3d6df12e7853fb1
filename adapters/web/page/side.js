// One person's side of the page: their private thread with the bot, and their view of the chat.

import { act } from "./act.js";
import { button, el, listed, put } from "./dom.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { menu } from "./menu.js";
import { dayAndTime, placeOf, timeOf } from "./time.js";

const ADDITIONS = [
  { label: "A hug", asked: { kind: "sticker", emoji: "🤗" }, hint: "a sticker" },
  { label: "A sad face", asked: { kind: "sticker", emoji: "😢" }, hint: "a sticker" },
  { label: "A party", asked: { kind: "sticker", emoji: "🎉" }, hint: "a sticker" },
  { label: "A voice note", asked: { kind: "voice" }, hint: "seven seconds, without words here" },
  { label: "A photo", asked: { kind: "photo" }, hint: "only that there is one" },
];

export class Side {
  constructor(root, page) {
    this.root = root;
    this.key = root.dataset.person;
    this.page = page;
    root.append(document.getElementById("side").content.cloneNode(true));
    const [own, both] = ["private", "shared"].map((name) => root.querySelector(`[data-thread="${name}"]`));
    this.own = own;
    this.both = both;
    this.logs = { private: new Log(own, this, "in private"), shared: new Log(both, this, "in the chat") };
    this.composers = { private: new Composer(own, this, true), shared: new Composer(both, this, false) };
    own.querySelector('[data-action="commands"]').addEventListener("click", (event) => this.commands(event.currentTarget));
    both.querySelector('[data-action="add"]').addEventListener("click", (event) => this.add(event.currentTarget));
    this.prepareDraft();
  }

  // What its messages ask it

  nameOf(key) { return key === "bot" ? "Attune" : this.page.state.people.find((one) => one.key === key)?.name ?? ""; }
  self() { return this.page.state.people.find((one) => one.key === this.key); }
  others() { return this.page.state.people.filter((one) => one.key !== this.key); }
  otherNames() { return this.others().length > 2 ? "everybody" : listed(this.others().map((one) => one.name)); }
  seat(key) { return this.page.seat(key); }
  timeOf(moment) { return timeOf(moment, this.self()?.zone); }
  dayAndTime(moment) { return dayAndTime(moment, this.self()?.zone); }
  reactions() { return this.page.state.reactions; }
  entries() { const { threads } = this.page.state; return [...threads[this.key], ...threads.chat]; }
  find(id) { return this.entries().find((entry) => entry.id === id); }
  isShared(id) { return this.page.state.threads.chat.some((entry) => entry.id === id); }
  reveal(id) {
    const copy = this.page.state.threads.chat.find((entry) => entry.original === id);
    return this.logs.shared.reveal(copy?.id ?? id) || this.logs.private.reveal(id);
  }
  reply(entry) { this.composers[this.isShared(entry.id) ? "shared" : "private"].reply(entry); }
  edit(entry) { this.composers[this.isShared(entry.id) ? "shared" : "private"].edit(entry); }
  compose(text) { this.composers.shared.fill(text); }

  // The draft for the mirror

  prepareDraft() {
    this.draftForm = this.own.querySelector(".draft");
    const words = this.draftForm.querySelector("textarea");
    this.draftForm.addEventListener("submit", async (event) => {
      event.preventDefault();
      const asked = { person: this.key, text: words.value, message: this.draftOf };
      if (words.value.trim() && await act("mirror", asked)) this.endDraft();
    });
    this.draftForm.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.endDraft();
      if (event.key === "Enter" && event.target === words && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.draftForm.requestSubmit();
      }
    });
    this.draftForm.querySelector('[data-action="cancel"]').addEventListener("click", () => this.endDraft());
  }

  draft(entry) {
    this.draftOf = entry.id;
    const about = `Your draft in answer to ${this.nameOf(entry.from)}, ${this.timeOf(entry.at)}. It stays here; nothing is sent.`;
    put(this.draftForm.querySelector(".about"), about);
    const words = this.draftForm.querySelector("textarea");
    words.setAttribute("aria-label", about);
    words.value = "";
    this.draftForm.hidden = false;
    this.own.classList.add("drafting");
    words.focus();
  }

  endDraft() {
    this.draftForm.hidden = true;
    this.own.classList.remove("drafting");
    const opener = this.draftOf && this.both.querySelector(`[data-message="${this.draftOf}"] [data-action="mirror"]`);
    this.draftOf = null;
    (opener || this.composers.private.words).focus();
  }

  // Menus

  commands(trigger) {
    const offered = this.page.state.commands.filter((each) => !each.only_in_chat || this.self().moderator);
    const choices = offered.map(({ name, line, only_in_chat }) => {
      const text = `/${name}`;
      return { name: text, label: text, hint: line, run: () => act("post", { person: this.key, private: !only_in_chat, text }) };
    });
    menu(trigger, { label: "Commands", choices });
  }

  add(trigger) {
    menu(trigger, {
      label: "Add something that is not words",
      choices: ADDITIONS.map(({ label, hint, asked }) => ({ label, hint, run: () => act("post", { person: this.key, ...asked }) })),
    });
  }

  // What the page tells it

  update(state) {
    const { name, moderator } = this.self();
    const everybody = state.people.length > 3 ? "Everybody here sees" : `${listed(state.people.map((one) => one.name))} see`;
    this.root.setAttribute("aria-label", `${name}’s side`);
    put(this.root.querySelector("h2"), name);
    put(this.own.querySelector("h3 span"), `Only ${name} sees this`);
    put(this.both.querySelector("h3 span"), `${everybody} this`);
    put(this.own.querySelector(".empty"), `Attune writes to ${name} here.`);
    put(this.both.querySelector(".empty"), state.welcome);
    this.named(this.own, `${name} and Attune: only ${name} sees this`);
    this.named(this.both, `The chat, as ${name} sees it: ${everybody} this`);
    this.composers.private.name(`${name} writes to Attune, in private`, "Write to Attune, or / for a command");
    this.composers.shared.name(`${name} writes to ${this.otherNames()}`, `Write to ${this.otherNames()}`);
    this.root.classList.toggle("moderator", moderator);
    this.eyes();
    this.logs.private.update(state.threads[this.key]);
    this.logs.shared.update(state.threads.chat);
  }

  // With more than two people: whom to look through in this person's place.
  eyes() {
    const group = this.root.querySelector(".eyes");
    if (this.others().length < 2 || group.childElementCount) return;
    group.hidden = false;
    group.setAttribute("aria-label", `Somebody else in place of ${this.self().name}`);
    group.append(el("span", { "aria-hidden": "true" }, "See as"), ...this.others().map(({ key, name }) => button(name, () => this.page.look(key, this.key),
      { class: `quiet ${this.seat(key)}`, "data-look": key, "aria-label": `See what ${name} sees` })));
  }

  toEnd() { for (const log of Object.values(this.logs)) log.toEnd(); }

  tick(now) {
    const { zone, moderator } = this.self() ?? {};
    const words = [moderator && "moderator", zone && `${dayAndTime(now, zone)} in ${placeOf(zone)}`];
    put(this.root.querySelector(".local"), words.filter(Boolean).join(" · "));
  }

  named(thread, label) {
    thread.setAttribute("aria-label", label);
    thread.querySelector(".scroll").setAttribute("aria-label", `Messages. ${label}`);
  }
}
