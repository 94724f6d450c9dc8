import { bulleted, labelled } from './body.ts'
import { bareCarried } from './carried.ts'
import type { ExchangeFile, ForeignPlan, ForeignTask } from './imported.ts'
import { oneLine } from './print-list.ts'
import type { ExchangePhase } from './plan.ts'

const LABEL =
  /^\s*(?:[-*+]\s+)?(?:\*\*|__)?(SINGLE FOCUS|EXECUTION PLAN|SUCCESS CRITERIA|NO PLACEHOLDERS|INCREMENTAL PROGRESS)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.*)$/

interface Block {
  /** Line of its focus, from 1. */
  readonly line: number
  readonly heading: string
  readonly fields: Map<string, string[]>
}

/** The plans of a log of Genesis: each begins with its single focus. Forms to be filled in are none. */
export function genesisBlocks(text: string): readonly Block[] {
  const blocks: Block[] = []
  let heading = ''
  let current: string[] | null = null
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const head = /^#{1,6}[ \t]+(\S.*)$/.exec(line)?.[1]
    const [, name, words = ''] = LABEL.exec(line) ?? []
    const open = blocks.at(-1)
    if (name === 'SINGLE FOCUS') {
      current = [words]
      blocks.push({ line: index + 1, heading, fields: new Map([[name, current]]) })
    } else if (name !== undefined && open !== undefined && current !== null && !open.fields.has(name)) {
      current = [words]
      open.fields.set(name, current)
    } else if (head !== undefined || /^ {0,3}(?:`{3}|~{3})/.test(line)) {
      if (head !== undefined) heading = head
      current = null
    } else if (current !== null && line.trim() !== '') current.push(line.trim())
  })
  return blocks.filter(({ fields }) => !/^\[.*\]$/.test(focusOf(fields)) && focusOf(fields) !== '')
}

const focusOf = (fields: Block['fields']): string => oneLine((fields.get('SINGLE FOCUS') ?? []).join(' '))

const titleOf = ({ heading, fields }: Block): string =>
  oneLine(heading.replace(/^(?:Example|Iteration|Plan)\s+\d+(?:\/\d+)?\s*[:.–—-]\s*/i, '').replace(/[*_`#]+/g, '')) ||
  focusOf(fields)

/** Reads a log of Genesis: each single focus is a milestone with one task. */
export function readGenesis({ path, text }: ExchangeFile, name: string): ForeignPlan {
  const blocks = genesisBlocks(text)
  const said = (block: Block, field: string): string => (block.fields.get(field) ?? []).join('\n')
  return {
    title: name,
    phases: blocks.map((block, at): ExchangePhase => ({
      ...bareCarried,
      id: `M${at + 1}`,
      title: titleOf(block),
      goal: oneLine(said(block, 'INCREMENTAL PROGRESS')),
      notes: criteria(said(block, 'SUCCESS CRITERIA')),
    })),
    tasks: blocks.map((block, at): ForeignTask => ({
      source: `${path}:${block.line}`,
      foreignId: '',
      key: '',
      id: '',
      text: focusOf(block.fields),
      state: 'open',
      phase: `M${at + 1}`,
      estimate: '',
      files: [],
      dependsOn: [],
      body: [
        ...labelled('Execution plan', said(block, 'EXECUTION PLAN')),
        ...bulleted('No placeholders', said(block, 'NO PLACEHOLDERS') === '' ? [] : [said(block, 'NO PLACEHOLDERS')]),
      ],
    })),
    appendix: [{ source: path, text }],
    warnings: [],
  }
}

function criteria(words: string): readonly string[] {
  const lines = words.split('\n').map((line) => line.replace(/^\s*[-*+]\s+/, '').trim())
  const said = lines.filter((line) => line !== '')
  return said.length === 0 ? [] : ['**Success Criteria**:', '', ...said.map((line) => `- ${line}`)]
}
