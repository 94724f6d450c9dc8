import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { JSDOM, type ShownDocument, type ShownElement } from 'jsdom'
import { instance } from '@viz-js/viz'
import { beforeAll, expect, test } from 'vitest'
import type { GanttView } from '../../../src/model/gantt.ts'
import type { GraphNode, GraphView } from '../../../src/model/graph-view.ts'
import { dotGraph } from '../../../src/render/graph/dot.ts'
import { mermaidGantt } from '../../../src/render/graph/gantt-mermaid.ts'
import { svgGantt } from '../../../src/render/graph/gantt-svg.ts'
import { htmlGraph } from '../../../src/render/graph/html.ts'
import { mermaidGraph } from '../../../src/render/graph/mermaid.ts'
import { svgGraph } from '../../../src/render/graph/svg.ts'
import { wordsOf } from '../../../src/render/graph/words.ts'
import { openMermaid, shownWords, type ReadMermaid } from './mermaid-parser.ts'

/* Words of a plan in every picture: whatever they hold, they stay words. */

const pieces = [
  '</script><script>alert(1)</script>',
  '<!--',
  '-->',
  '<img src=x onerror=alert(1)>',
  ']]>',
  '<![CDATA[',
  '&lt;b&gt;',
  '&#60;script&#62;',
  '&amp;',
  '"',
  "'",
  '`',
  '\\',
  '\\"',
  '\\N \\G \\l',
  '];',
  '"]; click n1 "javascript:alert(1)"',
  'javascript:alert(1)',
  '%%{init: {"theme":"x"}}%%',
  '%% note',
  ':::done',
  '-->|x|',
  'end',
  'subgraph a',
  'section x',
  'click t1 href "https://example.org"',
  'title t',
  '2026-01-01',
  '#35;',
  ';',
  ':',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ufeff',
  '\uffff',
  '\ud800',
  '列を書く',
  '📊👩‍👩‍👧',
  'עברית',
  'é'.normalize('NFD'),
  '{{ 7*7 }}',
  '${7*7}',
  '__proto__',
  'a',
  ' ',
  'x'.repeat(200),
]
const words = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((list) => list.join(''))
const states = fc.constantFrom('done', 'started', 'open')

const views = fc
  .record({
    title: words,
    phase: words,
    ids: fc.uniqueArray(fc.oneof(words, fc.constantFrom('T001', 'T002', '__proto__', 'node', 'edge', '·1')), {
      minLength: 1,
      maxLength: 4,
    }),
    texts: fc.array(words, { minLength: 4, maxLength: 4 }),
    states: fc.array(states, { minLength: 4, maxLength: 4 }),
    by: fc.constantFrom('task', 'phase'),
  })
  .map(({ title, phase, ids, texts, states: all, by }): GraphView => {
    const nodes = ids.map((id, at): GraphNode => ({
      id,
      text: texts[at]!,
      state: all[at]!,
      phase: by === 'task' ? 'M1' : id,
      wave: at,
      critical: true,
      parallel: false,
      minutes: 60,
      tasks: 1,
      done: 0,
      estimated: 0,
      slack: 0,
    }))
    const arrows = ids.slice(1).map((id, at) => ({ from: id, to: ids[at]!, reason: 'stated' as const }))
    const phases = by === 'task' ? [{ id: 'M1', title: phase }] : ids.map((id, at) => ({ id, title: texts[at]! }))
    return { id: '001', title, by, phases, nodes, arrows, joins: [], criticalPath: ids }
  })

const ganttOf = ({ title, nodes, phases }: GraphView): GanttView => ({
  title,
  minutes: 60 * nodes.length,
  sections: [
    {
      title: phases[0]!.title,
      bars: nodes.map(({ id, text, state, critical }, at) => ({
        id,
        text: at % 2 === 0 ? text : `${id} ${text}`,
        state,
        critical,
        start: 60 * at,
        finish: 60 * at + 60 * (at % 3),
        worker: 1,
      })),
    },
  ],
})

const dom = new JSDOM()
const SVG = new Set(['svg', 'title', 'style', 'g', 'path', 'polygon', 'polyline', 'ellipse', 'rect', 'text'])

function expectHarmless(elements: Iterable<ShownElement>, allowed: ReadonlySet<string>): void {
  for (const element of elements) {
    expect(allowed).toContain(element.localName)
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|href|^src$|^style$/i)
      if (element.localName !== 'option' && name !== 'value') expect(value).not.toMatch(/javascript/i)
    }
  }
}

