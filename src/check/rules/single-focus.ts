import { findPaths } from '../../parse/text/paths.ts'
import { maskCode } from '../../parse/text/inline.ts'
import type { Unit } from '../facts/units.ts'
import { rule } from '../rule.ts'

// What joins two orders; in each language with the same word at the head of both.
const JOINT = /(?:,?;?\s+(?:and|then|und|dann|et|puis|y|luego|poi|depois|и|затем|ve|sonra|e)\s+|[;；]\s+|[.!]\s+)/giu
const MAKES = /^(?:create|write|implement|build|develop|add|introduce|scaffold|generate|design)$/i
const CHANGES = /^(?:create|write|implement|build|develop|add|introduce|refactor|fix|design|migrate|rewrite|port)$/i
const SHIPS = /^(?:deploy|release|publish|ship|launch|announce)$/i
// What belongs to the thing that is made beside it, or makes it reachable.
const COMPANION =
  /test|spec|stor(?:y|ies)\b|mock|fixture|(?:^|\/)(?:index|mod|main|lib|__init__|types?)\.|\.d\.|\.(?:md|css|scss|json|ya?ml|toml|snap|h)$|config|readme|changelog/i
const ABOUT_SHIPPING =
  /deploy|releas|publish|ship|launch|announc|pipeline|workflow|docker|image|contract|script|\bci\b/i
const SAME_THING = /^(?:it|them|this|that|these|those|everything|all|the (?:result|change|changes|fix|output))\b/i

interface Clause {
  readonly start: number
  readonly end: number
  readonly verb: string
}

/** The parts of a text that may be orders of their own: between joints outside of parentheses. */
function clausesOf(text: string): readonly Clause[] {
  const masked = maskCode(text, '\u0001')
  const open = depths(masked)
  const clauses: Clause[] = []
  let start = 0
  const close = (end: number): void => {
    const verb = /^[\p{L}]+/u.exec(masked.slice(start, Math.min(end, start + 30)))?.[0] ?? ''
    if (end > start) clauses.push({ start, end, verb })
  }
  for (const { index, 0: joint } of masked.matchAll(JOINT)) {
    if (open(index) || index < start) continue
    const next = index + joint.length
    const then = /^(?:then|afterwards|finally),?\s+/i.exec(masked.slice(next, next + 16))?.[0].length ?? 0
    close(index)
    start = next + then
  }
  close(text.trimEnd().length)
  return clauses
}

/** Answers, for rising offsets, whether parentheses are open there. */
function depths(text: string): (offset: number) => boolean {
  let at = 0
  let depth = 0
  return (offset) => {
    for (; at < offset; at++) {
      const char = text[at]!
      if (char === '(' || char === '（' || char === '[') depth++
      else if ((char === ')' || char === '）' || char === ']') && depth > 0) depth--
    }
    return depth > 0
  }
}

