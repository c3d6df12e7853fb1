// A note of the bot: title, words, buttons; a button may open a form in place.

import { act, guarded } from "./act.js";
import { button, el } from "./dom.js";

export function note(entry, side, where) {
  const buttons = el("div", { class: "buttons" });
  const body = el("article", { "aria-label": `Attune ${where}, ${side.timeOf(entry.at)}` },
    el("p", { class: "byline" }, el("span", { class: "from" }, "Attune"), " ",
      el("time", { datetime: entry.at }, side.timeOf(entry.at))),
    entry.title && el("h4", { class: "title" }, entry.title),
    el("p", { class: "words" }, entry.text),
    entry.file && file(entry.file),
    buttons);
  for (const row of entry.rows) {
    if (row.length) buttons.append(el("p", { class: "row" }, ...row.map((each) => control(each, entry, side.key, buttons))));
  }
  if (!entry.rows.some((row) => row.length)) buttons.remove();
  return el("li", {
    class: "note", "data-message": entry.id, "data-from": "bot", "data-note": entry.note, tabindex: "-1",
  }, body);
}

function file(offered) {
  const address = guarded(offered.address);
  if (offered.picture) return el("p", { class: "picture" }, el("img", { src: address, alt: offered.alt, "data-file": offered.name }));
  return el("p", { class: "row" }, el("a", { class: "button plain", href: address, download: offered.name, "data-file": offered.name }, `Save ${offered.name}`));
}

function control(each, entry, person, buttons) {
  const named = { class: each.tone, "data-button": each.name };
  if (each.url) {
    return el("a", { ...named, class: `button ${each.tone}`, href: each.url, target: "_blank", rel: "noopener noreferrer" }, each.label);
  }
  if (each.form.length) {
    return button(each.label, (event) => openForm(event.currentTarget, each, entry, person, buttons), { ...named, "aria-expanded": "false" });
  }
  return button(each.label, async (event) => {
    const pressed = event.currentTarget;
    pressed.setAttribute("aria-busy", "true");
    await act("press", { person, message: entry.id, button: each.name });
    pressed.removeAttribute("aria-busy");
  }, named);
}

function openForm(trigger, each, entry, person, buttons) {
  const open = buttons.parentElement.querySelector("form");
  if (open) { open.close(); if (open.dataset.of === each.name) return; }
  const inputs = each.form.map((field) => input(field, entry));
  const form = el("form", { class: "fields", "data-form": each.name, "data-of": each.name, "aria-label": each.label },
    ...inputs.map((one) => one.row),
    el("p", { class: "row" }, el("button", { type: "submit", class: "primary" }, "Done"),
      button("Cancel", () => form.close(), { class: "quiet", "data-action": "cancel" })));
  form.close = () => { form.remove(); trigger.setAttribute("aria-expanded", "false"); trigger.focus(); };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(inputs.map((one) => [one.name, one.control.value]));
    const done = await act("press", { person, message: entry.id, button: each.name, fields });
    if (done && form.isConnected) form.close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.close();
    if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  buttons.after(form);
  trigger.setAttribute("aria-expanded", "true");
  inputs[0].control.focus();
}

function input(field, entry) {
  const id = `${entry.id}-${field.name}`;
  const shape = { id, name: field.name, maxlength: field.max_length, autocomplete: "off" };
  const control = field.multiline ? el("textarea", { ...shape, rows: "3" }) : el("input", { ...shape, type: "text" });
  return { name: field.name, control, row: el("p", { class: "field" }, el("label", { for: id }, field.label), control) };
}
