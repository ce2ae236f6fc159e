// Keys of the page of doubts: each names an element of the page and presses it, so that nothing can be done by key that
// cannot be done without.
document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat || e.target.closest('input, select, textarea, summary')) return
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  for (const x of document.querySelectorAll('[data-key]')) {
    if (x.dataset.key.split(' ').includes(key)) {
      e.preventDefault()
      x.click()
      return
    }
  }
})
// A verdict counts once, however often the key is pressed.
document.querySelector('form.verdict')?.addEventListener('submit', (e) => {
  if (e.target.dataset.sent) e.preventDefault()
  e.target.dataset.sent = '1'
})
addEventListener('pageshow', () => { delete document.querySelector('form.verdict')?.dataset.sent })
