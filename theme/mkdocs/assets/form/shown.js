/* A text as a reader sees it, each sign with its place in what was written: generator/text/shown.py. */

const TOKEN = new RegExp([
  "(?<escape>\\\\(?=[!-\\/:-@\\[-`{-~\\n]))",
  "(?<entity>&(?:#\\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});)",
  "\\]\\([ ]?<?(?<address>[^\\s()<>]{1,500})>?(?<title>[ \\n]+\"[^\"]{0,300}\")?[ ]?\\)", // the end of a link
  "(?<mark>\\]\\[[^\\[\\]\\n]{0,99}\\]|!?\\[(?![ ]?(?:at|dot|собак|точка))|\\]|[*`~]+"
    + "|<\\/?[A-Za-z][A-Za-z0-9]{0,12}(?:\\s[^<>]{0,200})?\\/?>)",
  "(?<under>_+)",
  "(?<line>\\n[ \\t>]*(?:\\n[ \\t>]*)*)",
  "(?<rare>[^ -~\\n\\u00a0\\u0400-\\u04ff«»—–„“”…№])",
].join("|"), "giu");
const BLOCK_START = /^(?:[-+*#|]|\d{1,9}[.)] )/;
const HEX = /^%([2-7][0-9A-Fa-f])/;
const DASHES = "‐‑‒⁃−﹘﹣－➖˗";
const BLANKS = "\u115f\u1160\u2800\u3164\uffa0\t\u0085\u2028\u2029";
const WORD = /^[\p{L}\p{N}]$/u;
const NAMED = {
  amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", shy: "\u00ad", zwj: "\u200d",
  zwnj: "\u200c", NoBreak: "\u2060", ndash: "–", mdash: "—", hyphen: "‐", dash: "‐", minus: "−", plus: "+", commat: "@",
  period: ".", lpar: "(", rpar: ")", lsqb: "[", rsqb: "]", sol: "/", lowbar: "_", ast: "*", num: "#", colon: ":", percnt: "%",
  middot: "·", bull: "•", NewLine: "\n", Tab: "\t",
};

/** [{text, starts, ends}]: first the words, then the address and the title of each link. */
export function shown(source) {
  const links = [];
  const all = reading();
  let done = 0;
  const copied = (until) => {
    for (let at = done; at < until; at += 1) all.put(source[at], at, at + 1);
  };
  for (const token of source.matchAll(TOKEN)) {
    copied(token.index);
    done = token.index + token[0].length;
    all.put(signs(token, source, done), token.index, done);
    for (const name of ["address", "title"]) {
      const part = token.groups[name];
      if (part) links.push(address(part, token.index + token[0].indexOf(part)));
    }
  }
  copied(source.length);
  return [all.whole(), ...links];
}

function reading() {
  const [parts, starts, ends] = [[], [], []];
  return {
    put(said, start, end) {
      parts.push(said);
      for (let n = 0; n < said.length; n += 1) {
        starts.push(start);
        ends.push(end);
      }
    },
    whole: () => ({ text: parts.join(""), starts, ends }),
  };
}

function signs(token, source, end) {
  const { entity, under, line, rare } = token.groups;
  if (entity) return [...unescaped(entity)].map(plain).join("");
  if (under) {
    return WORD.test(source[token.index - 1] ?? "") && WORD.test(source[end] ?? "") ? under : "";
  }
  if (line) return line.indexOf("\n") !== line.lastIndexOf("\n") || BLOCK_START.test(source.slice(end, end + 12)) ? "\n" : " ";
  return rare ? plain(rare) : "";
}

function address(said, at) {
  const all = reading();
  for (let position = 0; position < said.length;) {
    const encoded = HEX.exec(said.slice(position, position + 3));
    const length = encoded ? 3 : 1;
    all.put(encoded ? String.fromCharCode(parseInt(encoded[1], 16)) : said[position], at + position, at + position + length);
    position += length;
  }
  return all.whole();
}

function unescaped(entity) {
  const number = /^&#(?:[xX]([0-9A-Fa-f]+)|(\d+));$/.exec(entity);
  if (!number) return NAMED[entity.slice(1, -1)] ?? entity;
  const code = number[1] ? parseInt(number[1], 16) : Number(number[2]);
  if (code >= 0x80 && code <= 0x9f) return { 0x96: "–", 0x97: "—" }[code] ?? ""; // as browsers read them
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "" : String.fromCodePoint(code);
}

/* Digits of any script as 0-9, every hyphen and minus as «-», nothing for what has no width of its own. */
function plain(sign) {
  if (DASHES.includes(sign)) return "-";
  if (BLANKS.includes(sign)) return " ";
  if (/^\p{Nd}$/u.test(sign)) return digit(sign);
  if (/^(?:[\p{Cf}\p{Cc}\p{Cn}\p{Co}\p{Me}]|(?![\u0306\u0308])\p{Mn})$/u.test(sign)) return sign === "\n" ? " " : "";
  return /^\p{Zs}$/u.test(sign) ? " " : sign.normalize("NFKC");
}

/* Digits of a script stand in a row of ten; where several rows touch, the letters of mathematics, NFKC knows them. */
function digit(sign) {
  const known = sign.normalize("NFKC");
  if (/^[0-9]$/.test(known)) return known;
  let value = 0;
  for (let code = sign.codePointAt(0) - 1; /^\p{Nd}$/u.test(String.fromCodePoint(code)); code -= 1) value += 1;
  return String(value % 10);
}
