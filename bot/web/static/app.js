// The live chat: asks, shows answers as they grow, and keeps what could not be sent.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const log = byId('log'), turns = byId('turns'), composer = byId('composer'), text = byId('text');
  const progress = byId('progress'), notice = byId('notice'), welcome = byId('welcome'), resend = byId('resend');
  const token = composer.elements.token.value, address = composer.getAttribute('action');
  const framed = document.body.classList.contains('framed') && parent !== window;
  const streams = Boolean(window.ReadableStream && window.TextDecoder && 'body' in Response.prototype);
  const slow = 90_000; // milliseconds: longer than the server allows itself
  let busy = false;
  let down = !navigator.onLine, unsent = false, back = false;

  document.documentElement.classList.add('js');
  composer.noValidate = true; // an empty box is simply not sent

  const finePointer = () => matchMedia('(hover: hover) and (pointer: fine)').matches;
  const stored = (action) => { try { return action(localStorage); } catch { return null; } };

  // show brings the question to the top when the answer is longer than the screen, else shows the end.
  function show(question) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const gap = 12, box = log.getBoundingClientRect();
    const start = question.getBoundingClientRect().top - box.top + log.scrollTop - gap;
    log.scrollTo({ top: Math.min(start, log.scrollHeight - log.clientHeight), behavior: calm ? 'auto' : 'smooth' });
  }

  function setBusy(on) {
    busy = on;
    document.body.classList.toggle('busy', on);
    log.setAttribute('aria-busy', String(on));
    progress.textContent = on ? 'Đang tìm trong văn bản…' : '';
  }

  class Refusal extends Error {
    constructor(sentence, stale) { super(sentence); this.stale = stale; }
  }
  class Lost extends Refusal {} // the question did not get through, or its answer not back

  // readLines hands on drafts as they come, and returns the last line.
  async function readLines(body, onDraft) {
    const reader = body.getReader(), decoder = new TextDecoder();
    let rest = '', last = null;
    const take = (line) => {
      if (line.trim() === '') return;
      const data = JSON.parse(line);
      if (data.draft) onDraft(data.draft); else last = data;
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop();
      lines.forEach(take);
    }
    take(rest);
    if (!last) throw new Error('the stream broke off');
    return last;
  }

  async function post(fields, onDraft) {
    let response, body;
    try {
      response = await fetch(address, {
        method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout?.(slow),
        headers: { Accept: streams ? 'application/x-ndjson' : 'application/json' }, body: new URLSearchParams({ token, ...fields }),
      });
      const lines = (response.headers.get('Content-Type') || '').startsWith('application/x-ndjson');
      body = lines ? await readLines(response.body, onDraft) : await response.json();
    } catch {
      throw new Lost(navigator.onLine ? 'Chưa gửi được: không liên lạc được với máy chủ.' : 'Chưa gửi được: mất kết nối.');
    }
    if (!response.ok || body.error) throw new Refusal(body.error || 'Có lỗi, chưa gửi được.', response.status === 403);
    return { messages: body.messages || [], erased: Boolean(body.erased) };
  }

  // drafting shows the drafts of one answer below its question, each in the place of the one before.
  function drafting(question) {
    let shown = null;
    return {
      show(m) {
        const next = draw.draft(m), atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
        if (shown) shown.replaceWith(next); else question.after(next);
        if (!shown || atEnd) show(question);
        shown = next;
        progress.textContent = 'Đang soạn câu trả lời…';
      },
      end() { shown?.remove(); },
    };
  }

  async function send(fields, question) {
    if (busy) return;
    setBusy(true);
    question.querySelector('.failure')?.remove();
    question.classList.remove('failed');
    if (!question.isConnected) turns.append(question);
    show(question);
    const drafts = drafting(question);
    try {
      const { messages, erased } = await post(fields, drafts.show);
      drafts.end();
      if (erased) startAnew(messages.map(draw.answer)); else question.after(...messages.map(draw.answer));
      connected(true);
    } catch (e) {
      drafts.end();
      if (e instanceof Lost) connected(false);
      if (!(e instanceof Lost && giveBack(fields, question))) fail(question, fields, e);
    }
    setBusy(false);
    if (question.isConnected) show(question);
  }

  // startAnew leaves nothing of the conversation but what tells that it was deleted.
  function startAnew(answers) {
    turns.querySelectorAll('.turn').forEach((t) => t.remove());
    turns.append(...answers);
    if (document.activeElement === document.body) focusOn(); // the button that was pressed is gone
  }

  // giveBack puts a typed question that did not get through into the box again, unless the next one stands there already.
  function giveBack(fields, question) {
    if (!fields.text || text.value.trim() !== '') return false;
    question.remove();
    if (welcome && !turns.querySelector('.turn')) turns.append(welcome);
    text.value = fields.text;
    unsent = true;
    grow();
    showConnection();
    return true;
  }

  function fail(question, fields, refusal) {
    const note = draw.form('failure-form'), again = note.querySelector('.again');
    note.querySelector('.reason').textContent = refusal.message;
    if (refusal.stale) {
      again.textContent = 'Tải lại trang';
      again.addEventListener('click', () => {
        try { sessionStorage.setItem('draft', fields.text || ''); } catch { /* the draft is lost, the page is not */ }
        location.reload();
      });
    } else {
      again.addEventListener('click', () => { if (!busy) { focusOn(); send(fields, question); } });
    }
    question.classList.add('failed');
    question.append(note);
  }

  // On a touch screen the text box would raise the keyboard over the answer.
  function focusOn() { (finePointer() ? text : log).focus({ preventScroll: true }); }

  function ask(said) {
    welcome?.remove();
    return send({ text: said }, draw.question(said));
  }

  function grow() {
    text.style.height = 'auto';
    text.style.height = text.scrollHeight + 'px';
    composer.classList.toggle('filled', text.value.trim() !== '');
  }

  function submit(e) {
    e.preventDefault();
    const said = text.value.trim();
    if (said === '' || busy) return;
    if (!navigator.onLine && e.target !== resend) { // the button tries all the same
      unsent = true;
      connected(false);
      return;
    }
    text.value = '';
    unsent = false;
    grow();
    document.querySelector('.problem')?.remove();
    ask(said);
    text.focus();
  }
  composer.addEventListener('submit', submit);

  // Enter sends where it would have broken the line. Not on keydown: the Enter that ends a Telex or VNI composition
  // is a keydown too but breaks no line, and some phones' keyboards send no usable keydown.
  let shifted = false;
  text.addEventListener('keydown', (e) => { shifted = e.shiftKey; });
  text.addEventListener('beforeinput', (e) => {
    if (e.inputType === 'insertLineBreak' && !shifted && !e.isComposing) submit(e);
  });
  text.addEventListener('input', grow);

  turns.addEventListener('click', (e) => {
    const b = e.target.closest('button[form=choose]');
    if (!b) return;
    e.preventDefault();
    if (busy) return;
    if (b.name === 'text') {
      focusOn();
      ask(b.value);
    } else {
      send({ choice: b.value }, draw.question(b.textContent));
    }
  });

  async function toClipboard(words) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(words);
    const area = document.createElement('textarea'); // plain HTTP has no clipboard interface
    area.value = words;
    area.className = 'unseen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('copy refused');
  }

  turns.addEventListener('click', async (e) => {
    const b = e.target.closest('.copy');
    if (!b) return;
    const word = b.querySelector('.word'), before = b.dataset.word || word.textContent;
    b.dataset.word = before;
    try {
      await toClipboard(b.dataset.copy);
      word.textContent = 'Đã chép';
    } catch {
      word.textContent = 'Trình duyệt không cho chép';
    }
    b.focus();
    setTimeout(() => { word.textContent = before; }, 2500);
  });

  function connectionWords() {
    if (down) {
      const lost = navigator.onLine ? 'Không liên lạc được với máy chủ' : 'Mất kết nối';
      return lost + (unsent ? ' – câu hỏi chưa gửi được giữ lại trong ô nhập.' : '. Anh/chị vẫn đọc được nội dung trên trang.');
    }
    if (unsent) return 'Đã có kết nối trở lại. Câu hỏi chưa gửi vẫn ở trong ô nhập.';
    return back ? 'Đã có kết nối trở lại.' : '';
  }
  function showConnection() {
    unsent = unsent && text.value.trim() !== '';
    const words = connectionWords(), bar = byId('connection'), told = byId('connection-words');
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 2;
    if (told.textContent !== words) told.textContent = words;
    resend.hidden = !unsent;
    bar.classList.toggle('shown', words !== '');
    bar.classList.toggle('back', !down);
    if (atEnd) log.scrollTop = log.scrollHeight; // the bar takes its room from the conversation
  }
  function connected(on) {
    back = on && (down || back);
    down = !on;
    showConnection();
    if (back) setTimeout(() => { back = false; showConnection(); }, 6000);
  }
  addEventListener('online', () => connected(true));
  addEventListener('offline', () => connected(false));
  resend.addEventListener('click', submit);
  text.addEventListener('input', showConnection);

  notice.hidden = stored((s) => s.getItem('notice')) === 'closed';
  byId('close-notice').addEventListener('click', () => {
    notice.hidden = true;
    stored((s) => s.setItem('notice', 'closed'));
    focusOn();
  });

  document.addEventListener('click', (e) => {
    const menu = document.querySelector('.menu[open]');
    if (menu && !menu.contains(e.target)) menu.open = false;
  });
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || e.isComposing) return;
    const menu = document.querySelector('.menu[open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    } else if (framed && !byId('reader').open) {
      parent.postMessage('dondoc:dong', '*'); // says nothing but that; see nhung.js
    }
  });

  try {
    text.value ||= sessionStorage.getItem('draft') || '';
    sessionStorage.removeItem('draft');
  } catch { /* no draft then */ }
  showConnection();
  grow();
  const last = document.getElementById('latest');
  if (last) show(last);
  if (finePointer()) text.focus({ preventScroll: true });
})();
