// A long check: its page asks how far it is, through a broken network and a restart of the service, and goes on to the result.
import { ask, replace } from "./inline.js";

const PAUSE = 1000;

async function look() {
  const part = document.querySelector("#check[data-again]");
  if (!part) return;
  try {
    replace(await ask(part.dataset.again));
  } catch {
    part.querySelector("b").textContent = "连不上服务，正在再试；检查不会因此停下";
  }
  const to = document.querySelector("#check[data-to]")?.dataset.to;
  if (to) location.replace(to);
  else setTimeout(look, PAUSE);
}
setTimeout(look, PAUSE);
