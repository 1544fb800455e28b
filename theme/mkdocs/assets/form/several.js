/* Several records as one text, and such a text taken apart: generator/channels/sent_text.py in the reader's browser. */

const BEGINS = /^---(?:\s+#\s*(?:data\/)?([^\s/]+)\/([^\s/]+?)\.(?:yml|yaml|md))?\s*$/;
const ENDS = /^(?:\.\.\.\s*|(?:```|~~~)\s*\w*\s*)$/;
const SCHEMA = /^#\s*yaml-language-server:.*\/([\w-]+)\.json\s*$/;

/** `records` are {kind, id, text}. */
export function joined(records) {
  return `${records.map(({ kind, id, text }) => `--- # data/${kind}/${id}.yml\n${text.trimEnd()}\n`).join("")}...\n`;
}

/** [{kind, id, text}] of a text of one record or of several; what stands around them is left out. */
export function parts(sent) {
  const found = [];
  let now = null;
  for (const row of sent.replace(/^\ufeff/, "").split(/\r\n?|\n/)) {
    const begins = BEGINS.exec(row);
    const schema = SCHEMA.exec(row);
    if (begins) found.push(now = { kind: begins[1] ?? "", id: begins[2] ?? "", rows: [] });
    else if (ENDS.test(row)) now = null;
    else if (now) {
      now.kind = now.kind || (schema?.[1] ?? "");
      now.rows.push(row);
    } else if (schema) found.push(now = { kind: schema[1], id: "", rows: [row] });
  }
  return found.filter(({ kind }) => kind).map(({ kind, id, rows }) => ({ kind, id, text: `${rows.join("\n").trimEnd()}\n` }));
}
