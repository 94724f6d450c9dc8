import type { PlanTask } from '../model/plan.ts'
import type { PathMention } from '../model/values.ts'
import { isLetter } from '../parse/text/traits.ts'
import { writes } from './layer.ts'
import { opensWithVerb } from './verbs.ts'

/** The text is nothing but a path (with or without code ticks). */
function isBarePath(text: string, paths: readonly PathMention[]): boolean {
  if (paths.length !== 1) return false
  // A letter that is not the path's own says no.
  const first = text.charCodeAt(0)
  if (isLetter(first) && first !== paths[0]!.raw.charCodeAt(0) && isLetter(paths[0]!.raw.charCodeAt(0))) return false
  return text.replaceAll(/[`*_\s]/g, '') === paths[0]!.raw.replaceAll(/[`*_\s]/g, '')
}

/** `name.ext: what it does` or `name.ext - what it does`: the path first. */
const PATH_FIRST = /^`?([\w@.()[\]{}/+-]+\.\w{1,8}|[\w@.()[\]/+-]+\/)`?\s*(?:[:：–—-]\s*|\(|$)(.*)$/su

/** A bare name gets its folder; every other spelling (`./a.ts`, `a_test.go::TestName`) stays as the plan has it. */
function withFolder(text: string, mention: PathMention): string {
  if (mention.unresolved || mention.path.length <= mention.raw.length || !mention.path.endsWith(`/${mention.raw}`))
    return text
  const code = `\`${mention.raw}\``
  return text.includes(code)
    ? text.replace(code, () => `\`${mention.path}\``)
    : text.replace(mention.raw, () => `\`${mention.path}\``)
}

/** The task's one line: a deliverable gets its verb, a bare name its folder, a step the file of its group. */
export function lineOf(
  task: PlanTask,
  paths: readonly PathMention[],
  inherited: readonly PathMention[],
  english: () => boolean,
): string {
  let placed = task.text
  for (let at = 0; at < paths.length; at++) placed = withFolder(placed, paths[at]!)
  if (task.type === 'deliverable' || (isBarePath(placed, paths) && !/^T-?\d/.test(task.ownId)))
    return deliverableLine(placed, paths, english())
  if (inherited.length === 1 && !writes(paths)) {
    const file = `\`${inherited[0]!.path}\``
    return english()
      ? `${placed.replace(/[.:]\s*$/, '')} in ${file}`
      : `${placed.replace(/[.:。：]\s*$/, '')} (${file})`
  }
  return placed
}

function deliverableLine(text: string, paths: readonly PathMention[], english: boolean): string {
  const only = paths[0]
  if (only !== undefined && isBarePath(text, paths)) return english ? `Create \`${only.path}\`` : `\`${only.path}\``
  if (!english || opensWithVerb(text)) return text
  const first = PATH_FIRST.exec(text)
  if (first !== null && only !== undefined)
    return `Create ${text.startsWith('`') ? text : text.replace(first[1]!, () => `\`${only.path}\``)}`
  return `Create ${text.replace(/^(?:The|An?)\b/u, (article) => article.toLowerCase())}`
}
