/* What of a person must not be published by accident, looked for in a text as it shows: generator/text/private.py, held
   to tests/corpus/phones*.txt and private*.txt. No look-behind: browsers before Safari 16.4 have none. */

import { B, E, W, identifiers, re } from "./identifiers.js";
import { shown } from "./shown.js";

const AT_WORD = "[ ]?(?:at|собака|собачка|эт)[ ]?";
const AT = `(?:@[ ]?|[ ]@[ ]|[ ]?(?:[({<]${AT_WORD}[)}>]|\\[${AT_WORD}\\]?)[ ]?|[ ](?:собака|at)[ ])`;
const DOT = "(?:\\.[ ]?|[ ]?(?:[({<][ ]?(?:dot|точка)[ ]?[)}>]|\\[[ ]?(?:dot|точка)[ ]?\\]?)[ ]?|[ ](?:точка|dot)[ ])";
const MAIL = re(`([${W}.%+\\-]{1,64})${AT}((?:[${W}\\-]{1,63}${DOT}){1,6}(?:xn--[a-z0-9\\-]{2,20}|[A-Za-zА-Яа-яЁё]{2,12}))(?![${W}\\-])`, "giu");
const SURNAMED = /^(?:[a-z]{1,2}[._-])?[a-z]{3,20}(?:ov|ev|in|ova|eva|ina|enko|sk(?:ii|iy|ij|y|aya|aia|aja))(?:[._-][a-z]{1,2})?$/i;

const GAP = "[ \\t().‐‑–—_/*·•|\\-]{0,4}";
const LONG = re(`(?:\\+[ ]?7|[78])(?:${GAP}[0-9]){10}(?![0-9]|[-–.,][0-9])`, "gu");
const FOREIGN = /\+[1-689](?:[ ().‐‑–—-]{0,3}[0-9]){9,13}(?![0-9])/gu;
const NO_PREFIX = new RegExp("(?:\\([0-9]{3}\\)[ ]?[0-9]{3}|\\([0-9]{4}\\)[ ]?[0-9][0-9]|\\([0-9]{5}\\)[ ]?[0-9])"
  + "[\\- ][0-9][0-9][\\- ][0-9][0-9](?![0-9]|[-–.][0-9])"
  + "|\\(9[0-9]{2}\\)[ ]?[0-9]{3}[\\- ]?[0-9]{4}(?![0-9]|[-–.][0-9])"
  + "|9[0-9][0-9][ \\-][0-9]{3}[ \\-][0-9][0-9][ \\-][0-9][0-9](?![0-9]|[-–.][0-9])", "gu");
const BARE = re(`9[0-9]{2}[\\- ]?[0-9]{3}[\\- ]?[0-9]{4}(?![${W}]|[-–.,/][0-9]|[ ]?(?:руб|чел|шт|тыс|экз|%))`, "gu");
const LOCAL = new RegExp("(?:[0-9]{1,3}[\\- ][0-9][0-9][\\- ][0-9][0-9]|[0-9]{3}[\\- ][0-9]{3,4}|[0-9]{10}|[0-9]{5,7})"
  + "(?![0-9]|[-–.,/][0-9]|\\s*(?:руб|чел|шт|год|г\\.|%))", "gu");
const NUMERAL = "ноль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]{2,6}надцать|двадцать|тридцать|сорок|"
  + "пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот";
const IN_WORDS = re(`(?:восемь|плюс[ ]семь)[ ,\\-]{1,3}девят(?:ьсот|ь)(?:[ ,\\-]{1,3}(?:${NUMERAL})){4,12}${E}`, "giu");
const PHONE_WORD = re(`(?:${B}тел(?:ефон[${W}]{0,4})?${E}|${B}тлф${E}|${B}факс[${W}]{0,2}${E}|${B}моб(?:ильн[${W}]{1,3})?${E}`
  + `|${B}сот(?:ов[${W}]{1,3})?${E}|${B}(?:по|до)?звон[${W}]{1,5}|${B}набер[${W}]{2,4}|whats ?app|ватс?апп?|вотс?апп?|viber|вайбер[${W}]?`
  + `|телеграм[${W}]{0,2}|telegram|${B}max${E}|${B}макс${E})[^0-9\\n№]{0,25}№?[ ]?$`);
const MESSENGER = /\/\/(?:wa\.me|api\.whatsapp\.com|viber\.click|t\.me\/\+|chat|add)/i;
const DOI = re(`${B}10\\.[0-9]{4,9}/`);
const REGISTER = re("(?:ОКТМО|ОКАТО|ОКПО|ОКВЭД|ИНН|КПП|ОГРН(?:ИП)?|СНИЛС|БИК|КБК|УИН|ISBN|ISSN|DOI|УДК|ББК|ГРН"
  + `|${B}ID|oktmo|${B}inn${E}|ogrn|${B}код[${W}]{0,2}|${B}арт(?:икул[${W}]{0,2})?|сч[её]т[${W}]{0,2}|р/с|к/с`
  + `|лицензи[${W}]{1,3}|регистрационн[${W}]{2,3}|свидетельств[${W}]{1,2}|№|${B}N)[^A-Za-zА-Яа-яЁё]{0,40}$`);
const SCORES = re(`(?:балл|оцен|отмет|очк|ряд|числ|класс)[${W}]*[^.\\n]{0,40}$`);

const PROFILE = /(?:(?:m\.)?vk(?:ontakte)?\.(?:com|ru)\/id[0-9]{2,}|ok\.ru\/profile\/[0-9]{2,})/giu;
const PAGE = re("(?:t\\.me|telegram\\.me|(?:m\\.)?vk\\.(?:com|ru)|ok\\.ru|max\\.ru|instagram\\.com|facebook\\.com)/(?!"
  + "(?:club|public|event|wall|topic|album|video|doc|market|app|photo|feed|group|join|addstickers|share|profile|page|c/|s/|\\+|@)"
  + `|id[0-9])[A-Za-z][${W}.]{2,40}(?![${W}/])`, "giu");
