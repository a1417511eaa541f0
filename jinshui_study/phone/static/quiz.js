/* Taking a quiz: the clock is the server's, answers are kept on the phone until the server has them. */
"use strict";
/* ---- the quiz: what is being played, and its clock, which is the server's ---- */
let play = null; // { quiz, attempt, draft, number, server, asked, each, inTurn, failing, told, ticking }
const path = (rest) => `/attempts/${play.attempt.id}${rest}`;
const keep = (draft) => { localStorage[KEPT] = JSON.stringify(draft); };
const left = (until) => Date.parse(until) - play.server - (performance.now() - play.asked);
const filled = (response) => Boolean(response) && [Object.values(response)[0]].flat().some((one) => String(one).trim());
const answered = (number) => number in play.draft.responses ? filled(play.draft.responses[number]) : play.attempt.answered.includes(number);
const locked = (number) => play.each && play.attempt.answered.includes(number);
const timeUp = () => play.attempt.question_expires_at && !locked(play.number) && left(play.attempt.question_expires_at) < 0;
function take(attempt) { Object.assign(play, { attempt, server: Date.parse(attempt.server_time), asked: attempt.asked }); }
function leaveQuiz() { if (play) clearInterval(play.ticking); play = null; }
async function showQuiz(id, number) {
  if (!play || play.attempt.id !== id) {
    const attempt = await get(`/attempts/${id}`);
    if (attempt.state === "finished") return finish(attempt);
    const quiz = await get(`/quizzes/${attempt.quiz_id}`), { rules } = quiz;
    const kept = JSON.parse(localStorage[KEPT] || "null");
    const draft = kept?.attempt === id ? kept : { attempt: id, responses: {}, unsent: [], feedback: {} };
    leaveQuiz();
    const inTurn = Boolean(rules.seconds_per_question || rules.stops_when_wrong);
    play = { quiz, draft, inTurn, each: rules.feedback === "each", ticking: setInterval(tick, 250) };
    take(attempt);
    flush(play);
  }
  const { questions } = play.attempt, open = questions.findIndex((one) => !answered(one.number)) + 1;
  play.number = play.inTurn ? questions.length : Math.min(Number(number) || open || questions.length, questions.length);
  play.told = "";
  history.replaceState(null, "", `#/quiz/${id}/${play.number}`);
  return question(questions[play.number - 1]);
}
function question({ number, kind, stem, ...rest }) {
  const feedback = play.draft.feedback[number], shut = locked(number) || timeUp();
  const given = play.draft.responses[number], put = (response) => answer(number, response);
  return [
    h("div", { class: "quiz-head" }, h("a", { href: "#/" }, "‹ 首页"),
      h("span", { class: "soft number" }, `第 ${number} 题，共 ${play.attempt.total} 题`),
      h("span", { id: "timer", class: "timer number", role: "timer" })),
    play.attempt.total <= 30 && h("ol", { class: "dots", id: "dots", "aria-hidden": "true" }),
    h("h1", { class: "stem", tabindex: -1 }, h("span", { class: "kind" }, KINDS[kind]), stem),
    h("fieldset", { class: "options", id: "field", disabled: Boolean(shut) },
      h("legend", { class: "unseen" }, "作答"), FIELDS[kind]({ number, ...rest }, given, put)),
    feedback && h("section", { class: "card review" }, verdict(feedback.correct), explained({ kind, ...rest }, given, feedback)),
    h("p", { id: "state", class: "state", role: "status" }), h("div", { id: "turns", class: "turns" })];
}
function refresh() { // what changes while a question stays on the screen
  if (!play || !byId("turns")) return;
  const { draft, attempt, number } = play;
  byId("dots")?.replaceChildren(...Array.from({ length: attempt.total }, (_, index) => {
    const feedback = draft.feedback[index + 1];
    const judged = feedback && (feedback.correct ? "right" : "wrong");
    return h("li", { class: index + 1 === number ? "here" : judged || (answered(index + 1) ? "done" : null) });
  }));
  const waiting = draft.unsent.includes(number);
  const [looks, words] = play.told ? ["waiting", play.told] : play.each ? ["", ""]
    : waiting ? (play.failing ? ["waiting", "网络不稳。答案已存在手机里，正在重新保存"] : ["", "正在保存"])
    : answered(number) ? ["saved", number in draft.responses ? "已保存" : "这道题已保存过答案，再答会替换"] : ["", "作答后自动保存"];
  const state = byId("state");
  state.className = `state ${looks}`;
  if (state.textContent !== words) state.replaceChildren(...(looks === "saved" ? [icon("right")] : []), words);
  const row = byId("turns"), wanted = turns(), shape = JSON.stringify([number, wanted.map(([name, , looks]) => [name, looks])]);
  if (row.dataset.shape !== shape) row.replaceChildren(...wanted.map(([name, press, looks]) => button(name, press, looks)));
  row.dataset.shape = shape; // a button must not be changed under the finger that presses it
  wanted.forEach((one, index) => { row.children[index].disabled = Boolean(play.busy || one[3]); });
}
function turns() { // the buttons below a question: words, what they do, looks, whether they are off
  const { attempt, number, quiz, draft } = play, over = timeUp();
  if (left(attempt.expires_at) <= 0) return [["交卷", submit, "main"]];
  if (play.each && !locked(number) && !over) return [["确认答案", confirmAnswer, "main", !answered(number)]];
  const early = over && left(attempt.question_expires_at) > -2300; // the server's grace must be over, too
  if (quiz.rules.stops_when_wrong && !draft.feedback[number]?.correct) {
    const again = (draft.revived || 0) < quiz.rules.revives ? [["复活一次，继续答", revive, "main", early]] : [];
    return [["结束闯关", submit, again.length ? "" : "main", early], ...again];
  }
  const forward = number === attempt.total ? ["交卷", ask, "main"]
    : ["下一题", next, "main", early || (play.inTurn && !over && !answered(number))];
  if (number === 1 || play.inTurn) return [forward];
  return [["上一题", () => go(`#/quiz/${attempt.id}/${number - 1}`), ""], forward];
}
function tick() {
  if (!play || !byId("timer")) return;
  const { question_expires_at: own, expires_at: whole } = play.attempt;
  const ends = own || whole, seconds = Math.max(0, Math.ceil(left(ends) / 1000));
  const timer = byId("timer"), pad = (number) => String(number).padStart(2, "0");
  const clock = seconds > 3600 ? `${moment(ends, true).slice(-5)} 截止` : `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
  timer.textContent = own && locked(play.number) ? "" : clock;
  timer.classList.toggle("hurry", seconds <= (ends === own ? 5 : 60));
  if (left(whole) <= 0 && !play.closing && !play.busy) {
    play.closing = true;
    submit();
  }
  if (!timeUp()) return;
  byId("field").disabled = true;
  if (!play.busy) play.told = "这道题的时间到了。";
  refresh();
}

/* ---- answering: kept on the phone at once, on the server as soon as it can be reached ---- */
function answer(number, response) {
  const run = play;
  run.draft.responses[number] = response;
  if (!run.each && !run.draft.unsent.includes(number)) run.draft.unsent.push(number);
  run.told = "";
  keep(run.draft);
  refresh();
  clearTimeout(run.later);
  run.later = setTimeout(() => flush(run), 300);
}
async function flush(run) { // one at a time, in order; goes on by itself until all is saved
  if (run.saving || !run.draft.unsent.length || run.done) return;
  run.saving = true;
  const number = run.draft.unsent[0], response = run.draft.responses[number];
  const drop = () => { run.draft.unsent = run.draft.unsent.filter((one) => one !== number); };
  try {
    await send("PUT", `/attempts/${run.draft.attempt}/answers/${number}`, { response });
    if (same(response, run.draft.responses[number])) drop();
    run.failing = 0;
  } catch (failure) {
    if (failure.passing || failure.status === 429) run.failing = (run.failing || 0) + 1;
    else if (failure.status !== 401) { drop(); run.told = `这道题的答案没有保存：${failure.message}`; }
    if (failure.status === 401) run.done = true; // goes on after the log-in
    if (failure.code === "attempt_finished" && run === play) { leaveQuiz(); show(); }
  }
  run.saving = false;
  if (!run.done) keep(run.draft);
  if (run === play) refresh();
  clearTimeout(run.later);
  run.later = setTimeout(() => flush(run), run.failing ? Math.min(15000, 1000 * 2 ** run.failing) : 0);
}
async function act(work) { // one step that the server must take; a failure leaves the question as it is
  if (play.busy) return;
  play.busy = true;
  refresh();
  try { await work(); } catch (failure) {
    if (!play) return; // whoever waited has left the quiz; it can be gone on with
    if (!(failure instanceof Failure)) throw failure;
    play.told = `${failure.message}您的答案都保存着，可以再试。`;
    if (failure.code === "attempt_finished") { leaveQuiz(); show(); }
  } finally { if (play) { play.busy = false; refresh(); } }
}
const confirmAnswer = () => act(async () => {
  const { number, draft, attempt } = play;
  const reply = await insist("PUT", path(`/answers/${number}`), { response: draft.responses[number] });
  attempt.answered.push(number);
  draft.feedback[number] = reply.feedback;
  keep(draft);
  await show();
  view.querySelector(".review")?.scrollIntoView({ block: "nearest" });
});
async function next() {
  const forward = () => go(`#/quiz/${play.attempt.id}/${play.number + 1}`);
  if (!play.inTurn) return forward();
  return act(async () => {
    const { number, draft } = play;
    if (draft.unsent.includes(number)) await insist("PUT", path(`/answers/${number}`), { response: draft.responses[number] });
    take(await insist("POST", path("/next"), undefined, newKey()));
    forward();
  });
}
const revive = () => act(async () => {
  await insist("POST", path("/revive"), undefined, newKey());
  play.draft.revived = (play.draft.revived || 0) + 1;
  take(await insist("POST", path("/next"), undefined, newKey()));
  go(`#/quiz/${play.attempt.id}/${play.number + 1}`);
});
function ask() {
  const within = play.inTurn ? [play.number].filter(() => !timeUp()) : play.attempt.questions.map((one) => one.number);
  const open = within.filter((number) => !answered(number));
  if (!open.length) return submit();
  const dialog = byId("gaps");
  byId("gaps-list").textContent = `第 ${open.join("、")} 题还空着。交卷以后不能再改。`;
  dialog.onclose = () => dialog.returnValue === "submit" ? submit() : !play.inTurn && go(`#/quiz/${play.attempt.id}/${open[0]}`);
  dialog.returnValue = "back";
  dialog.showModal();
}
const submit = () => act(async () => {
  const { draft, attempt } = play;
  const answers = Object.entries(draft.responses).filter(([, response]) => filled(response))
    .map(([number, response]) => ({ number: Number(number), response }));
  if (!draft.submission || !same(draft.submission.answers, answers)) draft.submission = { key: newKey(), answers };
  keep(draft);
  play.told = "正在交卷，答案都在，请稍等。";
  refresh();
  finish(await insist("POST", `/attempts/${attempt.id}/submission`, { answers }, draft.submission.key));
});
function finish(result) {
  if (play) play.done = true;
  localStorage.removeItem(KEPT);
  const known = JSON.parse(localStorage[RESULTS] || "[]").filter(([quiz]) => quiz !== result.quiz_id);
  localStorage[RESULTS] = JSON.stringify([...known, [result.quiz_id, result.attempt_id]].slice(-20));
  location.replace(`#/result/${result.attempt_id}`);
  return [];
}

