/* Runs before anything is painted: appearance, and the page in the visitor's language.
   Not a module, because a module would run too late. A remembered choice wins over the browser.
   The script's element says which languages and pages there are: the first of each has no word in an address.
   It also asks for the page's setup, so that it is there when `main.js` is. */
(() => {
  /** @type {{ languages: Record<string, { tag: string, direction: string }>, pages: string[] }} */
  const { languages, pages } = JSON.parse(document.currentScript?.dataset.site ?? "{}");
  /** @param {string} key */
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage can be forbidden; the page works without it
    }
  };
  const root = document.documentElement;
  const [plain, ...others] = Object.keys(languages);
  const [home, ...further] = pages;
  const path = location.pathname.replace(/\/$/, "");
  const last = path.slice(path.lastIndexOf("/") + 1);
  const present = others.find((code) => last === code || further.some((page) => last === `${code}-${page}`)) ?? plain;
  root.lang = languages[present].tag;
  root.dir = languages[present].direction;
  root.classList.toggle("pp-projector", read("pp.projector") === "on");
  // Gradio's <base href="./"> changes no address here, but it makes Plotly write the whole address into
  // every reference inside a chart, and when the query changes the browser fetches the page for them.
  document.querySelector("base")?.remove();
  const theme = read("pp.theme");
  if (theme === "dark" || theme === "light") document.body?.classList.toggle("dark", theme === "dark");
  /** @param {string} code */
  const primary = (code) => code.toLowerCase().split("-")[0];
  const spoken = Object.keys(languages).find((code) => primary(code) === primary(navigator.language || ""));
  const choice = read("pp.language") ?? spoken;
  if (present === plain && choice && others.includes(choice)) {
    // The pages lie side by side: /train and /zh-train, / and /zh.
    const page = further.includes(last) ? last : null;
    const base = page ? path.slice(0, path.lastIndexOf("/")) : path;
    location.replace(`${base}/${page ? `${choice}-${page}` : choice}${location.search}`);
    return;
  }
  const page = further.find((name) => last === name || last === `${present}-${name}`) ?? home;
  const address = `playground/pages/${page}/${present}.json`;
  // Who needs it asks again if this one fails.
  Object.assign(window, { asked: { address, answer: fetch(new URL(address, document.baseURI)).catch(() => null) } });
})();
