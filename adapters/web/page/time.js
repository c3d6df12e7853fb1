// Times as somebody's own clock shows them: of the zone they set, else of the reader's machine.

const WRITTEN = {
  clock: { hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short" },
};
const formats = new Map();
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

function written(moment, how, zone) {
  const key = `${how} ${zone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { ...WRITTEN[how], timeZone: zone ?? undefined }));
  return formats.get(key).format(new Date(moment));
}

export const timeOf = (moment, zone) => written(moment, "clock", zone);
export const dayAndTime = (moment, zone) => `${written(moment, "day", zone)}, ${timeOf(moment, zone)}`;
export const placeOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

function counted(number, unit) {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

export function ahead(seconds) {
  if (seconds < 60) return "as on this machine";
  if (seconds < HOUR_S) return `moved on ${counted(Math.round(seconds / 60), "minute")}`;
  if (seconds < DAY_S) return `moved on ${counted(Math.round(seconds / HOUR_S), "hour")}`;
  return `moved on ${counted(Math.round(seconds / DAY_S), "day")}`;
}
