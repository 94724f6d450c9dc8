import type { ListItem, Nodes, Parents, Root, Yaml } from 'mdast'
import type { Handle, Info, Join, Options, State } from 'mdast-util-to-markdown'
import { defaultHandlers } from 'mdast-util-to-markdown'
import { gfmToMarkdown } from 'mdast-util-gfm'
import type { Plugin } from 'unified'
import { frontMatterSpan } from '../parse/front-matter-span.ts'
import { plainTags } from './stringify.ts'

/** What is known of a node as it was read. */
interface Written {
  /** Its own lines, without the marks of the lists and quotes around it. */
  readonly text: string
  /** What it held, to tell whether somebody changed it since. */
  readonly content: string
  /** Offset of its first character. */
  readonly start: number
  /** Lines of the document on which it starts and ends. */
  readonly first: number
  readonly last: number
}

const written = new WeakMap<Nodes, Written>()

/** Nodes that are printed as they were written. All others hold blocks, or have no form of their own. */
const KEPT: ReadonlySet<string> = new Set(['paragraph', 'heading', 'table', 'definition', 'thematicBreak'])

const contentOf = (node: Nodes): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'position' || key === 'data' ? undefined : value))

/**
 * A plugin that remembers how every block was written, so that {@link asWritten} prints it in its own words. It comes
 * before plugins that change the tree: what they change is printed anew.
 */
export const keepWritten: Plugin<[], Root> = () => (tree, file) => {
  const text = String(file).replace(/^\ufeff/, '')
  foldFrontMatter(tree, text)
  const visit = (node: Nodes, around: Around): void => {
    const { position } = node
    const [start, end] = [position?.start.offset, position?.end.offset]
    if (position !== undefined && start !== undefined && end !== undefined) {
      const own = text.slice(start, end)
      written.set(node, {
        text: KEPT.has(node.type) ? bare(own, around) : own.slice(0, 32),
        content: KEPT.has(node.type) ? contentOf(node) : '',
        start,
        first: position.start.line,
        last: position.end.line,
      })
    }
    if (KEPT.has(node.type) || !('children' in node)) return
    const inside = {
      depth: around.depth + (node.type === 'root' ? 0 : 1),
      quotes: around.quotes + (node.type === 'blockquote' ? 1 : 0),
    }
    for (const child of node.children) visit(child, inside)
  }
  visit(tree, { depth: 0, quotes: 0 })
}

/** How many containers are around a block, and how many of them are quotes. */
interface Around {
  readonly depth: number
  readonly quotes: number
}

/** Front matter, which plain remark takes for a rule and a heading, as the node that remark-frontmatter makes of it. */
function foldFrontMatter(tree: Root, text: string): void {
  const span = frontMatterSpan(text)
  const [first] = tree.children
  if (span === null || first === undefined || first.type === 'yaml') return
  const end = text.slice(0, span.end).trimEnd().length
  const last = tree.children.findIndex(({ position }) => (position?.end.offset ?? 0) >= end)
  const closing = tree.children[last]?.position?.end
  if (closing?.offset !== end) return
  const [opening, ...lines] = text.slice(0, end).split(/\r\n|\r|\n/)
  if (opening!.trimEnd() !== '---' || lines.pop()!.trimEnd() !== '---') return
  const yaml: Yaml = { type: 'yaml', value: lines.join('\n'), position: { start: first.position!.start, end: closing } }
  tree.children.splice(0, last + 1, yaml)
}