const HANDLE = re(`@[A-Za-z][${W}]{3,31}(?![${W}@]|\\.[${W}])`, "giu");
const MESSENGER_WORD = re(`(?:телеграм[${W}]{0,2}|telegram|${B}тг${E}|${B}tg${E}|${B}вк${E}|${B}vk${E}|вконтакте|инстаграм[${W}]?|whats ?app|viber`
  + `|${B}max${E}|${B}макс${E}|${B}пиш[${W}]{2,4}|${B}писать|${B}ник[${W}]{0,2}|${B}личк[${W}]|${B}куратор[${W}]{0,2}|${B}аккаунт[${W}]{0,2})`
  + "[^@\\n]{0,25}$");

/** What each kind is called. */
export const WHAT = {
  phone: "телефон", email: "личная электронная почта", profile: "личная страница в соцсети или мессенджере", snils: "СНИЛС",
  inn: "ИНН человека", passport: "серия и номер паспорта", card: "номер банковской карты",
};

/** [{kind, start, end, text, sure}] in order; kinds as in Python; `domains` are those of public mail services. */
export function personalData(text, domains) {
  const found = new Map();
  for (const part of shown(text)) {
    for (const [kind, from, to, sure] of all(part.text, domains)) {
      const [start, end] = [part.starts[from], part.ends[to - 1]];
      found.set(`${kind} ${start} ${end}`, { kind, start, end, text: text.slice(start, end), sure });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function all(shownText, domains) {
  const said = shownText.replaceAll("\u00a0", " ").replace(/[“”]/g, '"');
  const taken = new Uint8Array(said.length);
  const found = [];
  const add = (kind, start, end, sure) => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    found.push([kind, start, end, sure]);
  };
  for (const one of mail(said, domains)) add(...one);
  for (const [pattern, sure, fits] of [[PROFILE, true], [PAGE, false], [HANDLE, false, isHandle]]) {
    for (const match of each(pattern, said, fits ?? (() => true))) add("profile", match.index, match.index + match[0].length, sure);
  }
  for (const one of identifiers(said)) add(...one);
  // Digits inside the address of a page or a DOI are not a phone, unless it is the address of a messenger.
  for (const match of said.includes("/") ? said.matchAll(/\S+/gu) : []) {
    const isAddress = match[0].includes("://") || DOI.test(match[0]);
    if (isAddress && !MESSENGER.test(match[0])) taken.fill(1, match.index, match.index + match[0].length);
  }
  for (const [pattern, fits, sure] of [[LONG, isLong, true], [FOREIGN, alone, true], [NO_PREFIX, unregistered, true],
    [LOCAL, isLocal, true], [BARE, unregistered, false], [IN_WORDS, alone, true]]) {
    for (const match of each(pattern, said, fits)) add("phone", match.index, match.index + match[0].length, sure);
  }
  return found;
}

/* The matches that fit; one that does not gives way to those that begin inside it. */
function* each(pattern, said, fits) {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(said); match; match = pattern.exec(said)) {
    const good = fits(match);
    const next = good ? match.index + match[0].length : match.index + 1;
    if (good) yield match;
    pattern.lastIndex = next;
  }
}

function* mail(said, domains) {
  for (const match of said.matchAll(MAIL)) {
    const domain = match[2].replace(re(DOT, "giu"), ".").toLowerCase();
    const start = match.index + match[1].length - match[1].replace(/^[.%+-]+/, "").length;
    const end = match.index + match[0].length;
    const latin = domain.replace(/[аеорсухкмт]/g, (letter) => "aeopcyxkmt"["аеорсухкмт".indexOf(letter)]);
    if (domains.includes(domain) || domains.includes(latin)) yield ["email", start, end, true];
    else if (/[._-]/.test(match[1]) && SURNAMED.test(match[1])) yield ["email", start, end, false];
  }
}

function alone(match) {
  const before = match.input[match.index - 1] ?? "";
  if (/^[\p{L}\p{N}_+]$/u.test(before)) return false;
  return !(match.index > 1 && "-.,/–".includes(before) && /^\p{Nd}$/u.test(match.input[match.index - 2]));
}

function isLong(match) {
  const said = match[0];
  if (!alone(match) || (said.includes("|") && !said.includes("(") && !said.startsWith("+"))) return false;
  if (said.startsWith("+")) return true;
  const groups = said.slice(1).match(/[0-9]+/g);
  if (groups.length === 10) { // digit by digit
    return groups[0] === "9" && !SCORES.test(match.input.slice(Math.max(0, match.index - 60), match.index)) && unregistered(match);
  }
  if (!"3489".includes(groups[0][0]) || !(groups.length === 1 || (groups[0].length >= 3 && groups[0].length <= 10))) {
    return false;
  }
  if (groups.slice(1).some((part) => part.length < 2) && groups[0].length < 5) return false;
  return unregistered(match);
}

function isLocal(match) {
  return alone(match) && afterPhoneWord(match);
}

function afterPhoneWord(match) {
  return PHONE_WORD.test(match.input.slice(Math.max(0, match.index - 45), match.index));
}

function unregistered(match) {
  if (!alone(match)) return false;
  return afterPhoneWord(match) || !REGISTER.test(match.input.slice(Math.max(0, match.index - 60), match.index));
}

function isHandle(match) {
  if (/^[\p{L}\p{N}_./]$/u.test(match.input[match.index - 1] ?? "")) return false;
  return MESSENGER_WORD.test(match.input.slice(Math.max(0, match.index - 50), match.index));
}
