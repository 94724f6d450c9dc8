import type { Gap } from '../model/task.ts'
import { comparisonsIn, type Cell } from '../parse/documents/comparison.ts'
import { decision, settledByPlan } from './gaps.ts'
import { slug } from './keys.ts'
import { clarification } from './placeholders.ts'
import type { ParsedDocument } from './types.ts'

const MARK = 'NEEDS CLARIFICATION'

/** Ranges of fenced blocks, as offsets of their first and after their last character. */
function fences(text: string): [number, number][] {
  const found: [number, number][] = []
  let open: { mark: string; at: number } | null = null
  let at = 0
  for (const line of text.split('\n')) {
    const mark = /^[ \t]{0,12}(`{3,}|~{3,})/.exec(line)?.[1]
    if (open === null && mark !== undefined) open = { mark, at }
    else if (open !== null && mark !== undefined && mark.startsWith(open.mark)) {
      found.push([open.at, at + line.length])
      open = null
    }
    at += line.length + 1
  }
  return open === null ? found : [...found, [open.at, text.length]]
}

// What the templates tell their reader to do about such marks asks nothing itself.
const ABOUT =
  /\b(?:for each|if|any|all|remaining|unresolved|with|scan for|as|max(?:imum)?(?: of)? \d+) \[?`?NEEDS CLARIFICATION\b(?!:)|NEEDS CLARIFICATION: specific question/iu

/** Every `NEEDS CLARIFICATION` mark of the documents, outside of fences and comments, as a question. */
function decisionsIn(document: ParsedDocument): Gap[] {
  const { text, path } = document.source
  const gaps: Gap[] = []
  if (!text.includes(MARK)) return gaps
  const code = fences(text)
  let fence = 0
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
    while (fence < code.length && code[fence]![1] <= at) fence += 1
    if (fence < code.length && code[fence]![0] <= at) continue
    const start = text.lastIndexOf('\n', at) + 1
    const end = text.indexOf('\n', at)
    const line = text.slice(start, end < 0 ? text.length : end)
    // A template's own sample ("... or NEEDS CLARIFICATION") asks nothing.
    if (ABOUT.test(line)) continue
    if (
      /\bor NEEDS CLARIFICATION|^[ \t]*(?:<!--|```)|`[^`]*NEEDS CLARIFICATION[^`]*`/.test(line) ||
      /\bno (?:remaining )?(?:\[?NEEDS CLARIFICATION|unresolved)/i.test(line) ||
      (/^[ \t]*[-*+] \[[ xX]\]/.test(line) && !text.startsWith(':', at + MARK.length))
    )
      continue
    const question = clarification(line.slice(Math.max(0, at - start - 1)))
    const asked =
      question === null || question === ''
        ? line
            .replace(/^[\s\-*+#\d.>]+/, '')
            .replace(/\[?NEEDS CLARIFICATION.*$/, '')
            .replaceAll('**', '')
            .trim()
        : question
    if (asked !== '') gaps.push(decision(asked, { file: path, start: at, end: at + MARK.length }))
  }
  return gaps
}

const isWord =
  (scores: readonly (number | null)[]) =>
  ({ text }: Cell, at: number): boolean =>
    scores[at] === null && text !== ''

/** A question for each strategy of a comparison that lacks a score. */
function missingScores({ role, source }: ParsedDocument): Gap[] {
  if (role !== 'strategy' || !source.text.includes('|')) return []
  return comparisonsIn(source.text).flatMap(({ criteria, rows }) =>
    rows
      // Where words stand for scores, there is nothing to add up.
      .filter(({ sum, name, scores, cells }) => sum === null && name !== '' && !cells.some(isWord(scores)))
      .map(({ name, scores, row }): Gap => {
        const open = criteria.filter((_, at) => scores[at] === null).map((criterion) => criterion.name)
        return {
          kind: 'decision',
          key: `decision:scores:${slug(name)}`,
          blocking: false,
          place: { file: source.path, ...row },
          question: `Which scores, from 1 (low) to 5 (high), does "${name.slice(0, 80)}" get for ${open.join(', ')}?`,
          answer: `Write ${open.length === 1 ? 'a number into its empty cell' : `numbers into its ${open.length} empty cells`}, in the order of the columns.`,
        }
      }),
  )
}

/** What a document asks; vision, goal and strategy no longer stand in the way once the plan lists work. */
export function openDecisions(document: ParsedDocument, isPlanned: boolean): readonly Gap[] {
  const gaps = [...decisionsIn(document), ...missingScores(document)]
  return isPlanned ? gaps.map((gap) => settledByPlan(gap, document.role)) : gaps
}
