/* What the base tells everybody: news, names of classes, subjects and districts. The same files whoever asks. */

import { SITE } from "./look.js";

const loading = new Map();

function fetched(name) {
  if (!loading.has(name)) {
    const answer = fetch(new URL(`kabinet/${name}`, SITE), { cache: "no-cache" })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.status))));
    answer.catch(() => loading.delete(name)); // the connection came back: ask again
    loading.set(name, answer);
  }
  return loading.get(name);
}

/** {kinds, subjects, levels, places, news}: generator/pages/news.py says what is in it. */
export const news = () => fetched("novoe.json");

/** [[id, title, id of the region, its title, 1 for a demonstration]] of the districts. */
export const districts = () => fetched("mesta.json");

/** What the ids of a person's {class, subject, district} are called, each where the base knows it. */
export async function names(me) {
  const [base, places] = await Promise.all([news(), districts()]); // both, whatever is asked: the server sees no difference
  const of = (list, id) => list.find(([its]) => its === id)?.[1];
  return { class: of(base.levels, me.class), subject: of(base.subjects, me.subject), district: of(places, me.district) };
}
