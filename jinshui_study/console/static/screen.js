// A quiz's big screen: asks every two seconds, and says only by its state when the server cannot be reached.
const EVERY_MS = 2000;
const LONGEST_WAIT_MS = 15000;
const CLOSED_WAIT_MS = 30000;
const ROW_UNITS = 5.1;
const WEEKDAYS = "日一二三四五六";

const body = document.body;
const state = document.querySelector(".state");
const trouble = document.querySelector(".trouble");
let version = "";
let board = null;
let ahead = 0; // how far the server's clock is ahead of this computer's
let failures = 0;

async function ask() {
  let wait = EVERY_MS;
  try {
    const reply = await fetch(body.dataset.board, {
      headers: version ? { "If-None-Match": version } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(10000),
    });
    wait = await take(reply);
  } catch {
    failures += 1;
    wait = Math.min(EVERY_MS * failures, LONGEST_WAIT_MS);
    if (failures > 1) say("正在重新连接");
  }
  setTimeout(ask, wait);
}

async function take(reply) {
  if (reply.status === 401 || reply.status === 404) {
    clear();
    say("大屏链接已失效，请向组织者要新的链接");
    return CLOSED_WAIT_MS;
  }
  if (reply.status === 200) {
    board = await reply.json();
    version = reply.headers.get("ETag") || "";
    show();
  } else if (reply.status !== 304) {
    throw new Error(String(reply.status));
  }
  ahead = Number(reply.headers.get("X-Now")) - Date.now() || ahead;
  failures = 0;
  say("");
  tick();
  return EVERY_MS;
}

// Who may not look any more sees nothing of what was shown.
function clear() {
  version = "";
  board = null;
  state.textContent = "";
  document.querySelector(".taken").hidden = true;
  document.querySelector("footer").hidden = true;
  for (const rows of document.querySelectorAll(".board ol, footer ul")) rows.replaceChildren();
}

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

function show() {
  document.querySelector("h1").textContent = board.title;
  const taken = document.querySelector(".taken");
  taken.hidden = board.participants === null;
  taken.querySelector("b").textContent = board.participants;
  for (const section of document.querySelectorAll(".board")) list(section, board[section.dataset.of]);
  finishers(board.finishers);
}

function list(section, groups) {
  const streets = section.dataset.of === "streets";
  section.hidden = streets && groups.length === 0;
  const wait = section.querySelector(".wait");
  if (wait) {
    wait.hidden = groups.length > 0;
    wait.textContent = "还没有上榜的支部，有 3 人交卷的支部会出现在这里";
  }
  const best = Math.max(1, ...groups.map((group) => group.score));
  const rows = section.querySelector("ol");
  const kept = new Map([...rows.children].map((row) => [row.dataset.id, row]));
  groups.forEach((group, place) => {
    const row = kept.get(group.id) || rows.appendChild(made(group));
    kept.delete(group.id);
    row.querySelector(".rank").textContent = group.rank;
    row.querySelector(".name").textContent = named(group);
    row.querySelector(".share").textContent = group.participation === null ? "" : `参与 ${group.participation}%`;
    row.querySelector(".score").textContent = (group.score / 10).toFixed(1);
    put(row, place);
    requestAnimationFrame(() => row.style.setProperty("--share", String(Math.max(0, group.score) / best)));
  });
  for (const row of kept.values()) leave(row);
}

// The street before the branch, in short, where the branch's own name does not begin with it.
function named(group) {
  const street = group.street.replace(/(街道)?(党?工委)?$/, "");
  return street && !group.name.startsWith(street) ? `${street} ${group.name}` : group.name;
}

function made(group) {
  const row = document.createElement("li");
  row.dataset.id = group.id;
  for (const name of ["rank", "name", "share", "score"]) {
    row.appendChild(document.createElement("span")).className = name;
  }
  return row;
}

function put(row, place) {
  row.dataset.place = place;
  row.style.transform = `translateY(calc(${place * ROW_UNITS} * var(--u)))`;
}

function leave(row) {
  row.removeAttribute("data-id");
  row.removeAttribute("data-place");
  row.classList.add("gone");
  setTimeout(() => row.remove(), 500);
}

function finishers(people) {
  document.querySelector("footer").hidden = people.length === 0;
  document.querySelector("footer ul").replaceChildren(
    ...people.map((person) => {
      const item = document.createElement("li");
      item.textContent = `${person.name}　${person.branch}`;
      return item;
    }),
  );
}

function tick() {
  if (!board) return;
  const now = Date.now() + ahead;
  const [opens, closes] = [Date.parse(board.opens_at), Date.parse(board.closes_at)];
  if (now < opens) state.textContent = `${moment(board.opens_at)}开始`;
  else if (board.frozen_at) state.textContent = now < closes ? `已封榜　剩 ${left(closes - now)}` : "已结束　等待揭榜";
  else if (now < closes) state.textContent = `剩 ${left(closes - now)}`;
  else state.textContent = "已结束";
}

function left(ms) {
  const seconds = Math.ceil(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return `${Math.floor(hours / 24)} 天`;
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":");
}

// Times come with Shanghai's offset: the words are in them, whatever zone this computer is in.
function moment(text) {
  const [, year, month, day, time] = text.match(/^(\d+)-(\d+)-(\d+)T(\d+:\d+)/);
  const weekday = WEEKDAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];
  return `${Number(month)}月${Number(day)}日 周${weekday} ${time} `;
}

setInterval(tick, 1000);
ask();
