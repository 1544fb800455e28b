// How long the functions of scripts are, and what the scripts define at their top: files come as arguments, one JSON array
// of {path, line, name, lines, own} goes out, one member a function. `own` says that the whole file sees it. A function
// that is called where it stands is the frame of a classic script, and not counted; what stands in it is its top.
import { parse } from "acorn";
import { readFileSync } from "node:fs";

const isFunction = (node) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node?.type);

function functions(path) {
  const out = [];
  const visit = (node, name, depth) => {
    if (!node || typeof node.type !== "string") return;
    const frame = node.type === "CallExpression" && isFunction(node.callee) ? node.callee : null;
    if (isFunction(node) && name !== null) {
      const { start, end } = node.loc;
      out.push({ path, line: start.line, name: node.id?.name ?? name, lines: end.line - start.line + 1, own: depth === 0 });
    }
    const inner = isFunction(node) && name !== null ? depth + 1 : depth;
    const called = node.type === "VariableDeclarator" ? node.id?.name : node.key?.name;
    for (const [key, part] of Object.entries(node)) {
      if (key === "loc") continue;
      for (const child of [part].flat()) {
        if (child && typeof child === "object") visit(child, frame && child === frame ? null : called ?? "", inner);
      }
    }
  };
  visit(parse(readFileSync(path, "utf8"), { ecmaVersion: 2022, sourceType: "module", locations: true }), "", 0);
  return out;
}

process.stdout.write(JSON.stringify(process.argv.slice(2).flatMap(functions)));
