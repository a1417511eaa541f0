// Sending a file: dropped or chosen, checked for size before it goes, with its progress shown.
const form = document.querySelector("form[data-upload]");
if (form) start(form);

function start(form) {
  const zone = form.querySelector("[data-drop]");
  const file = zone.querySelector("input[type=file]");
  const most = Number(form.dataset.most);
  form.classList.add("lively");

  const say = (sentence) => {
    const place = form.querySelector("[data-problem]");
    place.textContent = sentence;
    place.hidden = !sentence;
    if (sentence) place.scrollIntoView({ block: "nearest" });
  };

  const chosen = () => {
    const [picked] = file.files;
    zone.classList.toggle("filled", Boolean(picked));
    zone.querySelector("[data-name]").textContent = picked ? `${picked.name}（${size(picked.size)}）` : "";
    say(picked && picked.size > most ? `文件超过 ${size(most)}，请分成几个文件后再上传。` : "");
    const title = form.elements.title;
    if (picked && title && !title.value) title.value = picked.name.replace(/\.[^.]+$/, "").slice(0, 80);
  };

  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone.classList.remove("over");
    const target = event.target.closest("[data-drop-key]")?.querySelector("input[type=file]") ?? file;
    target.files = event.dataTransfer.files;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  });
  file.addEventListener("change", chosen);
  window.addEventListener("pageshow", chosen);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const picked = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    const pasted = form.elements.text.value.trim();
    if (!file.files.length && !pasted) return say("请先选择一个文件，或者粘贴试题。");
    if (picked.reduce((sum, one) => sum + one.size, pasted.length) > most) {
      return say(`文件超过 ${size(most)}，请分成几个文件后再上传。`);
    }
    send(form, say);
  });
}

function send(form, say) {
  const panel = form.querySelector("[data-progress]");
  const bar = panel.querySelector("progress");
  const words = panel.querySelector("[data-words]");
  const button = form.querySelector("button.main");
  const request = new XMLHttpRequest();
  const end = (sentence) => {
    panel.hidden = true;
    button.disabled = false;
    say(sentence);
  };

  say("");
  panel.hidden = false;
  button.disabled = true;
  bar.value = 0;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    words.textContent = `正在上传 ${Math.round((event.loaded / event.total) * 100)}%`;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    words.textContent = "已上传，正在检查。";
  });
  request.addEventListener("error", () => end("网络中断，文件没有传上去。请检查网络后再试。"));
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(request.responseURL);
    let sentence = "没有上传成功，请稍后再试。";
    try {
      const problem = JSON.parse(request.responseText);
      sentence = [problem.detail, ...Object.values(problem.errors ?? {}).flat()].join("");
    } catch {
      // A proxy between us answered: its page says nothing to the person.
    }
    end(sentence);
  });
  request.open("POST", form.getAttribute("action"));
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

function size(bytes) {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 0.1 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${megabytes.toFixed(1).replace(".0", "")} MB`;
}
