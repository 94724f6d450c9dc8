/**
 * Who wrote what below which folder. Writers come in order; for each the trie answers which earlier ones it has to
 * wait for, so that all writers of overlapping paths (equal, or one a folder above the other) become a chain while
 * only neighbours get a link: at most two for each written path.
 */
export interface PathTrie {
  readonly parent: PathTrie | null
  /** Null while there is none: most nodes are files. */
  children: Map<string, PathTrie> | null
  /** The last writer of exactly this path, -1 for none. */
  last: number
  /** The last writer has not been waited for by a writer of a folder above. */
  open: boolean
  /** Children with something open in or below them. */
  active: Set<PathTrie> | null
}

export function createTrie(parent: PathTrie | null = null): PathTrie {
  return { parent, children: null, last: -1, open: false, active: null }
}

/**
 * Records that `writer` writes the path and returns the earlier writers it has to wait for. Writers are numbers that
 * never fall from call to call.
 */
export function recordWriter(root: PathTrie, segments: readonly string[], writer: number): number[] {
  let node = root
  let latest = root.last
  for (const segment of segments) {
    const children = (node.children ??= new Map<string, PathTrie>())
    let child = children.get(segment)
    if (child === undefined) {
      child = createTrie(node)
      children.set(segment, child)
    }
    node = child
    if (node.last > latest) latest = node.last
  }
  const earlier = closeBelow(node)
  // The writers of a path and of its folders all overlap each other, so the latest stands for all of them.
  if (latest >= 0) earlier.push(latest)
  node.last = writer
  node.open = true
  for (let at = node; at.parent !== null && at.parent.active?.has(at) !== true; at = at.parent)
    (at.parent.active ??= new Set()).add(at)
  return earlier.filter((other) => other !== writer)
}

function closeBelow(top: PathTrie): number[] {
  const found: number[] = []
  const todo = [top]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node !== top && node.open) {
      found.push(node.last)
      node.open = false
    }
    if (node.active === null) continue
    for (const child of node.active) todo.push(child)
    node.active = null
  }
  return found
}
