/* Rules of figures (generator/checks/figures.py): shares, halves of shares, periods. */

import { filled } from "./record-text.js";
import { decimal } from "./rules.js";
import * as times from "./times.js";
import { number } from "../shared/ui.js";
import { sentence, wrong } from "./words.js";

/* Nobody counts four and a half pupils. */
function whole(numbers, at, say) {
  for (const [name, number] of Object.entries(numbers)) {
    if (number !== null && !Number.isInteger(number)) say(`${at}.${name}`, wrong(sentence("people_whole"), sentence("people_mend")));
  }
}

/** A rule of rules.js for what is reported in `data.values`; known.figures are the indicators of the base by id,
    known.before what has been reported (znacheniia.json). */
export function figures(data, known, say) {
  const indicators = known.figures ?? {};
  (data.values ?? []).forEach((row, n) => {
    const at = `values[${n + 1}]`;
    const indicator = indicators[row.indicator];
    const [top, bottom, value] = [row.numerator, row.denominator, row.value].map((raw) =>
      (raw && decimal(raw) === null ? Number(raw) : null));
    const [hasTop, hasBottom] = [filled(row.numerator) !== null, filled(row.denominator) !== null];
    if (hasTop !== hasBottom) {
      say(at, wrong(sentence("half_share"), filled(row.value) !== null
        ? "допишите второе число или уберите это: доля уже указана" : "допишите второе число; если оно не известно, впишите долю"));
    }
    if (row.suppressed === "true" && [row.numerator, row.denominator, row.value].some((raw) => filled(raw) !== null)) {
      say(`${at}.suppressed`, wrong(sentence("suppressed_with_number"), "уберите числа из этой строки: файл открыт всем"));
    }
    const there = filled({ ...row, indicator: "" }) && known.before?.[data.territory]?.[data.period]?.[row.indicator];
    if (there) {
      say(`${at}.indicator`, wrong(`это значение уже есть: data/values/${there[3]}.yml`,
        "уберите числа из этой строки; если опубликованное неверно, напишите методисту"));
    }
    if (bottom === 0 && top !== 0) {
      say(`${at}.denominator`, wrong(sentence("zero_denominator"), sentence("zero_mend")));
    }
    if (indicator?.per && data.period && times.period(data.period) === null && times.partOf(data.period) !== indicator.per) {
      const year = Number(data.period.trim().slice(0, 4));
      const needed = sentence(`need_${indicator.per}`, { year, next: String((year + 1) % 100).padStart(2, "0") });
      say(`${at}.indicator`, wrong(sentence("other_period", { title: indicator.t }), needed));
    }
    if (indicator?.people) whole(indicator.share ? { numerator: top, denominator: bottom } : { value }, at, say);
    if (!indicator?.share) return;
    if (top !== null && bottom && top > bottom) {
      say(`${at}.numerator`, wrong(sentence("top_above", { top: row.numerator, bottom: row.denominator }), sentence("swapped")));
    }
    if (value !== null && (value < 0 || value > 1)) {
      const share = value > 1 && value <= 100 ? String(Number((value / 100).toFixed(12))) : "";
      say(`${at}.value`, { ...wrong(sentence("no_share", { value: row.value }), sentence("share_like"), share),
        ...(share && { hint: sentence("if_percent", { value: share }) }) });
    }
    if (value !== null && top !== null && bottom && Math.abs(value - top / bottom) > 5 / 10 ** (indicator.digits + 3)) {
      say(`${at}.value`, wrong(sentence("value_disagrees", { value: number(value), share: number(Number((top / bottom).toFixed(4))) }), sentence("value_counted")));
    }
  });
}
