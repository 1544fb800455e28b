/* Characters that do not belong into a text: generator/text/characters.py in the reader's browser, held to
   tests/cases/characters.yml. Without look-behind, which Safari has from 16.4: what stands before is asked by hand. */

const SIGNS = new RegExp("\\u{1f3f4}[\\u{e0020}-\\u{e007e}]+\\u{e007f}" // the flag of a part of a country: legal
  + "|([\\u00ad\\u034f\\u180e\\u200b\\u2060-\\u2064])|([\\u200c\\u200d])|([\\ufe0e\\ufe0f])"
  + "|(\\r\\n?|[\\x0b\\x0c\\x85\\u2028\\u2029])"
  + "|([\\x00-\\x08\\x0e-\\x1f\\x7f\\u061c\\u115f\\u1160\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u206f\\u3164\\ufdd0-\\ufdef\\ufe00-\\ufe0d\\ufeff"
  + "\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\u{e0000}-\\u{e0fff}]|[\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}\\u{3fffe}\\u{3ffff}])", "gu");
const NO_EMOJI = /^(?!\ufeff)[\s\x00-\x7f\x85\u00a0-\u052f\u2000-\u206f\u2116]?$/u;
const NO_SIGN = /^(?!\ufeff)[\s\x85A-Za-z\u00c0-\u052f\ufe0e\ufe0f]?$/u;
const USUAL = /^[\t\n -~\u00a0«»Ё\u0410-яё–—…№]*$/;
const PILED = /\p{Mn}{5,}/u;
/** A sign that only one font or one encoding knows. */
export const UNKNOWN = /[\x80-\x84\x86-\x9f\ue000-\uf8ff\ufffc\ufffd\ud800-\udfff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/u;

/** The text without what is certainly no part of it: hidden signs go, letters are composed, unseen ends of lines become
    `end`. */
export function clean(text, end = "\n") {
  for (let now = text; ; text = now) {
    if (USUAL.test(text)) return text;
    now = text.replace(SIGNS, (sign, hidden, joiner, selector, line, wrong, at) => {
      const before = () => ([...text.slice(Math.max(0, at - 2), at)].pop() ?? "");
      const after = () => ([...text.slice(at + sign.length, at + sign.length + 2)][0] ?? "");
      if (hidden || wrong) return "";
      if (line) return end;
      if (joiner) return NO_EMOJI.test(before()) || NO_EMOJI.test(after()) ? "" : sign;
      return selector && NO_SIGN.test(before()) ? "" : sign;
    });
    if (!isPiled(now)) now = now.normalize("NFC");
    if (now === text) return text;
  }
}

/** True where one letter bears more marks than any language has. */
export function isPiled(text) {
  return PILED.test(text);
}
