/* Numbers of a person's documents, birthdays and home addresses: generator/text/identifiers.py. No look-behind. */

export const W = "\\p{L}\\p{N}_";
export const B = `(?:^|[^${W}])`; // the beginning of a word, together with the sign before it
export const E = `(?![${W}])`;
export const re = (source, flags = "iu") => new RegExp(source, flags);

const SNILS = /[0-9]{3}[- –]?[0-9]{3}[- –]?[0-9]{3}[- –]?[0-9]{2}(?![0-9]|[-–.,][0-9])/gu;
const SNILS_WORD = re(`(?:снилс|страхов[${W}]{2,4}[ ]номер|${B}пфр${E}|${B}снислс${E})[^0-9\\n]{0,40}$`);
const INN = /[0-9]{12}(?![0-9]|[-–.,][0-9])|[0-9]{4}[ ][0-9]{4}[ ][0-9]{4}(?![0-9]|[-–.,][0-9]|[ ][0-9])/gu;
const INN_WORD = re(`(?:${B}инн${E}|${B}inn${E}|налогоплательщик[${W}]{0,2})[^0-9\\n]{0,40}$`);
const CARD = /[0-9]{4}(?<gap>[ -]?)[0-9]{4}\k<gap>[0-9]{4}\k<gap>[0-9]{4}(?![0-9]|[-–.,][0-9]|[ ][0-9]{4})/gu;
const CARD_WORD = re(`(?:${B}карт(?:а|у|е|ы|ой|очк[${W}])${E}|сбер[${W}]{0,6}|${B}мир${E}|${B}виза${E}|${B}visa${E}|перевод[${W}]{0,3})`
  + "[^0-9\\n]{0,40}$");
const ISSUER = /^(?:220[0-4]|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|4|62)/;
const PASSPORT = re(`(?:паспорт[${W}]{0,4}(?![ ](?:кабинет|программ|проект|безопасн|здоровь|класс|школ))|${B}сери[яиюе]${E})[^0-9\\n]{0,40}`
  + "(?<part>[0-9]{2}[ ]?[0-9]{2}[ ,;:]{0,3}(?:№|N|номер)?[ :]{0,2}[0-9]{6})(?![0-9]|[-–.,][0-9])", "giu");
const MONTHS = "январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр";
const DAY = "(?<part>[0-3]?[0-9][.\\/\\-][01]?[0-9][.\\/\\-](?<year>(?:19|20)[0-9]{2}|[0-9]{2}(?![0-9]))"
  + `|[0-3]?[0-9][ ](?:${MONTHS})[${W}]{0,3}[ ](?<yearToo>(?:19|20)[0-9]{2}))`;
const BORN_BEFORE = re(`(?:дат[аеу][ ]рождени[${W}]|день[ ]рождени[${W}]|${B}род\\.|${B}родил[${W}]{2,4}|${B}д\\.[ ]?р\\.|${B}д\\/р${E})`
  + `[^0-9\\n]{0,25}${DAY}`, "giu");
const BORN_AFTER = re(`${DAY}[ ]?(?:г(?:ода|\\.)?[ ]?)?(?:рождения|г\\.?[ ]?р\\.|р\\.)${E}`, "giu");
const LIVES = re(`(?:прожива[${W}]{2,5}|прописан[${W}]{0,2}|зарегистрирован[${W}]{0,2}[ ]по[ ]адресу|домашн[${W}]{2,3}[ ]адрес[${W}]{0,2}`
  + `|адрес[${W}]{0,2}[ ](?:прожива|регистрац|места[ ]жит)[${W}]{2,8})(?:[^\\n]{0,59}?[^\\n${W}])?`
  + `(?<part>(?:ул\\.|улиц[${W}]{1,2}|пр(?:осп|-т|-кт)?\\.|проспект[${W}]?|пер\\.|переул[${W}]{2,4}|д\\.|дом${E})`
  + "[^\\n]{0,60}?[0-9]{1,4}[а-яА-Я]?)", "giu");
