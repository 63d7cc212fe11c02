// The card of a citation: which document and clause, the sentence in its clause, whether it is in force.
"use strict";

const card = document.getElementById("card");
let cardOf = null;
let leaving = 0;

function chip(citation) {
  const { document: named, locator } = citation;
  const node = button("chip", String(citation.number), () => {
    openCard(node, citation);
    if (node.matches(":focus-visible")) card.querySelector("a").focus(); // opened by keyboard: on to its link
  });
  node.setAttribute("aria-label", `${words.source} ${citation.number}：${named.title} ${locator.label}，${named.status_label}`);
  node.setAttribute("aria-haspopup", "dialog");
  node.addEventListener("mouseenter", () => openCard(node, citation));
  node.addEventListener("mouseleave", leaveSoon);
  return node;
}

const isOpen = () => card.matches(":popover-open");

function openCard(node, citation) {
  clearTimeout(leaving);
  if (cardOf === node && isOpen()) return;
  const { document: named, locator, clause_text: clause, source_span: span } = citation;
  const quoted = element("blockquote", "");
  const characters = Array.from(clause ?? citation.cited_text); // spans count code points
  const whole = clause !== undefined && characters.length <= 400;
  if (whole) quoted.append(characters.slice(0, span.start).join(""));
  quoted.append(element("mark", "", citation.cited_text));
  if (whole) quoted.append(characters.slice(span.end).join(""));
  const link = element("a", "", words.open);
  link.href = readingPlace(citation);
  if (window.top !== window) link.target = "_blank";
  const about = [named.document_number, [...(locator.path ?? []), locator.label].at(-1)].filter(Boolean).join(" · ");
  card.replaceChildren(element("strong", "", named.title), element("p", "quiet", about), quoted, statusOf(named), link);
  cardOf = node;
  if (!isOpen()) card.showPopover();
  place(node);
}

function place(node) {
  const at = node.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const above = at.bottom + 8 + height > innerHeight && at.top >= height + 8;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  card.style.top = `${above ? at.top - height - 8 : Math.min(at.bottom + 8, Math.max(8, innerHeight - height - 8))}px`;
}

function closeCard() {
  const within = card.contains(document.activeElement);
  if (isOpen()) card.hidePopover();
  if (within) cardOf?.focus();
}

function leaveSoon() {
  leaving = setTimeout(closeCard, 250);
}

card.addEventListener("mouseenter", () => clearTimeout(leaving));
card.addEventListener("mouseleave", leaveSoon);
card.addEventListener("focusout", (event) => {
  if (event.relatedTarget && event.relatedTarget !== cardOf && !card.contains(event.relatedTarget)) closeCard();
});
document.addEventListener("pointerdown", (event) => {
  if (!card.contains(event.target) && !event.target.closest?.(".chip")) closeCard();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) {
    event.stopImmediatePropagation(); // closes the card, not the chat around it
    closeCard();
  }
});