/* ---- the six kinds ---- */
const FIELDS = {
  single: (asked, given, put) => picks(asked.options, "radio", given?.options, (ids) => put({ options: ids })),
  multiple: (asked, given, put) => picks(asked.options, "checkbox", given?.options, (ids) => put({ options: ids })),
  true_false: (_, given, put) => picks(TRUTHS, "radio", given && [given.value], ([value]) => put({ value })),
  blank(asked, given, put) {
    const inputs = Array.from({ length: asked.gaps }, (_, index) => h("input", {
      type: "text", maxlength: 200, autocomplete: "off", enterkeyhint: "next",
      value: given?.texts[index], oninput: () => put({ texts: inputs.map((input) => input.value) }) }));
    return inputs.map((input, index) => h("label", { class: "field" }, asked.gaps > 1 ? `第 ${index + 1} 空` : "填写答案", input));
  },
  ordering(asked, given, put) {
    const order = given ? given.options.map((id) => asked.options.find((option) => option.id === id)) : [...asked.options];
    const list = h("ol", { class: "options order" });
    const tell = () => { settle?.remove(); put({ options: order.map((option) => option.id) }); };
    const move = (from, to) => {
      order.splice(to, 0, ...order.splice(from, 1));
      tell();
      draw();
      const [up, down] = list.children[to].querySelectorAll("button"), pressed = to > from ? down : up;
      (pressed.disabled ? list.children[to].querySelector("button:enabled") : pressed).focus();
    };
    const arrow = (way, words, from, to) => h("button", {
      type: "button", class: "button plain", disabled: !order[to], onclick: () => move(from, to),
      "aria-label": `${words}：${order[from].text}`,
    }, icon(way));
    const draw = () => list.replaceChildren(...order.map((option, at) => h("li", { class: "option" },
      h("span", { class: "grow" }, option.text), arrow("up", "上移", at, at - 1), arrow("down", "下移", at, at + 1))));
    const settle = given ? null : button("就是这个顺序", () => tell(), "wide");
    draw();
    return [list, settle];
  },
  matching(asked, given, put) {
    let pairs = given?.pairs || [], held = null;
    const lines = h("svg", { "aria-hidden": "true" }), buttons = new Map();
    const partner = (id) => pairs.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []))[0];
    const text = (id) => buttons.get(id)?.textContent;
    function press(id, isLeft) {
      if (isLeft) held = held === id ? null : id;
      else if (!held) return say("请先点左边的一项，再点右边的一项。");
      else {
        const undone = partner(held) === id;
        pairs = pairs.filter(([a, b]) => a !== held && b !== id).concat(undone ? [] : [[held, id]]);
        held = null;
        put({ pairs });
      }
      mark();
    }
    function mark() {
      for (const [id, made] of buttons) {
        made.setAttribute("aria-pressed", held === id);
        made.classList.toggle("paired", partner(id) !== undefined);
        made.setAttribute("aria-label", text(id) + (partner(id) ? `，已连 ${text(partner(id))}` : ""));
      }
      lines.replaceChildren(...pairs.map(([a, b]) => {
        const from = buttons.get(a), to = buttons.get(b);
        const middle = (one) => one.offsetTop + one.offsetHeight / 2;
        return h("line", { x1: from.offsetLeft + from.offsetWidth, y1: middle(from), x2: to.offsetLeft, y2: middle(to) });
      }));
    }
    const make = (option, side) => {
      const made = h("button", { type: "button", class: `option ${side}`, onclick: () => press(option.id, side === "from") }, option.text);
      buttons.set(option.id, made);
      return made;
    };
    const column = (options, side) => options.map((option) => make(option, side));
    const sides = h("div", { class: "sides" }, column(asked.left, "from"), column(asked.right, "to"), lines);
    new ResizeObserver(mark).observe(sides);
    return [h("p", { class: "soft small" }, "先点左边一项，再点右边相配的一项，点错可以重连。"), sides];
  },
};
function picks(options, type, chosen, put) {
  const boxes = options.map((option) => h("input", { type, name: "option", checked: Boolean(chosen?.includes(option.id)),
    onchange: () => put(options.filter((_, index) => boxes[index].checked).map((one) => one.id)) }));
  return options.map((option, index) => h("label", { class: "option" }, boxes[index], option.text));
}

