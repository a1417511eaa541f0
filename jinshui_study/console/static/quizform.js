// The form of a quiz says while one types what its draw would find.
import { ask, replace } from "./inline.js";

const PAUSE = 400;
const form = document.querySelector("form[data-quiz]");
if (form) start(form);

function start(form) {
  let waiting, asked = 0;
  form.querySelector("[data-without-scripts]").hidden = true;

  const look = async () => {
    const number = ++asked;
    const body = new FormData(form);
    body.set("action", "preview");
    try {
      const html = await ask(form.getAttribute("action"), { method: "POST", body });
      if (number === asked) replace(html);
    } catch {
      // What it would find is told again by saving.
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.name === "organization") return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });

  // Whoever takes part decides which banks there are: the page is made anew.
  form.querySelector("select[data-reload]")?.addEventListener("change", () => {
    form.noValidate = true;
    const button = Object.assign(document.createElement("button"), { name: "action", value: "preview", hidden: true });
    form.append(button);
    button.click();
  });

  const repeats = form.querySelector("[name=repeats]");
  const once = () => {
    const fold = form.querySelector("[data-once]");
    if (repeats && fold) fold.hidden = repeats.checked;
  };
  repeats?.addEventListener("change", once);
  once();
}
