/* Runs of a Word paragraph as pieces of text, as a person sees them: the browser's side of document_runs.py for all that
   people do in a blank of ours. What Python's reader knows beyond that (fields, formulas, notes, drawings, text under
   review, struck and hidden words) is told by name at its place, never passed over. */

import { clean } from "../characters.js";
import { lowered, raised } from "./spelled.js";
import { attribute, child, inside, isOn, relation, tag, value, words } from "./xml.js";

const CODE_FONTS = ["Courier New", "Consolas", "Courier", "Lucida Console"];
const THROUGH = ["w:sdtContent", "w:smartTag", "w:customXml", "w:dir", "w:bdo"];
const CHANGED = ["w:ins", "w:del", "w:moveTo", "w:moveFrom", "w:delText", "w:delInstrText"];
const DRAWN = ["w:drawing", "w:pict", "w:object", "w:contentPart"];
const SIGNS = { "w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-", "w:cr": "\n", "w:br": "\n" };
const NOTES = ["w:footnoteReference", "w:endnoteReference"];
const RAISED_BY_HAND = /^[-−+]?\d{1,3}$/;
const SPACES = /[ \t\u00a0\u2002-\u200a\u202f\u3000]+/g;
const PRIVATE = /[\ue000-\uf8ff]/;

/** Text without characters that nobody sees; every kind of space is a space, line breaks stay. */
export function stripped(raw) {
  return visible(raw).split("\n").map((line) => line.replace(SPACES, " ").trim()).join("\n");
}

export function visible(raw) {
  return clean(raw).replace(/\u2011/g, "-");
}

/** A stretch of spaces as one space. */
export function squeezed(raw) {
  return raw.replace(SPACES, " ");
}

/** The words of a paragraph in one line. */
export function textOf(paragraph) {
  return stripped(paragraph.pieces.map((piece) => piece.text).join("")).replace(/\n/g, " ").trim();
}

/** The words of a paragraph, a text for each line that the person began. */
export function linesOf(paragraph) {
  return stripped(paragraph.pieces.map((piece) => piece.text).join("")).split("\n").map((line) => line.trim()).filter(Boolean);
}

export class Runs {
  /** `word` is that of blank.json; `links` addresses by the number of their relation, `comments` words by number. */
  constructor(word, links, styles, lists, styleLists, comments) {
    Object.assign(this, { word, links, styles, lists, styleLists, comments, told: [], style: "", last: "" });
  }

  /** {pieces, style, listed, depth, level, mark, told} of a `w:p`; `told` are {what, words} that were not read. */
  paragraph(element) {
    const properties = child(element, "w:pPr");
    const style = value(properties, "w:pStyle");
    const name = this.styles.names[style] ?? style;
    const list = this.list(properties, style);
    const level = +(/^(?:heading|Heading|Заголовок) (\d)$/.exec(name)?.[1] ?? 0);
    Object.assign(this, { told: [], style, last: "" });
    const pieces = [];
    this.walk(element, "", pieces);
    return { pieces: together(pieces), style: name, level, ...list, told: this.told };
  }

  tell(what, said = "") {
    this.told.push({ what, words: stripped(said).replace(/\n/g, " ").trim() });
  }

  list(properties, style) {
    let { number, level, depth } = this.styleLists[style] ?? { number: "", level: 0, depth: 0 };
    const numbering = child(properties, "w:numPr");
    if (numbering) {
      number = value(numbering, "w:numId") || number;
      const own = value(numbering, "w:ilvl");
      level = /^\d{1,2}$/.test(own) ? +own : level;
      depth = level || depth;
    }
    if (!number || number === "0") return { listed: "", depth: 0, mark: "" };
    const { kind, mark } = this.lists.next(number, level);
    return { listed: kind, depth, mark };
  }

  walk(element, href, out) {
    for (const one of element.children) {
      const name = tag(one);
      if (name === "w:r") this.run(one, href, out);
      else if (name === "w:hyperlink") this.walk(one, this.links[relation(one)] ?? href, out);
      else if (name === "w:sdt") this.control(one, href, out);
      else if (CHANGED.includes(name)) this.tell("changes", words(one));
      else if (name === "w:fldSimple") this.tell("field", words(one));
      else if (THROUGH.includes(name)) this.walk(one, href, out);
      else if (name === "mc:AlternateContent") this.tell(inside(one, "w:txbxContent").length ? "box" : "picture", words(one));
      else if (name.startsWith("m:")) this.tell("formula", words(one, "m:t"));
      else if (name !== "w:pPr") this.unknown(one);
    }
  }

