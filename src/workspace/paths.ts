import { isAbsolute, join, relative, sep } from 'node:path'
import { systemCode } from './errors.ts'
import type { FileSystem } from './file-system.ts'

/** Whether a path of a document may be touched, with the absolute path, or why not, as the end of a sentence. */
export type InsideVerdict =
  { readonly inside: true; readonly path: string } | { readonly inside: false; readonly reason: string }

const refuse = (reason: string): InsideVerdict => ({ inside: false, reason })

/**
 * Judges a path that comes from a document, a template or an agent: it must be relative to `root`, and stay inside it
 * through every link on the way. What does not exist yet is inside if the part that exists is. `.git` is refused at
 * any depth and in any spelling the disks of Windows and macOS take for it.
 */
export function insideRepository(fs: FileSystem, root: string, candidate: string): InsideVerdict {
  if (candidate.includes('\0')) return refuse('it holds a NUL character')
  const slashed = candidate.replaceAll('\\', '/')
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed)) return refuse('it is an absolute path')
  const segments = slashed.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (segments.includes('..')) return refuse('it leads upwards with `..`')
  if (segments.some(isGitFolder)) return refuse('it leads into `.git`')
  try {
    return walk(fs, fs.realpath(root), segments)
  } catch (error) {
    const code = systemCode(error)
    if (code === '') throw error
    return refuse(code === 'ELOOP' ? 'its links lead in a circle' : `it cannot be looked at (${code})`)
  }
}

/** As {@link insideRepository} for an absolute path that was found by listing folders below `root`. */
export function foundInside(fs: FileSystem, root: string, path: string): InsideVerdict {
  const below = relative(root, path)
  return leaves(below) ? refuse('it is outside the repository') : insideRepository(fs, root, below.split(sep).join('/'))
}

/** A path as people see it: relative to the root with `/`, or absolute where it is not below the root. */
export function displayPath(root: string, path: string): string {
  const below = relative(root, path)
  return (leaves(below) ? path : below || '.').split(sep).join('/')
}

/** Whether the result of `relative` leads out of the folder it is relative to. */
function leaves(below: string): boolean {
  return below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)
}

function walk(fs: FileSystem, realRoot: string, segments: readonly string[]): InsideVerdict {
  let path = realRoot
  for (const [index, segment] of segments.entries()) {
    path = join(path, segment)
    const stat = fs.lstat(path)
    if (stat === null) return { inside: true, path: join(path, ...segments.slice(index + 1)) }
    if (stat.kind !== 'link') continue
    // A link to nothing is refused: writing through it would make a file wherever it points.
    if (fs.stat(path) === null) return refuse(`\`${segment}\` is a link to nothing`)
    path = fs.realpath(path)
    const below = relative(realRoot, path)
    if (leaves(below)) return refuse(`\`${segment}\` is a link out of the repository`)
    if (below.split(sep).some(isGitFolder)) return refuse(`\`${segment}\` is a link into \`.git\``)
  }
  return { inside: true, path }
}

/** `.git` in any case, with the trailing dots, blanks and stream names that NTFS ignores, and its short name there. */
function isGitFolder(segment: string): boolean {
  // HFS+ ignores these zero-width characters in names.
  const plain = segment.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase()
  const name = plain.split(':')[0] ?? ''
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--
  return name.slice(0, end) === '.git' || name.slice(0, end) === 'git~1'
}
