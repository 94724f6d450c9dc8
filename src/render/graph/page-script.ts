/**
 * The script of the page. Words of the plan come as data and only ever become text. Plain JavaScript without libraries: it
 * runs from the file as it is.
 */
export const pageScript = `'use strict'
const $ = (id) => document.getElementById(id)
const { nodes, lines } = JSON.parse($('data').textContent)
const stage = $('stage')
const svg = stage.querySelector('svg')
const shapes = nodes.map((_, at) => $('n' + (at + 1)))
const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more)

// The picture moves inside a frame of its own.
const box = svg.viewBox.baseVal
const size = { width: box.width, height: box.height }
const world = document.createElementNS(svg.namespaceURI, 'g')
world.append(...svg.childNodes)
svg.append(world)
for (const name of ['viewBox', 'width', 'height']) svg.removeAttribute(name)
stage.classList.add('live')
let view = { x: 0, y: 0, k: 1 }
function show(next) {
  const room = stage.getBoundingClientRect()
  const k = Math.min(8, Math.max(0.02, next.k))
  // Some of the picture always stays in sight.
  const keep = (at, length, frame) => Math.min(frame - 40, Math.max(40 - length * k, at))
  view = { k, x: keep(next.x, size.width, room.width), y: keep(next.y, size.height, room.height) }
  world.setAttribute('transform', 'translate(' + view.x + ' ' + view.y + ') scale(' + k + ')')
  stage.dataset.zoom = k.toFixed(3)
}
function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const k = Math.min(8, Math.max(0.02, view.k * factor))
  show({ k, x: x - ((x - view.x) * k) / view.k, y: y - ((y - view.y) * k) / view.k })
}
function fit(least = 0) {
  const [width, height] = [stage.clientWidth, stage.clientHeight]
  const k = Math.max(least, Math.min(1.6, (width - 16) / size.width, (height - 16) / size.height))
  const at = (frame, length) => (length * k > frame ? 8 : (frame - length * k) / 2)
  show({ k, x: at(width, size.width), y: at(height, size.height) })
}
const whole = () => fit()
// What does not fit begins at the first work that is not done.
function start() {
  fit(0.9)
  const [width, height] = [stage.clientWidth, stage.clientHeight]
  if (size.width * view.k <= width && size.height * view.k <= height) return
  const at = Math.max(0, nodes.findIndex(({ state }) => state !== 'done'))
  if (!shapes[at]) return
  const shape = shapes[at].getBoundingClientRect()
  const frame = stage.getBoundingClientRect()
  const x = view.x + frame.left + width / 4 - shape.left
  const y = view.y + frame.top + height / 2 - (shape.top + shape.height / 2)
  show({ k: view.k, x: size.width * view.k > width ? Math.min(8, x) : view.x, y: size.height * view.k > height ? y : view.y })
}
$('in').onclick = () => zoom(1.3)
$('out').onclick = () => zoom(1 / 1.3)
$('fit').onclick = whole
addEventListener('resize', () => show(view))
stage.addEventListener('wheel', (event) => {
  event.preventDefault()
  const frame = stage.getBoundingClientRect()
  const step = event.deltaY * (event.deltaMode === 1 ? 16 : 1)
  zoom(Math.exp(-Math.max(-300, Math.min(300, step)) * 0.002), event.clientX - frame.left, event.clientY - frame.top)
}, { passive: false })

// One finger or the mouse moves, two fingers zoom.
const fingers = new Map()
let moved = 0
const spread = () => {
  const [a, b] = [...fingers.values()]
  return b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, d: Math.hypot(a.x - b.x, a.y - b.y) } : { x: a.x, y: a.y, d: 0 }
}
stage.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return
  if (fingers.size === 0) moved = 0
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
})
addEventListener('pointermove', (event) => {
  if (!fingers.has(event.pointerId)) return
  const before = spread()
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  const now = spread()
  moved += Math.hypot(now.x - before.x, now.y - before.y) + Math.abs(now.d - before.d)
  if (moved < 5) return
  stage.classList.add('moving')
  show({ ...view, x: view.x + now.x - before.x, y: view.y + now.y - before.y })
  const frame = stage.getBoundingClientRect()
  if (before.d > 0 && now.d > 0) zoom(now.d / before.d, now.x - frame.left, now.y - frame.top)
})
for (const name of ['pointerup', 'pointercancel']) addEventListener(name, (event) => {
  fingers.delete(event.pointerId)
  if (fingers.size === 0) stage.classList.remove('moving')
})

// Graphviz numbers lines as they were given.
const edges = [...svg.querySelectorAll('.edge')]
const ends = edges.map((edge) => lines[Number(edge.id.slice(4)) - 1] ?? [])

// What is chosen, and what waits for it.
let chosen = -1
const waited = nodes.map(() => [])
nodes.forEach((node, at) => node.waits.forEach((other) => waited[other].push(at)))
const rows = nodes.map((node, at) => {
  const row = document.createElement('li')
  const button = make('button', mark(node) + node.text, { type: 'button', dir: 'auto', onclick: () => choose(at, true) })
  row.append(button)
  $('list').append(row)
  return { row, button }
})
function mark({ state }) {
  return state === 'done' ? '✓ ' : state === 'started' ? '~ ' : ''
}
function center(at) {
  const shape = shapes[at].getBoundingClientRect()
  const frame = stage.getBoundingClientRect()
  const inside = shape.left > frame.left && shape.right < frame.right && shape.top > frame.top && shape.bottom < frame.bottom
  if (inside && view.k > 0.5) return
  if (view.k < 0.6) zoom(0.9 / view.k)
  const now = shapes[at].getBoundingClientRect()
  const x = frame.left + frame.width / 2 - (now.left + now.width / 2)
  const y = frame.top + frame.height / 2 - (now.top + now.height / 2)
  show({ ...view, x: view.x + x, y: view.y + y })
}
function links(title, list) {
  if (list.length === 0) return []
  const items = document.createElement('ul')
  for (const at of list.slice(0, 100)) {
    const item = document.createElement('li')
    item.append(make('button', mark(nodes[at]) + nodes[at].text, { type: 'button', dir: 'auto', onclick: () => choose(at, true) }))
    items.append(item)
  }
  if (list.length > 100) items.append(make('li', 'and ' + (list.length - 100) + ' more'))
  return [make('h3', title), items]
}
function choose(at, move) {
  edges.forEach((edge, number) => edge.classList.toggle('near', at >= 0 && ends[number].includes(at)))
  if (chosen >= 0) {
    shapes[chosen].classList.remove('here')
    rows[chosen].button.removeAttribute('aria-current')
  }
  for (const shape of shapes) shape.setAttribute('tabindex', '-1')
  chosen = at
  const details = $('details')
  if (at < 0) {
    shapes[0]?.setAttribute('tabindex', '0')
    return details.replaceChildren()
  }
  const node = nodes[at]
  shapes[at].classList.add('here')
  shapes[at].setAttribute('tabindex', '0')
  rows[at].button.setAttribute('aria-current', 'true')
  const facts = document.createElement('dl')
  for (const [name, value] of node.critical ? [...node.facts, ['Critical', 'on the longest chain']] : node.facts)
    facts.append(make('dt', name), make('dd', value, { dir: 'auto' }))
  const body = node.body.length > 0 ? [make('pre', node.body.join('\\n'), { dir: 'auto' })] : []
  details.replaceChildren(make('h2', node.text, { dir: 'auto' }), facts, ...body,
    ...links('Waits for', node.waits), ...links('Waited for by', waited[at]))
  details.scrollIntoView({ block: 'nearest' })
  if (move) center(at)
}
shapes.forEach((shape, at) => {
  shape.setAttribute('role', 'button')
  shape.setAttribute('tabindex', at === 0 ? '0' : '-1')
  shape.setAttribute('aria-label', nodes[at].text + ', ' + nodes[at].state)
  shape.addEventListener('click', () => moved < 5 && choose(at, false))
})
$('stage').addEventListener('click', (event) => {
  if (moved < 5 && !event.target.closest('.node')) choose(-1, false)
})

// Filters: what does not fit fades, its lines with it.
function filter() {
  const words = $('text').value.toLowerCase().split(/\\s+/).filter(Boolean)
  const [phase, state] = [$('phase').value, $('state').value]
  const fits = nodes.map((node) => (phase === '' || node.phase === phase) &&
    (state === '' || (state === 'critical' ? node.critical : node.state === state)) && words.every((word) => node.search.includes(word)))
  fits.forEach((is, at) => {
    shapes[at].classList.toggle('off', !is)
    rows[at].row.hidden = !is
  })
  const all = fits.every(Boolean)
  edges.forEach((edge, number) => {
    edge.classList.toggle('off', !all && !ends[number].every((at) => at >= nodes.length || fits[at]))
  })
  const count = fits.filter(Boolean).length
  $('count').textContent = all ? '' : count + ' of ' + nodes.length
}
for (const id of ['text', 'phase', 'state']) $(id).addEventListener('input', filter)
$('filters').addEventListener('reset', () => setTimeout(filter))
$('filters').addEventListener('submit', (event) => {
  event.preventDefault()
  const first = rows.findIndex(({ row }) => !row.hidden)
  if (first >= 0) choose(first, true)
})

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest('input,select')) return event.key === 'Escape' ? event.target.blur() : undefined
  const node = event.target.closest('.node')
  const at = node ? shapes.indexOf(node) : -1
  const go = (to) => {
    if (to === undefined || !shapes[to]) return
    choose(to, true)
    shapes[to].focus({ preventScroll: true })
  }
  const steps = at < 0
    ? { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }
    : { ArrowLeft: nodes[at].waits[0], ArrowRight: waited[at][0], ArrowUp: at - 1, ArrowDown: at + 1 }
  const keys = { '+': () => zoom(1.3), '=': () => zoom(1.3), '-': () => zoom(1 / 1.3), 0: whole, '/': () => $('text').focus(), Escape: () => choose(-1, false) }
  if (at >= 0 && (event.key === 'Enter' || event.key === ' ')) choose(at, false)
  else if (event.key in steps && (at >= 0 || event.target === stage)) at < 0
    ? show({ ...view, x: view.x + steps[event.key][0], y: view.y + steps[event.key][1] })
    : go(steps[event.key])
  else if (keys[event.key]) keys[event.key]()
  else return
  event.preventDefault()
})

// Browsers keep what was typed across a reload.
filter()
start()
function fromAddress() {
  let name = ''
  try { name = decodeURIComponent(location.hash.slice(1)) } catch {}
  const named = nodes.findIndex(({ id }) => id === name)
  if (named >= 0) choose(named, true)
}
addEventListener('hashchange', fromAddress)
fromAddress()
`
