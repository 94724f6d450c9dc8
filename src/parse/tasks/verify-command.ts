import { codeSpans } from '../text/code-spans.ts'
import { isCommand } from '../text/commands.ts'
import { maskFences } from './mask-fences.ts'

const LABEL = /^(?:[-*+]\s+)?[*_]{0,3}(?:Verify|Verification|Check)(?:[*_]{1,3})?\s?[:：][*_]{0,3}\s*(.+)$/iu
const OWN_TEXT = /^Verify\s?[:：]\s*(.+)$/iu

/**
 * The commands that check a task, in order: those in code spans of a line `Verify: ...` of its body (`_Verify: ..._`,
 * `- **Verify**: ...`), or of its own words where these begin so (`Verify: 0 errors, shown by ...`). A code span alone on
 * such a line is a command in any case; without a code span the line counts as a whole where it is one. Empty for a task
 * without a check.
 */
export function verifyCommands(task: { readonly text: string; readonly body: readonly string[] }): readonly string[] {
  const own = OWN_TEXT.exec(task.text)?.[1]
  const fromText = own === undefined ? [] : spansOf(own)
  const fromBody = maskFences(task.body).flatMap((line) => {
    const value = LABEL.exec(line.trim())?.[1]
    return value === undefined ? [] : commandsOf(value)
  })
  return [...new Set([...fromText, ...fromBody])]
}

function commandsOf(value: string): readonly string[] {
  // A code span alone is the command, whatever its name; among words only what is known to be one.
  const [only] = codeSpans(value)
  if (only?.start === 0 && /^[*_.]{0,3}$/.test(value.slice(only.end).trim()))
    return [only.content.trim().replace(/^\$ /, '')]
  if (value.includes('`')) return spansOf(value)
  const bare = value.replace(/[*_]{1,3}$/, '').trim()
  // Words of a sentence may begin like a command (`test that it works`): what ends like one is none.
  return isCommand(bare) && !/[.!?]$/.test(bare) && !/\b(?:that|the|is|are|shows?|should|and then)\b/i.test(bare)
    ? [bare]
    : []
}

const spansOf = (text: string): readonly string[] =>
  codeSpans(text).flatMap(({ content }) => (isCommand(content) ? [content.trim().replace(/^\$ /, '')] : []))
