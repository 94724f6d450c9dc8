import { hash } from 'node:crypto'
import { escapeVisible } from '../../model/escape.ts'
import type { NodeDetails } from '../../model/graph-details.ts'
import { labelOf, type GraphView } from '../../model/graph-view.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { pictureOf } from './picture.ts'
import { colors, graphStyle } from './style.ts'
import { drawGraph } from './svg.ts'
import { markupText, shortened, wordsOf } from './words.ts'

/** What stands around the picture. */
interface PageWords {
  /** Under the title: how much there is, how much is done. */
  readonly summary: string
  /** What the reader has to know, such as that tasks were too many; '' for nothing. */
  readonly note: string
}

/** A script element holds any text but its own end; data holds no `<` at all. */
const scriptData = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const NAMES = { task: 'Tasks', milestone: 'Milestones', phase: 'Phases' } as const

const allowed = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`

const option = (value: string, words: string): string =>
  `<option value="${markupText(value)}">${markupText(words)}</option>`

/**
 * A page of its own: picture, list, details, filters. It loads nothing, runs one script, which its policy names by its
 * hash, and shows the picture without it too. Null where Graphviz cannot draw the picture.
 */
export async function htmlGraph(
  view: GraphView,
  details: readonly NodeDetails[],
  words: PageWords,
): Promise<string | null> {
  const drawing = await drawGraph(view)
  if (drawing === null) return null
  const style = `${colors}${graphStyle}${pageStyle}`
  const policy = `default-src 'none'; style-src ${allowed(style)}; script-src ${allowed(pageScript)}; base-uri 'none'; form-action 'none'`
  const title = shortened(wordsOf(view.title), 120)
  const phases = view.by === 'task' ? view.phases : []
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${markupText(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1 dir="auto">${markupText(title)}</h1>
<p class="sum">${markupText(words.summary)}</p>
${words.note === '' ? '' : `<p class="note">${markupText(words.note)}</p>\n`}<form id="filters">
<input id="text" type="search" placeholder="Find words, ids, files" aria-label="Find words, ids, files" autocomplete="off">
<select id="phase" aria-label="Milestone"${phases.length < 2 ? ' hidden' : ''}>${option('', 'All phases')}${phases.map(({ id, title: name }) => option(id, shortened(wordsOf(name), 60))).join('')}</select>
<select id="state" aria-label="State">${option('', 'All states')}${option('open', 'Open')}${option('started', 'Started')}${option('done', 'Done')}${option('critical', 'Critical path')}</select>
<button type="reset">Clear</button>
<output id="count" aria-live="polite"></output>
</form>
</header>
<main>
<div id="stage" tabindex="0" role="group" aria-label="What waits for what">
${drawing.svg.trimEnd()}
</div>
<p class="legend"><i></i>open<i class="started"></i>started<i class="done"></i>done<i class="critical"></i>critical path</p>
<div class="zoom"><button type="button" id="out" aria-label="Zoom out" title="Zoom out (-)">−</button><button type="button" id="in" aria-label="Zoom in" title="Zoom in (+)">+</button><button type="button" id="fit" title="Show the whole (0)">Fit</button></div>
</main>
<aside aria-label="Details">
<section id="details" aria-live="polite"></section>
<h3>${NAMES[view.by]}</h3>
<ul id="list"></ul>
</aside>
<script type="application/json" id="data">${scriptData(dataOf(view, details))}</script>
<script>${pageScript}</script>
</body>
</html>
`
}

/** What the script knows: the nodes with what they wait for, and the two ends of each line. */
function dataOf(view: GraphView, details: readonly NodeDetails[]): unknown {
  const { by, nodes, arrows, joins } = view
  const index = new Map(nodes.map(({ id }, at) => [id, at]))
  const waits = nodes.map(() => new Set<number>())
  for (const { from, to } of arrows) waits[index.get(from)!]!.add(index.get(to)!)
  for (const { before, after } of joins)
    for (const from of after) for (const to of before) waits[index.get(from)!]!.add(index.get(to)!)
  return {
    nodes: nodes.map(({ id, text, state, phase, critical }, at) => {
      const words = wordsOf(labelOf(by, id, text))
      const { facts, body } = details[at]!
      const own = facts.map(([name, value]) => [name, wordsOf(value)])
      const files = facts.filter(([name]) => name === 'Files').map(([, value]) => value)
      return {
        id,
        text: words,
        state,
        phase,
        critical,
        facts: own,
        body: body.map(escapeVisible),
        waits: [...waits[at]!].toSorted((a, b) => a - b),
        search: [id, words, ...files].join(' ').toLowerCase(),
      }
    }),
    lines: pictureOf(view).lines.map(({ before, after }) => [before, after]),
  }
}
