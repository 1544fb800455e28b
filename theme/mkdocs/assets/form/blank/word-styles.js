/* What the styles of a Word document say of the look of its text (ISO/IEC 29500-1, 17.7.2 and 17.7.3): the browser's side
   of generator/channels/office/document_styles.py. */

import { attribute, child, children, isOn, tag, value } from "./xml.js";

const TOGGLES = ["strike", "vanish", "caps"];
const MOST_BASED = 20; // styles one upon the other
const RAISED = 5; // half-points by which a run is raised by hand to look like a power
const PLAIN = { struck: false, hidden: false, capitals: false, align: "", font: "", moved: "" };

export class Styles {
  /** `root` is the part of styles, or null. */
  constructor(root) {
    Object.assign(this, { own: {}, based: {}, names: {} });
    for (const style of children(root, "w:style")) {
      const key = attribute(style, "styleId") ?? "";
      this.names[key] = value(style, "w:name");
      this.based[key] = value(style, "w:basedOn");
      this.own[key] = said(child(style, "w:rPr"));
    }
  }

  /** {struck, hidden, capitals, align, font, moved} of a run with these `w:rPr` (or null) in a paragraph of the style. */
  look(run, paragraphStyle) {
    const direct = said(run);
    const character = this.whole(value(run, "w:rStyle"));
    const paragraph = this.whole(paragraphStyle);
    const all = [direct, character, paragraph];
    if (!all.some((one) => Object.keys(one).length)) return PLAIN;
    const toggle = (name) => (name in direct ? direct[name] : Boolean(character[name]) !== Boolean(paragraph[name]));
    const nearest = (name) => all.find((one) => name in one)?.[name] ?? "";
    const [struck, hidden, capitals] = TOGGLES.map(toggle);
    return { struck: struck || Boolean(nearest("dstrike")), hidden, capitals, align: nearest("align"), font: nearest("font"), moved: direct.moved ?? "" };
  }

  whole(style) {
    let [out, up] = [{}, style];
    for (let steps = 0; up && steps < MOST_BASED; steps += 1) {
      out = { ...this.own[up], ...out };
      up = this.based[up] ?? "";
    }
    return out;
  }
}

/* What `w:rPr` says itself, by the names above. */
function said(properties) {
  const out = {};
  for (const one of properties?.children ?? []) {
    const name = tag(one).replace(/^w:/, "");
    const its = attribute(one, "val");
    if (TOGGLES.includes(name) || name === "dstrike") out[name] = isOn(one);
    else if (name === "vertAlign") out.align = its === "superscript" || its === "subscript" ? its : "";
    else if (name === "position" && Math.abs(+its || 0) >= RAISED) out.moved = +its > 0 ? "superscript" : "subscript";
    else if (name === "rFonts") {
      const font = ["ascii", "hAnsi", "cs"].map((key) => attribute(one, key)).find(Boolean);
      if (font) out.font = font;
    }
  }
  return out;
}
