/* What a cell shows of a number, in the spelling that people type: the browser's side of number_formats.py for the
   formats of our blanks and the common ones («45 %», «01.09.2025», «1200,5»). Null for a format that is not known here. */

const MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
const BUILT_IN = {
  0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
  20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 49: "@",
};
const NUMBER = /^(?:#,##)?[#0]*(?:\.(0+))?( ?%)?$/;
const DAY = 86_400_000;

/** The format code of a style's number; `own` are those that the workbook defines. */
export function formatCode(id, own) {
  return own[id] ?? BUILT_IN[id] ?? `#${id}`;
}

/** {said, moment, note} of a number under a format, null for an unknown one; `moment` is a day as «2025-09-01» (with
    hours), `note` says that more is stored than is shown. */
export function shown(raw, code, from1904) {
  if (/"[^"]*%[^"]*"|\\%/.test(code)) return null; // words that only look like per cent
  const bare = code.replace(/\[\$-[^\]]*\]/g, "").replace(/;@$/, "").replace(/\\(.)/g, "$1").replace(/"([^"]*)"/g, "$1").trim();
  if (["General", "@", "", "Основной", "Standard"].includes(bare)) return general(raw, from1904);
  const found = NUMBER.exec(bare);
  if (found && /[#0]/.test(bare)) return rounded(raw, found[1]?.length ?? 0, Boolean(found[2]), bare);
  return /^[ymdhsгчс.,:/\- ]+$/i.test(bare) && /[ymdhs]/i.test(bare) ? moment(raw, bare.toLowerCase(), from1904) : null;
}

function general(raw, from1904) {
  const said = written(Number.isInteger(raw) ? raw : Number(raw.toPrecision(12)));
  return said === null ? null : { said, moment: dayOf(raw, from1904), isBare: true };
}

function rounded(raw, places, isPercent, code) {
  const exact = Number(((isPercent ? 100 : 1) * Number(raw.toPrecision(15))).toPrecision(15));
  const seen = halfUp(exact, places);
  const said = written(seen);
  if (said === null || (/^0{2,}$/.test(code) && said.length < code.length)) return null; // «007»
  const note = Math.abs(exact - seen) > Math.abs(exact) * 1e-12 ? `в ячейке видно «${said}», а записано ${written(exact)}: взято то, что видно` : "";
  if (/^#+$/.test(code) && !seen) return { said: "", note };
  return { said: said + (isPercent ? (code.includes(" %") ? " %" : "%") : ""), note };
}

function halfUp(exact, places) {
  const [sign, whole] = [exact < 0 ? -1 : 1, String(Math.abs(exact))];
  if (whole.includes("e")) return exact;
  return sign * Number(`${Math.round(Number(`${whole}e${places}`))}e-${places}`);
}

/* With a comma; null for what needs a power of ten. */
function written(number) {
  const said = String(number === 0 ? 0 : number);
  return said.includes("e") ? null : said.replace(".", ",");
}

/* A day and hour as exactly as the format shows it: no day is made of «декабрь 2026». */
function moment(raw, code, from1904) {
  const day = dayOf(raw, from1904);
  if (!day) return null;
  const named = new Set();
  const found = code.match(/y+|m+|d+|h+|s+/g) ?? [];
  found.forEach((one, n) => {
    if (/^ddd/.test(one)) return; // the day of the week says nothing of its own
    if (one[0] === "m" && one.length < 3 && (/^h/.test(found[n - 1] ?? "") || /^s/.test(found[n + 1] ?? ""))) named.add("min");
    else named.add(one[0]);
  });
  const [, year, month, date, clock] = /^(\d+)-(\d\d)-(\d\d)(?: (\d\d:\d\d))?$/.exec(day);
  const its = ["y", "m", "d"].filter((part) => named.has(part)).join("");
  const hour = (named.has("h") || named.has("min")) && clock ? ` ${clock}` : "";
  const said = { ymd: `${date}.${month}.${year}${hour}`, y: year, ym: `${MONTHS[month - 1]} ${year}`, m: MONTHS[month - 1], md: `${date}.${month}`, d: String(+date) }[its];
  return said === undefined ? null : { said, moment: day, isDate: true };
}

/** The day and hour of a serial number, to the minute; an empty text where a calendar has none. */
export function dayOf(raw, from1904) {
  if (!(raw >= 0 && raw < 2_958_466)) return "";
  const early = !from1904 && raw < 60 ? 1 : 0; // day 60 of such a workbook is 29 February 1900, which never was
  const time = (from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)) + early * DAY + Math.round(raw * 24 * 60) * 60_000;
  const said = new Date(time).toISOString().replace("T", " ");
  return said.slice(11, 16) === "00:00" ? said.slice(0, 10) : said.slice(0, 16);
}
