/* What the scripts of all pages share: elements without a framework and without HTML in text (whatever a person typed
   comes in as text only), numbers and counted words as generator/text/russian.py writes them. */

const NBSP = "\u00a0";
let count = 0;

/** h("p", {class: "x", onclick: f}, "text", child …): an element; null children are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button of a form. */
export function button(text, onclick, props = {}) {
  return h("button", { type: "button", class: "m-button", onclick, ...props }, text);
}

/** An id that no other element of the page has. */
export function newName() {
  count += 1;
  return `m-form-${count}`;
}

/** Tell the form that something has changed where no key was pressed. */
export function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put the focus on an element, its folds opened. */
export function reveal(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

/** «29 ноября 2026 г.», with a last day «28 ноября – 3 декабря 2026 г.», as generator/text/russian.py writes them: days as
    2026-11-29, in the language of the page. */
export function dayWords(first, last = first) {
  const [from, to] = [first, last].map((day) => new Date(`${day}T00:00:00Z`));
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return (first === last ? words.format(from) : words.formatRange(from, to)).replace(/ /g, NBSP).replace(`${NBSP}–${NBSP}`, `${NBSP}– `);
}

/** Which of the forms [one, few, many] the number asks for; a fraction takes that of two («1,5 часа»). */
export function pluralForm(n) {
  const [tens, ones] = [n % 100, n % 10];
  if (!Number.isInteger(n)) return 1;
  return tens > 10 && tens < 15 ? 2 : ones === 1 ? 0 : ones > 1 && ones < 5 ? 1 : 2;
}

/** «1 практика», «2 практики», «5 практик»: `forms` are those for one, few, many. */
export function plural(n, forms) {
  return `${number(n)}${NBSP}${forms[pluralForm(n)]}`;
}

/** «1 234,5»; `digits` places after the comma exactly, without it none is rounded away. */
export function number(value, digits) {
  const [whole, fraction = ""] = Math.abs(value).toFixed(digits ?? 10).split(".");
  const shown = digits === undefined ? fraction.replace(/0+$/, "") : fraction;
  return (value < 0 ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, NBSP) + (shown ? `,${shown}` : "");
}
