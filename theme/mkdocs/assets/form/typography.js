/* Russian typography of running text: generator/text/typography.py in the reader's browser, rule by rule; what a rule of
   Python looks back at is asked by hand, because Safari before 16.4 has no look-behind. */

const NBSP = "\u00a0";
// Stand-ins for markup while the rules look at a whole text: noncharacters, which no text has.
const [INLINE, BLOCK, CODE] = ["\ufdd0", "\ufdd1", "\ufdd2"];
const INLINE_TAGS = ["A", "BR", "CODE", "EM", "SPAN", "STRONG"];
const CODE_TAGS = ["CODE", "PRE"];

const W = "\\p{L}\\p{N}_";
const SHORT_WORDS = "[Аа]|[Бб]ез|[Вв]|[Вв]о|[Дд]ля|[Дд]о|[Зз]а|[Ии]|[Ии]з|[Ии]зо|[Ии]ли|[Кк]|[Кк]о|[Нн]а|[Нн]ад|[Нн]е|[Нн]и|[Нн]о|"
  + "[Оо]|[Оо]б|[Оо]бо|[Оо]т|[Оо]то|[Пп]о|[Пп]од|[Пп]ри|[Пп]ро|[Сс]|[Сс]о|[Уу]";
const SHORT = new RegExp(`[ \\n\\u00a0(«„“"—–${INLINE}${BLOCK}](?:(?:${SHORT_WORDS})${INLINE}*[ \\n\\u00a0](?=[^\\s${BLOCK}]))+`, "gu");
const HYPHEN = new RegExp(`[ \\n\\u00a0]-(?=[ \\n][^\\s${BLOCK}])`, "gu");
const AFTER_DIGIT = new RegExp(`^ ${INLINE}*[^\\s\\d${INLINE}]`, "u");
const WORD_BEFORE = new RegExp(`[^\\s${BLOCK}]$`, "u");
const UNITS = new RegExp("^(?:%|‰|°|(?:руб|коп|тыс|млн|млрд|чел|шт|мин|сек|гг|г|в|ч|км|м|см|мм|кг|мг|л|мл|Вт|ГБ|МБ|КБ|"
  + "час(?:а|ов)?|минут[аы]?|секунд[аы]?|дн(?:я|ей)|день|недел[яьи]|месяц(?:а|ев)?|год(?:а|у|ом)?|лет|"
  + "класс(?:а|е|ы|ов|ах)?|балл(?:а|ов)?|процент(?:а|ов)?|человека?|рубл(?:ь|я|ей)|"
  + `января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?![${W}]))`, "u");
