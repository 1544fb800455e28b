/* Numbers in words, where a number is asked: «двадцать пять» is 25 (generator/text/numerals.py, whose table this is; held to
   tests/cases/numerals.yml). */

import { sentence } from "./words.js";

const FORMS = [
  "0 ноль нуль ноля нуля",
  "1 один одна одно одну одного одной одному одним одном",
  "2 два две двух двум двумя двое двоих",
  "3 три трех трем тремя трое троих",
  "4 четыре четырех четырем четырьмя четверо четверых",
  "5 пять пяти пятью пятеро пятерых",
  "6 шесть шести шестью шестеро шестерых",
  "7 семь семи семеро семерых",
  "8 восемь восьми восемью восьмеро восьмерых",
  "9 девять девяти девятью девятеро девятерых",
  "10 десять десяти десятью десятеро десятерых",
  "11 одиннадцать одиннадцати",
  "12 двенадцать двенадцати",
  "13 тринадцать тринадцати",
  "14 четырнадцать четырнадцати",
  "15 пятнадцать пятнадцати",
  "16 шестнадцать шестнадцати",
  "17 семнадцать семнадцати",
  "18 восемнадцать восемнадцати",
  "19 девятнадцать девятнадцати",
  "20 двадцать двадцати",
  "30 тридцать тридцати",
  "40 сорок сорока",
  "50 пятьдесят пятидесяти",
  "60 шестьдесят шестидесяти",
  "70 семьдесят семидесяти",
  "80 восемьдесят восьмидесяти",
  "90 девяносто девяноста",
  "100 сто ста",
  "200 двести двухсот",
  "300 триста трехсот",
  "400 четыреста четырехсот",
  "500 пятьсот пятисот",
  "600 шестьсот шестисот",
  "700 семьсот семисот",
  "800 восемьсот восьмисот",
  "900 девятьсот девятисот",
  "1000 тысяча тысячи тысячу",
];
const ROUGH = { "пара": 2, "пару": 2, "десяток": 10, "дюжина": 12, "полсотни": 50, "сотня": 100, "сотню": 100 };
const VAGUE = /^(?:несколько|много|немного|мало|почти|около|примерно|более|больше|менее|меньше|свыше|до|от|ни)$/;
const RUBLES = ["₽", "р", "руб", "рубль", "рубля", "рублей", "рубли"];
const PEOPLE = ["чел", "уч", "педагог", "школьник", "дет", "ребен", "ребён", "взросл", "студент", "методист", "участник", "слушател"];
const UNITS = [
  ["минут", ["мин"]], ["час", ["ч", "ак"]], ["месяц", ["мес"]], ["год", ["г"]], ["балл", ["балл"]],
  ...["учен", "человек", "педагог", "участв", "записал", "закончил", "мест"].map((stem) => [stem, PEOPLE]),
];
const ALONE = /^((?:[^\d%]*[^\p{L}\p{N}_%.,-])?)(-?\d{1,15}(?:[.,]\d{1,10})?)(?![\d.,]*\d)([^\d%]*)$/u;
const CASE = /^(?:а|у|ы|и|е|я|ь|й|ов|ев|ей|ам|ом|ах)?$/;

/** Every form of a word and its number; «ё» is «е». */
export const NUMERALS = new Map(FORMS.flatMap((line) => {
  const [number, ...words] = line.split(" ");
  return words.map((word) => [word, +number]);
}));

/** The text with its numbers in words as digits; unchanged where digits stand in it, or words that are no one number. */
export function inDigits(raw) {
  if (/\d/.test(raw)) return raw;
  let isRight = true;
  const out = raw.replace(/[а-яё]+(?: [а-яё]+)*/gi, (words) => {
    const [said, run] = [[], []];
    const close = () => {
      const now = numberOf(run.splice(0));
      if (now === null) isRight = false;
      else said.push(...now);
    };
    for (const word of words.split(" ")) {
      const number = NUMERALS.get(plain(word));
      if (number !== undefined) run.push(number);
      else {
        close();
        said.push(word);
      }
    }
    close();
    return said.join(" ");
  });
  return isRight ? out : raw;
}

/** How many a word may mean that is often said of about so many; 0 for one that tells no number, null for other words. */
export function roughNumber(raw) {
  const [first] = plain(raw).split(" ");
  if (/\d/.test(raw)) return null;
  return ROUGH[first] ?? (VAGUE.test(first) ? 0 : null);
}

/** [the number, the words beside it] of a text with one number in a field; the words are empty where they only repeat what
    is counted. null where there are more numbers or none. */
export function extraWords(raw, label, unit = "") {
  const found = ALONE.exec(raw);
  if (!found) return null;
  const [before, behind] = [found[1].trim(), found[3].replace(/^[ .]+|[ .]+$/g, "")];
  return [found[2], !before && behind.split(" ").every((one) => isItsUnit(one, label, unit)) ? "" : [before, behind].filter(Boolean).join(" ")];
}

/** A number with words that say more than what the field counts is not taken without them by a click. */
export function withoutWords(problem, { t: type, l: label = "" }, raw, unit) {
  if (!["int", "number"].includes(type)) return problem;
  const [number, words] = extraWords(raw.replace(/\s+/g, " ").trim(), label, typeof unit === "string" ? unit : "") ?? [];
  if (!words || /процент|проц(?!\p{L})/iu.test(words)) return problem;
  return { ...problem, hint: sentence("number_alone", { label, words, number: number.replace(",", ".") }), fix: "" };
}

/** Whether the word behind a number, if there is one, only repeats what the numbers of a field are counted in. */
export function isItsUnit(written, title, unit = "") {
  const [word, own, label] = [written, unit, title].map((one) => one.toLowerCase().trim().replace(/\.+$/, ""));
  if (!word || (own && (word === own || (RUBLES.includes(word) && RUBLES.includes(own)) || wordOfUnit(word, own)))) return true;
  if (UNITS.some(([stem, shorts]) => label.includes(stem) && shorts.some((short) => word.startsWith(short)))) return true;
  return (label.match(/[\p{L}_]+/gu) ?? []).some((one) => wordOfUnit(word, one));
}

/** Whether two words may be forms of one («школы» and «школ»). */
export function wordOfUnit(one, other) {
  let same = 0;
  while (same < Math.min(one.length, other.length) && one[same] === other[same]) same += 1;
  return same >= 3 && [one, other].every((word) => CASE.test(word.slice(same)));
}

function plain(word) {
  return word.toLowerCase().replaceAll("ё", "е");
}

/* The digits of words beside each other; null for those that are no number together. */
function numberOf(run) {
  if (run.length < 2) return run.map(String);
  const ranks = run.map((number) => [10, 20, 100, 1000].filter((limit) => number >= limit).length);
  const isOne = ranks.every((rank, n) => !n || rank < ranks[n - 1]) && ranks[0] < 4 && !run.includes(0)
    && (!ranks.includes(1) || ranks[ranks.length - 1] === 1);
  if (isOne) return [String(run.reduce((sum, number) => sum + number))];
  return run.length === 2 && run[1] === 1000 && run[0] > 0 && run[0] < 1000 ? [String(run[0]), "тысячи"] : null;
}
