// Asking the service: the events of an answer, one by one, as they come.
"use strict";

const setting = (name) => document.querySelector(`meta[name="zhangju-${name}"]`).content;

function headers() {
  const token = setting("token");
  return { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

// Yields the data of each event. A service that refuses is an event of type error too.
async function* eventsOf(asked, signal) {
  const body = JSON.stringify({ ...asked, stream: true });
  const response = await fetch("/v1/answers", { method: "POST", headers: headers(), body, signal });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    yield { type: "error", error: { message: problem.title || words.failed } };
    return;
  }
  let waiting = "";
  const decoder = new TextDecoder();
  for (const reader = response.body.getReader(); ;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += decoder.decode(value, { stream: true });
    const frames = waiting.split("\n\n");
    waiting = frames.pop();
    for (const frame of frames) {
      const data = frame.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
      if (data) yield JSON.parse(data);
    }
  }
}

function sendFeedback(feedback) {
  return fetch("/v1/feedback", { method: "POST", headers: headers(), body: JSON.stringify(feedback) });
}
