import { readDocument } from '../../parse/document.ts'
import type { BlockParser } from '../../parse/markdown.ts'
import { plain } from '../../parse/text/inline.ts'
import { literal, oneLine, paragraphLine } from '../inline.ts'
import { printDocument } from './print.ts'
import { graphemes } from './slug.ts'
import { titleOf } from './title.ts'
import { visionView, type DocumentView, type Known } from './views.ts'

/** A description is a paragraph; the words themselves stand above it, however long they are. */
const LONGEST = 600

/**
 * The view of a vision from the sentence it began with. The sentence is data: of several ways to write it down, the
 * first is taken that the reader of visions reads back as one intent with that title and description.
 */
export function visionFrom(sentence: string, known: Pick<Known, 'id' | 'date'>, parse: BlockParser): DocumentView {
  const line = sentence
    .replace(/\p{Cs}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const short = shortened(line)
  const title = titleOf(line) || known.id.replace(/^\d+-/, '')
  const onlyWords =
    title
      .replace(/[^\p{L}\p{N}\p{M} ]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim() || 'Vision'
  const ways = [
    { title: oneLine(title), input: oneLine(line), text: paragraphLine(short) },
    { title: onlyWords, input: literal(line), text: literal(paragraphLine(short)) },
    { title: onlyWords, input: literal(line), text: `“${literal(short)}”` },
  ]
  const views = ways.map(({ title: head, input, text }) =>
    visionView({ title: unmarked(head), input: unmarked(input), text: unmarked(text) }, known),
  )
  return views.find((view) => readsBack(view, plain(String(view['title'])), parse)) ?? views.at(-1)!
}

/** What the document itself asks is told by this mark; in the words of a person it is no question of the document. */
const unmarked = (text: string): string => text.replace(/NEEDS\sCLARIFICATION/g, 'needs clarification')

function shortened(line: string): string {
  if (line.length <= LONGEST) return line
  let head = ''
  for (const { segment } of graphemes(line.slice(0, LONGEST + 100))) {
    if (head.length + segment.length > LONGEST) break
    head += segment
  }
  const blank = head.lastIndexOf(' ')
  return `${blank > LONGEST / 2 ? head.slice(0, blank) : head} …`
}

function readsBack(view: DocumentView, title: string, parse: BlockParser): boolean {
  const text = printDocument('vision', view)
  const read = readDocument('vision', { path: 'vision.md', text, bom: false, eol: '\n' }, parse, null)
  const intents = read.vision?.intents ?? []
  const [first] = intents
  if (intents.length !== 1 || first === undefined || read.diagnostics.length > 0) return false
  const headings = text.split('\n').filter((line) => line.startsWith('#')).length
  const isWhole =
    first.title === title && first.priority?.level === 1 && first.scenarios.length === 1 && first.reason !== ''
  const described =
    first.description === String(view['text']) || plain(first.description) === plain(String(view['text']))
  const tasks = read.plan.children.some((child) => child.type === 'milestone' || child.type === 'extra')
  return isWhole && described && !tasks && headings === outlineSize(parse, text) && read.vision?.criteria.length === 1
}

/** How many headings the engine finds. */
function outlineSize(parse: BlockParser, text: string): number {
  return parse(text).blocks.filter(({ type }) => type === 'heading').length
}
