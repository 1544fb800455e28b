/* A shelf of the index: that of the whole site, or a part that a reader has with him. generator/publish/search_index.py
   makes the files and tells of what they hold. */

const BASE = 30; // a posting is (step to the page) * 30 + field * 10 + how often, and a figure for the window
const LOOSE = 400; // longer words that begin like the asked one
const FILES = 3; // files of words in which they are looked for

/** The number of the last one that is not behind `stem`, in a sorted list; -1 when all are. */
function placeOf(sorted, stem) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= stem) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The kind of every page, and whether it is a demonstration. */
function marksOf({ kinds, runs }) {
  const numbers = runs.split(" ").map(Number);
  return numbers.flatMap((code, i) => (i % 2 ? [] : Array(numbers[i + 1]).fill({ kind: kinds[code >> 1], demo: code % 2 === 1 })));
}

/** The pages of a stem: page -> {field, often, window}. */
function pagesOf(postings) {
  const found = new Map();
  let page = 0;
  for (const code of postings.split(" ")) {
    const number = parseInt(code.slice(0, -1), 36);
    page += Math.floor(number / BASE);
    found.set(page, { field: Math.floor((number % BASE) / 10), often: number % 10, window: parseInt(code.slice(-1), 36) });
  }
  return found;
}

const chunk = ({ stems, postings }) => ({ stems: stems.split(" "), postings });

/** A shelf whose files of words begin with the stems `first`; `words(n)` and `text(page)` read what is asked for. */
function shelf(marks, first, words, text) {
  const chunks = new Map();
  const read = (n) => {
    if (!chunks.has(n)) chunks.set(n, words(n).then(chunk));
    return chunks.get(n);
  };
  return {
    marks,
    text,
    /** The pages that have this stem. */
    async having(stem) {
      const file = placeOf(first, stem);
      if (file < 0) return new Map();
      const { stems, postings } = await read(file);
      const at = placeOf(stems, stem);
      return stems[at] === stem ? pagesOf(postings[at]) : new Map();
    },
    /** Pages with a word that begins like this one: page -> {field, often, stems}. */
    async beginning(stem) {
      const from = Math.max(placeOf(first, stem), 0);
      const to = Math.min(placeOf(first, `${stem}\uffff`), from + FILES - 1);
      const found = new Map();
      let rest = LOOSE;
      for (const { stems, postings } of await Promise.all([...Array(Math.max(to - from + 1, 0)).keys()].map((n) => read(from + n)))) {
        let at = placeOf(stems, stem);
        if (stems[at] !== stem) at += 1;
        for (; rest > 0 && at < stems.length && stems[at].startsWith(stem); at += 1, rest -= 1) {
          for (const [page, { field, often }] of pagesOf(postings[at])) {
            const known = found.get(page) ?? { field: 0, often: 0, stems: [] };
            found.set(page, { field: Math.max(known.field, field), often: known.often + often, stems: [...known.stems, stems[at]] });
          }
        }
      }
      return found;
    },
  };
}

/** The shelf of the whole site; `read(digest)` gives one of its files. */
export function siteShelf(head, read) {
  const [texts, words] = [head.texts, head.words].map((digests) => digests.match(/.{10}/g));
  const groups = new Map();
  const text = async (page) => {
    const n = Math.floor(page / head.group);
    if (!groups.has(n)) groups.set(n, read(texts[n]));
    return (await groups.get(n))[page % head.group];
  };
  return shelf(marksOf(head), head.first.split(" "), (n) => read(words[n]), text);
}

/** The shelf of a part in one file. */
export function partShelf(part) {
  return shelf(marksOf(part), [""], async () => part, async (page) => part.pages[page]);
}
