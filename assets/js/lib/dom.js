/* Small DOM helpers. Everything a person typed goes through text nodes, values and attributes;
   no function here, or anywhere in these scripts, parses HTML. */

/* h("button", { class: "pp-x", onclick: f, "aria-label": "…", data: { testid: "x" } }, "text", node) */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function show(node, visible) {
  node.hidden = !visible;
}

/* Make parent's children match items, keeping the nodes whose key is still there, so that focus
   and running transitions survive. `create(item)` returns a node; `update(node, item, i)` fills it. */
export function keyed(parent, items, key, create, update) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const kept = items.map((item, index) => {
    const name = String(key(item, index));
    const node = old.get(name) ?? create(item, index);
    node.dataset.key = name;
    old.delete(name);
    update(node, item, index);
    return node;
  });
  for (const node of old.values()) node.remove();
  kept.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/* A square in a label's colour; from the ninth label on the colours repeat with a pattern. */
export function swatch(index) {
  const node = h("span", { class: "pp-swatch", "aria-hidden": "true" });
  paintSwatch(node, index);
  return node;
}

export function paintSwatch(node, index) {
  const none = index === null || index === undefined;
  node.style.setProperty("--pp-colour", none ? "var(--pp-outside)" : `var(--pp-label-${index % 8})`);
  node.classList.toggle("pp-patterned", !none && index >= 8);
}