/* ---- results ---- */
function inWords(asked, response) {
  if (!filled(response)) return ["没有作答"];
  const text = new Map([...asked.options, ...asked.left, ...asked.right].map((option) => [option.id, option.text]));
  if (response.texts) return response.texts.map((one, index) => (asked.gaps > 1 ? `第 ${index + 1} 空：${one || "没有填"}` : one));
  if (response.pairs) return response.pairs.map(([a, b]) => `${text.get(a)} — ${text.get(b)}`);
  if (response.options) return response.options.map((id, index) => (asked.kind === "ordering" ? `${index + 1}. ` : "") + text.get(id));
  return [TRUTHS.find((one) => one.id === response.value).text];
}
function explained(asked, response, told) {
  const box = (title, looks, lines) => h("div", { class: `told ${looks}` }, h("h3", {}, title), lines.map((line) => h("p", {}, line)));
  return [
    box("您的答案", told.correct ? "right" : "wrong", inWords(asked, response)),
    !told.correct && box("正确答案", "right", inWords(asked, told.ruling?.key || told.key)),
    told.ruling && h("p", {}, h("b", {}, "裁定　"), told.ruling.sentence, told.ruling.reason),
    (told.ruling?.explanation || told.explanation) && h("p", {}, h("b", {}, "解析　"), told.ruling?.explanation || told.explanation),
    told.source && h("p", { class: "soft small" }, `出处：${told.source}`),
  ];
}
async function showResult(id) {
  const result = await get(`/attempts/${id}`);
  if (result.state === "open") { location.replace(`#/quiz/${id}`); return []; }
  const seconds = Math.round(result.duration_ms / 1000);
  const spent = seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;
  return [
    h("section", { class: "card score" }, heading("答题完成"),
      h("p", {}, h("b", { class: "number" }, String(result.score / 10)), ` 分，满分 ${result.max_score / 10} 分`),
      h("p", { class: "soft number" }, `答对 ${result.correct} 题，共 ${result.questions} 题，用时 ${spent}`),
      h("p", { class: "gold number" }, result.points_awarded ? `积分 +${result.points_awarded}` : "本次没有新增积分")),
    h("div", { class: "turns" }, h("a", { class: "button", href: "#/" }, "首页"), h("a", { class: "button main", href: "#/board" }, "看榜单")),
    result.review ? h("h2", {}, "逐题解析") : h("p", { class: "card" }, `解析在 ${moment(result.review_at, true)} 公布，到时再来看。`),
    (result.review || []).map((asked) => h("article", { class: "card review" }, verdict(asked.correct),
      h("p", { class: "stem" }, `${asked.number}. ${asked.stem}`), explained(asked, asked.response, asked))),
  ];
}

window.addEventListener("online", () => play && flush(play));
document.addEventListener("visibilitychange", async () => { // timers sleep with the phone: ask the server again
  if (document.hidden || !play) return;
  const run = play, attempt = await get(path("")).catch(() => null);
  if (attempt && run === play) { if (attempt.state === "open") take(attempt); else finish(attempt); }
});
