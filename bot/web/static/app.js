// The live chat. Everything that came from people or documents enters the page through textContent.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const log = byId('log'), turns = byId('turns'), composer = byId('composer'), text = byId('text');
  const progress = byId('progress'), offline = byId('offline'), notice = byId('notice');
  const token = composer.elements.token.value;
  const slow = 90_000; // milliseconds: longer than the server allows itself
  let busy = false;

  document.documentElement.classList.add('js');
  composer.noValidate = true; // an empty box is simply not sent

  const fromForm = (id) => byId(id).content.firstElementChild.cloneNode(true);
  const finePointer = () => matchMedia('(hover: hover) and (pointer: fine)').matches;
  const stored = (action) => { try { return action(localStorage); } catch { return null; } };

  function fillLine(form, line) {
    const p = form.cloneNode(true), mark = p.querySelector('.mark'), words = p.querySelector('.words');
    p.className = line.kind ? 'line ' + line.kind : 'line';
    if (line.kind !== 'icon') mark.removeAttribute('aria-hidden');
    if (line.mark) mark.textContent = line.mark; else mark.remove();
    words.replaceChildren(...line.spans.map((s) => {
      if (!s.strong) return document.createTextNode(s.text);
      const strong = document.createElement('strong');
      strong.textContent = s.text;
      return strong;
    }));
    return p;
  }

  function fillCitation(form, c) {
    const d = form.cloneNode(true);
    const put = (name, value) => { d.querySelector('.' + name).textContent = value || ''; };
    put('document', c.document);
    put('section', c.section);
    put('quote', c.quote);
    put('title', c.title);
    put('status', c.status_label);
    put('lead', c.lead);
    d.classList.toggle('same', Boolean(c.same));
    d.querySelector('.status').className = 'status ' + (c.status || '');
    return d;
  }

  function answerOf(m) {
    const a = fromForm('answer-form');
    const lines = a.querySelector('.lines'), citations = a.querySelector('.citations'), choices = a.querySelector('.choices');
    const lineForm = lines.firstElementChild, choiceForm = choices.firstElementChild;
    const bundle = citations.querySelector('.bundle'), citationForm = bundle.querySelector('.citation');
    const cited = m.citations || [], formed = bundle.querySelectorAll('.citation').length;
    a.classList.toggle('refused', Boolean(m.refused));
    lines.replaceChildren(...(m.lines || []).map((l) => fillLine(lineForm, l)));
    bundle.querySelectorAll('.citation').forEach((c) => c.remove());
    const filled = cited.map((c) => fillCitation(citationForm, c));
    // The form holds as many citations as it takes to fold them.
    if (cited.length >= formed) {
      bundle.querySelector('.count').textContent = cited.length;
      bundle.append(...filled);
    } else {
      citations.replaceChildren(...filled);
    }
    choices.replaceChildren(...(m.choices || []).map((c) => {
      const b = choiceForm.cloneNode(true);
      b.value = c.key;
      b.textContent = c.label;
      return b;
    }));
    if (cited.length > 0) a.querySelector('.copy').dataset.copy = m.copy || ''; else a.querySelector('.tools').remove();
    return a;
  }

  function questionOf(said) {
    document.getElementById('latest')?.removeAttribute('id');
    const q = fromForm('question-form');
    q.id = 'latest';
    q.querySelector('.said').textContent = said;
    return q;
  }

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
    progress.textContent = on ? 'Đang tìm…' : '';
  }

  class Refusal extends Error {
    constructor(sentence, stale) { super(sentence); this.stale = stale; }
  }

  async function post(fields) {
    let response, body;
    try {
      response = await fetch('/chat', {
        method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout?.(slow),
        headers: { Accept: 'application/json' }, body: new URLSearchParams({ token, ...fields }),
      });
      body = await response.json();
    } catch {
      throw new Refusal(navigator.onLine ? 'Chưa gửi được: không liên lạc được với máy chủ.' : 'Chưa gửi được: máy đang không có mạng.');
    }
    if (!response.ok) throw new Refusal(body.error || 'Có lỗi, chưa gửi được.', response.status === 403);
    return body.messages || [];
  }

  async function send(fields, question) {
    if (busy) return false;
    setBusy(true);
    question.querySelector('.failure')?.remove();
    question.classList.remove('failed');
    if (!question.isConnected) turns.append(question);
    show(question);
    try {
      const messages = await post(fields);
      question.after(...messages.map(answerOf));
    } catch (e) {
      fail(question, fields, e);
    }
    setBusy(false);
    show(question);
    return true;
  }

  function fail(question, fields, refusal) {
    const note = fromForm('failure-form'), again = note.querySelector('.again');
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
    byId('welcome')?.remove();
    return send({ text: said }, questionOf(said));
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
    text.value = '';
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
      send({ choice: b.value }, questionOf(b.textContent));
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

  function showConnection() {
    offline.textContent = navigator.onLine ? '' : 'Không có mạng. Câu hỏi đang nhập vẫn được giữ lại.';
  }
  addEventListener('online', showConnection);
  addEventListener('offline', showConnection);

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
    const menu = document.querySelector('.menu[open]');
    if (e.key !== 'Escape' || !menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
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
