import type { RenderedBlock } from '../model/execution.ts'
import { hashText } from '../model/hash.ts'
import { scanDocument } from '../parse/tasks/scan.ts'
import { normalBlock } from './normal.ts'

/**
 * One thing of the generated document that stays, changes or goes by itself: a task, a list entry, or a piece of
 * another block (heading, paragraph, bullet, diagram).
 */
export interface Element {
  /** `task:T001`, `entry:RM-001`, else the block's key and what the piece is: `phase:M1#goal`, `order#item~2`. */
  readonly key: string
  readonly kind: 'task' | 'entry' | 'piece'
  /** Id of a task or entry, else ''. */
  readonly id: string
  /** Level of a heading, else 0. */
  readonly level: number
  /** Key of the heading whose section it stands in (its own, for a heading); '' before the first. */
  readonly region: string
  /** Without a line end after its last line; lines end with `\n`. */
  readonly text: string
  /** Hash of what it says; '' for tasks. */
  readonly hash: string
  /** Follows what is before it without a blank line. */
  readonly tight: boolean
}

/** What the pieces of one list have in common: `order#item` of `order#item~2`. */
export const familyOf = (key: string): string => (key.includes('~') ? key.replace(/~\d+$/, '') : key)

/** Headings down to this level open a region; deeper ones belong to the region around them. */
export const REGION_LEVEL = 2

export const hashOfPiece = (text: string): string => hashText(normalBlock(text))

/** Hashes of what pieces say, each text once: the same pieces are asked about as printed and as they stand. */
export function pieceHasher(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    let hash = known.get(text)
    if (hash === undefined) known.set(text, (hash = hashOfPiece(text)))
    return hash
  }
}

const LABEL = /^\*\*([\p{L}][\p{L} ]{0,40})\*\*:/u

/** `- Longest chain: ...`, `- 3 h in all ...`: known by what they are about. Items of an ordered list are known by place. */
const LABELLED_ITEM = /^[-*+] (?:(\p{L}[\p{L} ]{0,40}): |.* (in all) \()/u

const slug = (words: string): string => words.toLowerCase().replaceAll(' ', '-')

/** What a piece is called among those of its block: by its label, else by its kind. */
export function nameOfPiece(kind: string, text: string): string {
  if (kind === 'heading') return 'heading'
  const found = (kind === 'item' ? LABELLED_ITEM : LABEL).exec(text)
  const label = found?.[1] ?? found?.[2]
  return label === undefined ? kind : slug(label)
}

/** Front matter is one piece for each key, so that a person's own keys and intentk's live side by side. */
function frontMatterLines(text: string): { readonly name: string; readonly text: string }[] {
  return text.split('\n').flatMap((line) => {
    const key = /^([A-Za-z][\w-]*):/.exec(line)?.[1]
    return key === undefined ? [] : [{ name: key, text: line }]
  })
}

interface Part {
  readonly name: string
  readonly text: string
  readonly level: number
  readonly tight: boolean
}

function partsOf(block: RenderedBlock): Part[] {
  const text = block.text.includes('\r') ? block.text.replaceAll('\r\n', '\n') : block.text
  const { pieces } = scanDocument(text)
  const parts: Part[] = []
  // What stands below a heading inside of the block belongs to that.
  let below = ''
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]!
    const end = text.charCodeAt(piece.end - 1) === 10 ? piece.end - 1 : piece.end
    const own = text.slice(piece.start, end)
    if (piece.kind === 'front-matter') {
      for (const line of frontMatterLines(own)) parts.push({ name: line.name, text: line.text, level: 0, tight: true })
      continue
    }
    const isHeading = piece.kind === 'heading'
    if (isHeading && at > 0) below = `${slug(own.replace(/^#+ /, '').replace(/[^\p{L} ]/gu, ''))}/`
    parts.push({
      name: below + nameOfPiece(piece.kind, own),
      text: own,
      level: isHeading ? piece.level : 0,
      tight: at > 0 && pieces[at - 1]!.end === piece.start,
    })
  }
  return parts
}

/** Takes the printed blocks apart into what merges by itself, in the order of the document. */
export function elementsOf(
  blocks: readonly RenderedBlock[],
  hashOf: (text: string) => string = pieceHasher(),
): Element[] {
  const elements: Element[] = []
  const names = new Map<string, number>()
  let region = ''
  let previous = ''
  for (const block of blocks) {
    const colon = block.key.indexOf(':')
    const id = block.key.slice(colon + 1)
    const kind = block.key.startsWith('task:') ? 'task' : block.key.startsWith('entry:') ? 'entry' : ''
    if (kind === 'task' || (kind === 'entry' && /^[A-Z]{1,6}-\d{1,6}$/.test(id))) {
      const text = block.text.includes('\r') ? block.text.replaceAll('\r\n', '\n') : block.text
      const hash = kind === 'task' ? '' : hashOf(text)
      elements.push({ key: block.key, kind, id, level: 0, region, text, hash, tight: previous === kind })
      previous = kind
      continue
    }
    previous = kind === 'entry' ? 'entry' : ''
    for (const part of partsOf(block)) {
      const name = `${block.key}#${part.name}`
      const count = (names.get(name) ?? 0) + 1
      names.set(name, count)
      const key = count === 1 ? name : `${name}~${count}`
      if (part.level > 0 && part.level <= REGION_LEVEL) region = key
      elements.push({
        key,
        kind: 'piece',
        id: '',
        level: part.level,
        region,
        text: part.text,
        hash: hashOf(part.text),
        tight: part.tight,
      })
    }
  }
  return elements
}