const INITIALS = /^[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\./;
const WORDISH = new RegExp(`^[${W}]`, "u");
const POINTS = [
  [`[^${W}][А-ЯЁ]`, "[А-ЯЁ][.а-яё]"], [`[^${W}][Тт]`, "[депк]\\."], [`[^0-9][^${W}]г`, "[А-ЯЁ]"],
  [`[^${W}](?:стр|с|п|пп|ст|гл|рис|табл|ул|им)`, "[\\dА-ЯЁ«]"],
].map(([before, after]) => [new RegExp(`${before}$`, "u"), new RegExp(`^${after}`, "u")]);
const RANGE = new RegExp(`[0-9]\\d{0,3}(?:,\\d{1,2})?-\\d{1,4}(?:,\\d{1,2})?(?![${W}/@=+:&‑–-]|[.,]\\d)`, "gu");
const NO_RANGE = new RegExp(`[${W}.,/@=+:&?#%№§‑–-]$`, "u");
const CODE_WORD = new RegExp(`(?:№|(?:^|[^${W}])(?:N|СП|СНиП)|ГОСТ(?:\\s+Р)?|СанПиН|ISBN|ISSN|doi|тел|телефон|факс)[.:]?\\s*$`, "iu");
const QUOTE = new RegExp(`["«»„“${BLOCK}]`, "gu");
const BEFORE_OPENING = new Set(` \u00a0\u202f([{«„—–-/\u2009${BLOCK}`);

/** The elements, their texts by the rules; code is left alone. */
export function typographed(elements) {
  let joined = "";
  let marks = 0;
  const texts = [];
  const walk = (node, inCode) => {
    if (node.nodeType === Node.TEXT_NODE) {
      texts.push([node, marks, inCode]);
      joined += inCode ? CODE : node.data.replace(/[\ufdd0-\ufdd2]/g, "");
      return;
    }
    const sign = INLINE_TAGS.includes(node.tagName) ? INLINE : BLOCK;
    joined += sign;
    marks += 1;
    for (const child of node.childNodes) walk(child, inCode || CODE_TAGS.includes(node.tagName));
    if (node.tagName === "BR") return; // a tag without an end
    joined += sign;
    marks += 1;
  };
  for (const element of elements) {
    element.normalize();
    walk(element, false);
  }
  const now = applyRules(joined).split(new RegExp(`[${INLINE}${BLOCK}]`, "u"));
  for (const [node, at, inCode] of texts) if (!inCode) node.data = now[at].replace(/[\n\t]/g, " ");
  return elements;
}

/** The rules on plain text (with stand-ins for markup). */
export function applyRules(typed) {
  let text = BLOCK + typed; // rules look back at what stands before; the text starts a block
  text = text.replace(SHORT, (words) => words[0] + words.slice(1).replace(/[ \n]/g, NBSP));
  text = text.replace(HYPHEN, (found, at, all) => {
    const before = all.slice(0, at).slice(-1);
    const fits = /\d/.test(before) ? AFTER_DIGIT.test(all.slice(at + 2, at + 40)) : WORD_BEFORE.test(before);
    return fits ? `${NBSP}—` : found;
  });
  text = text.replace(RANGE, (found, at, all) => range(found, at, all));
  text = text.replace(/ —(?=[ \n])/g, (found, at, all) => (WORD_BEFORE.test(all.slice(0, at).slice(-1)) ? `${NBSP}—` : found));
  text = text.replace(/[ \n]/g, (found, at, all) => {
    const [before, after] = [all.slice(at - 1, at), all.slice(at + 1, at + 16)];
    const binds = (/\d/.test(before) && UNITS.test(after)) || (/[№§]/.test(before) && WORDISH.test(after))
      || (/[а-яё]/.test(before) && INITIALS.test(after));
    return binds ? NBSP : found;
  });
  text = text.replace(/\. /g, (found, at, all) => {
    const [before, after] = [all.slice(Math.max(0, at - 6), at), all.slice(at + 2, at + 4)];
    return POINTS.some(([ends, begins]) => ends.test(before) && begins.test(after)) ? `.${NBSP}` : found;
  });
  return (text.includes('"') ? quotes(text) : text).slice(1);
}

function range(found, at, all) {
  const [low, high] = found.split("-");
  const inOrder = Number(low.replace(",", ".")) < Number(high.replace(",", "."));
  if (NO_RANGE.test(all.slice(Math.max(0, at - 2), at)) || !inOrder || CODE_WORD.test(all.slice(Math.max(0, at - 16), at))) return found;
  return `${low}–${high}`;
}

/* Straight quotes into «» and, inside others, „“; a quote without a pair stays as written. */
function quotes(text) {
  const pairs = [];
  let waiting = [];
  let opened = -1;
  for (const { 0: mark, index: at } of text.matchAll(QUOTE)) {
    if (mark === BLOCK) waiting = [];
    else if (mark === "«" || mark === "„" || (mark === '"' && opens(text, at, opened))) {
      if (mark === '"') opened = at;
      waiting.push([mark, at]);
    } else {
      const partner = { "»": "«", "“": "„" }[mark] ?? '"';
      for (let index = waiting.length - 1; index > Math.max(-1, waiting.length - 9); index -= 1) {
        if (waiting[index][0] === partner) {
          pairs.push([waiting[index][1], at]);
          waiting.length = index;
          break;
        }
      }
    }
  }
  const changed = new Map();
  const closings = [];
  for (const [start, end] of pairs.sort(([a], [b]) => a - b)) {
    while (closings.length && closings[closings.length - 1] < start) closings.pop();
    if (text[start] === '"') {
      const pair = closings.length ? "„“" : "«»";
      changed.set(start, pair[0]).set(end, pair[1]);
    }
    closings.push(end);
  }
  let [out, done] = ["", 0];
  for (const at of [...changed.keys()].sort((a, b) => a - b)) {
    out += text.slice(done, at) + changed.get(at);
    done = at + 1;
  }
  return out + text.slice(done);
}

function opens(text, at, opened) {
  let [before, after] = [at - 1, at + 1];
  while (before >= 0 && text[before] === INLINE) before -= 1;
  while (after < text.length && text[after] === INLINE) after += 1;
  if (after === text.length || /\s/.test(text[after]) || text[after] === BLOCK) return false;
  return before < 0 || BEFORE_OPENING.has(text[before]) || /\s/.test(text[before]) || before === opened;
}
