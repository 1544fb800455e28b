/* Numbers as people type them: «1 200,5», «15 мин» under «Минут», «45 %» where numbers are in per cent (45) or are shares
   (0.45). The browser's side of typed.parse_number and percents.py; what is not certain stays as it was typed. */

import { inDigits, isItsUnit } from "../numerals.js";

const MEASURED = ["before", "after"];
const PERCENT = /%|процент|проц(?![а-яё])/;
const SHARE = /^дол[яиейю](?![а-яё])/;
const NUMBER = /^\(?([-−+]?\d[\d \u00a0\u202f]{0,20}(?:[.,]\d{1,12})?) ?(?:%|процент(?:а|ов)?|проц\.?)\)?$/;

/** What the numbers of a group are counted in: of its indicator, its own field, the character at its numbers. */
export function unitOf(data, indicator) {
  if (indicator) return indicator.share ? "доля" : indicator.u ?? "";
  const unit = said(data.unit).trim();
  if (unit) return unit;
  const groups = [data, typeof data.comparison === "object" ? data.comparison : {}];
  const numbers = groups.flatMap((group) => MEASURED.map((name) => said(group?.[name])));
  if (numbers.some((one) => percent(one) !== null)) return "%";
  return numbers.some((one) => /\d ?(?:₽|руб)/.test(one)) ? "₽" : "";
}

/** The number with a point, or the text as it is. */
export function numeric(q, raw, unit) {
  const typed = inDigits(raw);
  const measured = percent(raw);
  const counted = unit.toLowerCase();
  if (measured !== null) {
    if (SHARE.test(counted.trim()) && !PERCENT.test(counted)) return plain(shifted(measured, -2));
    return PERCENT.test(counted) ? plain(measured) : raw;
  }
  const bare = typed.replace(/(\d) (?=\d{3}(?!\d))/g, "$1").replace(/−/g, "-").replace(/^(?:№ ?)?(\d+)\.$/, "$1").replace(/^\(([^()]+)\)$/, "$1");
  const found = /^(-?\d{1,15}(?:[.,]\d{1,10})?) ?([\p{L}]+\.?|[₽$€])?$/u.exec(bare);
  return found && (!found[2] || isItsUnit(found[2], q.l, counted)) ? plain(found[1].replace(",", ".")) : raw;
}

/** What is doubtful about 0,45 where numbers are in per cent: beside «45 %» a mistake, alone perhaps one. */
export function shares(data, unit) {
  if (!PERCENT.test(unit.toLowerCase())) return [];
  const parts = MEASURED.map((name) => said(data[name]).trim());
  const small = parts.find((one) => /^0[.,]\d+$/.test(one));
  if (!small) return [];
  return [parts.some((one) => percent(one) !== null)
    ? `рядом стоят доля (${small}) и проценты: непонятно, одна ли это единица; впишите оба числа в процентах`
    : `${small} % — меньше одного процента: если это доля от единицы, впишите проценты`];
}

function percent(raw) {
  const found = NUMBER.exec(inDigits(raw.trim().toLowerCase()));
  return found ? found[1].replace(/[ \u00a0\u202f]/g, "").replace(",", ".").replace("−", "-").replace("+", "") : null;
}

/* The digits of a number with its point moved, exactly. */
function shifted(digits, places) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(digits);
  const all = whole.padStart(1 - places, "0");
  const at = all.length + places;
  return `${sign}${all.slice(0, at)}.${all.slice(at)}${fraction}`;
}

function plain(digits) {
  const [, sign, whole, fraction = ""] = /^(-?)0*(\d+?)(?:\.(\d+?)0*)?$/.exec(digits) ?? [null, "", digits];
  const rest = fraction.replace(/0+$/, "");
  return `${sign}${whole}${rest ? `.${rest}` : ""}`;
}

function said(raw) {
  return typeof raw === "string" ? raw : raw?.said ?? "";
}