const stem = (path: string): string => path.replace(/^.*\//, '').replace(/\..*$/, '').toLowerCase()

/** The one file that a clause makes; '' where it names none or several, or one that only goes with another. */
function fileOf(words: string): string {
  const written = findPaths(words).paths.filter(({ kind, role }) => kind === 'file' && role === 'write')
  return written.length === 1 && !COMPANION.test(written[0]!.path) && !/\btests?\b/i.test(words) ? written[0]!.path : ''
}

/** Two files made one after the other, each by an order of its own. */
function makesTwo(text: string, first: Clause, second: Clause): boolean {
  const same = first.verb.length > 1 && first.verb.toLowerCase() === second.verb.toLowerCase()
  if (!same && !(MAKES.test(first.verb) && MAKES.test(second.verb))) return false
  const one = fileOf(text.slice(first.start, first.end))
  if (one === '') return false
  const other = fileOf(text.slice(second.start, second.end))
  return other !== '' && stem(one) !== stem(other)
}

/** Something is made, and then brought to others. */
function makesAndShips(text: string, first: Clause, second: Clause): boolean {
  if (!CHANGES.test(first.verb) || !SHIPS.test(second.verb)) return false
  const made = text.slice(first.start, first.end)
  const shipped = text.slice(second.start + second.verb.length, second.end).trim()
  return made.includes(' ') && /\p{L}/u.test(shipped) && !SAME_THING.test(shipped) && !ABOUT_SHIPPING.test(made)
}

const ORDER =
  /[\s;；.!](?:create|write|implement|build|develop|add|introduce|scaffold|generate|design|deploy|release|publish|ship|launch|announce)\s/i

/** Most texts have no second order: none of the known ones, and not the first word again. */
function mayJoin(text: string): boolean {
  const blank = text.indexOf(' ')
  if (blank < 1) return false
  const first = text.slice(0, blank).toLowerCase()
  return text.toLowerCase().includes(` ${first} `, blank) || ORDER.test(text)
}

function second(text: string): readonly [Clause, Clause] | null {
  if (!mayJoin(text)) return null
  const clauses = clausesOf(text)
  for (let at = 1; at < clauses.length; at++) {
    const pair = [clauses[at - 1]!, clauses[at]!] as const
    if (makesTwo(text, ...pair) || makesAndShips(text, ...pair)) return pair
  }
  return null
}

const LONGEST = 2_000
const SHOWN = 60
const short = (text: string): string =>
  text.length > SHOWN ? `${text.slice(0, text.lastIndexOf(' ', SHOWN) + 1 || SHOWN).trimEnd()}…` : text

/** Where the words of a clause stand in the document. */
function placeOf(source: string, { textSpan }: Unit, words: string): { readonly start: number; readonly end: number } {
  const at = source.slice(textSpan.start, textSpan.end).indexOf(words)
  return at < 0 ? textSpan : { start: textSpan.start + at, end: textSpan.start + at + words.length }
}

/** Two outcomes in one task. */
export default rule({
  id: 'single-focus',
  group: 'content',
  severity: 'warning',
  recommended: true,
  checks: 'A task has one outcome.',
  why: 'A task with two outcomes is half done for most of its life: it cannot be ticked, run in parallel or given to somebody. The rule speaks up where it is certain: two files that are each made by an order of its own, or something that is made and then deployed. A thing and its tests, and several changes to one file, are one outcome.',
  fires: [
    {
      shows: 'two files, each made by an order of its own',
      files: '- [ ] T004 Create `src/store.ts` and create `src/export.ts`\n',
      finds: ['create `src/export.ts`'],
    },
    {
      shows: 'something made and then deployed',
      files: '- [ ] 2.1 Implement the export service. Then deploy the API to staging\n',
      finds: ['deploy the API to staging'],
    },
    {
      shows: 'two files in another language',
      files: '- [ ] 1. Erstelle `src/lager.ts` und erstelle `src/ausgabe.ts`\n  - _Requirements: 1.1_\n',
      finds: ['erstelle `src/ausgabe.ts`'],
    },
    {
      shows: 'two outcomes in a step of a plan',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n1. Implement `src/csv.ts`; write `src/zip.ts`\n2. Export the orders\n',
      },
      finds: ['write `src/zip.ts`'],
    },
  ],
  silent: [
    {
      shows: 'a file and its tests',
      files: '- [ ] T004 [US1] Create `src/store.ts` and write its tests in `tests/store.test.ts`\n',
    },
    {
      shows: 'several changes to one file',
      files: '- [ ] 2.1 Add `open` and add `close` to `src/store.ts`, then document both\n',
    },
    {
      shows: 'a file and the place where it is registered',
      files:
        '- [ ] T005 Create `src/store.ts` and add it to `src/index.ts`\n- [ ] T006 Create `src/a.ts` and style it in `src/a.css`\n',
    },
    {
      shows: 'how something is deployed',
      files: '- [ ] 3. Write the deploy script and publish the image\n- [ ] 4. Build the package and publish it\n',
    },
    { shows: 'what is done already', files: '- [x] T004 Create `src/store.ts` and create `src/export.ts`\n' },
  ],
  document: ({ text: source, units }, report) => {
    for (const unit of units) {
      const { text, state } = unit
      if (state === 'done' || state === 'dropped' || text.length > LONGEST) continue
      const found = second(text)
      if (found === null) continue
      const [one, other] = found.map(({ start, end }) => text.slice(start, end).replace(/[\s.;]+$/, '')) as [
        string,
        string,
      ]
      report({
        ...placeOf(source, unit, other),
        message: `This task has two outcomes. Split it: "${short(one)}" and "${short(other)}".`,
      })
    }
  },
})
