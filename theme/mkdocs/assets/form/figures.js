/* The table of figures: a row for every indicator that applies to the chosen territory, the share counted at once, the
   last known figures beside it. Rows left empty are left out: «нет данных», never 0. */

import { h, newName, number, plural } from "../shared/ui.js";
import { filled } from "./record-text.js";
import { decimal } from "./rules.js";
import { partOf, period } from "./times.js";
import { oneLine } from "./widgets.js";
import { percent, sentence } from "./words.js";

/** A control that takes the place of the list of values; `known` promises znacheniia.json. refresh(data) redraws the
    rows for the territory and period of `data`. */
export function figures(q, known) {
  const place = h("div", {});
  const error = h("p", { class: "m-form__error", hidden: true });
  const head = h("p", { class: "m-muted" }, "Сначала выберите, чьи значения: здесь появятся показатели.");
  const el = h("fieldset", { class: "m-field m-field--frame" }, h("legend", { class: "m-form__label" }, q.l, h("span", { class: "m-form__need" }, " обязательно хотя бы одно")), head, error, place);
  const asked = Object.fromEntries(q.q.map((inner) => [inner.n, inner]));
  const made = { q, el, error, items: [], input: el, read, write, refresh };
  let kept = [];
  let drawn = "";
  let base = null;
  el.setAttribute("tabindex", "-1");

  function read() {
    const seen = made.items.map((item) => item.indicator);
    return [...made.items.map((item) => item.read()), ...kept.filter((row) => !seen.includes(row.indicator))];
  }

  function write(rows) {
    kept = rows ?? [];
    for (const item of made.items) item.write(kept.find((row) => row.indicator === item.indicator) ?? {});
  }

  async function refresh(data) {
    if (!data.territory) return false;
    try {
      base ??= await known();
    } catch {
      head.textContent = "Показатели не загрузились: проверьте связь и выберите ещё раз, чьи значения.";
      return false;
    }
    const right = data.period && period(data.period) === null ? data.period : "";
    const mark = `${data.territory} ${right}`;
    if (mark === drawn) return false;
    kept = read().filter((row) => filled({ ...row, indicator: "" }));
    drawn = mark;
    draw(data.territory, right);
    write(kept);
    return true;
  }

  function draw(territory, right) {
    const fitting = Object.entries(base.indicators).filter(([, indicator]) => applies(base, indicator, territory));
    const rows = fitting.filter(([, indicator]) => !right || !indicator.per || indicator.per === partOf(right));
    const written = kept.map((row) => row.indicator).filter((id) => base.indicators[id] && !rows.some(([other]) => other === id));
    made.items = [...rows, ...written.map((id) => [id, base.indicators[id]])].map(([id, indicator]) =>
      row(asked, id, indicator, reported(base, territory, right, id, indicator)));
    place.replaceChildren(...made.items.map((item) => item.el));
    const other = fitting.length - rows.length;
    head.textContent = fitting.length
      ? "Впишите числа, которые знаете; остальные строки оставьте пустыми. Если людей так мало, что их можно узнать, чисел не пишите: отметьте «Мало людей»." + (other ? ` Ещё показателей за другой период (год, учебный год, полугодие): ${other}.` : "")
      : "Показателей для этой территории в базе нет: расскажите методисту, что вы считаете.";
  }
  return made;
}

function applies(base, indicator, territory) {
  return indicator.demo === base.demo.includes(territory) && (!indicator.in.length || indicator.in.includes(territory) || !territory.startsWith("districts/"));
}

/* What the base has of an indicator, in words: the figure of this period, else the latest before it (or of all). */
function reported(base, territory, right, id, indicator) {
  const periods = base.before[territory] ?? {};
  const said = (when, words) => `За ${when}${words}: ${told(...periods[when][id].slice(0, 3), indicator)}`;
  if (periods[right]?.[id]) return said(right, " уже опубликовано");
  const last = Object.keys(periods).filter((when) => periods[when][id] && (!right || when < right)).sort().pop();
  return last === undefined ? null : said(last, "");
}

