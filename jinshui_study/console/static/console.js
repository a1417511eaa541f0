// What makes the console's pages quicker; each of them works without it.
import "./filters.js";
import "./inline.js";
import "./keys.js";
import "./many.js";
import "./print.js";
import "./progress.js";
import "./quizform.js";
import "./upload.js";

// A form is sent once, however often its button is pressed; downloads leave the page as it is, so it comes back.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method !== "post" || !button) return;
  const busy = (state) => {
    button.disabled = state;
    button.classList.toggle("busy", state);
  };
  setTimeout(busy, 0, true);
  setTimeout(busy, 30_000, false);
});

// One pop-up at a time; Escape and a click elsewhere close it.
const popUps = "details.pop, details.menu";
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(popUps)) {
    if (open.open && !open.contains(event.target)) open.open = false;
  }
});
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open) return;
    const field = event.target.querySelector("input:not([type=hidden], [type=file]), textarea");
    if (!field || field.closest("details") !== event.target) return;
    field.focus();
    field.closest("form, label").scrollIntoView({ block: "nearest" });
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(popUps)) {
    if (!open.open) continue;
    open.open = false;
    open.querySelector("summary").focus();
  }
});
