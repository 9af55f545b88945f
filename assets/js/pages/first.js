/* Runs before anything is painted: appearance, and the page in the visitor's language.
   Not a module, because a module would run too late. A remembered choice wins over the browser. */
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage can be forbidden; the page works without it
    }
  };
  const root = document.documentElement;
  const chinese = /\/zh(-\w+)?\/?$/.test(location.pathname);
  root.lang = chinese ? "zh-CN" : "en";
  root.classList.toggle("pp-projector", read("pp.projector") === "on");
  // Gradio's <base href="./"> changes no address here, but it makes Plotly write the whole address into
  // every reference inside a chart, and when the query changes the browser fetches the page for them.
  document.querySelector("base")?.remove();
  const theme = read("pp.theme");
  if (theme === "dark" || theme === "light") document.body?.classList.toggle("dark", theme === "dark");
  const choice = read("pp.language") ?? ((navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en");
  if (!chinese && choice === "zh") {
    // The pages lie side by side: /train and /zh-train, / and /zh.
    const [, base, name] = /^(.*?)(?:\/(train|evaluate|compare))?\/?$/.exec(location.pathname);
    location.replace(`${base}${name ? `/zh-${name}` : "/zh"}${location.search}`);
  }
})();
