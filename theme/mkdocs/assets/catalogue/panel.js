/* The panel of filters: what can be chosen in a catalogue, and how many records each choice would give.
 *
 * What filters nothing (nearly every record passes: the file of the catalogue says which) stands apart, under «Ещё
 * условия», so that what helps to choose comes first.
 */

import { h } from "../shared/ui.js";
import { DEMO, UNSAID } from "./choice.js";

let catalogue, now, choose, wide; // what makePanel() was given
const boxes = []; // a check box of the panel: {box, number, line, isOn, count, broad, first}
const fields = []; // what puts the chosen number into its field
let groups, tally, done;

/** The panel as an element. `ways.now()` is the choice in force, `ways.choose(change)` makes another, `ways.leave()`
    goes from the panel to what it found; `ways.wide` is the media query of screens with the panel at the side. */
export function makePanel(found, ways) {
  catalogue = found;
  ({ now, choose, wide } = ways);
  tally = h("span", { class: "m-filters__tally" });
  const panel = h("details", { class: "m-filters__panel" }, h("summary", {}, "Фильтры", tally));
  groups = makeGroups();
  const form = h("form", { class: "m-filters__form", onsubmit: (event) => event.preventDefault() },
    groups.filter((one) => !one.parentElement));
  if (catalogue.hasDemo) {
    const demo = checkbox(DEMO, (on) => choose((s) => { s.demo = on; }), { name: "demo" });
    boxes.push({ ...demo, isOn: () => now().demo, count: () => catalogue.total - catalogue.data.real });
    form.append(h("div", { class: "m-filters__demo" }, demo.line));
  }
  done = h("button", { type: "button", class: "m-action m-filters__done", onclick: () => {
    panel.open = false;
    ways.leave();
  } });
  // The ready-made lists stand here, too: with filters at hand they need not stand before the results.
  panel.append(form, ...document.querySelectorAll(".m-by"), h("div", { class: "m-filters__foot" }, done));
  return panel;
}

/** Numbers and ticks as `found` (count() of choice.js) has them; `promise` is what the button at the end says. */
export function fill(found, promise) {
  for (const { box, number, line, isOn, count, broad = () => 0, first = 0 } of boxes) {
    const n = count(found);
    const others = broad(found);
    box.checked = isOn();
    number.textContent = others ? `${n} + ${others}` : n;
    number.title = others ? `${n} и ${others}, которые подходят любому предмету` : "";
    line.classList.toggle("m-facet__value--none", n + others === 0 && !box.checked);
    line.hidden = first >= found.end && !box.checked; // only demonstration records have it, and they are put aside
  }
  groups.forEach((one) => { one.hidden = !one.querySelector("label:not([hidden])"); });
  fields.forEach((put) => put());
  tally.textContent = found.asked.length ? ` (${found.asked.length})` : "";
  done.textContent = promise;
}

/* --- groups ---------------------------------------------------------------------------------------------------------- */

/** The groups, and behind them one more with those that filter nothing; the fold comes last, after what it holds. */
function makeGroups() {
  const { facets, fit } = catalogue;
  const made = facets.map(facetGroup);
  const front = made.filter((_, f) => !facets[f].w);
  const idle = made.filter((_, f) => facets[f].w);
  let open = facets.some((facet, f) => facet.w && now().facets[f].size);
  if (fit) {
    const lines = fit.v.map(condition);
    front.splice(3, 0, fitGroup(lines.filter((_, n) => !fit.w.includes(n))));
    const rest = lines.filter((_, n) => fit.w.includes(n));
    if (rest.length) idle.unshift(set("Условия", rest));
    open = open || fit.w.some((n) => now().fit.has(n));
  }
  return idle.length ? [...front, ...idle, fold("Ещё условия", open, idle)] : front;
}

const fold = (title, open, inner) => h("details", { class: "m-facet", open: Boolean(open) }, h("summary", {}, title), inner);
const set = (title, lines) => h("fieldset", {}, h("legend", { class: "m-visually-hidden" }, title), lines);

function facetGroup(facet, f) {
  const first = facet.v.map((_, n) => facet.r.findIndex((own, i) => own.includes(n) || facet.s?.[i].includes(n)));
  const lines = facet.v.map(([id, label, above], n) => {
    const made = checkbox(label, (on) => choose((s) => flip(s.facets[f], n, on)), { name: facet.k, value: id });
    if (above >= 0) made.line.classList.add("m-facet__value--under");
    boxes.push({ ...made, isOn: () => now().facets[f].has(n), count: (found) => found.byFacet[f][n],
      broad: (found) => found.broad[f][n], first: first[n] });
    return made.line;
  });
  return fold(facet.t, (wide.matches && f < 2) || now().facets[f].size, set(facet.t, lines));
}

function fitGroup(lines) {
  const title = "Подойдёт ли мне?";
  const unsaid = checkbox(UNSAID, (on) => choose((s) => { s.unknown = on; }), { name: "unknown" });
  unsaid.line.classList.add("m-facet__value--apart");
  boxes.push({ ...unsaid, isOn: () => now().unknown, count: () => "" });
  return fold(title, true, set(title, [...lines, ...catalogue.numbers.map(numberField), unsaid.line]));
}

/* --- lines ----------------------------------------------------------------------------------------------------------- */

function flip(chosen, n, on) { if (on) chosen.add(n); else chosen.delete(n); }

function checkbox(label, onChange, attributes = {}) {
  const box = h("input", { type: "checkbox", ...attributes, onchange: () => onChange(box.checked) });
  const number = h("span", { class: "m-facet__n" });
  return { box, number, line: h("label", { class: "m-facet__value" }, box, h("span", {}, label), number) };
}

function condition([id, label], n) {
  const made = checkbox(label, (on) => choose((s) => flip(s.fit, n, on)), { name: "fit", value: id });
  boxes.push({ ...made, isOn: () => now().fit.has(n), count: (found) => found.byFit[n] });
  return made.line;
}

function numberField({ k, t, min, max, step }, at) {
  const input = h("input", { type: "number", name: k, inputmode: "decimal", min, max, step, onchange: () => {
    const n = input.valueAsNumber;
    choose((s) => { s.numbers[at] = n >= min && n <= max ? n : null; });
  } });
  fields.push(() => {
    const n = now().numbers[at];
    if (document.activeElement !== input || n === null) input.value = n ?? "";
  });
  return h("label", { class: "m-facet__number" }, h("span", {}, t), input);
}
