import { familyOf, type Element } from '../merge/elements.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PieceKind } from '../model/task-document.ts'
import type { BlockInput } from './pieces.ts'

function kindOf({ text }: Element): PieceKind {
  if (text.startsWith('```')) return 'code'
  if (text.startsWith('|')) return 'table'
  return /^(?:[-*+]|\d{1,9}[.)])[ \t]/.test(text) ? 'item' : 'text'
}

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`
}

/** Pieces that nothing generated, by the region they stand in and their kind; those with tasks left out. */
function ownPieces({ doc, located }: BlockInput): Map<string, number[]> {
  const generated = new Set(located.pieceOf.values())
  const tasks = new Set(doc.tasks.map((task) => task.piece))
  const own = new Map<string, number[]>()
  doc.pieces.forEach((piece, at) => {
    if (generated.has(at) || tasks.has(at)) return
    const key = `${located.regionAt(at)} ${piece.kind}`
    const list = own.get(key)
    if (list === undefined) own.set(key, [at])
    else list.push(at)
  })
  return own
}

/**
 * Tells of what a person wrote into generated sections where the plan or the tasks have changed since: it is left
 * alone, and may say what is no longer so.
 */
export function staleSections(input: BlockInput, merged: ReadonlySet<string>): Diagnostic[] {
  const { doc, elements, located, blocks } = input
  const stale = elements.filter((element) => {
    const base = blocks.get(element.key)
    return (
      element.kind === 'piece' &&
      element.level === 0 &&
      !merged.has(element.key) &&
      !element.key.startsWith('front-matter#') &&
      (base === undefined ? located.isTheirs(element.key) : base.hash !== element.hash) &&
      (located.isTheirs(element.key) || !located.pieceOf.has(element.key))
    )
  })
  if (stale.length === 0) return []
  const own = ownPieces(input)
  const told = new Set<string>()
  return stale.flatMap((element): Diagnostic[] => {
    const region = located.regionOf.get(element.region)
    // One word is enough for a list.
    const family = familyOf(element.key)
    if (told.has(family)) return []
    if (located.isTheirs(element.key)) told.add(family)
    const at = own.get(`${region} ${kindOf(element)}`)?.shift()
    // Nothing of its kind is there: it was deleted, not edited.
    if (region === undefined || at === undefined) return []
    const { start, end } = doc.pieces[at]!
    return [
      {
        ruleId: 'stale-computed-section',
        severity: 'warning',
        message: `You edited "${short(doc.text.slice(start, end))}", so it is left alone; it would now say "${short(element.text)}".`,
        place: { file: doc.file, start, end },
      },
    ]
  })
}
