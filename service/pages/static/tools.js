// What can be done with an answer: copy it with its sources and the label, say whether it helped.
"use strict";

function tools(answer) {
  const row = element("div", "tools");
  const copy = button("quiet", words.copy, async () => {
    await copyOut(copyText(answer));
    copy.textContent = words.copied;
  });
  const said = element("span", "quiet", "");
  said.setAttribute("role", "status");
  const good = button("quiet thumb", words.good, () => vote(1));
  const bad = button("quiet thumb", words.bad, () => vote(-1));
  for (const thumb of [good, bad]) thumb.setAttribute("aria-pressed", "false");

  async function vote(value) {
    good.setAttribute("aria-pressed", String(value === 1));
    bad.setAttribute("aria-pressed", String(value === -1));
    row.querySelector("form")?.remove();
    if (value === -1) row.append(reasons((more) => send({ value, ...more })));
    else await send({ value });
  }

  async function send(feedback) {
    const response = await sendFeedback({ answer_id: answer.id, ...feedback }).catch(() => null);
    row.querySelector("form")?.remove();
    said.textContent = response && response.ok ? words.thanks : words.failed;
  }

  row.append(copy, good, bad, said);
  return row;
}

function reasons(send) {
  const form = element("form", "reasons");
  for (const [value, label] of Object.entries(words.reasons)) {
    const box = element("input", "");
    box.type = "checkbox";
    box.value = value;
    const line = element("label", "");
    line.append(box, ` ${label}`);
    form.append(line);
  }
  const more = element("input", "");
  more.maxLength = 500;
  more.setAttribute("aria-label", words.more);
  more.placeholder = words.more;
  const submit = element("button", "quiet", words.send);
  form.append(more, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("input:checked")].map((box) => box.value);
    send({ reasons: chosen, text: more.value });
  });
  return form;
}

async function copyOut(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = element("textarea", "hidden", text); // no clipboard without a secure context
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
