// Where one writes. Enter sends, Shift and Enter make a new line, Esc lets go of a reply or a change.

import { act } from "./act.js";
import { put } from "./dom.js";

export class Composer {
  constructor(thread, side, isPrivate) {
    this.form = thread.querySelector(".composer");
    this.words = this.form.querySelector("textarea");
    this.about = this.form.querySelector(".about");
    this.side = side;
    this.isPrivate = isPrivate;
    this.reset();
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    this.about.querySelector("button").addEventListener("click", () => { this.reset(); this.words.focus(); });
  }

  name(label, hint) {
    this.words.setAttribute("aria-label", label);
    this.words.placeholder = hint;
    this.form.querySelector(".send").setAttribute("aria-label", `Send: ${label}`);
  }

  reset() {
    this.replyTo = null;
    this.editing = null;
    this.about.hidden = true;
  }

  tell(sentence) {
    put(this.about.querySelector("span"), sentence);
    this.about.hidden = false;
    this.words.focus();
  }

  reply(entry) {
    this.reset();
    this.replyTo = entry.id;
    this.tell(`Answering ${this.side.nameOf(entry.from)}, ${this.side.timeOf(entry.at)}`);
  }

  edit(entry) {
    this.reset();
    this.editing = entry.id;
    this.words.value = entry.text;
    this.tell(`Changing your message of ${this.side.timeOf(entry.at)}`);
  }

  fill(text) {
    this.words.value = text;
    this.words.focus();
  }

  pressed(event) {
    if (event.key === "Escape" && !this.about.hidden) {
      if (this.editing) this.words.value = "";
      this.reset();
      this.words.focus();
    }
    if (event.key === "Enter" && event.target === this.words && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.words.value;
    if (!text.trim()) return;
    const asked = { person: this.side.key, private: this.isPrivate, text };
    const step = this.editing ? ["edit", { ...asked, message: this.editing }] : ["post", { ...asked, reply_to: this.replyTo }];
    this.words.value = "";
    this.reset();
    if (!await act(...step) && !this.words.value) this.words.value = text;
  }
}
