import type { TextEdit } from '../edit/text-edits.ts'
import type { Block, BlockTree } from '../model/blocks.ts'
import { escapeVisible } from '../model/escape.ts'
import type { SourceFile, Span } from '../model/source.ts'
import type { Gap } from '../model/task.ts'
import type { CoverPlace } from './answer-cover.ts'
import { formProblem } from './answer-form.ts'
import { scoreEdits } from './answer-scores.ts'

/** Edits of the plan that may say an answer, the likeliest first; or why only a person can write it. */
export type AnswerEdits =
  | { readonly ok: true; readonly candidates: readonly (readonly TextEdit[])[] }
  | { readonly ok: false; readonly reason: string }

/**
 * Where and how the answer to a gap goes into the document it points into. Nothing else of the document changes. Which
 * of the candidates closes the gap is for the compiler to say. `words` is one line as a person typed it, `more` are
 * further steps of the same answer.
 */
export function answerEdits(
  source: SourceFile,
  { blocks }: BlockTree,
  gap: Gap,
  words: string,
  more: readonly string[] = [],
): AnswerEdits {
  const answer = words.trim()
  if ([answer, ...more].some((line) => line.trim() === '' || /[\r\n]/.test(line) || escapeVisible(line) !== line))
    return no('An answer is one line of text without control characters.')
  const problem = formProblem(gap, answer)
  if (problem !== null) return no(problem)
  if (more.length > 0 && gap.kind !== 'no-work') return no('It takes one line.')
  switch (gap.kind) {
    case 'no-path':
      return pathEdits(source, blocks, gap, answer)
    case 'decision':
      if (gap.key.startsWith('decision:scores:')) return scoreEdits(source.text, gap.place, answer)
      return candidates([
        ...bracketEdits(source.text, gap.place, answer),
        ...bulletEdits(source, blocks, gap.place, [answer]),
      ])
    case 'no-work':
      return candidates([
        ...bulletEdits(source, blocks, gap.place, [answer, ...more]),
        ...bulletEdits(source, blocks, gap.place, [answer, ...more], `**Tasks**:${source.eol}${source.eol}- [ ] `),
        ...blankEdits(source.text, blocks, gap.place, answer),
      ])
    case 'no-check':
      return candidates([
        ...bulletEdits(source, blocks, gap.place, [answer]),
        ...bulletEdits(
          source,
          blocks,
          gap.place,
          [answer],
          `**Success Criteria**:${source.eol}${source.eol}- `,
          sectionEnd,
        ),
        ...suffixEdits(blocks, gap.place, `: ${answer}`),
      ])
    case 'section-missing':
      return sectionEdits(source, gap, answer)
    case 'order':
      return orderEdits(source.text, blocks, gap.place, answer)
    case 'uncovered':
      return no('There are several right places for it.')
  }
}

/** Names in the plan the task for what nothing covers. `source` is the document of the place. */
export function coverEdits(
  source: SourceFile,
  { blocks }: BlockTree,
  { origin, suffix, step }: CoverPlace,
): AnswerEdits {
  if (escapeVisible(step) !== step || /[\r\n]/.test(step)) return no('An answer is one line of text.')
  if (suffix !== null) return candidates(suffixEdits(blocks, origin.place, suffix))
  const box = { mark: '- [ ] ', below: sectionEnd }
  return candidates([
    ...listEndEdits(source, blocks, origin.place, step),
    ...bulletEdits(source, blocks, origin.place, [step], box.mark, box.below),
    ...bulletEdits(source, blocks, origin.place, [step], `**Tasks**:${source.eol}${source.eol}- [ ] `, box.below),
  ])
}

/** The last list of boxes below a heading goes on with one more. */
function listEndEdits(
  { text, eol }: SourceFile,
  blocks: readonly Block[],
  place: Span,
  step: string,
): readonly TextEdit[] {
  const heading = blocks.find(({ type, start, end }) => type === 'heading' && start <= place.start && place.start < end)
  if (heading === undefined) return []
  const at = blocks.indexOf(heading)
  const stop = blocks.findIndex(
    (block, index) => index > at && block.type === 'heading' && block.depth <= heading.depth,
  )
  const lists = blocks.slice(at + 1, stop < 0 ? undefined : stop).filter(({ type }) => type === 'list')
  const last = lists.findLast((list) => /^[-*+] \[[ xX~]\] /.test(text.slice(list.start, list.start + 6)))
  const item = last?.children.at(-1)
  if (item === undefined) return []
  return [insert(item.end, `${eol}${prefixOf(text, item.start)}${text[item.start]} [ ] ${withoutBullet(step)}`)]
}

