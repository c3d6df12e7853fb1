// The turn-taking picture: two voices on two lines. A filled circle is an opening, its size how deep;
// a curve to the other line is the answer, the fuller the more it met.

import { svg } from "./dom.js";

const WIDTH = 320;
const HEIGHT = 132;
const LINES = { ana: 36, ben: 96 };
const LEFT = 22;
const STEP_MAX = 44;

export function turns(points, people, words) {
  const step = Math.min(STEP_MAX, (WIDTH - LEFT - 30) / Math.max(points.length, 1));
  const picture = svg("svg", { class: "turns", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words });
  for (const { key, name } of people) {
    picture.append(
      svg("line", { class: `voice ${key}`, x1: 0, x2: WIDTH, y1: LINES[key], y2: LINES[key] }),
      svg("text", { class: key, x: 0, y: key === "ana" ? 10 : HEIGHT - 3 }, name),
    );
  }
  points.forEach((point, number) => picture.append(...drawn(point, LEFT + number * step, step)));
  return picture;
}

function drawn(point, x, step) {
  const other = point.by === "ana" ? "ben" : "ana";
  const [from, to] = [LINES[point.by], LINES[other]];
  const radius = 3.5 + 6.5 * point.depth;
  const shapes = [];
  if (point.state === "answered" || point.state === "acknowledged") {
    const full = point.state === "answered" ? Math.max(0, point.answer ?? 0) : 0;
    const end = x + Math.min(step * 0.8, 26);
    const middle = (from + to) / 2;
    shapes.push(
      svg("path", { class: `answer ${other} ${point.state}`, "stroke-width": (1.5 + 3.5 * full).toFixed(1), d: `M${x} ${from}C${x} ${middle} ${end} ${middle} ${end} ${to}` }),
      svg("circle", { class: `arrival ${other}`, cx: end, cy: to, r: 2.6 }),
    );
  }
  if (point.way === "marked") shapes.push(svg("circle", { class: `ring ${point.by}`, cx: x, cy: from, r: radius + 3.5 }));
  shapes.push(point.way === "checkin"
    ? svg("rect", { class: `opening ${point.by} ${point.state}`, x: x - radius, y: from - radius, width: 2 * radius, height: 2 * radius, rx: 2, transform: `rotate(45 ${x} ${from})` })
    : svg("circle", { class: `opening ${point.by} ${point.state}`, cx: x, cy: from, r: radius }));
  return shapes;
}
