/* A record's file and the form's data, both ways. Every single value is text, as the project's own reader takes it: a
   reader that guesses would make 750 of 12:30 and 1.1 of 1.10. What a person left empty is not written. */

import { clean } from "../assets/form/characters.js";
import { filled, render } from "../assets/form/record-text.js";
import { FAILSAFE_SCHEMA, load, nullCoreTag } from "../assets/shared/vendor/js-yaml.js";

const SCHEMA = FAILSAFE_SCHEMA.withTags([nullCoreTag]);
const YES = ["true", "да", "yes"];
/* Our own keys in the form's data begin so; no field of a record does. */
const OWN = "#";
const COMMENTS = "#comments";
const BROKEN = "#broken";
/* Where the name of a new record's file waits until Decap asks for it. */
export const ID = "#id";

/** Decap's "custom format" of one kind; `spelling` is what generator/channels/desk/file_format.py says of its files. */
export function format(spelling, { body = false } = {}) {
  return {
    fromFile(content) {
      try {
        return body ? fromMarkdown(content, spelling) : fromYaml(content, spelling);
      } catch (fault) {
        // One file that cannot be read must not hide the others; it goes back as it came.
        return { title: `Файл не читается: ${fault.reason ?? fault.message}`, [BROKEN]: content };
      }
    },
    toFile(data) {
      if (data[BROKEN] !== undefined) {
        return data[BROKEN];
      }
      return body ? toMarkdown(data, spelling) : toYaml(data, spelling);
    },
  };
}

function fromYaml(content, spelling) {
  const data = load(content, { schema: SCHEMA });
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    throw new Error("это не запись: нужны строки «поле: значение»");
  }
  return { ...shown(data, "", spelling), [COMMENTS]: commentsOf(content, spelling) };
}

function toYaml(data, spelling) {
  const { "": last = [], ...before } = data[COMMENTS] ?? {};
  const lines = render(spelling.kind, said(data, "", spelling, spelling.shape), spelling.shape).trimEnd().split("\n");
  const placed = lines.flatMap((line) => {
    // A line that begins a field; those inside a text have spaces before them.
    const name = /^([\w-]+):/.exec(line)?.[1];
    const own = before[name] ?? [];
    delete before[name];
    return [...own, line];
  });
  return [...placed, ...Object.values(before).flat(), ...last].join("\n") + "\n";
}

/* A file .md: the fields between two lines of hyphens, the long text below them. */
function fromMarkdown(content, spelling) {
  const found = /^\uFEFF?---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n([^]*))?$/.exec(content);
  if (!found) {
    throw new Error("нет полей записи между строками ---");
  }
  return { ...fromYaml(found[1], spelling), body: (found[2] ?? "").trim() };
}

function toMarkdown(data, spelling) {
  const { body, ...fields } = data;
  return `---\n${toYaml(fields, spelling)}---\n\n${String(body ?? "").trim()}\n`;
}

/* For the form: yes and no become true and false, an optional group becomes a list of one. */
function shown(value, path, spelling) {
  if (Array.isArray(value)) {
    return value.map((item) => shown(item, path, spelling));
  }
  if (value !== null && typeof value === "object") {
    const inner = Object.entries(value).map(([name, part]) => {
      const here = path ? `${path}.${name}` : name;
      const made = shown(part, here, spelling);
      return [name, spelling.single.includes(here) && made !== null ? [made] : made];
    });
    return Object.fromEntries(inner);
  }
  return spelling.flags.includes(path) && value !== null ? YES.includes(value.toLowerCase()) : value;
}

/** The form's data as the file has them: the rules of the site's own form speak of these. */
export function plain(data, spelling) {
  return said(data, "", spelling, spelling.shape);
}

/* For the file: single values become text, a list of one becomes the group again, our own keys go. */
function said(value, path, spelling, shape) {
  if (Array.isArray(value)) {
    return value.map((item) => said(item, path, spelling, Array.isArray(shape) ? shape[0] : shape));
  }
  if (value !== null && typeof value === "object") {
    const inner = Object.entries(value)
      .filter(([name]) => !name.startsWith(OWN))
      .map(([name, part]) => {
        const here = path ? `${path}.${name}` : name;
        const made = said(part, here, spelling, shape?.[name]);
        // Filled first: the list may hold a group in which nothing was said.
        return [name, spelling.single.includes(here) ? filled(made)?.[0] : made];
      });
    return Object.fromEntries(inner);
  }
  if (value === null || value === undefined) {
    return "";
  }
  // A tab would turn a text into one line that nobody can read; hidden signs come with what is pasted.
  const text = clean(String(value)).replace(/\t/g, shape === "m" && String(value).includes("```") ? "    " : " ").trim();
  return shape === "m" ? asWritten(text) : text;
}

/* Markdown of Decap's editor as the other doors write it: lists with hyphens, and no paragraphs without words (Enter
   pressed twice). In a text with code such lines may mean something. */
function asWritten(text) {
  return text.includes("```") ? text : text.replace(/^( *)\* (?=\S)/gm, "$1- ").replace(/\n{4,}/g, "\n\n");
}

/* Whole-line comments before a field, by the field's name; those at the end of the file under "". */
function commentsOf(content, spelling) {
  const found = {};
  let waiting = [];
  for (const line of content.split(/\r?\n/)) {
    if (line.startsWith("#")) {
      waiting.push(line);
    } else if (waiting.length && line.trim()) {
      const name = /^([\w-]+):/.exec(line)?.[1] ?? "";
      found[name] = [...(found[name] ?? []), ...waiting];
      waiting = [];
    }
  }
  found[""] = [...(found[""] ?? []), ...waiting];
  return Object.fromEntries(
    Object.entries(found).map(([name, lines]) => [name, lines.filter((line) => line !== spelling.modeline)]),
  );
}
