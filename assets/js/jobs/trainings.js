/* The list of this visitor's jobs, asked again as long as one of them runs. Draws nothing. */
import { ask } from "../lib/api.js";
import { hasOwner } from "../lib/owner.js";
import { announce, on } from "../lib/events.js";

const KEY = "pp.jobs"; // written when this tab changes a job, so that other tabs ask at once
const QUEUED = 3000;
const LONGEST = 30_000;
const ACTIVE = ["queued", "running", "cancelling"];

export const jobs = { rows: null, ahead: 0, error: null };
export const active = (row) => ACTIVE.includes(row.state);

let timer = 0;
let failures = 0;
let pace = 1000;
let tick = refresh;

export async function refresh() {
  try {
    const answer = await ask("jobs", {}, { latest: true });
    if (!answer) return;
    failures = 0;
    jobs.error = answer.error?.message ?? null;
    if (!answer.error) Object.assign(jobs, { rows: answer.jobs, ahead: answer.ahead });
    announce("jobs", jobs);
  } catch {
    failed();
  }
}

/* A newer row of one job, from a call that brought it along; null takes the job out. */
export function putRow(id, row) {
  failures = 0;
  const rows = jobs.rows ?? [];
  if (!row) jobs.rows = rows.filter((old) => old.id !== id);
  else if (rows.some((old) => old.id === id)) jobs.rows = rows.map((old) => (old.id === id ? row : old));
  else jobs.rows = [row, ...rows];
  announce("jobs", jobs);
}

/* The connection is lost: ask less and less often, and go on when it is back. */
export function failed() {
  failures += 1;
  schedule();
}

export function tellOtherTabs() {
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // they see it when they are looked at again
  }
}

function schedule() {
  clearTimeout(timer);
  const busy = (jobs.rows ?? []).filter(active);
  if (document.hidden || (!busy.length && !failures)) return;
  const wait = busy.every((row) => row.state === "queued") ? Math.max(QUEUED, pace) : pace;
  timer = setTimeout(() => tick(), Math.min(LONGEST, wait * 2 ** Math.min(failures, 5)));
}

/* `every` ms while a job runs `work()` is called, by default a refresh; nothing while the tab is hidden. */
export function startJobs({ every = 1000, work = refresh } = {}) {
  pace = every;
  tick = work;
  on("jobs", schedule);
  const again = () => hasOwner() && refresh();
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : again()));
  addEventListener("online", again);
  addEventListener("storage", (event) => event.key === KEY && again());
  again();
}
