/* Letters of another alphabet inside a word: generator/text/alphabets.py in the reader's browser, held to
   tests/cases/characters.yml. */

const pairs = (from, to) => Object.fromEntries([...from].map((letter, n) => [letter, [...to][n]]));
const TO_RUSSIAN = pairs("ABCEHKMOPTXYaceopxykËë", "АВСЕНКМОРТХУасеорхукЁё");
const TO_LATIN = { ...pairs("АВСЕНКМОРТХУасеорхук", "ABCEHKMOPTXYaceopxyk"), ...pairs("ІЅЈіѕјһԁԛԝ", "ISJisjhdqw") };
const GREEK = pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo");
const SCRIPTS = { russian: "\\u0400-\\u052f", latin: "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f", greek: "\\u0370-\\u03ff" };
const NAMES = { russian: "русская", latin: "латинская", greek: "греческая" };
const LETTERS = Object.values(SCRIPTS).join("");
const WORD = new RegExp(`[${LETTERS}]+(?:[0-9₀-₉]+[${LETTERS}]*)*`, "g");
const RUN = new RegExp(Object.entries(SCRIPTS).map(([name, letters]) => `(?<${name}>[${letters}]+)`).join("|"), "g");
const FORMULA = new RegExp(`^(?:(?:${"Zn Xe W U Sn Si Se Sb S Pt Pb P O Ni Ne Na N Mn Mg Li Kr K I Hg He H Fe F Cu Cr Co Cl Ca C Br Be Ba B Au As Ar Al Ag"
  .split(" ").join("|")})[0-9₀-₉]*)+$`);
const ESCAPED = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[A-Za-z])/g;
const ENDINGS = ["а", "е", "у", "о", "ах", "ех"];

/** [{at, word, letter, alphabet, meant}]: the words of `text` that mix alphabets; `meant` has one text where it is certain
    what the word should be, two where only a person knows. */
export function foreignLetters(text) {
  const plain = text.replace(ESCAPED, (sign) => " ".repeat(sign.length));
  return [...plain.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const meant = meanings(word, /\d/.test(plain.slice(Math.max(0, index - 1), index)));
    if (!meant.length) return [];
    const letter = [...word].find((was, n) => was !== meant[0][n]);
    return [{ at: index, word, letter, alphabet: NAMES[runs(letter)[0][0]], meant }];
  });
}

function meanings(word, afterDigit) {
  if (new Set(runs(word).map(([script]) => script)).size < 2) return [];
  const now = {
    russian: [...word].map((letter) => TO_RUSSIAN[GREEK[letter] ?? letter] ?? GREEK[letter] ?? letter).join(""),
    latin: [...word].map((letter) => TO_LATIN[letter] ?? GREEK[letter] ?? letter).join(""),
  };
  const fits = Object.keys(now).filter((script) => runs(now[script]).every(([one]) => one === script));
  if (fits.includes("latin") && /[0-9₀-₉]/.test(word) && FORMULA.test(now.latin)) return [now.latin];
  const letters = word.replace(/[0-9₀-₉]+$/, "");
  if (/[0-9₀-₉]/.test(letters) || isOnPurpose(runs(letters), fits, afterDigit)) return [];
  return fits.map((script) => now[script]);
}

function runs(word) {
  return [...word.matchAll(RUN)].map((match) => [Object.keys(SCRIPTS).find((name) => match.groups[name]), match[0]]);
}

/* «PHPшник», «ТехноHOT», «в Zoomе», «4Kвидео», «Vср». */
function isOnPurpose(found, fits, afterDigit) {
  const by = Object.fromEntries(found);
  if (found.length !== 2 || !by.latin || !by.russian) return false;
  const first = found[0][0] === "latin";
  const beside = by.russian[first ? 0 : by.russian.length - 1];
  const capitals = by.latin === by.latin.toUpperCase() && beside !== beside.toUpperCase();
  if (capitals && (by.latin.length > 1 || (first && afterDigit))) return true;
  if (first && capitals && by.russian.length < 4 && fits.includes("latin") && (!fits.includes("russian") || by.russian.length === 1)) return true;
  return first && by.latin.length > 1 && ENDINGS.includes(by.russian) && !fits.includes("russian");
}
