/* The parts of a file as elements, and short words for looking into them. The browser's own parser reads them as XML:
   nothing in them is run, nothing is loaded, and no element of them ever comes into the page. */

const OOXML = "http://schemas.openxmlformats.org/";
const SHORT = new Map([
  [`${OOXML}wordprocessingml/2006/main`, "w:"],
  ["http://purl.oclc.org/ooxml/wordprocessingml/main", "w:"], // «Строгий Open XML» of Word
  [`${OOXML}spreadsheetml/2006/main`, ""],
  ["http://purl.oclc.org/ooxml/spreadsheetml/main", ""],
  [`${OOXML}package/2006/relationships`, ""],
  [`${OOXML}officeDocument/2006/custom-properties`, ""],
  ["http://purl.oclc.org/ooxml/officeDocument/customProperties", ""],
  [`${OOXML}officeDocument/2006/math`, "m:"],
  ["http://purl.oclc.org/ooxml/officeDocument/math", "m:"],
  ["http://schemas.openxmlformats.org/markup-compatibility/2006", "mc:"],
  ["http://schemas.microsoft.com/office/word/2010/wordml", "w14:"],
]);
const LINKS = [`${OOXML}officeDocument/2006/relationships`, "http://purl.oclc.org/ooxml/officeDocument/relationships"];

/** The root element of an XML text; throws what `broken` gives for a text that is none or too deep. */
export function parsed(text, limits, broken) {
  const found = new DOMParser().parseFromString(text, "application/xml");
  const root = found.documentElement;
  if (!root || found.getElementsByTagName("parsererror").length || depth(root, limits.depth) > limits.depth) throw broken();
  return root;
}

/* How deep elements lie in one another, counted without going deep itself; no further than `most`. */
function depth(root, most) {
  let [deepest, now, node] = [1, 1, root];
  while (node && deepest <= most) {
    if (node.firstElementChild) {
      node = node.firstElementChild;
      now += 1;
      deepest = Math.max(deepest, now);
      continue;
    }
    while (node && node !== root && !node.nextElementSibling) {
      node = node.parentElement;
      now -= 1;
    }
    node = node === root ? null : node?.nextElementSibling;
  }
  return deepest;
}

/** «w:p», «row»; «?:x» for a name that no reader here knows. */
export function tag(element) {
  return `${SHORT.get(element.namespaceURI) ?? "?:"}${element.localName}`;
}

/** The first child of that name, or null. */
export function child(element, name) {
  for (let one = element?.firstElementChild; one; one = one.nextElementSibling) if (tag(one) === name) return one;
  return null;
}

/** All children of that name. */
export function children(element, name) {
  return [...(element?.children ?? [])].filter((one) => tag(one) === name);
}

/** All elements of that name inside, in order. */
export function inside(element, name) {
  const local = name.split(":").pop();
  return [...element.getElementsByTagNameNS("*", local)].filter((one) => tag(one) === name);
}

/** An attribute by its own name, whatever its namespace is called («w:val» and «val»). */
export function attribute(element, name) {
  if (!element) return null;
  for (const one of element.attributes) if (one.localName === name) return one.value;
  return null;
}

/** The number of a relation («r:id»); an empty text where there is none. */
export function relation(element) {
  for (const space of LINKS) if (element.hasAttributeNS(space, "id")) return element.getAttributeNS(space, "id");
  return "";
}

/** The value of the child («w:pStyle w:val="x"»); an empty text where there is none. */
export function value(element, name) {
  return attribute(child(element, name), "val") ?? "";
}

/** True for a property that is switched on: without a value, or with any but those that switch it off. */
export function isOn(element) {
  return Boolean(element) && !["0", "false", "off", "none"].includes(attribute(element, "val"));
}

/** The words of all that is inside. */
export function words(element, name = "w:t") {
  return inside(element, name).map((one) => one.textContent).join("");
}