  control(element, href, out) {
    const box = child(child(element, "w:sdtPr"), "w14:checkbox");
    if (box) {
      const on = ["1", "true", "on"].includes(attribute(child(box, "w14:checked"), "val"));
      const shown = words(element).trim();
      // LibreOffice and people change the character without the mark of the control: the character is what is seen.
      if (!shown && inside(element, "w:sym").length) this.tell("symbol");
      out.push(piece(["☐", "☒", "☑"].includes(shown) ? shown : on ? "☒" : "☐"));
      return;
    }
    const content = child(element, "w:sdtContent");
    if (!content || isPlaceholder(element, this.word.empty)) return;
    const prompt = promptOf(element, this.styles.names, this.word.prompt);
    if (prompt) this.tell("prompt", prompt);
    else this.walk(content, href, out);
  }

  run(run, href, out) {
    const properties = child(run, "w:rPr");
    const look = this.styles.look(properties, this.style);
    const character = this.styles.names[value(properties, "w:rStyle")] ?? "";
    const bold = isOn(child(properties, "w:b")) || character === "Strong";
    const italic = isOn(child(properties, "w:i")) || character === "Emphasis";
    if (child(properties, "w:ins") || child(properties, "w:del")) this.tell("changes", words(run));
    for (const one of run.children) {
      const said = this.shown(one, look);
      if (!said) continue;
      this.last = said[said.length - 1];
      out.push({ text: said, bold, italic, href, code: CODE_FONTS.includes(look.font) });
    }
  }

  /* The text of one element of a run, with the look of the run. */
  shown(element, look) {
    const said = this.plain(element, look);
    if (!said) return "";
    if (look.hidden || look.struck) {
      if (said.trim()) this.tell(look.hidden ? "hidden" : "struck", said);
      return "";
    }
    const text = look.capitals ? said.toUpperCase() : said;
    const align = look.align || (RAISED_BY_HAND.test(text.trim()) ? look.moved : "");
    if (align === "superscript") return raised(text, this.last, this.word.raised);
    return align === "subscript" ? lowered(text, this.word.lowered) : text;
  }

  plain(element, look) {
    const name = tag(element);
    if (name === "w:t") {
      const said = element.textContent;
      if (this.word.fonts.includes(look.font.toLowerCase()) || PRIVATE.test(said)) this.tell("symbol", said);
      return said;
    }
    if (SIGNS[name]) return SIGNS[name];
    if (name === "w:rPr") return "";
    if (name === "w:sym") this.tell("symbol", attribute(element, "font") ?? "");
    else if (NOTES.includes(name)) this.tell("note");
    else if (name === "w:commentReference") this.comment(attribute(element, "id") ?? "");
    else if (name === "w:fldChar" || name === "w:instrText") this.field(element);
    else if (name === "w:ruby") this.tell("unknown", words(element));
    else if (CHANGED.includes(name)) this.tell("changes", element.textContent);
    else if (DRAWN.includes(name) || name === "mc:AlternateContent") {
      this.tell(inside(element, "w:txbxContent").length ? "box" : name === "w:object" ? "object" : "picture", words(element));
    } else this.unknown(element);
    return "";
  }

  comment(number) {
    if (this.comments[number]) this.tell("comment", this.comments[number]);
  }

  field(element) {
    if (attribute(element, "fldCharType") === "begin") this.tell("field");
  }

  unknown(element) {
    if (element.children.length && words(element).trim()) this.tell("unknown", words(element));
  }
}

function piece(text) {
  return { text, bold: false, italic: false, href: "", code: false };
}

/** True for a content control in which nobody has chosen or written anything; the mark alone is not enough: LibreOffice and
    others keep it when a value has been chosen or typed. */
export function isPlaceholder(control, empty) {
  if (!child(child(control, "w:sdtPr"), "w:showingPlcHdr")) return false;
  const said = words(control).trim();
  return !said || empty.includes(said);
}

/** The words of a control for text that look as a prompt does and are none that we know; `names` are those of the styles. */
export function promptOf(control, names, prompt) {
  const properties = child(control, "w:sdtPr");
  if (child(properties, "w:dropDownList") || child(properties, "w:comboBox") || !child(properties, "w:showingPlcHdr")) return "";
  const styles = inside(control, "w:r").filter((run) => words(run).trim()).map((run) => value(child(run, "w:rPr"), "w:rStyle"));
  return styles.length && styles.every((one) => one && (names[one] ?? one) === prompt) ? words(control).trim() : "";
}

/* Pieces of one look that follow one another are one; a raised word that is cut into runs is one word. */
function together(pieces) {
  const out = [];
  for (const one of pieces) {
    const last = out[out.length - 1];
    if (last && ["bold", "italic", "href", "code"].every((name) => last[name] === one[name])) last.text += one.text;
    else out.push({ ...one });
  }
  for (const one of out) one.text = oneLevel(one.text);
  return out;
}

/* «^(в)^(х)» is «^(вх)»; what is lowered and what is raised behind it stay two. */
function oneLevel(text) {
  const next = text.replace(/([\^_])\(([^()]*)\)\1\(/, "$1($2");
  return next === text ? text : oneLevel(next);
}
