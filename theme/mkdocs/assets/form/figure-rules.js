/* Rules of figures (generator/checks/facts.py): shares, halves of shares, periods. */

import { filled } from "./record-text.js";
import { decimal } from "./rules.js";
import * as times from "./times.js";
import { number } from "../shared/ui.js";
import { wrong } from "./words.js";

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
      say(at, wrong("из числителя и знаменателя записан только один", filled(row.value) !== null
        ? "допишите второе число или уберите это: доля уже указана" : "допишите второе число; если оно не известно, впишите долю"));
    }
    const there = filled({ ...row, indicator: "" }) && known.before?.[data.territory]?.[data.period]?.[row.indicator];
    if (there) {
      say(`${at}.indicator`, wrong(`это значение уже есть: data/values/${there[3]}.yml`,
        "уберите числа из этой строки; если опубликованное неверно, напишите методисту"));
    }
    if (bottom === 0) {
      say(`${at}.denominator`, wrong("знаменатель 0: доли от нуля не бывает", "если считать было не от чего, уберите числа: будет «нет данных»"));
    }
    if (indicator?.per && data.period && times.period(data.period) === null && times.partOf(data.period) !== indicator.per) {
      say(`${at}.indicator`, wrong(`показатель «${indicator.t}» считается не за такой период`,
        { year: "нужен год: 2025", "school-year": "нужен учебный год: 2025/26", "half-year": "нужно полугодие: 2025-H1" }[indicator.per]));
    }
    if (!indicator?.share) return;
    if (top !== null && bottom && top > bottom) {
      say(`${at}.numerator`, wrong(`числитель ${row.numerator} больше знаменателя ${row.denominator}`, "проверьте, не переставлены ли числа"));
    }
    if (value !== null && (value < 0 || value > 1)) {
      const share = value > 1 && value <= 100 ? String(Number((value / 100).toFixed(12))) : "";
      say(`${at}.value`, { ...wrong(`доля ${row.value} не от 0 до 1`, "доля пишется числом от 0 до 1, например: 0.75", share),
        ...(share && { hint: `если это проценты, напишите: ${share}` }) });
    }
    if (value !== null && top !== null && bottom && Math.abs(value - top / bottom) > 5 / 10 ** (indicator.digits + 3)) {
      say(`${at}.value`, wrong(`значение ${number(value)} не равно числителю, делённому на знаменатель: ${number(Number((top / bottom).toFixed(4)))}`,
        "оставьте числитель и знаменатель, значение вычислится"));
    }
  });
}
