/* Phones and private mail in free text: generator/text/private.py, held to tests/corpus/phones*.txt. */

const W = "\\p{L}\\p{N}_";
const GAP = "[ \\t\\u00a0\\u2009\\u202f().‐‑–—-]{0,3}";
const re = (source, flags = "gu") => new RegExp(source, flags);

/* Safari before 16.4 has no look-behind: what may not stand before a match is asked in each() instead. */
const MAIL = re(`[${W}.%+-]{1,64}@((?:[${W}-]{1,63}\\.){1,6}[A-Za-zрф]{2,12})(?![${W}-])`);
const MAIL_TAIL = re(`[${W}.%+-]$`, "u");
const NUMBER_TAIL = re(`[${W}+]$|\\d[-.,/–]$`, "u"); // the first sign is the tail of another number
const LONG = re(`(?:\\+[ \\u00a0]?7|[78])(?:${GAP}\\d){10}(?!\\d|[-–.,]\\d)`);
const FOREIGN = re("\\+(?!7)[1-9](?:[ \\u00a0()\\-]{0,2}\\d){9,13}(?!\\d)");
const NO_PREFIX = re("(?:\\((?:\\d{3}\\)[ \\u00a0]?\\d{3}|\\d{4}\\)[ \\u00a0]?\\d\\d|\\d{5}\\)[ \\u00a0]?\\d)"
  + "[\\- ]\\d\\d[\\- ]\\d\\d|9\\d\\d[ \\u00a0\\-]\\d{3}[ \\u00a0\\-]\\d\\d[ \\u00a0\\-]\\d\\d)(?!\\d|[-–.]\\d)");
const LOCAL = re("\\d(?:\\d{0,2}[\\- ]\\d\\d[\\- ]\\d\\d|\\d\\d[\\- ]\\d{3,4}|\\d{4,6}|\\d{9})"
  + "(?!\\d|[-–.,/]\\d|\\s*(?:руб|чел|шт|год|г\\.|%))");
const [B, E] = [`(?:^|[^${W}])`, `(?![${W}])`];
const PHONE_WORD = re(`(?:${B}тел(?:ефон[${W}]{0,4})?${E}|${B}факс[${W}]{0,2}${E}|${B}моб(?:ильн[${W}]{1,3})?${E}`
  + `|${B}сот(?:ов[${W}]{1,3})?${E}|${B}(?:по)?звон[${W}]{1,5}|whats ?app|ватс?апп?|вотс?апп?|viber|вайбер[${W}]?`
  + `|телеграм[${W}]{0,2}|telegram)[^\\d\\n№]{0,25}№?[ \\u00a0]?$`, "iu");
const ADDRESS = /:\/\/|\b10\.\d{4,9}\//; // in a run of signs without a space
const MESSENGER = /\/\/(?:wa\.me|api\.whatsapp\.com|viber\.click|t\.me\/\+)/i;
const REGISTER = re("(?:ОКТМО|ОКАТО|ОКПО|ОКВЭД|ИНН|КПП|ОГРН(?:ИП)?|СНИЛС|БИК|КБК|УИН|ISBN|ISSN|DOI|УДК|ББК|ГРН"
  + `|${B}ID|oktmo|${B}inn${E}|ogrn|${B}код[${W}]{0,2}|${B}арт(?:икул[${W}]{0,2})?|сч[её]т[${W}]{0,2}|р/с|к/с`
  + `|лицензи[${W}]{1,3}|регистрационн[${W}]{2,3}|свидетельств[${W}]{1,2}|№|${B}N)[^A-Za-zА-Яа-яЁё]{0,40}$`, "iu");

/** [{kind: "phone" | "email", text}] in order; `domains` are those of public mail services. */
export function personalData(text, domains) {
  const found = [...each(MAIL, text, MAIL_TAIL)].filter((m) => domains.includes(m[1].toLowerCase())).map((m) => spot(m, "email"));
  const addresses = [...text.matchAll(/\S+/gu)].filter((m) => ADDRESS.test(m[0]) && !MESSENGER.test(m[0]));
  const taken = [...found, ...addresses.map((m) => spot(m, ""))];
  for (const [pattern, isPhone] of [[LONG, isLong], [FOREIGN, () => true], [NO_PREFIX, unregistered], [LOCAL, isLocal]]) {
    for (const match of each(pattern, text, NUMBER_TAIL)) {
      const here = spot(match, "phone");
      if (taken.some((other) => other.start < here.end && here.start < other.end) || !isPhone(match)) continue;
      taken.push(here);
      found.push(here);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/* The matches that nothing of `tail` ends before; after one that does not fit the search goes on at its second sign. */
function* each(pattern, text, tail) {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const before = text.slice(Math.max(0, match.index - 3), match.index);
    if ((pattern === LONG && match[0].startsWith("+")) || !tail.test(before)) yield match;
    else pattern.lastIndex = match.index + (text.codePointAt(match.index) > 0xffff ? 2 : 1);
  }
}

function spot(match, kind) {
  return { kind, start: match.index, end: match.index + match[0].length, text: match[0] };
}

function isLong(match) {
  if (match[0].startsWith("+")) return true;
  const groups = match[0].slice(1).match(/\d+/g);
  if (!"3489".includes(groups[0][0]) || !(groups.length === 1 || (groups[0].length >= 3 && groups[0].length <= 10))) {
    return false;
  }
  if (groups.slice(1).some((part) => part.length < 2) && groups[0].length < 5) return false;
  return unregistered(match);
}

function isLocal(match) {
  return PHONE_WORD.test(match.input.slice(Math.max(0, match.index - 45), match.index));
}

function unregistered(match) {
  return isLocal(match) || !REGISTER.test(match.input.slice(Math.max(0, match.index - 60), match.index));
}
