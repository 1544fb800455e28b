/* How a new record's file is called: the rule of generator/intake.py, held to the same table (tests/cases/ids.yml). */

const MOST = 60;
const LETTERS = { "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i" };

/** A text in Latin letters, digits and hyphens; `table` is the transliteration of Russian letters. */
export function slug(said, table) {
  return Array.from(said.normalize("NFC").toLowerCase(), (sign) => table[sign] ?? LETTERS[sign] ?? sign)
    .join("")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The name of a new record of `kind`, none of those in `taken`. */
export function newId(kind, data, taken, table) {
  let base = slug(about(kind, data), table) || kind;
  if (base.length > MOST) {
    const cut = base.slice(0, MOST + 1);
    base = cut.includes("-") ? cut.slice(0, cut.lastIndexOf("-")) : base.slice(0, MOST);
  }
  let name = base;
  for (let number = 2; taken.includes(name); number++) {
    name = `${base}-${number}`;
  }
  return name;
}

function about(kind, data) {
  const last = (address) => String(address ?? "").split("/").pop();
  switch (kind) {
    case "values":
      return `${last(data.territory)} ${data.period ?? ""}`;
    case "replications":
      return `${data.practice ?? ""} ${data.organization ?? ""}`;
    case "reviews":
      return `ekspertiza ${data.practice ?? ""} ${data.organization ?? ""}`;
    default:
      return String(data.title ?? "");
  }
}
