/* Whether two names may be those of one organisation: generator/text/organization_names.py in the reader's browser, held
   to tests/cases/organization-names.yml; its words come from there too (novye.json). */

const KEPT = 3; // letters of a word that an ending never takes

/** A function of two names. */
export function alike({ kinds, schools, left_out, ending }) {
  const long = kinds.map(([pattern, short]) => [new RegExp(pattern, "g"), ` ${short} `]);
  const short = kinds.map(([, name]) => name);
  const leftOut = new RegExp(`^(?:${left_out})$`);
  const end = new RegExp(ending);
  const stem = (word) => word.slice(0, KEPT) + word.slice(KEPT).replace(end, "");
  const read = (name) => {
    let raw = name.toLowerCase().replaceAll("ё", "е").replace(/[«»„“”"'’]/g, " ");
    for (const [pattern, short] of long) raw = raw.replace(pattern, short);
    const found = raw.match(/[0-9]+|[a-zа-я]+(?:-[a-zа-я]+)*/g) ?? [];
    const rest = found.filter((word) => !/^[0-9]/.test(word) && !short.includes(word) && !leftOut.test(word));
    return {
      kind: found.find((word) => short.includes(word)) ?? "",
      numbers: [...new Set(found.filter((word) => /^[0-9]/.test(word)).map((word) => word.replace(/^0+/, "")))],
      words: [...new Set(rest.map(stem))],
    };
  };
  const within = (some, all) => some.every((one) => all.includes(one));
  return (written, title) => {
    const [one, other] = [read(written), read(title)];
    if (!within(one.numbers, other.numbers) || !within(other.numbers, one.numbers)) return false;
    if (!one.numbers.length && !(one.words.length && other.words.length)) return false;
    const both = schools.includes(one.kind) && schools.includes(other.kind) && [one.kind, other.kind].includes(schools[0]);
    if (one.kind && other.kind && one.kind !== other.kind && !both) return false;
    return within(one.words, other.words) || within(other.words, one.words);
  };
}
