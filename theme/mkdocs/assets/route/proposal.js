/* What the base offers for the areas that a person has chosen: a pure function of the file of the page and of what is
   asked. Own district first, then the region, then its other districts; nothing from elsewhere. */

const [OWN, REGION, NEIGHBOUR, ANYWHERE] = [0, 1, 2, 3];
export const WHERE = ["ваш район", "ваш регион", "сосед", ""];
const OF_KIND = { practices: 3, courses: 2, events: 3, associations: 2, tracks: 1 };

/** Everything by its address, real and demonstration offers, as {k, t, f, kind, phase, …}; and the steps of any route. */
export function known(data) {
  const phaseOf = new Map(data.phases.flatMap(([phase, , , kinds]) => kinds.map((kind) => [kind, phase])));
  const offers = [...data.offers, ...data.demo].map((one) => {
    const kind = one.k.split("/")[0];
    return [one.k, { ...one, kind, phase: phaseOf.get(kind) }];
  });
  const steps = data.steps.map(([id, phase, title, form]) => [`shag/${id}`, { k: `shag/${id}`, t: title, f: form, kind: "shag", phase }]);
  return new Map([...offers, ...steps]);
}

/** {areas: [{id, groups, missing}], common, centre}: for each area the offers by phase with a link to more of them, and
    the kinds of which the base has none; communities and tracks that name no area; the centre to ask. `asked` is {areas,
    place, subject, level, today}. */
export function proposed(data, asked) {
  const at = data.places.findIndex(([key]) => key === asked.place);
  const isDemo = at >= 0 ? data.places[at][3] === 1 : !data.offers.length;
  const near = (isDemo ? data.demo : data.offers).map((one) => ({ ...one, kind: one.k.split("/")[0], far: distance(data, one.p, at) }))
    .filter(({ far, kind }) => far !== null || kind === "practices").filter((one) => !isOver(one, asked.today));
  const advised = new Set(data.tests.filter(({ demo }) => Boolean(demo) === isDemo).flatMap(({ areas }) => areas.flatMap(({ first }) => first)));
  const areas = asked.areas.map((id) => ofArea(data, id, near, advised, asked));
  const common = near.filter(({ a, kind }) => !a && kind !== "practices").sort((x, y) => x.far - y.far);
  return { areas, common: perKind(common, 4), centre: centreOf(data, at) };
}

function ofArea(data, id, near, advised, asked) {
  const number = data.areas.findIndex(([its]) => its === id);
  const fitting = near.filter(({ a }) => a?.includes(number));
  const groups = data.phases.filter(([, , , kinds]) => kinds.length).map(([phase, , , kinds]) => ({
    phase, kinds: kinds.map((kind) => {
      const own = fitting.filter((one) => one.kind === kind).map((one) => ({ ...one, rank: rank(one, advised, asked) }))
        .filter((one) => one.rank !== null).sort((x, y) => x.rank - y.rank);
      return { kind, offers: own.slice(0, OF_KIND[kind]), more: listing(data, kind, id) };
    }),
  }));
  const missing = groups.flatMap(({ kinds }) => kinds).filter(({ offers }) => !offers.length).map(({ kind }) => kind);
  return { id, groups, missing };
}

/* The lower, the nearer to what was asked; null where it does not fit. Equal ones stay as the base lists them. */
function rank({ k, kind, far, s, l }, advised, { subject, level }) {
  const first = advised.has(k) ? -100 : 0;
  if (kind !== "practices") return first + far;
  const others = subject && s && !s.includes(subject);
  const strangers = level && l && !l.includes(level);
  if (others || strangers) return null;
  return first + (subject && s ? 0 : 2) + (far ?? ANYWHERE) / 10;
}

/* How far a place is from the chosen one, both numbers of the list; null for elsewhere. */
function distance(data, place, at) {
  if (place === undefined || place < 0) return ANYWHERE;
  if (at < 0) return null;
  const region = (n) => (data.places[n][2] < 0 ? n : data.places[n][2]);
  if (place === at) return data.places[at][2] < 0 ? REGION : OWN;
  if (region(place) !== region(at)) return null;
  return place === region(at) ? REGION : NEIGHBOUR;
}

/* A page that lies in a cache may be older than the day. */
function isOver({ d }, today) {
  return Boolean(d) && d[0][1] < today.slice(0, d[0][1].length);
}

function perKind(offers, most) {
  const counts = new Map();
  return offers.filter(({ kind }) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts.get(kind) <= most;
  });
}

/* The address of the listing of an area. Who follows it asks the server for it, so the district, the subject and the class
   stay out of it: they are chosen there anew, on the device. */
function listing(data, kind, area) {
  const filters = data.kinds[kind][1];
  const query = Object.entries({ areas: area, when: "ahead" }).filter(([name]) => filters.includes(name)).map(([name, value]) => `${name}=${value}`);
  return `${kind}/${query.length ? `?${query.join("&")}` : ""}`;
}

/** A route to begin with: for each area somebody to go with, one thing to try and one to learn; a talk at the start, an
    assessment on the way, the diagnosis again at the end. [{key, month}] and months of assessments; `months` are those
    ahead. A thing with days of its own keeps its month. */
export function drafted({ areas, common }, months) {
  const [begin, first, middle, end] = [0, 1, 3, 6].map((n) => months[n]);
  const items = [{ key: "shag/razgovor", month: begin }];
  areas.forEach(({ groups }, n) => {
    const offers = Object.fromEntries(groups.flatMap(({ kinds }) => kinds.map((one) => [one.kind, one.offers[0]])));
    const learnt = offers.events ?? offers.courses ?? offers.tracks;
    const own = (offer) => (offer.d && offer.d[0][0].length >= 7 ? offer.d[0][0].slice(0, 7) : "");
    const company = offers.associations ?? common.find(({ kind }) => kind === "associations");
    if (company) items.push({ key: company.k, month: begin });
    if (offers.practices) items.push({ key: offers.practices.k, month: n ? middle : first });
    if (learnt) items.push({ key: learnt.k, month: own(learnt) || months[2] });
  });
  items.push({ key: "shag/povtor", month: end }, { key: "shag/rasskaz", month: end });
  return { items: items.filter(({ key }, n) => items.findIndex((one) => one.key === key) === n), checks: [middle] };
}

/* {title, key, site} of the centre (ЦНППМ) of the region of a place, null where the base knows none. */
function centreOf(data, at) {
  if (at < 0) return null;
  const region = data.places[at][2] < 0 ? at : data.places[at][2];
  const found = data.centres.find(([, , , place]) => place === region || place === at);
  return found ? { title: found[0], key: found[1], site: found[2] } : null;
}
