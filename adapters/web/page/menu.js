// A small sheet of choices beside the button that opened it. Esc and a click elsewhere close it.

import { el } from "./dom.js";

const GAP = 6;

export function menu(trigger, { label, intro, choices }) {
  const sheet = el("div", { class: "menu", popover: "auto", role: "dialog", "aria-label": label });
  if (intro) sheet.append(el("p", { class: "intro" }, intro));
  for (const choice of choices) {
    sheet.append(el("button", {
      type: "button",
      class: choice.tone,
      "data-choice": choice.name ?? choice.label,
      "aria-label": choice.spoken,
      onclick: () => { sheet.hidePopover(); choice.run(); },
    }, el("span", { class: "label" }, choice.label), choice.hint && el("span", { class: "hint" }, choice.hint)));
  }
  sheet.addEventListener("keydown", (event) => move(event, sheet));
  sheet.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = sheet.contains(document.activeElement) || document.activeElement === document.body;
    sheet.remove();
    if (inside && trigger.isConnected) trigger.focus();
  });
  document.body.append(sheet);
  sheet.showPopover();
  place(sheet, trigger);
  sheet.querySelector("button")?.focus();
}

function place(sheet, trigger) {
  const near = trigger.getBoundingClientRect();
  const { width, height } = sheet.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(near.left, innerWidth - width - GAP));
  const below = near.bottom + GAP;
  const top = below + height < innerHeight ? below : Math.max(GAP, near.top - height - GAP);
  sheet.style.left = `${left}px`;
  sheet.style.top = `${top}px`;
}

function move(event, sheet) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...sheet.querySelectorAll("button")];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
}