const FLAT = re(`${B}(?<part>(?:д(?:ом|\\.)[ ]?№?[ ]?[0-9]{1,4}(?:[ ]?\\/?[0-9а-я]{1,3})?[,;]?[ ]?(?:корп(?:ус|\\.)?[ ]?[0-9а-я]{1,3},?[ ]?)?`
  + `|(?:ул\\.|улиц[${W}]{1,2}|пер\\.|просп\\.|проспект[${W}]?)[^\\n]{2,40}?[0-9]{1,4}[а-я]?,[ ]?)`
  + "кв(?:артира|\\.)[ ]?№?[ ]?[0-9]{1,4}(?![0-9]))", "giu");
const EARLIEST = 1930;

/** [[kind, start, end, sure]] of every number of a document, birthday and home address in a text as it shows. */
export function identifiers(said) {
  const found = [];
  if (!/[0-9]/.test(said)) return found;
  const add = (kind, match, sure) => {
    const start = match.index + (match.groups?.part ? match[0].indexOf(match.groups.part) : 0);
    found.push([kind, start, start + (match.groups?.part ?? match[0]).length, sure]);
  };
  for (const match of alone(CARD, said)) {
    const digits = match[0].replace(/[^0-9]/g, "");
    if (ISSUER.test(digits) && luhn(digits)) add("card", match, Boolean(match.groups.gap) || after(CARD_WORD, match));
  }
  for (const match of alone(INN, said)) {
    const word = after(INN_WORD, match);
    if (isPersonalInn(match[0].replaceAll(" ", "")) && (word || !match[0].includes(" "))) add("inn", match, word);
  }
  for (const match of alone(SNILS, said)) {
    const grouped = /^\d{3}[- –]\d{3}[- –]\d{3}[- –]\d{2}$/.test(match[0]);
    if (isSnils(match[0].replace(/[^0-9]/g, "")) && (grouped || after(SNILS_WORD, match))) add("snils", match, true);
  }
  for (const match of said.matchAll(PASSPORT)) add("passport", match, true);
  for (const pattern of [BORN_BEFORE, BORN_AFTER]) {
    for (const match of said.matchAll(pattern)) {
      const year = match.groups.year ?? match.groups.yearToo;
      if (year.length === 2 || Number(year) >= EARLIEST) add("birthday", match, false);
    }
  }
  for (const pattern of [LIVES, FLAT]) for (const match of said.matchAll(pattern)) add("home", match, false);
  return found;
}

function isSnils(digits) {
  const total = [...digits.slice(0, 9)].reduce((sum, digit, n) => sum + (9 - n) * Number(digit), 0);
  return digits.length === 11 && Number(digits.slice(0, 9)) > 1001998 && (total % 101) % 100 === Number(digits.slice(9));
}

function isPersonalInn(digits) {
  const weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
  const control = (count) => weights.slice(-count).reduce((sum, w, n) => sum + w * Number(digits[n]), 0) % 11 % 10;
  return digits.length === 12 && control(10) === Number(digits[10]) && control(11) === Number(digits[11]) && !digits.startsWith("00");
}

function luhn(digits) {
  const doubled = [...digits].reverse().map((digit, n) => Number(digit) * (1 + n % 2));
  return doubled.reduce((sum, d) => sum + (d > 9 ? d - 9 : d), 0) % 10 === 0;
}

function after(word, match) {
  return word.test(match.input.slice(Math.max(0, match.index - 60), match.index));
}

function* alone(pattern, said) {
  for (const match of said.matchAll(pattern)) {
    const before = said[match.index - 1] ?? "";
    const tail = match.index > 1 && "-.,–".includes(before) && /[0-9]/.test(said[match.index - 2]);
    if (!(/^[\p{L}\p{N}_+/]$/u.test(before) || tail)) yield match;
  }
}
