/* The draft on this device: one for every form (and every address that came with an answer), until the person deletes
   it. Nothing of it is sent anywhere. */

const PREFIX = "metodoteka.predlozhit.";

/** {read, write, remove} of one draft; write() tells whether the browser let us. */
export function draft(name) {
  const key = PREFIX + name;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null; // storage switched off, or somebody else's text in it
      }
    },
    write(data) {
      try {
        localStorage.setItem(key, JSON.stringify(data));
        return true;
      } catch {
        return false;
      }
    },
    remove() {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing was kept there */
      }
    },
  };
}
