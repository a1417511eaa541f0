// Logging in by scanning: ask for a code, look whether the phone has confirmed, come in. Without it there is the password.
const box = document.querySelector("[data-scan]");
const parts = Object.fromEntries([...box.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
const EVERY = 2000;
let round = 0;

const send = (address, method = "GET") =>
  fetch(address, { method, headers: { Accept: "application/json", "X-CSRFToken": box.dataset.token } });

const HINTS = {
  mini_program: "用微信扫一扫，在手机上核对号码后确认。",
  web: "用手机相机或浏览器扫一扫，登录后核对号码并确认。",
};

function show(words, { code = false, again = false } = {}) {
  parts.words.textContent = words;
  parts.code.hidden = !code;
  parts.start.hidden = !again;
  parts.start.textContent = "换一个码";
}

async function ask() {
  const mine = ++round;
  show("正在生成…");
  try {
    const reply = await send(box.dataset.scan, "POST");
    if (!reply.ok) throw new Error();
    const scene = await reply.json();
    parts.picture.src = scene.picture;
    parts.number.textContent = scene.number;
    show(HINTS[scene.kind], { code: true });
    await follow(scene, mine);
  } catch {
    if (mine === round) show("没有生成成功，请换一个码，或用密码登录。", { again: true });
  }
}

async function follow(scene, mine) {
  const end = performance.now() + scene.seconds * 1000;
  while (mine === round && performance.now() < end) {
    await new Promise((done) => setTimeout(done, EVERY));
    const reply = await send(scene.address).catch(() => null);
    if (!reply) continue; // a moment without network
    if (!reply.ok) break;
    const { state } = await reply.json();
    if (state === "confirmed") return enter(scene);
    if (state === "refused") return show("手机上没有同意登录。", { again: true });
  }
  if (mine === round) show("这个码已经过期。", { again: true });
}

async function enter(scene) {
  show("已确认，正在进入…");
  const reply = await send(scene.enter, "POST");
  const body = await reply.json();
  if (reply.ok) location.assign(body.to);
  else show(body.detail, { again: true });
}

box.hidden = false;
parts.start.addEventListener("click", ask);
