import { readWords } from '../../merge/hand.ts'
import type { DocumentTask } from '../../model/task-document.ts'
import type { PathMention } from '../../model/values.ts'
import { verifyCommands } from '../../parse/tasks/verify-command.ts'
import type { VerifiedTask } from '../contract.ts'

/** Verbs of work that changes no file: what they name is looked at, or run. */
const LOOKS =
  /^(?:\W|\*\*){0,6}(?:run|execute|start|stop|open|read|re-?read|study|analy[sz]e|investigate|inspect|look|review|audit|check|confirm|ensure|verify|validate|test|compare|find|identify|measure|benchmark|profile|deploy|publish|release|commit|push|install|agree|discuss|decide|ask|present|demo|share|approve|prüfe\w{0,2}|lies|lese|ausführen|vérifi\w{1,4}|exécut\w{1,4}|lire|verific\w{1,4}|ejecut\w{1,4}|revis\w{1,4}|leer|провер\w{1,6}|запуст\w{1,6})(?![\p{L}\d_])/iu
/** Such work that leaves something all the same. */
const LEAVES =
  /\b(?:write|create|add|update|save|record|document|generate|produce|export|fix|extend|implement|edit|append|store|log)(?:s|d|ed|ing)?\b/i

/** Of bare names, which may be those of a technology (`Vue.js`), the one that a task says it makes. */
function isMade(text: string, name: string): boolean {
  const [made] = /^\W{0,6}(?:create|write|generate)\s(?:(?:the|a|an|new|file)\s){0,3}[`*_]{0,3}/i.exec(text) ?? []
  return made !== undefined && text.startsWith(name.replace(/^`|`$/g, ''), made.length)
}

/** A task of a document as verification sees it: what it writes by its words, and its commands. */
export function verifiedTaskOf({ id, text, body }: Pick<DocumentTask, 'id' | 'text' | 'body'>): VerifiedTask {
  const { paths, kind } = readWords(text, body)
  // Of `Run a.sh and write b.md` the second is written.
  const from = !LOOKS.test(text) ? 0 : (LEAVES.exec(text)?.index ?? text.length)
  const isWritten = ({ path, raw, role, kind: of, unresolved }: PathMention): boolean =>
    role === 'write' &&
    of !== 'glob' &&
    (!unresolved || isMade(text, raw)) &&
    (from === 0 || Math.max(text.indexOf(raw), text.indexOf(path)) > from)
  const written = paths.filter(isWritten)
  return {
    id: id === '' ? text : id,
    kind: isValidation(text) ? 'validate' : kind,
    text,
    writes: [
      ...new Set(written.map(({ path, kind: of }) => (of === 'directory' ? `${path.replace(/\/{1,9}$/, '')}/` : path))),
    ],
    verify: verifyCommands({ text, body }),
  }
}

/** The task that ends a milestone. */
export const isValidation = (text: string): boolean => /^Validate (?:Milestone \d|the measurable)/.test(text)
