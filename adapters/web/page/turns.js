// The turn-taking picture: a line for each voice. A filled shape is an opening, its size how deep;
// a curve to another line is the answer, the fuller the more it met.

import { svg } from "./dom.js";

const WIDTH = 320;
const TOP = 36;
const APART = 60;
const LEFT = 22;
const STEP_MAX = 44;

export function turns(points, people, seat, words) {
  const lines = Object.fromEntries(people.map(({ key }, at) => [key, TOP + APART * at]));
  const height = 2 * TOP + APART * (people.length - 1);
  const step = Math.min(STEP_MAX, (WIDTH - LEFT - 30) / Math.max(points.length, 1));
  const picture = svg("svg", { class: "turns", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words });
  people.forEach(({ key, name }, at) => {
    const last = at === people.length - 1;
    picture.append(
      svg("line", { class: `voice ${seat(key)}`, x1: 0, x2: WIDTH, y1: lines[key], y2: lines[key] }),
      svg("text", { class: seat(key), x: 0, y: last ? height - 3 : lines[key] - 26 }, name),
    );
  });
  points.forEach((point, number) => picture.append(...drawn(point, LEFT + number * step, step, lines, seat)));
  return picture;
}

function answerers({ by, to }, lines) {
  const others = Object.keys(lines).filter((key) => key !== by);
  return others.length === 1 ? others : to.filter((key) => key in lines);
}

function drawn(point, x, step, lines, seat) {
  const from = lines[point.by];
  const radius = 3.5 + 6.5 * point.depth;
  const shapes = [];
  if (point.state === "answered" || point.state === "acknowledged") {
    const full = point.state === "answered" ? Math.max(0, point.answer ?? 0) : 0;
    const end = x + Math.min(step * 0.8, 26);
    for (const other of answerers(point, lines)) {
      const middle = (from + lines[other]) / 2;
      shapes.push(
        svg("path", { class: `answer ${seat(other)} ${point.state}`, "stroke-width": (1.5 + 3.5 * full).toFixed(1), d: `M${x} ${from}C${x} ${middle} ${end} ${middle} ${end} ${lines[other]}` }),
        svg("circle", { class: `arrival ${seat(other)}`, cx: end, cy: lines[other], r: 2.6 }),
      );
    }
  }
  const opening = `opening ${seat(point.by)} ${point.state}`;
  if (point.way === "marked") shapes.push(svg("circle", { class: `ring ${seat(point.by)}`, cx: x, cy: from, r: radius + 3.5 }));
  shapes.push(point.way === "checkin"
    ? svg("rect", { class: opening, x: x - radius, y: from - radius, width: 2 * radius, height: 2 * radius, rx: 2, transform: `rotate(45 ${x} ${from})` })
    : svg("circle", { class: opening, cx: x, cy: from, r: radius }));
  return shapes;
}
