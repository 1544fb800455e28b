/* The drafts on this device: one for every form (and every address that came with an answer) and for every tab in which
   another record is written at the same time, until the person deletes it. Nothing of it is sent anywhere. */

const PREFIX = "metodoteka.predlozhit.";
/* Who wrote a draft last, kept beside the answers; no field of a record has such a name. */
const BY = "#by";
const MOST = 20; // drafts of one form

/** The draft of this tab. `write()` tells whether the browser let us, `others()` are drafts that other tabs have left,
    `apart` is true once this tab has gone on under a name of its own, because another tab had written meanwhile. */
export function draft(name) {
  const first = PREFIX + name;
  const names = [first, ...Array.from({ length: MOST - 1 }, (_, n) => `${first}~${n + 2}`)];
  const own = `${Date.now()}-${Math.random()}`;
  let count = 0;
  let key = names.find((one) => one === recall(first)) ?? first; // after a reload the tab goes on with its own
  let seen = null;

  const stored = (one) => parsed(tried(() => localStorage.getItem(one)));
  const its = {
    apart: false,
    read() {
      const found = stored(key);
      seen = found?.[BY] ?? null;
      return without(found);
    },
    write(data) {
      const by = stored(key)?.[BY] ?? null;
      // Not what we read or wrote ourselves: another tab is at work there, its text stays.
      if (by !== null && by !== seen) {
        key = names.find((one) => stored(one) === null) ?? names[MOST - 1];
        its.apart = true;
      }
      count += 1;
      seen = `${own}-${count}`;
      const said = tried(() => localStorage.setItem(key, JSON.stringify({ ...data, [BY]: seen })) ?? true);
      tried(() => sessionStorage.setItem(first, key));
      return said === true;
    },
    remove() {
      tried(() => localStorage.removeItem(key));
      seen = null;
    },
    /** [{data, take()}]: take() makes another draft the one of this tab. */
    others() {
      return names.filter((one) => one !== key).map((one) => [one, without(stored(one))]).filter(([, data]) => data).map(([one, data]) => ({
        data,
        take() {
          key = one;
          its.apart = false;
          tried(() => sessionStorage.setItem(first, key));
        },
      }));
    },
    /** Calls back when another tab writes into the draft of this one. */
    watch(back) {
      addEventListener("storage", (event) => {
        const by = event.key === key && parsed(event.newValue)?.[BY];
        if (by && by !== seen) back();
      });
    },
  };
  return its;
}

function without(found) {
  if (!found) return null;
  const { [BY]: _, ...data } = found;
  return data;
}

function recall(first) {
  return tried(() => sessionStorage.getItem(first));
}

function parsed(text) {
  const found = tried(() => JSON.parse(text)); // somebody else's text may stand there
  return found && typeof found === "object" && !Array.isArray(found) ? found : null;
}

/* Null where storage is switched off or full. */
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
