// One line puts the chat into a portal: <script src="https://HOST/nhung.js" async></script>
// A button, and behind it the chat in a frame. Nothing is stored here, nothing is asked of the server before the button
// is pressed. Styles are set through objects and not as text, which the policy of the portal may forbid.
(() => {
  'use strict';
  const home = document.currentScript && document.currentScript.src;
  if (!home || document.getElementById('dondoc-nhung')) return;
  const origin = new URL(home).origin;

  const rules = `
    :host { all: initial; position: fixed; inset: auto 0 0 auto; z-index: 2147483000; color-scheme: light dark; }
    button { display: grid; place-items: center; border: 0; padding: 0; cursor: pointer; touch-action: manipulation; }
    button:focus-visible { outline: 3px solid #1d4f82; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
    svg { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .open { position: fixed; right: max(1rem, env(safe-area-inset-right)); bottom: max(1rem, env(safe-area-inset-bottom));
      width: 56px; height: 56px; border-radius: 50%; background: #a4262c; color: #fff; box-shadow: 0 4px 16px rgb(0 0 0 / 30%); }
    .open svg { width: 28px; height: 28px; }
    .panel { position: fixed; right: max(1rem, env(safe-area-inset-right)); bottom: max(1rem, env(safe-area-inset-bottom));
      width: min(26rem, calc(100vw - 2rem)); height: min(44rem, calc(100vh - 2rem)); height: min(44rem, calc(100dvh - 2rem));
      overflow: hidden; border: 1px solid #8b8f96; border-radius: 18px; background: #fbfaf7; box-shadow: 0 12px 40px rgb(0 0 0 / 30%); }
    .panel[hidden], .open[hidden] { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    .close { position: absolute; top: 4px; right: 6px; width: 44px; height: 44px; border-radius: 50%; background: transparent; color: #545e6d; }
    .close:hover { background: #e6eef6; }
    .close svg { width: 22px; height: 22px; }
    @media (max-width: 36rem) {
      .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; padding-bottom: env(safe-area-inset-bottom); box-sizing: border-box; }
    }
    @media (prefers-color-scheme: dark) {
      .panel { background: #171b21; border-color: #7a8492; }
      .close { color: #a4adba; }
      .close:hover { background: #22344a; }
      button:focus-visible { outline-color: #8fbcec; }
    }
    @media print { :host { display: none; } }`;

  function sign(path) {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg'), p = document.createElementNS(ns, 'path');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    p.setAttribute('d', path);
    svg.append(p);
    return svg;
  }

  function button(name, label, path) {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = name;
    b.setAttribute('aria-label', label);
    b.title = label;
    b.append(sign(path));
    return b;
  }

  const host = document.createElement('div');
  host.id = 'dondoc-nhung';
  host.lang = 'vi';
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  root.adoptedStyleSheets = [sheet];

  const opener = button('open', 'Hỏi đáp về nhiệm vụ và thời hạn', 'M4 5h16v11H10l-5 4v-4H4z');
  const panel = document.createElement('div'), closer = button('close', 'Đóng hỏi đáp', 'M6 6l12 12M18 6L6 18');
  panel.className = 'panel';
  panel.id = 'panel';
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Hỏi đáp Đôn đốc');
  opener.setAttribute('aria-haspopup', 'dialog');
  opener.setAttribute('aria-expanded', 'false');
  opener.setAttribute('aria-controls', 'panel');
  let frame = null;

  function open() {
    if (!frame) {
      frame = document.createElement('iframe');
      frame.title = 'Hỏi đáp Đôn đốc';
      frame.allow = 'clipboard-write';
      frame.src = origin + '/khung';
      panel.append(frame, closer);
    }
    panel.hidden = false;
    opener.hidden = true;
    opener.setAttribute('aria-expanded', 'true');
    frame.focus();
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    opener.hidden = false;
    opener.setAttribute('aria-expanded', 'false');
    opener.focus();
  }

  opener.addEventListener('click', open);
  closer.addEventListener('click', close);
  root.addEventListener('keydown', (e) => { if (e.key === 'Escape') close(); });
  // Keys that are pressed inside the frame are heard there only; it passes Escape on.
  addEventListener('message', (e) => {
    if (frame && e.source === frame.contentWindow && e.origin === origin && e.data === 'dondoc:dong') close();
  });

  root.append(panel, opener);
  const place = () => document.body.append(host);
  if (document.body) place(); else addEventListener('DOMContentLoaded', place);
})();
