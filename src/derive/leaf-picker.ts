import { terms } from './keys.ts'
import { folded, stemWords, type Leaf } from './leaves.ts'

/** Finds the one file of a source tree that something else of the specification is about. */
export interface LeafPicker {
  /** The file that an entity's model lives in: of the same name, or of its first word in a folder of models. */
  readonly forEntity: (name: string) => Leaf | null
  /** The file that serves a resource: of the same name in a folder of endpoints. */
  readonly forResource: (resource: string) => Leaf | null
  /** The file whose comment names the id, whose path the text names, or all of whose name's words the text uses. */
  readonly forRequirement: (id: string, text: string) => Leaf | null
}

const MODELS = /(?:^|\/)(?:models?|entities|entity|schemas?|types|domain)\//iu
const ENDPOINTS = /(?:^|\/)(?:routes?|routers?|controllers?|endpoints?|api|handlers?)\//iu
const FILE = /[\w.@+-]+(?:\/[\w.@+-]+)*\.\w{1,8}(?!\w)/gu

// Names that say where a file stands in its folder, not what it is for.
const VAGUE = new Set(
  'main index app server client type util helper common config core base page layout style rout route api service handler model cli lib test hook context provider store state data error constant interface init setup deploy script command tool view component global'.split(
    ' ',
  ),
)

function only(leaves: readonly Leaf[] | undefined): Leaf | null {
  return leaves?.length === 1 ? leaves[0]! : null
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

interface Named {
  readonly leaf: Leaf
  readonly size: number
}

/** Files by the words of their names; a name of vague words alone finds nothing. */
function byWords(leaves: readonly Leaf[]): Map<string, Named[]> {
  const index = new Map<string, Named[]>()
  for (const leaf of leaves) {
    const words = terms(stemWords(leaf.path))
    if (![...words].some((word) => !VAGUE.has(word) && word.length >= 4)) continue
    for (const word of words) append(index, word, { leaf, size: words.size })
  }
  return index
}

/** Of the files whose whole name the text uses, the one with the longest name; null where two are equal. */
function longest(index: ReadonlyMap<string, readonly Named[]>, text: string): Leaf | null {
  const hits = new Map<Leaf, { left: number; size: number }>()
  for (const word of terms(text)) {
    for (const { leaf, size } of (index.get(word) ?? []).slice(0, 50))
      hits.set(leaf, { left: (hits.get(leaf)?.left ?? size) - 1, size })
  }
  const whole = [...hits].filter(([, hit]) => hit.left === 0).sort(([, a], [, b]) => b.size - a.size)
  const [first, second] = whole
  return first === undefined || (second !== undefined && second[1].size === first[1].size) ? null : first[0]
}

/** Makes the picker of a tree's source files. */
export function leafPicker(leaves: readonly Leaf[]): LeafPicker {
  const source = leaves.filter((leaf) => leaf.kind === 'source')
  const [stems, models, endpoints, names, ids] = [0, 0, 0, 0, 0].map(() => new Map<string, Leaf[]>()) as [
    Map<string, Leaf[]>,
    Map<string, Leaf[]>,
    Map<string, Leaf[]>,
    Map<string, Leaf[]>,
    Map<string, Leaf[]>,
  ]
  for (const leaf of source) {
    const stem = folded(stemWords(leaf.path))
    if (!ENDPOINTS.test(leaf.path)) append(stems, stem, leaf)
    if (MODELS.test(leaf.path)) append(models, stem, leaf)
    if (ENDPOINTS.test(leaf.path)) append(endpoints, stem, leaf)
    for (const name of new Set([
      leaf.path.toLowerCase(),
      leaf.path.slice(leaf.path.lastIndexOf('/') + 1).toLowerCase(),
    ]))
      append(names, name, leaf)
    for (const id of new Set(leaf.requirements)) append(ids, id, leaf)
  }
  const words = byWords(source)
  return {
    forEntity: (name) =>
      only(models.get(folded(name))) ??
      only(stems.get(folded(name))) ??
      only(models.get(folded(name.split(/\s/u)[0]!))),
    forResource: (resource) => (resource === '' ? null : only(endpoints.get(folded(resource)))),
    forRequirement: (id, text) => {
      const listed = id === '' ? undefined : ids.get(id)
      if (listed !== undefined) return listed[0]!
      const named = [...text.matchAll(FILE)]
        .map((match) => only(names.get(match[0].toLowerCase())))
        .find((leaf) => leaf !== null)
      return named ?? longest(words, text)
    },
  }
}
