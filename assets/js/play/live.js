/* Sends the state to the core shortly after the last input and notices when no answer comes. */
import { announce, on } from "../lib/events.js";
import { page } from "../lib/store.js";

const PAUSE = 120;
const PATIENCE = 8000;

/* `send(state)` hands one state, with its revision, to the server. */
export function startLive(send, first) {
  let revision = 0;
  let timer = 0;
  let watchdog = 0;

  const wait = (waiting) => document.documentElement.classList.toggle("pp-waiting", waiting);
  const silent = (silence) => {
    wait(silence);
    announce("silence", silence);
  };
  const go = () => {
    clearTimeout(timer);
    revision += 1;
    send({ ...page.state, rev: revision });
    clearTimeout(watchdog);
    watchdog = setTimeout(() => silent(true), PATIENCE);
  };

  on("state", ({ discrete }) => {
    clearTimeout(timer);
    timer = setTimeout(go, discrete ? 0 : PAUSE);
  });
  on("answer", (answer) => {
    if (answer.rev === 0) return;
    if (answer.rev >= revision) clearTimeout(watchdog);
    silent(false);
  });
  if (first) {
    // What was restored is not what the baked-in answer is about: dim that until the first one.
    wait(true);
    go();
  }
  return go;
}
