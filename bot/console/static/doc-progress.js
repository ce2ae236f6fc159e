// The bar of progress between the reloads that the page does by itself.
const box = document.getElementById('tien-do')
const bar = document.getElementById('thanh')
const step = document.getElementById('buoc')
async function look() {
  const answer = await fetch(box.dataset.status, { cache: 'no-store' })
  if (!answer.ok) return
  const now = await answer.json()
  if (now.over) {
    location.reload()
    return
  }
  if (now.total > 0) {
    bar.max = now.total
    bar.value = now.done
  }
  if (now.stage) step.textContent = now.stage + (now.total > 1 ? `: ${now.done}/${now.total}` : '')
  setTimeout(look, 400)
}
setTimeout(look, 400)
