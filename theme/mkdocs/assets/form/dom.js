/* Elements without a framework and without HTML in text: whatever a person typed comes in as text only. */

let count = 0;

/** h("p", {class: "x", onclick: f}, "text", child …): an element; null children are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

export function newName() {
  count += 1;
  return `m-form-${count}`;
}

export function button(text, onclick, props = {}) {
  return h("button", { type: "button", class: "m-button", onclick, ...props }, text);
}

/** Tell the form that something has changed where no key was pressed. */
export function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put the focus on an element, its folds opened. */
export function reveal(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}