function cell(question, label) {
  const inputmode = question.n === "note" ? null : "decimal";
  const input = h("input", { id: newName(), class: "m-input m-input--short", autocomplete: "off", inputmode });
  const error = h("p", { class: "m-form__error", id: `${input.id}-error`, hidden: true });
  return {
    q: question, input, error,
    el: h("div", { class: "m-figure__cell" }, h("label", { for: input.id }, label), input, error),
    read: () => oneLine(input.value).replace(/^(-?\d+),(\d+)$/, "$1.$2"),
    write: (value) => { input.value = value ?? ""; },
  };
}

/* The tick that says: there is a number, and nobody may know it. */
function tick(question, label) {
  let isDenied = false; // a file says «нет»
  const input = h("input", { id: newName(), type: "checkbox", onchange: () => { isDenied = false; } });
  const error = h("p", { class: "m-form__error", id: `${input.id}-error`, hidden: true });
  return {
    q: question, input, error,
    el: h("div", { class: "m-figure__tick" }, h("label", { for: input.id }, input, ` ${label}`), error),
    read: () => (input.checked ? "true" : isDenied ? "false" : ""),
    write(value) {
      isDenied = value === "false";
      input.checked = value === "true";
    },
  };
}

/* The row of one indicator; `asked` are the questions by name, `said` what has been reported, in words. */
function row(asked, id, indicator, said) {
  const name = newName();
  const top = cell(asked.numerator, indicator.n ?? "Числитель");
  const bottom = cell(asked.denominator, indicator.d ?? "Знаменатель");
  const value = cell(asked.value, indicator.share ? "Если известна только доля (от 0 до 1)" : `Значение, ${indicator.u}`);
  const few = tick(asked.suppressed, "Мало людей: число не показывать");
  const note = cell(asked.note, "Примечание");
  const counted = h("output", { class: "m-figure__share" }, "нет данных");
  const error = h("p", { class: "m-form__error", id: `${name}-error`, hidden: true });
  const kids = indicator.share ? [top, bottom, value, few, note] : [value, few, note];
  const item = {
    q: { n: id }, indicator: id, kids, error, input: kids[0].input,
    read: () => {
      const data = { indicator: id };
      for (const kid of kids) data[kid.q.n] = kid.read();
      return filled({ ...data, indicator: "" }) ? data : {};
    },
    write: (data) => {
      for (const kid of kids) kid.write(data[kid.q.n]);
      count();
    },
  };
  const count = () => {
    const data = item.read();
    counted.textContent = data.suppressed === "true" ? sentence("few_people") : told(data.numerator, data.denominator, data.value, indicator);
  };
  item.el = h("div", { class: "m-figure", role: "group", "aria-labelledby": name, oninput: count },
    h("p", { id: name, class: "m-figure__name" }, h("strong", {}, indicator.t), said ? h("span", { class: "m-muted" }, h("br"), said) : null),
    error,
    h("div", { class: "m-figure__cells" }, indicator.share ? [top.el, bottom.el] : value.el, counted), few.el,
    h("details", { class: "m-fold" }, h("summary", {}, indicator.share ? "Другое: известна только доля, примечание" : "Примечание"),
      indicator.share ? value.el : null, note.el));
  return item;
}

/** «40 из 268 — 14,9 %», «нет данных». */
export function told(top, bottom, value, indicator) {
  const right = (raw) => raw && decimal(raw) === null;
  if (right(top) && right(bottom) && Number(top) === 0 && Number(bottom) === 0) return sentence("nobody_to_count");
  if (right(top) && right(bottom) && Number(bottom) > 0) {
    return `${number(Number(top))} из ${number(Number(bottom))} — ${percent(Number(top) / Number(bottom))}`;
  }
  if (!right(value)) return top || bottom || value ? "…" : "нет данных";
  if (indicator.share) return percent(Number(value));
  return indicator.forms ? plural(Number(value), indicator.forms) : `${number(Number(value))} ${indicator.u}`;
}
