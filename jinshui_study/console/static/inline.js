// Editing in place: the server's pieces of page replace those with the same id.
import { goTo } from "./keys.js";

const EXPIRED = "登录已过期，请在新标签页登录后再保存，这里填写的内容不会丢。";
const OFFLINE = "网络不通，没有保存。请检查网络后再试，填写的内容还在。";

export async function ask(address, options) {
  const headers = { "X-Part": "1", Accept: "application/json, text/html;q=0.9" };
  let reply;
  try {
    reply = await fetch(address, { ...options, headers, credentials: "same-origin" });
  } catch {
    throw new Error(OFFLINE);
  }
  if (reply.redirected && new URL(reply.url).pathname.endsWith("/login")) throw new Error(EXPIRED);
  if (reply.headers.get("Content-Type")?.includes("json")) throw new Error((await reply.json()).detail);
  return reply.text();
}

export function replace(html) {
  const pieces = new DOMParser().parseFromString(html, "text/html").body.children;
  const placed = [];
  for (const piece of [...pieces]) {
    const old = piece.id && document.getElementById(piece.id);
    if (!old) continue;
    old.replaceWith(piece);
    placed.push(piece);
  }
  document.dispatchEvent(new Event("parts-replaced"));
  return placed[0];
}

function land(part, goesOn = false) {
  if (goesOn && !part.querySelector("[aria-invalid=true], [role=alert]")) {
    part = next(part);
    if (!part) return location.reload(); // the next page of the queue
    return write(part);
  }
  if (part?.matches("[data-done]")) part = next(part) ?? part;
  const field = part?.querySelector("[aria-invalid=true]") ?? part?.querySelector(".editor textarea");
  if (field) {
    field.focus();
    part.scrollIntoView({ block: "nearest" });
  } else if (part) {
    goTo(part);
  }
}

// Whether what is written is approved at once: as it was chosen last, for the questions that follow too.
function tickAsBefore() {
  const ticked = sessionStorage.getItem("approve-at-once") !== "no";
  for (const box of document.querySelectorAll("form[data-quick] [name=then]")) box.checked = ticked;
}
document.addEventListener("change", (event) => {
  if (!event.target.matches("form[data-quick] [name=then]")) return;
  sessionStorage.setItem("approve-at-once", event.target.checked ? "yes" : "no");
  tickAsBefore();
});
document.addEventListener("parts-replaced", tickAsBefore);
tickAsBefore();

// Explanation and source one question after another: a source is often that of the one before.
export function write(part) {
  goTo(part);
  const form = part.querySelector("form[data-quick]");
  if (!form) return;
  const last = sessionStorage.getItem("last-source");
  if (last && !form.elements.source.value) form.elements.source.value = last;
  const empty = [form.elements.explanation, form.elements.source].find((field) => !field.value);
  (empty ?? form.elements.explanation).focus();
}
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-quick]");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button"));
  if (event.key === "Escape") goTo(form.closest("[data-at]"));
});

// What is decided is behind us: the next one that still waits.
function next(part) {
  const all = [...document.querySelectorAll("[data-at]")];
  return all.slice(all.indexOf(part) + 1).find((row) => !row.matches("[data-done]"));
}

function complain(form, sentence) {
  let place = form.querySelector("[data-complaint]");
  if (!place) {
    place = Object.assign(document.createElement("p"), { className: "problem" });
    place.dataset.complaint = "";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  place.textContent = sentence;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-inline]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    land(replace(await ask(link.href)));
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-inline]")) return;
  event.preventDefault();
  const button = event.submitter;
  if (button) button.disabled = true;
  try {
    const body = new FormData(form, button?.name ? button : undefined);
    const quick = form.matches("[data-quick]");
    const source = quick && form.elements.source.value;
    const part = replace(await ask(form.getAttribute("action"), { method: "POST", body }));
    if (source) sessionStorage.setItem("last-source", source);
    land(part, quick);
  } catch (error) {
    complain(form, error.message);
    if (button) button.disabled = false;
  }
});

// The form shows what its kind of question has.
document.addEventListener("change", (event) => {
  const form = event.target.closest(".editor");
  if (form && event.target.name === "kind") form.dataset.kind = event.target.value;
});
document.addEventListener("input", (event) => {
  const form = event.target.closest(".editor");
  if (form) form.dataset.touched = "";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".editor[data-inline][data-touched]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more-options]");
  if (!button) return;
  const all = button.closest(".editor").querySelectorAll(".option-row");
  const row = all[all.length - 1].cloneNode(true);
  const [text, tick] = row.querySelectorAll("input");
  const letter = String.fromCharCode(65 + all.length);
  row.querySelector("b").textContent = letter;
  text.setAttribute("aria-label", `选项 ${letter}`);
  text.value = "";
  tick.value = String(all.length);
  tick.checked = false;
  all[all.length - 1].after(row);
  text.focus();
  if (all.length + 1 >= 10) button.hidden = true;
});
