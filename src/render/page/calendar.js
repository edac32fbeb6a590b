// Days as numbers: 0 is 1970-01-01, in the proleptic Gregorian calendar.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dayOf(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / 86400000);
}

function civil(day) {
  const date = new Date(day * 86400000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** First and last day of "2024", "2024-07" or "2024-07-26"; null for anything else. */
function daysOf(text) {
  const parts = /^(-?\d{4,6})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text?.trim() ?? "");
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (month === undefined) return [dayOf(year, 1, 1), dayOf(year + 1, 1, 1) - 1];
  if (day === undefined) return [dayOf(year, month, 1), dayOf(year, month + 1, 1) - 1];
  return [dayOf(year, month, day), dayOf(year, month, day)];
}

const padded = (number, digits = 2) =>
  (number < 0 ? "-" : "") + String(Math.abs(number)).padStart(digits, "0");

const yearName = (year) => (year <= 0 ? `${1 - year} BC` : String(year));

/** What the axis is divided into: where a day's unit begins, where the next one does, its names. */
const UNITS = [
  {
    name: "day", narrow: 26,
    start: (day) => day, next: (day) => day + 1,
    label: (date, first) => {
      const { year, month, day } = civil(date);
      const name = MONTHS[month - 1];
      return first ? `${day} ${name} ${yearName(year)}` : day === 1 ? `1 ${name}` : String(day);
    },
    range: (day) => Array(2).fill(dateText(day)),
  },
  {
    name: "month", narrow: 40,
    start: (day) => { const { year, month } = civil(day); return dayOf(year, month, 1); },
    next: (day) => { const { year, month } = civil(day); return dayOf(year, month + 1, 1); },
    label: (day, first) => {
      const { year, month } = civil(day);
      return MONTHS[month - 1] + (first || month === 1 ? ` ${yearName(year)}` : "");
    },
    range: (day) => Array(2).fill(dateText(day).slice(0, -3)),
  },
  yearsUnit("year", 1, 31),
  yearsUnit("decade", 10, 52),
  yearsUnit("century", 100, 52),
  yearsUnit("millennium", 1000, 60),
];

function yearsUnit(name, length, narrow) {
  const first = (day) => Math.floor(civil(day).year / length) * length;
  return {
    name, narrow,
    start: (day) => dayOf(first(day), 1, 1),
    next: (day) => dayOf(first(day) + length, 1, 1),
    label: (day) => yearName(first(day)) + (length > 1 && first(day) > 0 ? "s" : ""),
    range: (day) => [padded(first(day), 4), padded(first(day) + length - 1, 4)],
  };
}

function dateText(day) {
  const date = civil(day);
  return `${padded(date.year, 4)}-${padded(date.month)}-${padded(date.day)}`;
}

for (const entry of entries) {
  const [first, last] = [daysOf(entry.from)?.[0], daysOf(entry.to)?.[1]];
  entry.first = first ?? last ?? null;
  entry.last = last ?? first ?? null;
  entry.openStart = first === undefined && last !== undefined;
  entry.openEnd = last === undefined && first !== undefined;
}
