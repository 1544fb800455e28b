// Which scripts a browser of the year `level` cannot read: files come as arguments after it, one JSON array of
// {path, line, said} goes out. Syntax is Acorn's word; names of methods that came later are looked for in the tree.
import { parse } from "acorn";
import { readFileSync } from "node:fs";

// https://developer.mozilla.org: in Safari since 15 or later
const METHODS = new Set(
  ("at hasOwn findLast findLastIndex toSorted toReversed toSpliced with groupBy withResolvers isWellFormed toWellFormed " +
    "showPopover requestSubmit randomUUID").split(" "),
);
const FUNCTIONS = new Set(["structuredClone", "requestIdleCallback"]);

const [level, ...paths] = process.argv.slice(2);
const found = paths.flatMap((path) => {
  const text = readFileSync(path, "utf8");
  const out = [];
  const line = (at) => text.slice(0, at).split("\n").length;
  // A pattern may be made of strings: they are looked through as they stand.
  for (const match of text.matchAll(/\(\?<[=!]/g)) out.push({ path, line: line(match.index), said: "look-behind" });
  try {
    const visit = (node) => {
      if (!node || typeof node.type !== "string") return;
      const { callee } = node.type === "CallExpression" ? node : {};
      const name = callee?.property?.name ?? callee?.name;
      if ((callee?.property ? METHODS : FUNCTIONS).has(name)) out.push({ path, line: line(node.start), said: name });
      for (const part of Object.values(node)) [part].flat().forEach((inner) => inner && typeof inner === "object" && visit(inner));
    };
    visit(parse(text, { ecmaVersion: Number(level), sourceType: "module" }));
  } catch (fault) {
    out.push({ path, line: fault.loc?.line ?? 0, said: fault.message });
  }
  return out;
});
process.stdout.write(JSON.stringify(found));
