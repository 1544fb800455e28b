/* A surname alone in the column of those who are responsible («учитель Примерова»): the same as people_in_cells.py finds
   with the same patterns (`people` of tablicy.json). */

/** Whether a surname stands for somebody in the words of a cell. */
export function hasSurname(words, rules) {
  const is = (name) => new RegExp(rules[name], name === "bare" ? "gu" : "iu");
  return [...words.matchAll(is("bare"))].some((found) => {
    const word = found[1].toLowerCase();
    const end = found.index + found[0].length;
    const [before, after] = [words.slice(0, found.index).trimEnd(), words.slice(end).trimStart()];
    if (rules.none.includes(word) || word.search(is("role")) === 0 || /[\p{L}\p{N}«-]/u.test(words[found.index - 1] ?? "")) return false;
    const hasRole = is("of").test(before);
    const isParted = !before || /[,(—–:]$|(?:^|\s)и$/u.test(before);
    const isLast = !after || /^(?:[,.)(—–:-]|и\s+[А-ЯЁ])/u.test(after);
    return isLast && (hasRole || isParted) && is(hasRole || found[2] ? "with_role" : "surely").test(word);
  });
}
