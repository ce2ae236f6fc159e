// A name that is looked up goes into the field of agencies that was written in last.
const names = document.querySelector('[data-agency]')
let into = document.querySelector('textarea[name="lead"]')
for (const field of document.querySelectorAll('textarea[name="lead"], textarea[name="coordinating"]')) {
  field.addEventListener('focus', () => { into = field })
}
names?.addEventListener('change', () => {
  if (!names.value || !into) return
  into.value = (into.value.trim() ? into.value.trim() + '\n' : '') + names.value
  names.value = ''
})