/** What names nothing known, replaced by what does. */
function orderEdits(text: string, blocks: readonly Block[], place: Span, answer: string): AnswerEdits {
  const words = text.slice(place.start, place.end)
  const isHeading = chainAt(blocks, place.start).some(({ type }) => type === 'heading')
  if (isHeading || words.trim() === '' || /[\r\n]/.test(words)) return no('There are several right places for it.')
  return candidates([{ start: place.start, end: place.end, text: answer }])
}

const no = (reason: string): AnswerEdits => ({ ok: false, reason })

const candidates = (edits: readonly TextEdit[]): AnswerEdits =>
  edits.length === 0 ? no('There is no safe place for it.') : { ok: true, candidates: edits.map((edit) => [edit]) }

const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text })

/** A bare file name becomes its path in a code span; one task without a file gets one at its end. */
function pathEdits({ text }: SourceFile, blocks: readonly Block[], gap: Gap, answer: string): AnswerEdits {
  const { question, key, place, task } = gap
  // The question may show other code on its way to the name; the name is also what the gap is called after.
  const last = [...question.matchAll(/`([^`]+)`/g)].at(-1)?.[1] ?? ''
  const name = key.toLowerCase().endsWith(last.toLowerCase()) ? last : ''
  // One question may stand for several tasks: each answer is about the first of them.
  const isHeading = chainAt(blocks, place.start).some(({ type }) => type === 'heading')
  if (name === '' && task === undefined && isHeading) return no('It is about several places.')
  const path = pathOf(answer, name)
  if (path === null)
    return no('Expected a path relative to the repository, such as `src/name.ts` or the folder `src/`.')
  const found = name === '' ? null : findName(text, name, place)
  if (found !== null) {
    const ticks = text[found.start - 1] === '`' && text[found.end] === '`'
    return candidates([{ ...found, text: ticks ? path : `\`${path}\`` }])
  }
  return name === ''
    ? candidates(suffixEdits(blocks, place, ` in \`${path}\``))
    : no('The name does not stand there by itself.')
}

