/* The quick way: a few questions that hold the same record as the long form. What they do not ask stays as it was. */

import { h, newName } from "../shared/ui.js";
import { filled } from "./record-text.js";
import { control, reading } from "./widgets.js";

const LONG = 100; // signs of a line that is still a name

/** {el, kids, read, write} of `form.quick`; `base` as in widgets.js. */
export function quick(form, base) {
  const questions = form.sections.flatMap((section) => section.questions);
  const asks = form.quick.asks.map(({ l, ...rest }, n) => {
    const ask = { ...rest, l: `${n + 1}. ${l}` };
    const its = ask.q.map((name) => questions.find((question) => question.n === name));
    return drawn(ask, its.length === 1 ? [brief(its[0], base, ask)] : its.map((question) => brief(question, base)));
  });
  const kids = asks.flatMap((ask) => ask.kids);
  const inner = reading(kids);
  let whole = {};
  const el = h("section", { class: "m-quick", "aria-label": form.quick.title }, asks.map((ask) => ask.el),
    h("p", { class: "m-muted" }, "Этого достаточно для черновика: его допишет методист или вы сами. ",
      h("a", { href: "#shag-1" }, "Ответить подробнее"), " можно в любую минуту, написанное перейдёт туда."));
  return {
    el, kids,
    read() {
      const rest = Object.entries(whole).filter(([name]) => !kids.some((kid) => kid.q.n === name));
      return { ...Object.fromEntries(rest), ...inner.read() };
    },
    write(data) {
      whole = data ?? {};
      inner.write(whole);
    },
  };
}

function drawn(ask, kids) {
  if (kids.length === 1) return { kids, el: kids[0].el };
  const help = ask.h ? h("p", { class: "m-muted m-form__help", id: newName() }, ask.h) : null;
  return { kids, el: h("fieldset", { class: "m-field m-field--frame", "aria-describedby": help?.id }, h("legend", { class: "m-form__label" }, ask.l), help, kids.map((kid) => kid.el)) };
}

/* A control that asks in the words of `ask`, if any; of a list of groups only the first field, one member on a line. */
function brief(question, base, ask) {
  if (question.w !== "groups") return control(ask ? { ...question, l: ask.l, h: ask.h, e: "" } : question, base);
  const [{ n: name, l: label, e: example }] = question.q;
  const lines = control({ ...question, w: "lines", l: ask?.l ?? label, h: ask?.h ?? "", e: ask ? "" : example, q: null }, base);
  let members = [];
  return {
    ...lines,
    read() {
      const text = question.q.find(({ w }) => w === "text")?.n;
      const rows = lines.read().map((row) => row.replace(/^\d{1,2}[.)]\s+/, ""));
      const said = rows.map((row) => split(row, name, text));
      const names = said.map((one) => one[name]);
      const nameless = members.filter((one) => filled(one[name]) === null && filled(one) !== null);
      return [...said.map((one, n) => {
        const kept = members.find((other) => other[name] === one[name]) ?? edited(members[n], names, name);
        // What stands in the long form already is not written over.
        return { ...kept, ...(filled(kept[text]) === null ? one : { [name]: rows[n] }) };
      }), ...nameless];
    },
    write(value) {
      members = value ?? [];
      lines.write(members.map((one) => one[name]).filter(Boolean));
    },
  };
}

/* A line as the fields of a member: the beginning of a long one is its name, all of it its text. */
function split(row, name, text) {
  if (row.length <= LONG || !text) return { [name]: row };
  const cut = row.slice(0, LONG);
  const at = Math.max(...[". ", ": ", "; ", " — "].map((sign) => cut.indexOf(sign)));
  return { [name]: at > 0 ? row.slice(0, at) : `${cut.slice(0, cut.lastIndexOf(" "))}…`, [text]: row };
}

/* The member whose line was changed: what else it says stays. */
function edited(member, rows, name) {
  return member && !rows.includes(member[name]) ? member : {};
}
