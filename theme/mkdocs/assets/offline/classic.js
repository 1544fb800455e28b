/* The чемоданчик is opened from a folder (file://): there browsers run classic scripts only, and know neither modules nor
   fetch. generator/publish/classic_scripts.py turns the site's own modules and files of data into scripts that speak to this
   one, so everything above it stays the same. Never on the site itself. */
var metodotekaCarried = (() => {
  "use strict";
  const ROOT = new URL("../../", document.currentScript.src).href;
  const CARRIED = new Set([]); // paths of what can be asked for; generator/publish/pack.py writes them here
  const made = new Map(); // path of a module -> {needs, make}
  const loaded = new Map(); // path of a module -> what it exports
  const texts = new Map(); // path of a file of data -> its text
  const scripts = new Map();

  function pathOf(url, base) {
    const { href } = new URL(url, base);
    if (!href.startsWith(ROOT)) throw new Error(`not carried: ${href}`);
    return decodeURI(href.slice(ROOT.length).replace(/[?#].*$/s, ""));
  }

  function script(path) {
    if (!CARRIED.has(path)) return Promise.reject(new Error(`not carried: ${path}`));
    if (!scripts.has(path)) {
      scripts.set(path, new Promise((done, failed) => {
        const element = document.createElement("script");
        element.onload = done;
        element.onerror = () => failed(new Error(`not carried: ${path}`));
        element.src = new URL(path, ROOT).href;
        document.head.append(element);
      }));
    }
    return scripts.get(path);
  }

  async function instance(path) {
    if (!made.has(path)) await script(path);
    const { needs, make } = made.get(path) ?? { needs: [], make: () => ({}) }; // no module: it has named itself
    return make(new URL(path, ROOT).href, ...(await Promise.all(needs.map(load))));
  }

  function load(path) {
    if (!loaded.has(path)) loaded.set(path, instance(path));
    return loaded.get(path);
  }

  async function data(url) {
    const path = pathOf(url, document.baseURI);
    if (!texts.has(path)) await script(`${path}.js`).catch(() => {});
    return texts.has(path) ? new Response(texts.get(path)) : new Response("", { status: 404 });
  }

  /* A folder has no index of its own here: a link to one leads to its index.html, whoever has made it. */
  function whole(event) {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || !link.href.startsWith(ROOT)) return;
    const url = new URL(link.href);
    if (url.pathname.endsWith("/")) {
      url.pathname += "index.html";
      link.href = url.href;
    }
  }
  for (const name of ["pointerdown", "keydown", "click"]) addEventListener(name, whole, true);

  // Some browsers keep no state for pages of a folder: the choice then lasts as long as the page.
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name].bind(history);
    history[name] = (...args) => {
      try {
        own(...args);
      } catch (fault) {
        if (fault.name !== "SecurityError") throw fault;
      }
    };
  }

  return {
    define: (path, needs, make) => made.set(path, { needs, make }),
    put: (path, text) => texts.set(path, text),
    from: (path) => (url) => load(pathOf(url, ROOT + path)),
    fetch: data,
  };
})();
