// Choosing many rows: all at once, a stretch with shift, and a bar that says how many.
let last = null;

const boxes = () => [...document.querySelectorAll("input[data-choose]")];

function tell() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = String(chosen);
  for (const button of document.querySelectorAll("[data-many]")) button.disabled = chosen === 0;
  for (const box of document.querySelectorAll("input[data-all]")) {
    box.checked = chosen > 0 && chosen === all.length;
    box.indeterminate = chosen > 0 && chosen < all.length;
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("input[data-choose]");
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
  }
  if (event.target.matches("input[data-all], input[data-choose]")) tell();
});

window.addEventListener("pageshow", tell);
document.addEventListener("parts-replaced", tell);
tell();