function parsedSvg(text: string): ShownDocument {
  const document = new dom.window.DOMParser().parseFromString(text, 'image/svg+xml')
  expect(document.querySelector('parsererror')).toBe(null)
  expectHarmless(document.querySelectorAll('*'), SVG)
  return document
}

let read: ReadMermaid
beforeAll(async () => {
  read = await openMermaid()
}, 60_000)

const runs = { numRuns: 150 }
const long = { timeout: 120_000 }

test('Mermaid reads as many points, lines and bars as there are, with the words in them', long, async () => {
  await fc.assert(
    fc.asyncProperty(views, async (view) => {
      const flow = await read(mermaidGraph(view))
      const vertices = [...flow.getVertices!().values()]
      expect(vertices).toHaveLength(view.nodes.length)
      expect(flow.getEdges!()).toHaveLength(view.arrows.length)
      expect(vertices.every(({ link }) => link === undefined)).toBe(true)
      const gantt = ganttOf(view)
      const chart = await read(mermaidGantt(gantt))
      const [section] = gantt.sections
      expect(chart.getTasks!()).toHaveLength(section!.bars.length)
      for (const [at, { task }] of chart.getTasks!().entries()) {
        const whole = wordsOf(section!.bars[at]!.text)
        const shown = shownWords(task).trim()
        expect(shown.endsWith('…') || shown === '·' || shown === whole.replaceAll('\ufffd', '\uffff').trim()).toBe(true)
      }
      expect(shownWords(chart.getDiagramTitle()).length).toBeLessThanOrEqual(61)
    }),
    runs,
  )
})

test('Graphviz reads as many points and lines as there are', long, async () => {
  const viz = await instance()
  fc.assert(
    fc.property(views, (view) => {
      const json = viz.renderJSON(dotGraph(view)) as { objects: { name: string; id?: string }[]; edges?: object[] }
      const points = json.objects.filter(({ name }) => !name.startsWith('cluster_'))
      expect(points).toHaveLength(view.nodes.length)
      expect(new Set(points.map(({ id }) => id))).toEqual(new Set(view.nodes.map((_, at) => `n${at + 1}`)))
      expect(json.edges ?? []).toHaveLength(view.arrows.length)
    }),
    runs,
  )
})

test('pictures hold shapes and text alone', long, async () => {
  await fc.assert(
    fc.asyncProperty(views, async (view) => {
      const picture = parsedSvg((await svgGraph(view))!)
      expect([...picture.querySelectorAll('.node')]).toHaveLength(view.nodes.length)
      const edges = [...picture.querySelectorAll('.edge')].map(({ id }) => id)
      expect(edges.toSorted()).toEqual(view.arrows.map((_, at) => `edge${at + 1}`))
      const chart = parsedSvg(svgGantt(ganttOf(view)))
      expect([...chart.querySelectorAll('.bar')]).toHaveLength(view.nodes.length + 4)
    }),
    runs,
  )
})

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const PAGE = new Set([
  ...SVG,
  ...'html head meta body header h1 h3 p form input select option button output main div i aside section ul script'.split(
    ' ',
  ),
])

test('a page runs one script, whose hash its policy names, and holds the words as data', long, async () => {
  await fc.assert(
    fc.asyncProperty(views, words, async (view, note) => {
      const details = view.nodes.map(({ text }) => ({ facts: [['Files', text] as const], body: [text, note] }))
      const html = (await htmlGraph(view, details, { summary: note, note }))!
      const { document } = new JSDOM(html).window
      expectHarmless(document.querySelectorAll('*'), PAGE)
      const scripts = [...document.querySelectorAll('script')]
      expect(scripts.map(({ type }) => type)).toEqual(['application/json', ''])
      const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!
      expect(policy).toContain(`script-src ${hashed(scripts[1]!.textContent)};`)
      expect(policy).toContain(`style-src ${hashed(document.querySelector('head style')!.textContent)};`)
      expect(policy).toContain("default-src 'none'")
      const { nodes } = JSON.parse(scripts[0]!.textContent) as { nodes: { id: string; text: string }[] }
      expect(nodes.map(({ id }) => id)).toEqual(view.nodes.map(({ id }) => id))
      expect([...document.querySelectorAll('#stage .node')]).toHaveLength(view.nodes.length)
    }),
    { numRuns: 100 },
  )
})
