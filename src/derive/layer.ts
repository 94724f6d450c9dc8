import type { Layer, TaskKind } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'

const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\/|(?:[._-](?:test|spec)\.[\w]+$)|(?:^|\/)test_[\w]+\.\w+$|_test\.\w+$/iu
/** What TEST_PATH cannot do without. */
const MAY_BE_TEST = /test|spec|e2e|[^\x00-\x7F]/i
const TEST_WORDS = /\b(?:tests?|specs?|coverage|assertions?)\b/iu
const MODEL_PATH = /(?:^|\/)(?:models?|entities|entity|schemas?|migrations?|types)\//iu
const SERVICE_PATH = /(?:^|\/)(?:services?|repositories|repository|usecases?|domain)\//iu
const ENDPOINT_PATH =
  /(?:^|\/)(?:routes?|routers?|controllers?|endpoints?|api|handlers?|pages?|views?|screens?|commands?|cli)\//iu
/** What the patterns of the layers above have in common. */
const LAYERED =
  /(?:model|entit|schema|migration|type|service|repositor|usecase|domain|route|controller|endpoint|api|handler|page|view|screen|command|cli|[^\x00-\x7F])/i
// The words that open a task, by what they say of it.
const OPENING =
  /^(?:(run|execute|verify|check|validate|confirm|re-?run)|(integrate|wire|connect|hook up)|(write|add|create|implement|extend|update|contract|unit|integration|e2e|define|build))\b/iu

let lastText = ''
let lastOpening: ReturnType<typeof read> = ''

/** What the first words of a task say; it is asked for several things in turn. */
function openingOf(text: string): ReturnType<typeof read> {
  if (text !== lastText) {
    lastOpening = read(text)
    lastText = text
  }
  return lastOpening
}

function read(text: string): 'run' | 'integrate' | 'create' | '' {
  const found = OPENING.exec(text)
  if (found === null) return ''
  return found[1] !== undefined ? 'run' : found[2] !== undefined ? 'integrate' : 'create'
}

const written = (paths: readonly PathMention[]): readonly PathMention[] =>
  paths.every(isWritten) ? paths : paths.filter(isWritten)
const isWritten = (path: PathMention): boolean => path.role === 'write'

/** Whether a task writes tests: its words and its path both say so (`app/test/route.ts` alone is a route). */
export function isTest(text: string, paths: readonly PathMention[]): boolean {
  const targets = written(paths)
  if (targets.length === 0)
    return (
      /^(?:write|add|create|implement)\b.{0,40}\btests?\b/iu.test(text) ||
      /\b(?:unit|integration|contract|e2e|end-to-end) tests?\b/iu.test(text)
    )
  return (
    targets.every((path) => MAY_BE_TEST.test(path.path) && TEST_PATH.test(path.path)) &&
    TEST_WORDS.test(text.replaceAll(/`[^`]*`/g, ' '))
  )
}

/** What a listed task is for, by its first words. */
export function kindOf(text: string, paths: readonly PathMention[]): TaskKind {
  if (isTest(text, paths) && openingOf(text) !== 'run') return 'test'
  return openingOf(text) === 'run' && written(paths).length === 0 ? 'verify' : 'work'
}

/** The layer of a task where path and verb tell it; null leaves its order to the plan. */
export function layerOf(kind: TaskKind, text: string, paths: readonly PathMention[]): Layer | null {
  if (kind === 'test') return 'test'
  if (kind !== 'work' && kind !== 'extend') return null
  if (openingOf(text) === 'integrate') return 'integration'
  const targets = written(paths)
  if (targets.length === 0 || openingOf(text) !== 'create') return null
  const all = (pattern: RegExp): boolean => targets.every((path) => pattern.test(path.path))
  if (!all(LAYERED)) return null
  if (all(MODEL_PATH)) return 'model'
  if (all(SERVICE_PATH)) return 'service'
  return all(ENDPOINT_PATH) ? 'endpoint' : null
}
