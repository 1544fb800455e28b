/* What the page remembers, in the two shapes it has: «diagnosis» and «route» of the store on the device. Other tabs, other
   versions of the page and the person himself write there too, so everything is looked through on the way in. */

import { MOST } from "./fragment.js";
import { isMonth } from "./months.js";

/** Characters of a text that a person writes. */
export const LONGEST_TEXT = 600;
/** How far a thing of the route has come. */
export const MARKS = { "": "запланировано", doing: "делаю", done: "сделано", left: "отложено" };

const KEY = /^[0-9a-f]{10}$/;
const DAY = /^20\d\d-\d\d-\d\d$/;
const ITEM = /^[a-z]{1,20}\/[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A route without anything in it. */
export function emptyRoute() {
  return { areas: [], place: "", subject: "", level: "", items: [], checks: [], aims: {}, ends: {} };
}

/** {first, again}: two sheets of answers {day, answers}. */
export function emptyDiagnosis() {
  return { sheets: [], first: { day: "", answers: {} }, again: { day: "", answers: {} } };
}

/** A diagnosis of anything that was kept. */
export function diagnosisOf(value) {
  if (!isGroup(value)) return emptyDiagnosis();
  return { sheets: list(value.sheets).filter((id) => typeof id === "string" && id.length < 200).slice(0, MOST), first: answersOf(value.first), again: answersOf(value.again) };
}

function answersOf(value) {
  if (!isGroup(value) || !isGroup(value.answers)) return { day: "", answers: {} };
  const given = Object.entries(value.answers).filter(([key, point]) => KEY.test(key) && Number.isInteger(point) && Math.abs(point) <= 100);
  return { day: DAY.test(value.day) ? value.day : "", answers: Object.fromEntries(given) };
}

/** A route of anything that was kept; `areas` are those of the base. */
export function routeOf(value, areas) {
  if (!isGroup(value)) return emptyRoute();
  return {
    areas: list(value.areas).filter((id) => areas.includes(id)),
    place: text(value.place), subject: text(value.subject), level: text(value.level),
    items: list(value.items).filter(isGroup).filter(({ key }) => ITEM.test(key)).slice(0, MOST).map(itemOf),
    checks: list(value.checks).filter(isGroup).slice(0, MOST).map(checkOf),
    aims: textsOf(value.aims, areas), ends: textsOf(value.ends, areas),
  };
}

function itemOf({ key, title, form, phase, month, result, mark, note, dates }) {
  return { key, title: text(title) || key, form: text(form), phase: text(phase), month: isMonth(month) ? month : "", result: text(result),
    mark: Object.prototype.hasOwnProperty.call(MARKS, mark) ? mark : "", note: text(note),
    dates: list(dates).length === 2 && dates.every((one) => typeof one === "string" && one.length <= 10) ? [...dates] : null };
}

function checkOf({ month, said, change, done }) {
  return { month: isMonth(month) ? month : "", said: text(said), change: text(change), done: done === true };
}

function textsOf(value, areas) {
  return isGroup(value) ? Object.fromEntries(areas.map((id) => [id, text(value[id])]).filter(([, said]) => said)) : {};
}

const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "");
const list = (value) => (Array.isArray(value) ? value : []);
const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
