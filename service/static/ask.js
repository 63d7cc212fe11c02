// The ask page. Text from answers and documents enters the page as text nodes only, never as HTML.
"use strict";

const form = document.getElementById("ask");
const field = document.getElementById("question");
const button = form.querySelector("button");
const result = document.getElementById("result");
const place = (id) => document.getElementById(id);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(field.value.trim());
});

field.addEventListener("keydown", (event) => {
  // While an input method composes, Enter accepts a candidate; it must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => {
    field.value = example.textContent;
    ask(example.textContent);
  });
}

async function ask(question) {
  if (!question || button.disabled) return;
  button.disabled = true;
  result.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/v1/answers", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question }),
    });
    const body = await response.json();
    show(question, response.ok ? body : failed(body.title));
  } catch {
    show(question, failed("连接不上服务，请稍后再试。"));
  } finally {
    button.disabled = false;
    result.setAttribute("aria-busy", "false");
  }
}

function failed(message) {
  return { answer: message || "服务暂不可用，请稍后再试。", citations: [], notices: [], related: [] };
}

function show(question, answer) {
  place("asked").textContent = question;
  place("answer").replaceChildren(...paragraphs(answer));
  place("notices").replaceChildren(...answer.notices.map((notice) => element("p", "notice", notice.text)));
  const sources = [];
  if (answer.citations.length) sources.push(...list("依据", answer.citations.map(source)));
  if (answer.related.length) sources.push(...list("相近条款（不是答案的依据）", answer.related.map(lead)));
  place("sources").replaceChildren(...sources);
  result.hidden = false;
}

// An answer is groups apart by blank lines: the document's name, then headings and lines "· …[n]" under them.
function paragraphs(answer) {
  const blocks = [];
  for (const group of answer.answer.split("\n\n")) {
    const lines = group.split("\n");
    if (lines.length > 1) {
      blocks.push(element("h3", "", lines.shift()));
      for (const line of lines) {
        if (!line.startsWith("· ")) {
          blocks.push(element("h4", "", line));
          continue;
        }
        if (blocks.at(-1).tagName !== "UL") blocks.push(element("ul", ""));
        blocks.at(-1).append(withChips("li", line.slice(2), answer.citations));
      }
    } else {
      blocks.push(withChips("p", group, answer.citations));
    }
  }
  return blocks;
}

function withChips(tag, line, citations) {
  const node = element(tag, "");
  for (const part of line.split(/(\[\d+\])/)) {
    const citation = citations.find((candidate) => part === `[${candidate.number}]`);
    if (citation) {
      const chip = element("a", "chip", String(citation.number));
      chip.href = readingPlace(citation);
      chip.setAttribute("aria-label", `依据 ${citation.number}：${citation.document.title} ${citation.locator.label}`);
      node.append(chip);
    } else {
      node.append(part);
    }
  }
  return node;
}

function source(citation) {
  const item = element("li", "");
  const link = element("a", "", `[${citation.number}] ${citation.document.title} ${citation.locator.label}`);
  link.href = readingPlace(citation);
  const status = element("span", `status ${citation.document.status}`, ` ${citation.document.status_label}${citation.document.recognised ? " · 扫描件识别" : ""}`);
  item.append(link, status, element("blockquote", "", citation.cited_text));
  return item;
}

function lead(hit) {
  const item = element("li", "");
  const link = element("a", "", `${hit.document.title} ${hit.locator.label}`);
  link.href = hit.url;
  item.append(link, element("blockquote", "", hit.reading));
  return item;
}

function readingPlace(citation) {
  const { start, end } = citation.source_span;
  const [path, eid] = citation.url.split("#");
  return `${path}?mark=${encodeURIComponent(`${eid}:${start}-${end}`)}#${eid}`;
}

function list(title, items) {
  const body = element("ul", "sources");
  body.append(...items);
  return [element("h2", "", title), body];
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}
