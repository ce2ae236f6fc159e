// Files may be dropped on the form; what is chosen is listed with its size.
const drop = document.getElementById('tha')
const input = drop.querySelector('input')
const said = document.getElementById('da-chon')
function tell() {
  const files = [...input.files]
  const size = files.reduce((sum, f) => sum + f.size, 0) / 1048576
  said.textContent = files.length ? `Đã chọn ${files.length} tệp, ${size.toFixed(1).replace('.', ',')} MB: ${files.map((f) => f.name).join(', ')}` : ''
}
input.addEventListener('change', tell)
for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add('over') })
}
for (const name of ['dragleave', 'drop']) {
  drop.addEventListener(name, () => drop.classList.remove('over'))
}
drop.addEventListener('drop', (e) => {
  e.preventDefault()
  if (e.dataTransfer.files.length) {
    input.files = e.dataTransfer.files
    tell()
  }
})
