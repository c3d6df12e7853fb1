// The page: listens for the state, gives it to every side and the panel, and says what is new.

import { act, events } from "./act.js";
import { button, el, put } from "./dom.js";
import { menu } from "./menu.js";
import { Panel } from "./panel.js";
import { Side } from "./side.js";
import { ahead, dayAndTime } from "./time.js";

const WIDE = matchMedia("(min-width: 1180px)");
const MOVES = [["an hour later", "An hour later"], ["next morning", "Next morning"], ["a week later", "A week later"]];
const TICK_MS = 5000;
const by = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.state = null;
    this.heard = new Map();
    this.sides = [];
    this.columns = [];
    this.panel = new Panel(by("panel"), this);
    this.bind();
    this.togglePanel(WIDE.matches, { focus: false });
    WIDE.addEventListener("change", () => this.togglePanel(WIDE.matches, { focus: false }));
    setInterval(() => this.tick(), TICK_MS);
  }

  bind() {
    for (const one of document.querySelectorAll("[data-clock]")) one.addEventListener("click", () => this.move(one.dataset.clock, one));
    document.querySelector('[data-tab="panel"]').addEventListener("click", () => this.view("panel"));
    by("place").addEventListener("click", (event) => this.choosePlace(event.currentTarget));
    by("play").addEventListener("click", (event) => this.choosePlay(event.currentTarget));
    by("over").addEventListener("click", (event) => this.askOver(event.currentTarget));
    by("stop").addEventListener("click", () => act("stop"));
    by("scenes").addEventListener("click", () => this.togglePanel(document.body.dataset.panel !== "open"));
    by("more").addEventListener("click", (event) => this.more(event.currentTarget));
    by("panel").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !WIDE.matches) this.togglePanel(false);
    });
  }

  // State

  receive(state) {
    const begins = this.state?.tag !== state.tag;
    this.state = state;
    this.received = Date.now();
    if (begins) this.begin(state);
    for (const side of this.sides) side.update(state);
    this.panel.update(state);
    document.body.dataset.chat = state.threads.chat.some((entry) => entry.from !== "bot") ? "begun" : "empty";
    Object.assign(document.body.dataset, { plays: state.plays, place: state.place, tag: state.tag, version: state.version });
    this.announce(state, begins);
    this.tabs();
    this.tick();
    by("trouble").hidden = !state.trouble;
    put(by("trouble"), state.trouble);
    by("playing").hidden = !state.playing;
    put(by("playing").firstElementChild, state.playing ? `Playing “${state.playing.title}”, ${state.playing.line} of ${state.playing.of}` : "");
    document.documentElement.dataset.ready = "yes";
  }

  // Another room: its people, a column and a tab for each; two of the columns are seen.
  begin({ people, places, place, conversations }) {
    for (const side of this.sides) side.root.remove();
    for (const tab of document.querySelectorAll("[data-tab]:not([data-tab=panel])")) tab.remove();
    this.seen = {};
    this.sides = people.map(({ key }) => {
      const root = el("section", { class: `person ${this.seat(key)}`, id: key, "data-person": key, tabindex: "-1" });
      by("panel").before(root);
      document.querySelector('[data-tab="panel"]').before(button("", () => this.view(key), { "data-tab": key }));
      return new Side(root, this);
    });
    put(by("place").querySelector("span"), places.find((one) => one.name === place).label);
    by("place").setAttribute("aria-label", `Another place? Now: ${by("place").innerText.trim()}`);
    by("play").hidden = !conversations.length;
    this.columns = people.slice(0, 2).map(({ key }) => key);
    document.body.dataset.view = this.columns[0];
    this.arrange();
  }

  seat(key) { return `seat-${this.state.people.findIndex((one) => one.key === key) + 1}`; }

  // Who is seen: at most two side by side, on a phone one.
  arrange() {
    for (const { root, key } of this.sides) {
      const column = this.columns.indexOf(key) + 1;
      if (column) root.dataset.column = column;
      else delete root.dataset.column;
      root.toggleAttribute("data-viewed", key === document.body.dataset.view);
    }
    const { view } = document.body.dataset;
    if (view !== "panel") by("stage").style.setProperty("--wash-viewed", `var(--${this.seat(view)}-wash)`);
    const [left, right] = this.columns.map(by);
    if (left.compareDocumentPosition(right) & Node.DOCUMENT_POSITION_PRECEDING) right.before(left);
    this.columns.forEach((key, at) => {
      by("stage").style.setProperty(`--wash-${at + 1}`, `var(--${this.seat(key)}-wash)`);
      const skip = document.querySelector(`[data-skip="${at + 1}"]`);
      skip.setAttribute("href", `#${key}`);
      put(skip, `Skip to ${this.state.people.find((one) => one.key === key).name}`);
    });
  }

  // Looks through somebody's eyes where another person's were; who is seen already changes places.
  look(key, instead) {
    const [here, there] = [this.columns.indexOf(instead), this.columns.indexOf(key)];
    if (there >= 0) this.columns[there] = instead;
    this.columns[here] = key;
    document.body.dataset.view = key;
    this.arrange();
    this.tabs();
    for (const side of this.sides) side.toEnd();
    by(key).focus();
  }

  lost() {
    by("trouble").hidden = false;
    put(by("trouble"), "The connection is lost. The page goes on by itself as soon as the program answers.");
  }

  tick() {
    if (!this.state) return;
    const now = new Date(this.state.now).getTime() + Date.now() - this.received;
    put(by("now"), dayAndTime(now));
    put(by("moved"), ahead(this.state.moved_s));
    for (const side of this.sides) side.tick(now);
  }

  announce(state, begins) {
    const news = [];
    const names = Object.fromEntries(state.people.map((one) => [one.key, one.name]));
    for (const [thread, entries] of Object.entries(state.threads)) {
      for (const entry of entries) {
        const id = `${state.tag} ${entry.id}`;
        const version = entry.note ?? "";
        if (this.heard.get(id) === version) continue;
        this.heard.set(id, version);
        const from = entry.from === "bot" ? `Attune${thread === "chat" ? "" : ` to ${names[thread]} in private`}` : names[entry.from];
        news.push(`${from}: ${entry.title ? `${entry.title}. ` : ""}${entry.text || entry.emoji || entry.kind}`);
      }
    }
    if (news.length && !(begins && news.length > 4)) by("announcer").textContent = news.slice(-3).join("\n");
  }

  // Tabs of a narrow page

  view(name) {
    document.body.dataset.view = name;
    this.arrange();
    this.tabs();
    for (const side of this.sides) side.toEnd();
  }

  tabs() {
    const { people, threads } = this.state;
    const shown = document.body.dataset.view;
    for (const tab of document.querySelectorAll("[data-tab]")) {
      const key = tab.dataset.tab;
      tab.setAttribute("aria-pressed", String(key === shown));
      if (key === "panel") continue;
      const count = threads[key].length + threads.chat.length;
      if (key === shown || count < (this.seen[key] ?? 0)) this.seen[key] = count;
      const fresh = count - (this.seen[key] ?? 0);
      put(tab, people.find((one) => one.key === key).name + (fresh ? ` · ${fresh} new` : ""));
    }
  }

  // What the top row does

  async move(step, trigger) {
    trigger?.setAttribute("aria-busy", "true");
    await act("clock", { to: step });
    trigger?.removeAttribute("aria-busy");
  }

  choosePlace(trigger) {
    menu(trigger, {
      label: "Where would you like to be?",
      intro: "Each is a chat of its own; what you leave stays as it is. The clock is the same for all.",
      choices: this.state.places.map(({ name, label, hint }) => ({ name, label, hint, run: () => act("place", { to: name }) })),
    });
  }

  choosePlay(trigger) {
    menu(trigger, {
      label: "Play a conversation",
      intro: "The two write by themselves and the clock moves along. Nothing is read before both agreed.",
      choices: this.state.conversations.map(({ name, title, description }) => ({ name, label: title, hint: description, run: () => act("play", { name }) })),
    });
  }

  askOver(trigger) {
    menu(trigger, {
      label: "Start over?",
      intro: "Everything that was said here is forgotten, and the people of this place with it.",
      choices: [
        { name: "over", label: "Start over", tone: "danger", run: () => act("over") },
        { name: "keep", label: "Keep going", run: () => {} },
      ],
    });
  }

  more(trigger) {
    menu(trigger, {
      label: "Clock and more",
      choices: [
        ...MOVES.map(([name, label]) => ({ name, label, run: () => this.move(name) })),
        ...(this.state.conversations.length ? [{ name: "play", label: "Play a conversation", run: () => this.choosePlay(trigger) }] : []),
        { name: "over", label: "Start over", run: () => this.askOver(trigger) },
      ],
    });
  }

  togglePanel(open, { focus = true } = {}) {
    document.body.dataset.panel = open ? "open" : "closed";
    by("scenes").setAttribute("aria-expanded", String(open));
    if (focus) (open ? by("panel") : by("scenes")).focus();
  }

  reveal(id) {
    if (document.body.dataset.view === "panel") this.view(this.columns[0]);
    for (const side of this.sides) side.reveal(id);
  }
}

const page = new Page();
const stream = events();
stream.addEventListener("message", (event) => page.receive(JSON.parse(event.data)));
stream.addEventListener("error", () => page.lost());
