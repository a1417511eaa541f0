// Keys: / to the search, j and k through the rows, enter opens one, and the letters that a row's own buttons carry.
const rows = () => [...document.querySelectorAll("[data-at]")];

export function current() {
  return document.activeElement?.closest("[data-at]") ?? document.querySelector("[data-at].here");
}

export function goTo(row) {
  document.querySelector("[data-at].here")?.classList.remove("here");
  row.classList.add("here");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  goTo(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
}

function typing(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    move(event.key === "j" ? 1 : -1);
  } else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (!search) return;
    search.focus();
    search.select();
  } else if (event.key === "Enter" && event.target.matches("[data-at]")) {
    const open = event.target.querySelector("[data-open]");
    if (open?.matches("textarea")) open.focus();
    else open?.click();
  } else if (/^[a-z]$/.test(event.key)) {
    const button = current()?.querySelector(`[data-key="${event.key}"]`);
    if (!button) return;
    button.click();
  } else {
    return;
  }
  event.preventDefault();
});
