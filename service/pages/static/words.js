// What the page says beside answers, in the language of the page.
"use strict";

const WORDS = {
  zh: {
    you: "您", us: "答复", sources: (n) => `全部依据（${n}）`, leads: "相近条款（不是答案的依据）", copy: "复制", copied: "已复制",
    good: "有用", bad: "没用", thanks: "谢谢，已记录。", send: "提交", open: "打开原文", source: "依据",
    done: (n) => (n ? `回答完成，共 ${n} 条依据` : "没有找到可以回答的条款"), working: "正在查找…",
    offline: "连接不上服务，请稍后再试。", failed: "服务暂不可用，请稍后再试。", recognised: "扫描件识别",
    reasons: { wrong_citation: "引用错误", outdated: "已失效", not_answered: "没有回答", incomplete: "不完整", other: "其他" },
    more: "补充说明（可不填）", stop: "停止",
  },
  en: {
    you: "You", us: "Answer", sources: (n) => `All sources (${n})`, leads: "Related clauses (not sources of the answer)", copy: "Copy", copied: "Copied",
    good: "Helpful", bad: "Not helpful", thanks: "Thank you, noted.", send: "Send", open: "Open the document", source: "Source",
    done: (n) => (n ? `Answered with ${n} sources` : "No clause was found that answers this"), working: "Searching…",
    offline: "The service cannot be reached. Try again later.", failed: "The service is not available. Try again later.", recognised: "read off a scan",
    reasons: { wrong_citation: "Wrong source", outdated: "Out of date", not_answered: "Not answered", incomplete: "Incomplete", other: "Other" },
    more: "More (optional)", stop: "Stop",
  },
};
const words = WORDS[document.documentElement.lang.startsWith("en") ? "en" : "zh"];

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(className, text, press) {
  const node = element("button", className, text);
  node.type = "button";
  node.addEventListener("click", press);
  return node;
}
