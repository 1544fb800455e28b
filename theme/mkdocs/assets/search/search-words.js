/* Words: their rough stems, the other keyboard layout, slips. Pure functions. */

const LAYOUT = new Map([..."`qwertyuiop[]asdfghjkl;'zxcvbnm,."].map((key, i) => [key, "ёйцукенгшщзхъфывапролджэячсмитьбю"[i]]));

export const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
export const tokensOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const ENDING = /(?:иями|ями|ами|иях|ией|иям|ием|ого|его|ому|ему|ыми|ими|ах|ях|ам|ям|ом|ем|ой|ей|ов|ев|ия|ии|ий|ие|ью|ья|ый|ая|яя|ое|ее|ые|ую|юю|ых|их|а|я|о|е|и|ы|у|ю|ь|й)$/;
/* What is left of a verb then: «срывает», «срывают», «срывать» and «срывал» are asked for alike. */
const OF_VERB = /(?:[аяиыуе]ет|[аяиыуе]ют|[аяиыуе]т|[аяиыуе]ешь|ишь|[аяиыу]л|[аяиы])$/;
/* «Тему» is no «т»: of a short word only the last vowel is an ending. */
const cutOff = (word, ending) => [word.replace(ending, ""), word.replace(/[аеиоуыюяьй]$/, "")].find((cut, n) => cut.length >= 3 && (!n || ending === ENDING)) ?? word;
const rootOf = (word) => cutOff(cutOff(word.replace(/(..[аеиоуыюятлшь])с[яь]$/, "$1"), ENDING), OF_VERB);
/** Rough, to compare words with one another; a vowel that comes and goes is dropped («уровень», «уровни»). */
export const stem = (word) => rootOf(word).replace(/(.[^аеиоуыэюя])[ео]([^аеиоуыэюя])$/, "$1$2");

/** «ИОМ» without what the stemmer takes for an ending is «и»: such a word cannot be asked for, only its meaning can. */
export const unaskable = (word) => /^\p{L}{1,2}$/u.test(word) || /^[аеиоуыэюя](?:[аое]м|[еиоы]й|[аоеуюя]ю|[аыиея]х|[ео]в|и[яие]|ь[юя])$/.test(word);

/** «yfcnfdybr 5 класс» -> «наставник 5 класс»: the words of the text that `unknown` names, as the same keys give them in the
    Russian layout, and with them those that are too short to be asked for; "" when none of them is of such keys. */
export function otherLayout(text, unknown) {
  const slipped = (word) => tokensOf(word).some((part) => unknown.includes(part));
  const turned = text.toLowerCase().split(/(\s+)/).map((word) => (/^[^а-яё]*[a-z][^а-яё]*$/.test(word) && (slipped(word) || /^[a-z]{1,2}$/.test(word))
    ? [...word].map((key) => LAYOUT.get(key) ?? key).join("") : word)).join("");
  return turned === text.toLowerCase() || !text.toLowerCase().split(/\s+/).some(slipped) ? "" : turned;
}

/* What one hears alike, or writes for one another without knowing; a slip in these does not make another word of it. */
const ALIKE = ["ао", "еиэя", "ыи", "иы", "уюо", "зс", "дт", "бп", "гкх", "вф", "жшщ", "чщ", "цс", "йи", "ьъ"];
const alike = (a, b) => a === b || ALIKE.some((group) => group.includes(a) && group.includes(b));
const SILENT = "ьъ";

/**
 * How far two spellings are from each other: optimal string alignment, where a letter that sounds alike, a doubled or
 * a silent one counts `0.5`. Above `most` the answer is Infinity.
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most * 2) return Infinity;
  const lone = (word, at) => (SILENT.includes(word[at]) || word[at] === word[at - 1] || word[at] === word[at + 1] ? 0.5 : 1);
  let older = [];
  let old = [0];
  for (let j = 1; j <= b.length; j += 1) old[j] = old[j - 1] + lone(b, j - 1);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [old[0] + lone(a, i - 1)];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : alike(a[i - 1], b[j - 1]) ? 0.5 : 1;
      row[j] = Math.min(old[j] + lone(a, i - 1), row[j - 1] + lone(b, j - 1), old[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    older = old;
    old = row;
  }
  return old[b.length] > most ? Infinity : old[b.length];
}

/** «не» is not a slip: without it the word says the opposite. */
const negated = (word) => /^(?:не|без|бес)/.test(word);

/** The word of the list with the longest common beginning, long enough to be of the same root («конспектирование», «конспект»). */
export function kindred(word, list) {
  const least = Math.max(6, Math.ceil(word.length / 2));
  const beginning = word.slice(0, least);
  const same = (other) => [...word].findIndex((letter, i) => other[i] !== letter);
  const near = list.map(fold).filter((other) => other.startsWith(beginning));
  return near.reduce((best, other) => (!best || same(other) > same(best) ? other : best), "");
}

/** «Лечение» is no form of «личный»: a noun of this kind is a slip of one of its kind. */
const deverbal = (word) => /ни(?:е|я|ю|ем|й|ям|ями|ях)$/.test(word);
const allowed = (length, least) => (length < least ? 0 : length < 6 ? 0.5 : length < 8 ? 1 : 1.5);
const OTHER_FORM = 0.25; // of two guesses the one in the form that was typed

/** The word with the ending that was typed («школьный» for «школную» is «школьную»), where that is a form of it. */
function inForm(ending, word, root) {
  const made = root + ending;
  return stem(made) === stem(fold(word)) ? made : word;
}

/**
 * The word of the list that was meant (of two equally near ones the first), or "" when none is near enough to be the same
 * word: one slip, in a long word one and another that sounds alike. The beginning is what people get right, and another
 * one makes another word («говорение», «повторение»). The list has some forms of a word only, so what is left of the two
 * words without their endings is held against each other as well («школную», «школьный»).
 */
export function nearest(word, list) {
  const plain = fold(word);
  const [root, same] = [rootOf(plain), stem(plain)];
  const most = allowed(plain.length, 4);
  let found = "";
  let least = Infinity;
  for (const other of list) {
    const spelled = fold(other);
    if (!alike(plain[0], spelled[0]) || negated(plain) !== negated(spelled)) continue;
    const its = rootOf(spelled);
    if (same === stem(spelled)) continue; // two forms of one word are no slip of one another
    let far = distance(plain, spelled, Math.min(most, least));
    const otherForm = far === Infinity && deverbal(plain) === deverbal(spelled);
    if (otherForm) far = distance(root, its, Math.min(allowed(Math.min(root.length, its.length), 4), least)) + OTHER_FORM;
    if (far < least) {
      found = otherForm ? inForm(plain.slice(root.length), other, its) : other;
      least = far;
    }
  }
  return found;
}
