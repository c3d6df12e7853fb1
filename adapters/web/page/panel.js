// Behind the scenes: what was read, what became of it, how people take turns, why the bot spoke or did not.

import { button, el } from "./dom.js";
import { timeOf } from "./time.js";
import { turns } from "./turns.js";

const LEGEND = "Circle: an opening, larger when deeper. Diamond: a check-in answer. Ring: marked by its author. Curve: the answer, thicker the more it met; dashed: noticed only.";

export class Panel {
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.parts = Object.fromEntries(["turns", "decisions", "episodes", "readings"].map((name) => [name, { node: el("div"), key: "" }]));
    root.append(
      el("header", { class: "name" }, el("h2", { id: "panel-name" }, "Behind the scenes"),
        button("Close", () => page.togglePanel(false), { class: "quiet", "data-action": "close-panel" })),
      el("p", { class: "only" }, "Only on this page, to try the bot out. Nobody sees this in a real chat."),
      el("div", { class: "parts", tabindex: "0", role: "group", "aria-label": "What the bot read and decided" },
        this.part("turns", "How they take turns"), this.part("decisions", "Why it spoke, or stayed silent"),
        this.part("episodes", "Openings, and what became of them"), this.part("readings", "What was read")),
    );
  }

  part(name, title) {
    return el("section", { "data-part": name, "aria-labelledby": `part-${name}` }, el("h3", { id: `part-${name}` }, title), this.parts[name].node);
  }

  update({ panel, people }) {
    this.crowd = people.length > 2;
    this.draw("turns", [panel.turns, people], () => this.turns(panel.turns, people));
    this.draw("decisions", panel.decisions, () => panel.decisions.map((each) => this.decision(each)));
    this.draw("episodes", panel.episodes, () => panel.episodes.map((each) => this.episode(each)));
    this.draw("readings", panel.readings, () => panel.readings.map((each) => this.reading(each)));
  }

  draw(name, given, build) {
    const part = this.parts[name];
    const key = JSON.stringify([given, this.crowd]);
    if (part.key === key) return;
    part.key = key;
    const built = build();
    part.node.replaceChildren(...(built.length ? built : [el("p", { class: "empty" }, this.crowd && name === "readings" ? UNREAD : EMPTY[name])]));
  }

  about(each) {
    if (!each.name) return el("span", { class: "about" }, "A message that is gone");
    const label = each.at ? `${each.name}, ${timeOf(each.at)}` : each.name;
    return button(label, () => this.page.reveal(each.message), { class: `about ${this.page.seat(each.by)}`, "aria-label": `Show the message: ${label}` });
  }

  turns({ points, counted, words, claim }, people) {
    if (!points.length) return [];
    const spoken = [counted, words].filter(Boolean).join(" ");
    const parts = [turns(points, people, (key) => this.page.seat(key), `Picture of the turns. ${spoken}`), el("p", { class: "spoken" }, spoken)];
    if (claim) parts.push(figures(claim));
    return [...parts, el("p", { class: "legend" }, LEGEND)];
  }

  decision(each) {
    return el("div", { class: `decision ${each.type}`, "data-decision": each.type },
      el("p", {}, each.words), el("p", { class: "when" }, "About ", this.about(each)));
  }

  episode(each) {
    return el("div", { class: "episode", "data-state": each.state, "data-episode": each.message }, this.about(each), el("p", {}, each.words));
  }

  reading(each) {
    const bars = el("ul", { class: "bars" }, ...each.bars.map((bar) => {
      const line = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
      line.firstChild.style.setProperty("--value", bar.value);
      return el("li", {}, el("span", { class: "label" }, bar.label), line, el("span", { class: "amount" }, bar.words));
    }));
    return el("div", { class: "reading", "data-reading": each.message, "data-answer": each.answer },
      el("p", { class: "who" }, this.about(each), el("span", {}, each.answer ? " as an answer" : " as a message")), bars, el("p", { class: "sum" }, each.words));
  }
}

const EMPTY = {
  turns: "Once somebody opens up, the picture begins.",
  decisions: "Nothing to decide yet. Say something that matters, then let an hour pass.",
  episodes: "None yet. Try “I didn't get the job. I feel like such a failure.”",
  readings: "Nothing was read. Nothing is, before both agree.",
};

const UNREAD = "Nothing was read. Nothing is, of anybody who did not agree.";

function figures(claim) {
  const round = (value) => (typeof value === "number" ? value.toFixed(2) : "too early to say");
  return el("dl", { class: "figures" },
    el("dt", {}, "Turn-taking"), el("dd", {}, round(claim.turn_taking)),
    el("dt", {}, "Balance"), el("dd", {}, round(claim.balance)),
    el("dt", {}, "Role swaps"), el("dd", {}, String(claim.role_swaps ?? "")));
}
