import fc from 'fast-check'
import type { List, ListItem, RootContent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Execution } from '../../src/model/execution.ts'
import { readTaskBlock, shownText } from '../../src/render/read-back.ts'
import { render } from '../../src/render/render.ts'
import { oneLine } from '../../src/render/inline.ts'
import { builtInTemplates } from '../../src/render/templates.ts'
import { executions } from '../support/arbitraries.ts'

const templates = builtInTemplates()
const remark = unified().use(remarkParse).use(remarkGfm).freeze()
const print = (execution: Execution, full = false) => render(execution, { full, templates, eol: '\n' })
const runs = { numRuns: 150 }

interface Reading {
  readonly nodes: readonly RootContent[]
  /** The source of a list item's first paragraph; empty where it has none. */
  readonly head: (item: ListItem) => string
}

function parsed(document: string): Reading {
  const text = document.slice(document.indexOf('\n---\n') + 5)
  const head = (item: ListItem): string => {
    const [first] = item.children
    const end = first?.position?.end.offset
    // From the start of the item: a box that Markdown knows is not part of the paragraph.
    return first?.type === 'paragraph' ? text.slice(item.position!.start.offset, end) : ''
  }
  return { nodes: remark.parse(text).children, head }
}

const TASK = /^- \[[ x~-]\] (T\d{3})\b/
const isList = (node: RootContent): node is List => node.type === 'list'

describe('for any execution', () => {
  test('every task reads back as it is', () => {
    fc.assert(
      fc.property(executions(), (execution) => {
        const blocks = new Map(print(execution).blocks.map((block) => [block.key, block.text]))
        for (const task of execution.tasks) {
          const read = readTaskBlock(blocks.get(`task:${task.id}`)!)
          expect(read).toMatchObject({
            id: task.id,
            state: task.state,
            parallel: execution.graph.parallel[task.id]!.parallel,
            milestones: task.phase.startsWith('M') ? [task.phase] : [],
            otherTags: [],
            text: shownText(oneLine(task.text)),
            estimate: task.estimate === null ? null : [task.estimate.low, task.estimate.high],
            depends: execution.graph.printed[task.id],
          })
        }
      }),
      runs,
    )
  })

  test('a Markdown reader finds the headings and tasks that were meant, and no others', () => {
    fc.assert(
      fc.property(executions(), (execution) => {
        const { nodes, head } = parsed(print(execution).text)
        const headings = nodes.filter((node) => node.type === 'heading')
        const phases = headings.filter((node) => node.depth === 2 && JSON.stringify(node).includes('"value":"Phase '))
        expect(phases).toHaveLength(execution.milestones.length + 3)
        expect(headings.filter((node) => node.depth === 1)).toHaveLength(1)
        const items = nodes.filter(isList).flatMap((list) => list.children)
        const ids = items.flatMap((item) => TASK.exec(head(item))?.[1] ?? [])
        expect(ids.toSorted()).toEqual(execution.tasks.map((task) => task.id).toSorted())
        const definitions = JSON.stringify(nodes).match(/"type":"definition"[^}]*"label":"(?:P|M\d+)"/g)
        expect(definitions).toBeNull()
      }),
      runs,
    )
  })

  test('the same bytes twice, also with other line ends, and full', () => {
    fc.assert(
      fc.property(executions(), fc.boolean(), (execution, full) => {
        const first = print(execution, full)
        expect(print(structuredClone(execution), full)).toEqual(first)
        const windows = render(execution, { full, templates, eol: '\r\n' })
        expect(windows.text.replaceAll('\r\n', '\n')).toBe(first.text)
        expect(windows.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        expect(first.diagnostics).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('nothing invisible that reorders, hides or commands is left', () => {
    fc.assert(
      fc.property(executions(), fc.boolean(), (execution, full) => {
        const { text } = print(execution, full)
        // eslint-disable-next-line no-control-regex
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
        expect(() => encodeURIComponent(text)).not.toThrow()
      }),
      { numRuns: 60 },
    )
  })

  test('the front matter is one harmless string', () => {
    fc.assert(
      fc.property(executions({ tasks: 0 }), (execution) => {
        const [block] = print(execution).blocks
        expect(block!.text).toMatch(/^---\n[^\n]*\n---$/)
        expect(parseYaml(block!.text.slice(4, -4))).toEqual({
          description: `Execution plan: ${oneLine(execution.title)}`,
        })
      }),
      { numRuns: 60 },
    )
  })

  test('a label of the diagram never ends its quotes or its fence', () => {
    fc.assert(
      fc.property(executions(), (execution) => {
        const order = print(execution).blocks.find((block) => block.key === 'order')?.text ?? ''
        const diagram = /```mermaid\n([\s\S]*?)\n```/.exec(order)?.[1]?.split('\n') ?? []
        for (const line of diagram.slice(1)) {
          expect(line.replace(/\["[^"[\]{}`%<>|]*"\]/g, '')).toMatch(/^ {2}\w+(?: --> \w+)*$/)
        }
      }),
      runs,
    )
  })
})

describe('for an execution without placeholders', () => {
  test('nothing like one is printed', () => {
    const empty: Execution = { ...structuredClone(bare), milestones: [], tasks: [] }
    for (const full of [false, true]) {
      expect(print(empty, full).text.replace(/`[^`]*`/g, '')).not.toMatch(
        /TODO|TBD|TXXX|undefined|null|NaN|\[(?:Title|DATE|EXECUTION NAME)[^\]]*\]|\$\{|\{\{|\{%/,
      )
      expect(print(bare, full).text).not.toMatch(/undefined|null|NaN|\{\{|\{%|\(\)| {2}\n/)
    }
  })
})

const bare = fc.sample(executions({ tasks: 0, milestones: 2 }), { numRuns: 1, seed: 7 }).map((one) => ({
  ...one,
  id: 'x',
  title: 'X',
  date: '',
  links: [],
  gaps: [],
  sections: {},
  answered: [],
  milestones: one.milestones.map((milestone) => ({
    ...milestone,
    title: '',
    goal: '',
    validation: '',
    estimate: null,
  })),
}))[0]! as Execution
