// Turns the data of answers and passages into elements. Everything that came from people or documents enters the page
// through textContent; what it looks like is cloned from the templates that the server fills too.
const draw = (() => {
  'use strict';
  const form = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  function put(parent, name, value) {
    parent.querySelector('.' + name).textContent = value || '';
  }

  function worded(tag, words) {
    const e = document.createElement(tag);
    e.textContent = words;
    return e;
  }

  function line(pattern, l) {
    const p = pattern.cloneNode(true), mark = p.querySelector('.mark'), words = p.querySelector('.words');
    p.className = l.kind ? 'line ' + l.kind : 'line';
    if (l.kind !== 'icon') mark.removeAttribute('aria-hidden');
    if (l.mark) mark.textContent = l.mark; else mark.remove();
    words.replaceChildren(...l.spans.map((s) => s.strong ? worded('strong', s.text) : document.createTextNode(s.text)));
    return p;
  }

  function status(parent, of) {
    put(parent, 'status', of.status_label);
    parent.querySelector('.status').className = 'status ' + (of.status || '');
  }

  function citation(pattern, c) {
    const d = pattern.cloneNode(true), link = d.querySelector('.context');
    for (const name of ['document', 'section', 'quote', 'amended', 'title', 'lead']) put(d, name, c[name]);
    status(d, c);
    d.classList.toggle('same', Boolean(c.same));
    if (c.href) link.setAttribute('href', c.href); else link.remove();
    return d;
  }

  function citations(box, cited) {
    const bundle = box.querySelector('.bundle'), forms = bundle.querySelectorAll('.citation');
    const filled = cited.map((c) => citation(forms[0], c));
    forms.forEach((f) => f.remove());
    // The form holds as many citations as it takes to fold them.
    if (cited.length >= forms.length) {
      bundle.querySelector('.count').textContent = cited.length;
      bundle.append(...filled);
    } else {
      box.replaceChildren(...filled);
    }
  }

  function picture(img, p) {
    if (!p) { img.remove(); return; }
    for (const name of ['alt', 'width', 'height']) img.setAttribute(name, p[name] || '');
    img.setAttribute('src', p.href);
  }

  function file(link, f) {
    if (!f) { link.remove(); return; }
    link.setAttribute('href', f.href);
    put(link, 'file-name', f.name);
    put(link, 'size', f.size);
  }

  function answer(m) {
    const a = form('answer-form'), lines = a.querySelector('.lines'), choices = a.querySelector('.choices');
    const lineForm = lines.firstElementChild, choiceForm = choices.firstElementChild, cited = m.citations || [];
    a.classList.toggle('refused', Boolean(m.refused));
    lines.replaceChildren(...(m.lines || []).map((l) => line(lineForm, l)));
    picture(a.querySelector('.picture'), m.picture);
    file(a.querySelector('.file'), m.file);
    citations(a.querySelector('.citations'), cited);
    choices.replaceChildren(...(m.choices || []).map((c) => {
      const b = choiceForm.cloneNode(true);
      b.value = c.key;
      b.textContent = c.label;
      return b;
    }));
    if (cited.length > 0) a.querySelector('.copy').dataset.copy = m.copy || ''; else a.querySelector('.tools').remove();
    return a;
  }

  // draft is an answer that is still worked on: nothing to press or to read aloud yet.
  function draft(m) {
    const a = answer({ ...m, choices: [], picture: null, file: null });
    a.classList.add('draft');
    a.setAttribute('aria-busy', 'true');
    a.querySelector('.tools')?.remove();
    return a;
  }

  function question(said) {
    document.getElementById('latest')?.removeAttribute('id');
    const q = form('question-form');
    q.id = 'latest';
    put(q, 'said', said);
    return q;
  }

  function cell(pieces) {
    const p = document.createElement('p');
    p.className = 'cell';
    p.append(...pieces.map((s) => s.marked ? worded('mark', s.text) : document.createTextNode(s.text)));
    return p;
  }

  function block(pattern, b) {
    const d = pattern.cloneNode(true), at = d.querySelector('.at');
    d.classList.toggle('row', b.cells.length > 1);
    d.classList.toggle('cited', Boolean(b.cited));
    if (b.section) at.textContent = b.section; else at.remove();
    d.querySelector('.cells').classList.toggle('numbered', Boolean(b.numbered));
    d.querySelector('.cells').replaceChildren(...b.cells.map(cell));
    return d;
  }

  function passage(v) {
    const p = form('passage-form'), trail = p.querySelector('.trail'), paper = p.querySelector('.paper');
    const blockForm = paper.firstElementChild;
    put(p, 'title', v.title);
    put(p, 'issued', v.issued);
    put(p, 'infile', v.where);
    put(p, 'amended', v.amended);
    status(p, v);
    if (v.trail) trail.replaceChildren(...v.trail.map((t) => worded('li', t))); else trail.remove();
    if (!v.moved) p.querySelector('.moved').remove();
    paper.replaceChildren(...v.blocks.map((b) => block(blockForm, b)));
    for (const way of ['earlier', 'later']) {
      const link = p.querySelector('.' + way);
      if (v[way]) link.setAttribute('href', v[way]); else link.remove();
    }
    return p;
  }

  return { form, answer, draft, question, passage };
})();
