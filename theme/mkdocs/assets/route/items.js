/* Things of a route: made of an offer of the base, of a step of any route, of a person's own words. */

/** A thing of the route made of what `known` has. */
export function itemFrom(offer, month = "") {
  const dates = offer.d?.[0] ?? null;
  const own = dates && dates[0].length >= 7 ? dates[0].slice(0, 7) : "";
  return { key: offer.k, title: offer.t, form: offer.f, phase: offer.phase, month: month || own, result: "", mark: "", note: "", dates };
}

/** A thing that a person has worded himself. */
export function ownItem(title, phase) {
  const sign = [...crypto.getRandomValues(new Uint8Array(4))].map((one) => one.toString(16).padStart(2, "0")).join("");
  return { key: `svoe/${sign}`, title, form: "своя работа", phase, month: "", result: "", mark: "", note: "", dates: null };
}

/** Things in the order of the phases, in a phase by month; those without a month last. */
export function byPhase(data, items) {
  const phases = data.phases.map(([id, title, about]) => ({ id, title, about, items: [] }));
  for (const item of items) (phases.find(({ id }) => id === item.phase) ?? phases[1]).items.push(item);
  const month = ({ month: its }) => its || "9999";
  for (const phase of phases) phase.items.sort((a, b) => (month(a) < month(b) ? -1 : month(a) > month(b) ? 1 : 0));
  return phases;
}