/** The path a person means: the whole path, or the folder of the name that was asked for. */
function pathOf(answer: string, name: string): string | null {
  const path = answer
    .replace(/^[`'"]+|[`'"]+$/g, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
  if (path === '' || /^\/|^[A-Za-z]:|`/.test(path) || path.split('/').includes('..')) return null
  const last = path.slice(path.lastIndexOf('/') + 1)
  if (name === '') return last === '' ? null : path
  const bare = name.slice(name.lastIndexOf('/') + 1)
  if (last.toLowerCase() === bare.toLowerCase()) return path
  if (last === '' || !last.includes('.')) return `${path.replace(/\/+$/, '')}/${bare}`
  return null
}

/** The name where it stands alone: not as the end of a path, not as part of a longer name. */
function findName(text: string, name: string, place: Span): Span | null {
  const end = Math.max(place.end, lineEnd(text, place.start))
  for (let at = text.indexOf(name, place.start); at !== -1 && at < end; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' '
    const after = text.slice(at + name.length, at + name.length + 2)
    if (!/[\w./\\-]/.test(before) && !/^(?:[\w/\\-]|\.\w)/.test(after)) return { start: at, end: at + name.length }
  }
  return null
}

/** The bracket on the line of the place that holds it, or that it holds, replaced by the answer; links are none. */
function bracketEdits(text: string, place: Span, answer: string): readonly TextEdit[] {
  const from = text.lastIndexOf('\n', place.start - 1) + 1
  const line = text.slice(from, lineEnd(text, place.start))
  for (const { index, 0: bracket } of line.matchAll(/(?<!\])\[(?![ xX]\])[^[\]]{1,500}\](?![([:])/g)) {
    const start = from + index
    const end = start + bracket.length
    if (start < place.end && end > place.start) return [{ start, end, text: answer }]
  }
  return []
}

/** An item that is still a blank of a template (`Create [Entity]`), replaced by the answer; its bullet and box stay. */
function blankEdits(text: string, blocks: readonly Block[], place: Span, answer: string): readonly TextEdit[] {
  const item = chainAt(blocks, place.start).findLast(({ type }) => type === 'listItem')
  const paragraph = item?.children.find(({ type }) => type === 'paragraph')
  if (item === undefined || paragraph === undefined) return []
  const line = text.slice(item.start, paragraph.end)
  const head = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[^\]]{0,3}\][ \t]+)?/.exec(line)?.[0] ?? ''
  const isBlank = /\[[^[\]\n]{1,200}\](?![([:])|XXX|TBD|TODO/.test(line.slice(head.length))
  return isBlank ? [{ start: item.start + head.length, end: paragraph.end, text: withoutBullet(answer) }] : []
}

const withoutBullet = (answer: string): string =>
  answer.trim().replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[ \][ \t]+)?/, '')

/** The answer as a bullet after the place: below a list item, or in a list of its own below a heading or paragraph. */
function bulletEdits(
  { text, eol }: SourceFile,
  blocks: readonly Block[],
  place: Span,
  answers: readonly string[],
  mark = '- ',
  placeBelow = afterIntroduction,
): readonly TextEdit[] {
  const own = mark.slice(mark.lastIndexOf('\n') + 1)
  const below = (indent: string): string =>
    answers.map((line, at) => `${at === 0 ? mark : `${eol}${indent}${own}`}${withoutBullet(line)}`).join('')
  const chain = chainAt(blocks, place.start)
  if (chain.some(({ type }) => type === 'table' || type === 'blockquote' || type === 'code' || type === 'html'))
    return []
  const item = chain.findLast(({ type }) => type === 'listItem')
  if (item !== undefined) {
    const indent = childIndent(text, item)
    return indent === null ? [] : [insert(item.end, `${eol}${indent}${below(indent)}`)]
  }
  const [block] = chain
  if (block === undefined) return []
  const at = block.type === 'heading' ? placeBelow(blocks, block) : block.end
  const next = text.slice(at, lineEnd(text, lineEnd(text, at) + 1))
  // A line that follows at once would be taken for a part of the bullet.
  const gap = /^[^\S\n]*\r?\n[^\S\n]*\S/.test(next) ? eol : ''
  return [insert(at, `${eol}${eol}${below('')}${gap}`)]
}

/** The indent of a new child of an item: that of its list where it has one, else where its text begins. */
function childIndent(text: string, item: Block): string | null {
  const sublist = item.children.findLast(({ type }) => type === 'list')
  const first = sublist?.children[0]
  const own = prefixOf(text, first?.start ?? item.start)
  if (/\S/.test(own)) return null
  if (first !== undefined) return own
  const marker = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(text.slice(item.start, item.start + 20))?.[0] ?? '- '
  return own + ' '.repeat(Math.min(marker.length, 5))
}

/** After a heading and the paragraphs that belong to it; a paragraph before a list introduces that list. */
function afterIntroduction(blocks: readonly Block[], heading: Block): number {
  let last = heading
  for (let at = blocks.indexOf(heading) + 1; blocks[at]?.type === 'paragraph' && blocks[at + 1]?.type !== 'list'; at++)
    last = blocks[at]!
  return last.end
}

/** After everything below a heading, up to the next one. */
function sectionEnd(blocks: readonly Block[], heading: Block): number {
  let at = blocks.indexOf(heading)
  while (blocks[at + 1] !== undefined && blocks[at + 1]!.type !== 'heading') at++
  return blocks[at]!.end
}

function suffixEdits(blocks: readonly Block[], place: Span, suffix: string): readonly TextEdit[] {
  const paragraph = chainAt(blocks, place.start).findLast(({ type }) => type === 'paragraph' || type === 'listItem')
  const own = paragraph?.type === 'listItem' ? paragraph.children.find(({ type }) => type === 'paragraph') : paragraph
  return own === undefined ? [] : [insert(own.end, suffix)]
}

/** The section that the form of the answer names, at the end of the document. */
function sectionEdits({ text, eol }: SourceFile, gap: Gap, answer: string): AnswerEdits {
  const heading = /#{1,6} [^"`'\n]{1,200}/.exec(gap.answer)?.[0].trim()
  if (heading === undefined) return no('Its heading is not known.')
  const before = text === '' || /\n\r?\n$/.test(text) ? '' : text.endsWith('\n') ? eol : eol + eol
  const body = /^(?:none|n\/a)\.?$/i.test(answer) ? answer : `- ${answer.replace(/^[-*+][ \t]+/, '')}`
  return candidates([insert(text.length, `${before}${heading}${eol}${eol}${body}${eol}`)])
}

/** The blocks around an offset, outermost first. */
function chainAt(blocks: readonly Block[], offset: number): readonly Block[] {
  const chain: Block[] = []
  for (let level = blocks; ;) {
    const inner = level.find(({ start, end }) => start <= offset && offset < end)
    if (inner === undefined) return chain
    chain.push(inner)
    level = inner.children
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

const prefixOf = (text: string, at: number): string => text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
