// The chat: what was asked and answered, the form to ask, and, in a portal's page, what is said to the page around it.
"use strict";

const form = document.getElementById("ask");
const field = document.getElementById("question");
const send = document.getElementById("send");
const region = document.getElementById("region");
const large = document.getElementById("large");
const log = document.getElementById("log");
const said = document.getElementById("said");
const parentOrigin = setting("parent");
const EARLIER = 5; // questions sent along as history

const asked = [];
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) running.abort();
  else ask(field.value.trim());
});

field.addEventListener("keydown", (event) => {
  // While an input method composes, Enter accepts a candidate; it must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (!running) form.requestSubmit();
  }
});

for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => ask(example.textContent));
}

async function ask(question) {
  if (!question || running) return;
  field.value = "";
  running = new AbortController();
  send.textContent = words.stop;
  const turn = newTurn(question);
  const history = asked.slice(-EARLIER).map((earlier) => ({ question: earlier }));
  try {
    const wanted = { question, history, ...(region.value ? { region: region.value } : {}) };
    for await (const event of eventsOf(wanted, running.signal)) turn.take(event);
  } catch (error) {
    if (error.name !== "AbortError") turn.fail(words.offline);
  } finally {
    turn.end();
    running = null;
    send.textContent = send.dataset.label;
    asked.push(question);
    field.focus({ preventScroll: true });
  }
}

function newTurn(question) {
  document.getElementById("intro").classList.add("small");
  const item = element("li", "turn");
  const asks = element("h2", "asked", question);
  asks.prepend(element("span", "hidden", `${words.you}：`));
  const body = element("div", "answer", words.working);
  body.setAttribute("aria-busy", "true");
  const rest = element("div", "rest");
  item.append(asks, element("span", "hidden", `${words.us}：`), body, rest);
  log.append(item);
  item.scrollIntoView({ block: "nearest" });
  const citations = [];
  let text = "";

  function take(event) {
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 60;
    if (event.type === "answer.citation.added") citations.push(event.citation);
    if (event.type === "answer.text.delta") {
      text += event.delta;
      body.replaceChildren(...answerNodes(text, citations));
    }
    if (event.type === "answer.completed") complete(event.answer);
    if (event.type === "error") fail(event.error.message);
    const isLong = item.offsetHeight > innerHeight - form.offsetHeight;
    if (atEnd) item.scrollIntoView({ block: isLong ? "start" : "nearest" }); // of a long answer the question stays in view
  }

  function complete(answer) {
    body.replaceChildren(...answerNodes(answer.answer, answer.citations));
    const parts = answer.notices.map((notice) => element("p", "notice", notice.text));
    if (answer.citations.length) parts.push(list(words.sources(answer.citations.length), answer.citations.map(sourceItem)));
    if (answer.related.length) parts.push(list(words.leads, answer.related.map(leadItem), true));
    rest.replaceChildren(...parts, tools(answer));
    said.textContent = words.done(answer.citations.length);
    tell("answered");
  }

  function fail(message) {
    const alert = element("p", "notice", message);
    alert.setAttribute("role", "alert");
    body.replaceChildren(alert);
  }

  function end() {
    body.setAttribute("aria-busy", "false");
    if (body.textContent === words.working) body.textContent = "";
  }

  return { take, fail, end };
}

function list(title, items, open = false) {
  const box = element("details", "sources");
  box.open = open;
  const body = element("ul", "");
  body.append(...items);
  box.append(element("summary", "", title), body);
  return box;
}

// What is copied by hand carries the label too.
document.addEventListener("copy", (event) => {
  const chosen = getSelection();
  if (!chosen.isCollapsed && log.contains(chosen.anchorNode) && event.target.tagName !== "TEXTAREA") {
    event.clipboardData.setData("text/plain", `${chosen}\n\n${document.querySelector(".label").textContent}`);
    event.preventDefault();
  }
});

large.addEventListener("click", () => setLarge(document.documentElement.dataset.large === undefined));

function setLarge(on) {
  if (on) document.documentElement.dataset.large = "";
  else delete document.documentElement.dataset.large;
  large.setAttribute("aria-pressed", String(on));
  try {
    localStorage.setItem("zhangju-large", on ? "1" : "");
  } catch {
    // A browser that keeps nothing still shows it large for now.
  }
}

try {
  if (localStorage.getItem("zhangju-large")) setLarge(true);
} catch {
  // Nothing was kept.
}

send.dataset.label = send.textContent;

// The page around, if there is one: it may ask, and hears when an answer is there or the chat is to be closed.
function tell(type) {
  if (parentOrigin && window.parent !== window) window.parent.postMessage({ ns: "zhangju", v: 1, type }, parentOrigin);
}

window.addEventListener("message", (event) => {
  const { data } = event;
  if (event.source !== window.parent || event.origin !== parentOrigin || data?.ns !== "zhangju" || data.v !== 1) return;
  if (data.type === "ask" && typeof data.text === "string") ask(data.text.slice(0, 500));
  if (data.type === "focus") field.focus();
});

document.getElementById("close")?.addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell("close");
});
tell("ready");
