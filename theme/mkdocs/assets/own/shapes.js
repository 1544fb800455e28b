/* What each value of the store may be. A function gets anything at all and gives the value with what is known of it, or
   null where it is none. Objects with ids for keys have no prototype: `constructor` is a name like any other. */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MARK = /^[a-z0-9]{1,12}$/;
const [LONGEST_ID, LONGEST_TITLE, MOST_SAVED, MOST_MARKS] = [120, 300, 1000, 700];
const [DEEPEST, NEVER] = [12, ["__proto__", "constructor", "prototype"]];

/** Characters of a note. */
export const LONGEST_NOTE = 2000;

/** What a person says of a saved practice; "" as long as it is only saved. */
export const STATES = { "": "Сохранена", trying: "Пробую", tried: "Попробовал(а)", unsuited: "Не подошло" };

export const SHAPES = {
  /** {class, subject, district}: ids of a level, a subject and a district, each where it is said. */
  me(value) {
    if (!isGroup(value)) return null;
    const said = ["class", "subject", "district"].filter((name) => has(value, name) && value[name]);
    return said.every((name) => isId(value[name])) ? Object.fromEntries(said.map((name) => [name, value[name]])) : null;
  },

  /** {id of a practice: {state, note, since, title}}, since the day of the last change of the state. The title goes along
      so that the page asks nobody for it. */
  saved(value) {
    if (!isGroup(value)) return null;
    const found = Object.entries(value);
    if (found.length > MOST_SAVED || !found.every(([id, one]) => isId(id) && isSaved(one))) return null;
    return byId(found.map(([id, { state, note, since, title = "" }]) => [id, { state, note, since, title }]));
  },

  /** {day, known, now}: the day of the last visit, marks of the news known before it and of those seen on it. */
  seen(value) {
    if (!isGroup(value) || !isDay(value.day) || !isMarks(value.known) || !isMarks(value.now)) return null;
    return { day: value.day, known: [...value.known], now: [...value.now] };
  },

  /** Answers of a self-diagnosis; the page that asks checks more. */
  diagnosis: plain,

  /** The route made of them. */
  route: plain,
};

/** Whether an object has this key itself. */
export function has(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key);
}

/** What is no list, no text and no number. */
export function isGroup(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object whose keys are ids. */
export function byId(entries) {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function isId(value) {
  return typeof value === "string" && value.length <= LONGEST_ID && ID.test(value);
}

function isDay(value) {
  return typeof value === "string" && DAY.test(value);
}

function isMarks(value) {
  return Array.isArray(value) && value.length <= MOST_MARKS && value.every((one) => typeof one === "string" && MARK.test(one));
}

function isSaved(one) {
  return isGroup(one) && typeof one.state === "string" && has(STATES, one.state)
    && typeof one.note === "string" && one.note.length <= LONGEST_NOTE && isDay(one.since)
    && (one.title === undefined || (typeof one.title === "string" && one.title.length <= LONGEST_TITLE));
}

/* Groups, lists, texts, numbers and answers yes or no, as JSON has them. */
function plain(value) {
  return isGroup(value) && isPlain(value, DEEPEST) ? value : null;
}

function isPlain(value, deeper) {
  if (value === null || ["string", "boolean"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || !deeper) return false;
  return Object.entries(value).every(([key, one]) => !NEVER.includes(key) && isPlain(one, deeper - 1));
}
