// Times as the reader's own machine writes them.

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

export const timeOf = (moment) => clock.format(new Date(moment));
export const dayOf = (moment) => day.format(new Date(moment));
export const dayAndTime = (moment) => `${dayOf(moment)}, ${timeOf(moment)}`;

function counted(number, unit) {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

export function ahead(seconds) {
  if (seconds < 60) return "as on this machine";
  if (seconds < HOUR_S) return `moved on ${counted(Math.round(seconds / 60), "minute")}`;
  if (seconds < DAY_S) return `moved on ${counted(Math.round(seconds / HOUR_S), "hour")}`;
  return `moved on ${counted(Math.round(seconds / DAY_S), "day")}`;
}
