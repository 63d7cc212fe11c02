// Zhangju's chat on any portal: a launcher in a shadow root, and on first opening a frame on our own origin.
(function () {
  "use strict";
  var script = document.currentScript;
  var base = new URL(script.src).origin;
  var given = script.dataset;
  var english = given.lang === "en" || (given.lang === "auto" && !/^zh/.test(navigator.language));
  var label = english ? "Ask the documents" : "政策问答";
  var handlers = {};
  var waiting = (window.Zhangju && window.Zhangju.q) || [];
  var frame = null, ready = false, pending = [], host, panel, launcher;

  function build() {
    host = document.createElement("div");
    host.setAttribute("data-zhangju", "");
    var root = host.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    var side = given.position === "left" ? "left" : "right";
    sheet.replaceSync(
      ":host{all:initial}" +
      "button{position:fixed;bottom:var(--zhangju-offset,20px);" + side + ":var(--zhangju-offset,20px);z-index:var(--zhangju-z,2147483000);" +
      "min-width:48px;min-height:48px;padding:0 18px;border:0;border-radius:24px;background:var(--zhangju-color,#8c1d18);color:#fff;" +
      "font:600 16px/1.4 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 10px rgba(0,0,0,.25)}" +
      "button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #8c1d18}" +
      "div{position:fixed;bottom:calc(var(--zhangju-offset,20px) + 60px);" + side + ":var(--zhangju-offset,20px);z-index:var(--zhangju-z,2147483000);" +
      "width:400px;height:min(640px,calc(100dvh - 110px));background:#fff;border-radius:10px;overflow:hidden;box-shadow:0 6px 30px rgba(0,0,0,.3)}" +
      "div[hidden]{display:none}iframe{width:100%;height:100%;border:0}" +
      "@media(max-width:640px){div{inset:0;width:auto;height:100dvh;border-radius:0}}" +
      "@media print{button,div{display:none}}"
    );
    root.adoptedStyleSheets = [sheet];
    launcher = document.createElement("button");
    launcher.type = "button";
    launcher.textContent = label;
    launcher.setAttribute("aria-haspopup", "dialog");
    launcher.setAttribute("aria-expanded", "false");
    launcher.setAttribute("aria-controls", "zhangju-panel");
    launcher.addEventListener("click", toggle);
    panel = document.createElement("div");
    panel.id = "zhangju-panel";
    panel.hidden = true;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", label);
    if (given.launcher !== "none") root.append(launcher);
    root.append(panel);
    document.body.append(host);
    window.addEventListener("message", hear);
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close();
    });
    waiting.forEach(function (call) { run.apply(null, call); });
  }

  function open() {
    if (!frame) {
      var query = new URLSearchParams({ site: given.site || "", origin: location.origin });
      if (given.lang) query.set("lang", english ? "en" : "zh-CN");
      if (given.region) query.set("region", given.region);
      frame = document.createElement("iframe");
      frame.title = label;
      frame.referrerPolicy = "strict-origin";
      frame.allow = "clipboard-write";
      frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";
      frame.src = base + "/chat?" + query;
      setTimeout(function () {
        if (!ready) console.error("Zhangju: the chat did not open. Is data-site this site's key, and made for " + location.origin + "?");
      }, 8000);
      panel.append(frame);
    }
    panel.hidden = false;
    launcher.setAttribute("aria-expanded", "true");
    say({ type: "focus" });
    emit("opened");
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
    emit("closed");
  }

  function toggle() {
    if (panel.hidden) open(); else close();
  }

  function say(message) {
    if (!ready) { pending.push(message); return; }
    frame.contentWindow.postMessage(Object.assign({ ns: "zhangju", v: 1 }, message), base);
  }

  function hear(event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== base) return;
    var data = event.data;
    if (!data || data.ns !== "zhangju" || data.v !== 1) return;
    if (data.type === "ready") {
      ready = true;
      pending.splice(0).forEach(say);
    }
    if (data.type === "close") close();
    if (data.type === "ready" || data.type === "answered") emit(data.type);
  }

  function emit(type) {
    (handlers[type] || []).forEach(function (call) { call(); });
  }

  function run(command, argument, handler) {
    if (command === "open") open();
    if (command === "close") close();
    if (command === "toggle") toggle();
    if (command === "ask") { open(); say({ type: "ask", text: String(argument) }); }
    if (command === "on") (handlers[argument] = handlers[argument] || []).push(handler);
  }

  window.Zhangju = run;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", build);
  else build();
})();
