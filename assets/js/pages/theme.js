/* Light, dark or the system's; normal type or the projector's. Remembered in this browser. */
import { announce } from "../lib/events.js";

const MODES = ["system", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

const read = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is forbidden: nothing is remembered
  }
};

export const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice lasts as long as the page
  }
};

let mode = MODES.includes(read("pp.theme")) ? read("pp.theme") : "system";

function paint() {
  const dark = mode === "dark" || (mode === "system" && system.matches);
  document.body.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  announce("appearance");
}

export const themeMode = () => mode;

export function nextTheme() {
  mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
  remember("pp.theme", mode);
  paint();
}

export const projecting = () => document.documentElement.classList.contains("pp-projector");

export function toggleProjector() {
  const on = document.documentElement.classList.toggle("pp-projector");
  remember("pp.projector", on ? "on" : "off");
  announce("appearance");
}

export function startTheme() {
  system.addEventListener("change", paint);
  paint();
}
