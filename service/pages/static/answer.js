// An answer as nodes of the page. Text from answers and documents becomes text nodes, never HTML.
"use strict";

const JUDGES = /^(?:与所问|The documents (?:agree|do not say))/; // how they stand to what the question claims

// Groups apart by blank lines: the document's name, then headings and lines "· …[n]" under them.
function answerNodes(text, citations) {
  const blocks = [];
  for (const group of withMarks(text, citations).split("\n\n")) {
    const lines = group.split("\n");
    if (lines.length === 1) {
      blocks.push(withChips("p", group, citations));
      continue;
    }
    while (JUDGES.test(lines[0])) blocks.push(element("p", "judgement", lines.shift()));
    if (lines.length) blocks.push(element("h3", "", lines.shift()));
    for (const line of lines) {
      if (!line.startsWith("· ")) {
        blocks.push(element("h4", "", line));
        continue;
      }
      const last = blocks.at(-1);
      const list = last && last.tagName === "UL" ? last : element("ul", "");
      if (list !== last) blocks.push(list);
      list.append(withChips("li", line.slice(2), citations));
    }
  }
  return blocks;
}

// Markers stand where the spans of a citation end, counted in code points. [1] within a quotation is text as any other.
function withMarks(text, citations) {
  const characters = Array.from(text.replace(/[\uE000\uE001]/g, " ")); // these two mark the markers below
  for (const { number, answer_spans: spans } of citations) {
    for (const { end } of spans) {
      const last = end + String(number).length + 1;
      if (characters.slice(end, last + 1).join("") === `[${number}]`) {
        characters[end] = "\uE000";
        characters[last] = "\uE001";
      }
    }
  }
  return characters.join("");
}

function withChips(tag, line, citations) {
  const node = element(tag, "");
  for (const part of line.split(/(\uE000\d+\uE001)/)) {
    const citation = part.startsWith("\uE000") && citations.find((candidate) => String(candidate.number) === part.slice(1, -1));
    node.append(citation ? chip(citation) : part);
  }
  return node;
}

function sourceItem(citation) {
  const item = element("li", "");
  const link = element("a", "", `[${citation.number}] ${citation.document.title} ${citation.locator.label}`);
  link.href = readingPlace(citation);
  if (window.top !== window) link.target = "_blank";
  item.append(link, statusOf(citation.document), element("blockquote", "", citation.cited_text));
  return item;
}

function leadItem(hit) {
  const item = element("li", "");
  const link = element("a", "", `${hit.document.title} ${hit.locator.label}`);
  link.href = ownAddress(hit.url);
  item.append(link, element("blockquote", "", hit.reading));
  return item;
}

function statusOf(document) {
  const said = ` ${document.status_label}${document.recognised ? ` · ${words.recognised}` : ""}`;
  return element("span", `status ${document.status}`, said);
}

// Where the cited stretch is marked. Only addresses of this service: whatever an answer holds, it leads nowhere else.
function readingPlace(citation) {
  const { start, end } = citation.source_span;
  const [path, eid] = ownAddress(citation.url).split("#");
  return `${path}?mark=${encodeURIComponent(`${eid}:${start}-${end}`)}#${eid}`;
}

function ownAddress(url) {
  if (!URL.canParse(url, location.origin)) return "/documents";
  const address = new URL(url, location.origin);
  return address.origin === location.origin ? address.pathname + address.hash : "/documents";
}

function copyText(answer) {
  const lines = answer.citations.map((c) => `[${c.number}] ${c.document.title}${c.document.document_number ? `（${c.document.document_number}）` : ""} ${c.locator.label} ${new URL(ownAddress(c.url), location.origin)}`);
  return [answer.answer, "", ...(lines.length ? ["依据：", ...lines, ""] : []), answer.aigc.label].join("\n");
}
