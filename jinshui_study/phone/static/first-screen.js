/* The first screen: log-in, home, quizzes, results, boards, points. The phone client will take its place. */
"use strict";
const KINDS = { single: "单选题", multiple: "多选题", true_false: "判断题", blank: "填空题", ordering: "排序题", matching: "连线题" };
const TRUTHS = [{ id: true, text: "正确" }, { id: false, text: "错误" }];
const PERIODS = { day: "今天", week: "本周", month: "本月", all: "总榜" };
const GROUPS = { members: "个人", branches: "支部", streets: "街道" };
const KEPT = "jinshui.draft", RESULTS = "jinshui.results"; // answers stay on the phone until the result is there
const byId = (id) => document.getElementById(id);
const view = byId("view");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const parts = () => location.hash.replace(/^#?\/?/, "").split("/");
const go = (hash) => { if (location.hash === hash) show(); else location.hash = hash; };
const say = (text) => { byId("said").textContent = text; };
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* ---- elements ---- */
function h(tag, attributes, ...children) {
  const drawn = ["svg", "use", "circle", "text", "line", "rect"].includes(tag);
  const element = drawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}
const icon = (name) => h("svg", { class: "icon", "aria-hidden": "true" }, h("use", { href: `#i-${name}` }));
const button = (text, onclick, looks = "") => h("button", { type: "button", class: `button ${looks}`, onclick }, text);
const heading = (text) => h("h1", { tabindex: -1 }, text);
const verdict = (correct) =>
  h("p", { class: `verdict ${correct ? "right" : "wrong"}` }, icon(correct ? "right" : "wrong"), correct ? "答对了" : "答错了");
const stack = (title, below) => h("div", { class: "grow" }, title, h("div", { class: "soft small" }, below));
function paint(...children) {
  byId("skeleton").hidden = true;
  view.replaceChildren(...children.flat().filter(Boolean));
}
function until(quiz) { // what stays open for a season needs no closing time
  const days = (Date.parse(quiz.closes_at) - Date.parse(quiz.opens_at)) / 86400000;
  return days > 100 ? "长期开放" : `${moment(quiz.closes_at, true)} 截止`;
}

function moment(text, closing) { // 2026-11-24T19:30:00.000+08:00 → 11月24日 周二 19:30, whatever the phone's zone
  const [year, month, day, hour, minute] = text.match(/\d+/g).map(Number);
  const midnight = closing && hour === 0 && minute === 0;
  const date = new Date(Date.UTC(year, month - 1, midnight ? day - 1 : day));
  const time = midnight ? "24:00" : text.slice(11, 16);
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 周${"日一二三四五六"[date.getUTCDay()]} ${time}`;
}

/* ---- the server ---- */
class Failure extends Error {
  constructor(problem) { super(problem.detail || "服务暂时没有回应，请稍后再试。"); Object.assign(this, { status: problem.status, code: problem.code }); }
  get passing() { return !this.status || this.status >= 500 || this.code === "request_in_progress"; }
}
async function send(method, path, body, key) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (sessionStorage.token) headers.Authorization = `Bearer ${sessionStorage.token}`;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 12000);
  const asked = performance.now();
  let reply, data;
  try {
    reply = await fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body), credentials: "omit", signal: stop.signal });
    data = reply.status === 204 ? {} : await reply.json();
  } catch {
    throw new Failure({ status: 0, code: "offline", detail: "网络没有连上，请稍后再试。" });
  } finally { clearTimeout(timer); }
  if (reply.ok) return Object.assign(data, { asked });
  if (reply.status === 401 && sessionStorage.token) askToLogIn("登录已过期，请重新登录。已作答的内容都保存着。");
  throw new Failure(data);
}
async function insist(method, path, body, key, tries = 4) { // again after a failure that may pass, with the same key
  for (let pause = 700; ; pause *= 2) {
    try { return await send(method, path, body, key); } catch (failure) {
      if (!failure.passing || --tries < 1) throw failure;
      say("网络不稳，正在重试。");
      await wait(pause);
    }
  }
}
const get = (path) => insist("GET", path, undefined, undefined, 2);
const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

/* ---- where we are ---- */
function askToLogIn(sentence) {
  sessionStorage.removeItem("token");
  byId("log-in-problem").textContent = sentence || "";
  show();
}
let shown = 0;
async function show() {
  const turn = ++shown;
  const inside = Boolean(sessionStorage.token);
  const [page, ...rest] = parts();
  byId("log-in").hidden = inside;
  byId("leave").hidden = !inside;
  document.querySelector(".tabs").hidden = !inside || page === "quiz";
  document.body.classList.toggle("with-tabs", inside && page !== "quiz");
  document.body.classList.toggle("in-quiz", inside && page === "quiz");
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.hash === `#/${page || ""}`) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
  if (page !== "quiz" || !inside) leaveQuiz();
  if (!inside) return paint();
  const resting = page === "quiz" && play && play.attempt.id === rest[0];
  if (!resting) { view.replaceChildren(); byId("skeleton").hidden = false; }
  try {
    const pages = { quiz: showQuiz, result: showResult, board: showBoard, points: showPoints };
    const children = await (pages[page] || showHome)(...rest);
    if (turn !== shown) return;
    paint(...children);
    refresh();
    tick();
    window.scrollTo(0, 0);
    view.querySelector("h1")?.focus({ preventScroll: true });
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    if (turn === shown && failure.status !== 401) paint(...trouble(failure, show));
  }
}
function trouble(failure, again) {
  return [h("div", { class: "card notice", role: "alert" }, heading("暂时打不开"), h("p", {}, failure.message),
    h("p", { class: "soft" }, "已作答的内容都保存着，不会丢失。"), button("再试一次", again, "main"), h("a", { class: "button", href: "#/" }, "回到首页"))];
}
const empty = (text) => h("p", { class: "soft" }, text);

/* ---- home and points ---- */
function ring(points) {
  const share = points.cap ? Math.min(100, (points.total / points.cap) * 100) : 0;
  const label = `今天 ${points.total} 分，最多 ${points.cap} 分`;
  return h("svg", { class: "ring number", viewBox: "0 0 112 112", role: "img", "aria-label": label },
    h("circle", { cx: 56, cy: 56, r: 50 }),
    share > 0 && h("circle", { cx: 56, cy: 56, r: 50, pathLength: 100, "stroke-dasharray": `${share} 100` }),
    h("text", { x: 56, y: 62 }, String(points.total)), h("text", { x: 56, y: 84 }, `今日 / ${points.cap} 分`));
}
async function showHome() {
  const home = await get("/home");
  const daily = home.quizzes.find((quiz) => quiz.preset === "daily");
  const others = home.quizzes.filter((quiz) => quiz !== daily);
  return [
    h("header", { class: "hello" }, heading(`${home.member.name}，您好`), h("p", {}, home.member.branch.name)),
    h("section", { class: "card today" },
      h("div", { class: "row" }, ring(home.points), aboutDaily(daily)),
      daily && entrance(daily, "今日答题", "main wide")),
    others.length > 0 && h("section", { class: "card" }, h("h2", {}, "更多答题"), h("ul", { class: "list" }, others.map((quiz) =>
      h("li", {}, stack(h("b", {}, quiz.title), until(quiz)), entrance(quiz, "开始"))))),
  ];
}
function aboutDaily(quiz) {
  if (!quiz) return h("div", {}, h("h2", {}, "今日答题"), empty("今天的题目还没有准备好，请晚些时候再来。"));
  const done = quiz.tries_left === 0 && !quiz.open_attempt_id;
  const about = done ? "今天的题目已经答完，明天再来。" : `${quiz.rules.questions} 道题，${moment(quiz.closes_at, true)} 截止`;
  return h("div", {}, h("h2", {}, done ? "今日已完成" : quiz.title), h("p", { class: "soft" }, about));
}
function entrance(quiz, words, looks = "") {
  const last = JSON.parse(localStorage[RESULTS] || "[]").find(([id]) => id === quiz.id)?.[1];
  if (quiz.open_attempt_id) return button(words === "开始" ? "继续" : "继续答题", () => go(`#/quiz/${quiz.open_attempt_id}`), looks);
  if (quiz.tries_left !== 0) return button(words, (event) => start(quiz, event.target), looks);
  if (!last) return h("span", { class: "soft" }, "已完成");
  const plain = looks.replace("main", "");
  return h("a", { class: `button ${plain}`, href: `#/result/${last}` }, words === "开始" ? "看成绩" : "查看成绩和解析");
}
async function start(quiz, pressed) {
  pressed.disabled = true;
  try {
    const attempt = await insist("POST", `/quizzes/${quiz.id}/attempts`, undefined, newKey());
    go(`#/quiz/${attempt.id}`);
  } catch (failure) {
    if (failure.code === "attempt_open") return show();
    if (failure.status !== 401) paint(...trouble(failure, show));
  }
}
const meter = (task) => h("div", { class: "meter" }, h("svg", { "aria-hidden": "true" },
  h("rect", { height: 8, width: `${task.cap ? (task.current / task.cap) * 100 : 0}%` })));
async function showPoints() {
  const [card, log] = await Promise.all([get("/points/today"), get("/points/entries?limit=10")]);
  return [heading("今天的积分"),
    h("section", { class: "card" }, h("div", { class: "score" }, ring(card)), h("ul", { class: "list" }, card.tasks.map((task) =>
      h("li", {}, h("div", { class: "grow" }, task.title, meter(task)),
        h("span", { class: "points number" }, `${task.current} / ${task.cap} 分`))))),
    h("section", { class: "card" }, h("h2", {}, "最近的积分"), log.items.length ? h("ul", { class: "list" }, log.items.map((entry) =>
      h("li", {}, stack(entry.reason, moment(entry.created_at)),
        h("span", { class: "points number" }, `${entry.points < 0 ? "−" : "+"}${Math.abs(entry.points)}`)))) : empty("还没有积分，答一次题就有了。"))];
}

/* ---- boards ---- */
async function showBoard(group = "members", period = "day") {
  if (!GROUPS[group] || !PERIODS[period]) [group, period] = ["members", "day"];
  const [board, ranking] = await Promise.all([
    get(`/leaderboards/${group}?period=${period}&limit=10`),
    group === "members" ? get("/points/ranking") : null,
  ]);
  const link = (words, hash, here) => h("a", { href: hash, "aria-current": here ? "true" : null }, words);
  const closed = ranking && ranking.opt_in_needed && !ranking.opted_in;
  return [heading("榜单"),
    h("nav", { class: "segments", "aria-label": "榜单种类" },
      Object.entries(GROUPS).map(([id, words]) => link(words, `#/board/${id}/${period}`, id === group))),
    h("nav", { class: "segments", "aria-label": "时间" },
      Object.entries(PERIODS).map(([id, words]) => link(words, `#/board/${group}/${id}`, id === period))),
    closed ? h("section", { class: "card notice" }, h("h2", {}, "您还没有参加个人排名"),
      h("p", {}, `${PERIODS[period]}您已得 ${board.me ? board.me.points : 0} 分。是否参加个人排名由您自己决定，不参加不影响学习和积分；参加后可以看到自己的名次，随时可以退出。`))
      : h("section", { class: "card" }, places(board)),
    ranking && ranking.opt_in_needed && choice(ranking)];
}
function places(board) {
  const mine = (row) => row.is_me || row.is_mine;
  const own = board.around_me.some(mine) && !board.items.some(mine);
  const listed = new Set(board.items.map((row) => row.member_id || row.organization_id));
  const near = own ? board.around_me.filter((row) => !listed.has(row.member_id || row.organization_id)) : [];
  if (!board.items.length) return empty("榜上还没有人，答一次题就能上榜。");
  return [own || board.items.some(mine) ? null : empty("您还没有上榜，答一次题就能看到自己的名次。"),
    h("ol", { class: "list" }, board.items.map((row) => place(row, mine(row))),
      near.length > 0 && h("li", { class: "break" }, "我的前后"), near.map((row) => place(row, mine(row))))];
}
function place(row, mine) {
  const points = row.points ?? row.score / 10;
  const unseen = (text) => h("span", { class: "unseen" }, text);
  return h("li", { class: mine ? "me" : null },
    h("span", { class: `rank number ${row.rank <= 3 ? "honour" : ""}` }, unseen("第"), String(row.rank), unseen("名")),
    stack(h("b", {}, row.name, mine ? "（我）" : ""), row.branch || row.street), h("span", { class: "points number" }, `${points} 分`));
}
function choice(ranking) {
  const box = h("input", { type: "checkbox", role: "switch", checked: ranking.opted_in, onchange: async () => {
    box.disabled = true;
    try { await insist("PATCH", "/points/ranking", { opted_in: box.checked }); show(); } catch (failure) {
      box.checked = ranking.opted_in; box.disabled = false; byId("choice-problem").textContent = `设置没有保存：${failure.message}`;
    }
  } });
  return h("section", { class: "card" }, h("label", { class: "switch" }, box, "参加个人排名"),
    h("p", { id: "choice-problem", class: "problem", role: "alert" }), h("p", { class: "soft small" }, "由本人决定，随时可改，立即生效。"));
}

/* ---- beginning ---- */
byId("log-in").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, problem = byId("log-in-problem"), press = form.querySelector("button");
  const { login, password } = Object.fromEntries(new FormData(form));
  if (!login.trim() || !password) { problem.textContent = "请填写手机号和密码。"; return; }
  press.disabled = true;
  problem.textContent = "";
  try {
    sessionStorage.token = (await insist("POST", "/auth/login", { login, password }, undefined, 2)).token;
    form.reset();
    show();
  } catch (failure) { problem.textContent = failure.message; } finally { press.disabled = false; }
});
byId("leave").addEventListener("click", () => {
  send("POST", "/auth/logout").catch(() => {});
  localStorage.removeItem(RESULTS);
  history.replaceState(null, "", "#/");
  askToLogIn();
});
byId("large").addEventListener("click", () => {
  localStorage["jinshui.large"] = document.documentElement.classList.contains("large") ? "" : "1";
  enlarge();
});
function enlarge() {
  const large = Boolean(localStorage["jinshui.large"]);
  document.documentElement.classList.toggle("large", large);
  byId("large").setAttribute("aria-pressed", large);
}
enlarge();
window.addEventListener("hashchange", show);
window.addEventListener("DOMContentLoaded", show);
