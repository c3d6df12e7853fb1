// The page: listens for the state, gives it to both sides and the panel, and says what is new.

import { act, events } from "./act.js";
import { put } from "./dom.js";
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
    this.seen = { ana: 0, ben: 0 };
    this.sides = ["ana", "ben"].map((key) => new Side(by(key), this));
    this.panel = new Panel(by("panel"), this);
    this.bind();
    this.togglePanel(WIDE.matches, { focus: false });
    WIDE.addEventListener("change", () => this.togglePanel(WIDE.matches, { focus: false }));
    setInterval(() => this.tick(), TICK_MS);
  }

  bind() {
    for (const one of document.querySelectorAll("[data-clock]")) one.addEventListener("click", () => this.move(one.dataset.clock, one));
    for (const tab of document.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => this.view(tab.dataset.tab));
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
    if (begins) for (const side of this.sides) side.begin();
    for (const side of this.sides) side.update(state);
    this.panel.update(state);
    document.body.dataset.chat = state.threads.pair.some((entry) => entry.from !== "bot") ? "begun" : "empty";
    document.body.dataset.plays = state.plays;
    this.announce(state, begins);
    this.tabs();
    this.tick();
    by("trouble").hidden = !state.trouble;
    put(by("trouble"), state.trouble);
    by("playing").hidden = !state.playing;
    put(by("playing").firstElementChild, state.playing ? `Playing “${state.playing.title}”, ${state.playing.line} of ${state.playing.of}` : "");
    document.documentElement.dataset.ready = "yes";
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
  }

  announce(state, begins) {
    const news = [];
    const names = Object.fromEntries(state.people.map((one) => [one.key, one.name]));
    for (const [thread, entries] of Object.entries(state.threads)) {
      for (const entry of entries) {
        const version = `${state.tag} ${entry.note ?? ""}`;
        if (this.heard.get(entry.id) === version) continue;
        this.heard.set(entry.id, version);
        const from = entry.from === "bot" ? `Attune${thread === "pair" ? "" : ` to ${names[thread]} in private`}` : names[entry.from];
        news.push(`${from}: ${entry.title ? `${entry.title}. ` : ""}${entry.text || entry.emoji || entry.kind}`);
      }
    }
    if (news.length && !(begins && news.length > 4)) by("announcer").textContent = news.slice(-3).join("\n");
  }

  // Tabs of a narrow page

  view(name) {
    document.body.dataset.view = name;
    this.tabs();
    for (const side of this.sides) for (const log of Object.values(side.logs)) log.toEnd();
  }

  tabs() {
    const { people, threads } = this.state;
    const shown = document.body.dataset.view;
    for (const tab of document.querySelectorAll("[data-tab]")) {
      const key = tab.dataset.tab;
      tab.setAttribute("aria-pressed", String(key === shown));
      if (key === "panel") continue;
      const count = threads[key].length + threads.pair.length;
      if (key === shown || count < this.seen[key]) this.seen[key] = count;
      const fresh = count - this.seen[key];
      put(tab, people.find((one) => one.key === key).name + (fresh ? ` · ${fresh} new` : ""));
    }
  }

  // What the top row does

  async move(step, trigger) {
    trigger?.setAttribute("aria-busy", "true");
    await act("clock", { to: step });
    trigger?.removeAttribute("aria-busy");
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
      intro: "Everything that was said here is forgotten, and both people with it.",
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
        { name: "play", label: "Play a conversation", run: () => this.choosePlay(trigger) },
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
    if (document.body.dataset.view === "panel") this.view("ana");
    for (const side of this.sides) side.reveal(id);
  }
}

const page = new Page();
const stream = events();
stream.addEventListener("message", (event) => page.receive(JSON.parse(event.data)));
stream.addEventListener("error", () => page.lost());
