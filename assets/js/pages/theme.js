/* Light, dark or the system's; normal type or the projector's. Remembered in this browser. */
import { announce } from "../lib/events.js";
import { keep, kept } from "../lib/storage.js";

const MODES = ["system", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

let mode = MODES.find((known) => known === kept("pp.theme")) ?? "system";

let onPaper = false; // paper is white, whatever the screen

function paint() {
  const dark = !onPaper && (mode === "dark" || (mode === "system" && system.matches));
  document.body.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  announce("appearance");
}

export const themeMode = () => mode;

/**
 * Paint anew, light for as long as that is asked for.
 * @param {{ light: boolean }} how
 */
export function repaint({ light }) {
  onPaper = light;
  paint();
}

export function nextTheme() {
  mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
  keep("pp.theme", mode);
  paint();
}

export const projecting = () => document.documentElement.classList.contains("pp-projector");

export function toggleProjector() {
  const on = document.documentElement.classList.toggle("pp-projector");
  keep("pp.projector", on ? "on" : "off");
  announce("appearance");
}

export function startTheme() {
  system.addEventListener("change", paint);
  paint();
}