/** At the start of a line these begin a block of their own, unless they are indented far enough. */
const BEGINS = /^(?:[-+*](?:[ \t]|$)|>|#{1,6}(?:[ \t]|$)|`{3}|~{3}|[=-]+[ \t]*$|\d{1,9}[.)](?:[ \t]|$))/

/**
 * The lines of a block without the blanks and the marks that its containers put before each, which are not always
 * there. What stood as text keeps an indentation under which it stays text.
 */
function bare(text: string, { depth, quotes }: Around): string {
  const [first, ...others] = text.split(/\r\n|\r|\n/)
  if (depth === 0) return [first!, ...others].join('\n')
  return [
    first!,
    ...others.map((line) => {
      let rest = line.replace(/^[ \t]+/, '')
      for (let at = 0; at < quotes && rest.startsWith('>'); at++) rest = rest.slice(1).replace(/^[ \t]+/, '')
      return BEGINS.test(rest) ? `    ${rest}` : rest
    }),
  ].join('\n')
}

const usualHandlers = Object.assign(
  {},
  defaultHandlers,
  ...(gfmToMarkdown().extensions ?? []).map(({ handlers }) => handlers),
) as Readonly<Record<string, Handle>>

/** Prints a block as it was written; with the usual printer where it is new or was changed. */
const kept: Handle = (node: Nodes, parent, state, info) => {
  const known = written.get(node)
  if (known !== undefined && known.content === contentOf(node)) return known.text
  return plainTags(usualHandlers[node.type]!(node, parent, state, info))
}

/** Code by indentation stays so: as a fence it would be read otherwise by who reads line by line. */
const code: Handle = (node: Nodes, parent, state, info) => {
  const known = written.get(node)
  if (node.type !== 'code' || known === undefined || /^[`~]/.test(known.text) || node.value === '')
    return defaultHandlers.code(node as never, parent, state, info)
  return state.indentLines(node.value, (line, _, blank) => (blank ? '' : `    ${line}`))
}

const MARKER = /^(?:[-+*]|(\d{1,9}[.)]))/
const BOX = /^\S+[ \t]+\[([ \txX])\]/
/** Up to the first character of the box. */
const BOX_END = /^\S*[ \t]*(?:\[.\])?/

/** An item with a bullet and one blank; numbers and boxes as they were written. */
const listItem: Handle = (node: ListItem, parent: Parents | undefined, state: State, info: Info) => {
  const source = written.get(node)?.text ?? ''
  const number = parent?.type === 'list' && parent.ordered === true ? (MARKER.exec(source)?.[1] ?? null) : null
  const plain = { ...node, checked: null } as ListItem
  const bullet = number ?? bulletOf(plain, parent, state)
  const tracker = state.createTracker(info)
  tracker.move(`${bullet} `)
  tracker.shift(bullet.length + 1)
  const exit = state.enter('listItem')
  const box = boxOf(node)
  const indent = ' '.repeat(bullet.length + 1)
  const value = state.indentLines(`${box}${state.containerFlow(node, tracker.current())}`, (line, index, blank) =>
    index > 0 ? `${blank ? '' : indent}${line}` : `${bullet}${blank ? '' : ' '}${line}`,
  )
  exit()
  return value
}

/** The box of an item, unless the place of its first block begins with it, as it does before code and emphasis. */
function boxOf(node: ListItem): string {
  if (typeof node.checked !== 'boolean') return ''
  const [item, head] = [written.get(node), node.children[0] === undefined ? undefined : written.get(node.children[0])]
  if (item === undefined || head === undefined) return `[${node.checked ? 'x' : ' '}] `
  const mark = BOX.exec(item.text)?.[1] ?? 'x'
  if (item.start + BOX_END.exec(item.text)![0].length > head.start) return ''
  return `[${node.checked ? (mark === 'X' ? 'X' : 'x') : ' '}] `
}

function bulletOf(node: ListItem, parent: Parents | undefined, state: State): string {
  const bullet = state.bulletCurrent ?? '-'
  if (parent?.type !== 'list' || parent.ordered !== true) return bullet
  return `${(parent.start ?? 1) + parent.children.indexOf(node)}${bullet}`
}

/** As many blank lines between two blocks as there were. */
const join: Join = (left, right) => {
  const [before, after] = [written.get(left), written.get(right)]
  return before === undefined || after === undefined || after.first <= before.last
    ? undefined
    : after.first - before.last - 1
}

/**
 * Settings of remark-stringify under which a task document changes in bullets and in the indentation of its lists and in
 * nothing else; with {@link keepWritten}.
 */
export const asWritten: Options = {
  bullet: '-',
  bulletOther: '*',
  listItemIndent: 'one',
  emphasis: '_',
  strong: '*',
  fence: '`',
  fences: true,
  rule: '-',
  handlers: {
    ...Object.fromEntries([...KEPT].map((type) => [type, kept])),
    code,
    listItem,
    yaml: (node: Yaml) => `---\n${node.value}${node.value === '' ? '' : '\n'}---`,
  },
  join: [join],
}
