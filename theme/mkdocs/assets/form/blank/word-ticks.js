/* Boxes to tick as people fill them in: the browser's side of document_ticks.py, held to tests/cases/office/ticks.yml.
   What may be meant in two ways is told, never dropped. */

import { trimmed } from "./names.js";
import { attribute, child, inside, isOn, words } from "./xml.js";

const BOX = /([☐☑☒□■✓✔✗✘🗹🗷])/u;
const EMPTY = "☐□";
const MARK = "(?:\\+|[xхv]|да|✓)";
const BEFORE = new RegExp(`^${MARK}\\s+`, "i");
const BEHIND = new RegExp(`^[\\s:–—-]*${MARK}[\\s.,;]*$`, "i");
const ALONE = new RegExp(`^\\s*${MARK}\\s*$`, "i");
const EMPTY_BRACKETS = /\[\s*\]|\(\s*\)/g;
const FULL_BRACKETS = new RegExp(`\\[\\s*${MARK}\\s*\\]|\\(\\s*${MARK}\\s*\\)`, "gi");
const NOTHING = ["нет", "нету", "не выбрано", "ничего", "не знаю", "без предмета"];
const EDGES = " \t\n,;:.–—-";
const EMPHASIS = ["w:b", "w:u", "w:highlight", "w:color"];
const USUAL = ["auto", "000000"]; // colours that say nothing
const MOST_LEFT = 0.8; // of all labels without a box: then no box came through, and nothing was chosen by that

/** A label as it is compared: no case, no star of duty, no punctuation, ё as е. */
export function folded(label) {
  return (label.toLowerCase().replace(/ё/g, "е").match(/[\p{L}\p{N}_]+/gu) ?? []).join(" ");
}

/** {answers, doubts} of the lines of a cell that was printed with a box before each of `labels`; a doubt is {message,
    serious}: a serious one would change the answer. */
export function ticked(lines, labels) {
  const out = { answers: [], doubts: [] };
  const entries = lines.map((line) => line.replace(FULL_BRACKETS, "☒").replace(EMPTY_BRACKETS, "☐"))
    .flatMap((line) => entriesOf(line, labels, out));
  const bare = entries.filter((one) => one.label && !one.sign && !one.marked);
  const allBare = labels.length > 2 && bare.length >= MOST_LEFT * labels.length;
  for (const one of entries) {
    if (one.marked || (one.sign && !EMPTY.includes(one.sign))) out.answers.push(one.label || one.words);
    else if (one.label && !one.sign && !allBare) out.answers.push(one.label);
    else if (one.sign && !one.label && one.words) {
      out.doubts.push({ message: `«${one.words}» не отмечено и потому не прочитано`, serious: false });
    }
    if (one.words && (one.label || !one.sign)) take(one.words, out);
  }
  if (allBare && !out.answers.length) {
    out.doubts.push({ message: "клеток перед словами в файле нет, поэтому не видно, что вы выбрали", serious: true });
  }
  return out;
}

/** Labels of a `w:tc` that stand out (bold, underlined, coloured) among others that do not. */
export function emphasized(cell) {
  let plain = 0;
  const out = [];
  for (const run of inside(cell, "w:r")) {
    const said = trimmed(words(run), `${EDGES}\u00a0`);
    if (!/[\p{L}\p{N}_]/u.test(said)) continue;
    const properties = child(run, "w:rPr");
    const stands = EMPHASIS.map((name) => child(properties, name)).some((look) => isOn(look) && !USUAL.includes(attribute(look, "val")));
    if (stands) out.push(said);
    else plain += 1;
  }
  return plain ? out : [];
}

function take(said, out) {
  const text = trimmed(said, EDGES).replace(/^(?:и|или|а также|также)\s+/i, "");
  if (NOTHING.includes(folded(text))) out.doubts.push({ message: `«${text}» понято так: ничего не выбрано`, serious: false });
  else if (/[\p{L}\p{N}_]/u.test(text)) out.answers.push(text);
}

function entriesOf(line, labels, out) {
  const [first, ...rest] = line.split(BOX);
  const found = first.trim() ? [entry("", first, labels)] : [];
  for (let n = 0; n < rest.length; n += 2) found.push(entry(rest[n], rest[n + 1], labels));
  found.forEach((one, n) => settle(one, found[n - 1], found[n + 1], out));
  return found;
}

/* What a character beside a box belongs to: «+ ☐ Математика», «☐✓ Математика», «☐ Математика ✓», «☐ Математика +». */
function settle(one, before, after, out) {
  if (!one.label && ALONE.test(one.words) && after && !one.sign) {
    after.marked = true;
    one.words = "";
  } else if (one.sign && !one.label && !one.words) {
    const isTick = !EMPTY.includes(one.sign);
    if (after && (one.close || !before)) after.marked = after.marked || isTick;
    else if (before && isTick) before.marked = true;
    one.sign = "";
  } else if (one.label && one.words && BEHIND.test(one.words)) {
    if (after?.label && one.sign) {
      out.doubts.push({ message: `непонятно, к чему относится «${one.words.trim()}»: к «${one.label}» или к «${after.label}»`, serious: true });
    } else one.marked = true;
    one.words = "";
  }
}

function entry(sign, said, labels) {
  const line = said.split(/\s+/).filter(Boolean).join(" ");
  const [label, behind] = labelOf(line, labels);
  const mark = label ? null : BEFORE.exec(line);
  if (mark) {
    const [its, more] = labelOf(line.slice(mark[0].length), labels);
    if (its) return { sign, label: its, words: more, marked: true, close: false };
  }
  // Words without a box that only begin with a label are an answer of their own.
  if (label && (sign || !behind || BEHIND.test(behind) || NOTHING.includes(folded(behind)))) {
    return { sign, label, words: behind, marked: false, close: false };
  }
  return { sign, label: "", words: trimmed(line, " ,;"), marked: false, close: !said };
}

/* The longest label that the text begins with, and what stands behind it. */
function labelOf(text, labels) {
  const plain = (raw) => raw.toLowerCase().replace(/ё/g, "е");
  const fitting = labels.filter((label) => plain(text.slice(0, label.length)) === plain(label) && !/^[\p{L}\p{N}_-]/u.test(text.slice(label.length)));
  const longest = fitting.reduce((best, one) => (one.length > best.length ? one : best), "");
  return [longest, longest ? text.slice(longest.length).trim() : ""];
}
