// Opens citations in their context over the chat. Where anything is missing, the links lead to pages of their own.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const reader = byId('reader'), body = byId('reader-body'), title = byId('reader-title');
  const patience = 30_000; // milliseconds
  let opener = null, latest = 0;

  if (!reader.showModal) return;

  function sentence(words) {
    const p = document.createElement('p');
    p.className = 'reader-note';
    p.textContent = words;
    p.setAttribute('role', 'status');
    return p;
  }

  // failure tells why nothing is shown. Trying again is offered where it may help, and has the keyboard's focus, as what
  // had it may be gone.
  function failure(address, { error, final }) {
    const note = sentence(error || 'Có lỗi khi mở văn bản. Đề nghị thử lại sau ít phút.');
    title.textContent = 'Chưa mở được văn bản';
    body.replaceChildren(note);
    if (final) return;
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'again';
    again.textContent = 'Thử lại';
    again.addEventListener('click', () => { title.focus({ preventScroll: true }); open(address); });
    note.id = 'reader-failure';
    again.setAttribute('aria-describedby', note.id);
    body.append(again);
    again.focus();
  }

  async function load(address) {
    let response;
    try {
      response = await fetch(address, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout?.(patience) });
      const data = await response.json();
      return response.ok ? data : { error: data.error, final: response.status === 404 };
    } catch {
      return { error: 'Chưa mở được: mất kết nối. Đề nghị thử lại khi có mạng.' };
    }
  }

  async function open(address) {
    const mine = ++latest;
    title.textContent = 'Đang mở văn bản…';
    body.replaceChildren();
    body.setAttribute('aria-busy', 'true');
    if (!reader.open) reader.showModal();
    const data = await load(address);
    if (mine !== latest) return; // another one was asked for meanwhile
    body.removeAttribute('aria-busy');
    if (!data.blocks) {
      failure(address, data);
      return;
    }
    title.textContent = data.document;
    body.replaceChildren(draw.passage(data));
    const place = body.querySelector('mark') || body.querySelector('.cited');
    const top = place.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
    body.scrollTop = Math.max(0, top - body.clientHeight / 4);
    body.focus({ preventScroll: true });
  }

  document.addEventListener('click', (e) => {
    const link = e.target.closest('a.context, .reader a.further');
    if (!link || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    if (link.matches('.context')) opener = link;
    open(link.getAttribute('href'));
  });

  byId('reader-close').addEventListener('click', () => reader.close());
  reader.addEventListener('click', (e) => { if (e.target === reader) reader.close(); });
  reader.addEventListener('close', () => {
    latest++;
    body.replaceChildren();
    opener?.focus({ preventScroll: true }); // browsers that do not focus a clicked link would lose the place
    opener = null;
  });
})();
