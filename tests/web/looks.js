// What a careful reader of a page looks for. Each function returns what is wrong.

const head = (one) => one.outerHTML.slice(0, 140);
const all = (css) => [...document.querySelectorAll(css)];

function nameOf(one) {
  const labels = (one.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "");
  const own = [...(one.labels || [])].map((label) => label.textContent);
  return (one.getAttribute("aria-label") || [...labels, ...own].join(" ") || one.innerText).trim();
}

function unnamed() {
  const css = "button, a[href], input, textarea, section, aside, nav, [role=img], [role=group], [role=dialog]";
  return all(css).filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]") && !nameOf(one)).map(head);
}

function doubleIds() {
  const ids = all("[id]").map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}

function lostReferences() {
  return ["aria-labelledby", "aria-controls", "for"].flatMap((name) => all(`[${name}]`)
    .filter((one) => !document.getElementById(one.getAttribute(name))).map(head));
}

function unnamedPictures() {
  return all("svg, img").filter((one) => !one.closest("[aria-hidden=true]") && !one.getAttribute("aria-label")).map(head);
}

function smallTargets() {
  const small = ({ width, height }) => width < 23.5 || height < 23.5;
  return all("button:not(.quoted), a.button, input, textarea")
    .filter((one) => one.checkVisibility() && small(one.getBoundingClientRect())).map(head);
}

function headings() {
  return all("h1, h2, h3, h4").filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]));
}

const parse = (css) => { const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ground(one) {
  for (let at = one; at; at = at.parentElement) {
    const { rgb, a } = parse(getComputedStyle(at).backgroundColor);
    if (a > 0.9) return rgb;
  }
  return [255, 255, 255];
}

function lowContrast() {
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim();
    const one = walk.currentNode.parentElement;
    if (!words || one.closest(".unseen, noscript, template") || !one.checkVisibility({ opacityProperty: true })) continue;
    const ink = luminance(parse(getComputedStyle(one).color).rgb);
    const paper = luminance(ground(one));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${one.className}: ${words.slice(0, 40)}`);
  }
  return low;
}

function stickingOut() {
  const wide = document.documentElement.clientWidth + 1;
  return all("body *").filter((one) => one.checkVisibility() && !one.closest(".unseen, .skip, svg")
    && one.getBoundingClientRect().right > wide).map(head);
}

function moving() {
  return document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).map((one) => head(one.effect.target));
}

function fromElsewhere() {
  const names = performance.getEntriesByType("resource").map((one) => one.name);
  return names.filter((name) => new URL(name).origin !== location.origin);
}
