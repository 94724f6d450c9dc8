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
const CREATES = /^(?:write|add|create|implement|extend|update|contract|unit|integration|e2e|define|build)\b/iu
const RUNS = /^(?:run|execute|verify|check|validate|confirm|re-?run)\b/iu
const INTEGRATES = /^(?:integrate|wire|connect|hook up)\b/iu

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
  if (CREATES.test(text)) return 'create'
  if (RUNS.test(text)) return 'run'
  return INTEGRATES.test(text) ? 'integrate' : ''
}

/** Whether one of the paths is written. */
export function writes(paths: readonly PathMention[]): boolean {
  for (let at = 0; at < paths.length; at++) if (paths[at]!.role === 'write') return true
  return false
}

/** Whether a pattern finds something in each path that is written. */
function inAll(pattern: RegExp, paths: readonly PathMention[]): boolean {
  for (let at = 0; at < paths.length; at++) {
    const path = paths[at]!
    if (path.role === 'write' && !pattern.test(path.path)) return false
  }
  return true
}

/** Whether a task writes tests: its words and its path both say so (`app/test/route.ts` alone is a route). */
export function isTest(text: string, paths: readonly PathMention[]): boolean {
  if (writes(paths))
    return inAll(MAY_BE_TEST, paths) && inAll(TEST_PATH, paths) && TEST_WORDS.test(text.replaceAll(/`[^`]*`/g, ' '))
  return (
    /^(?:write|add|create|implement)\b.{0,40}\btests?\b/iu.test(text) ||
    /\b(?:unit|integration|contract|e2e|end-to-end) tests?\b/iu.test(text)
  )
}

/** What a listed task is for, by its first words. */
export function kindOf(text: string, paths: readonly PathMention[]): TaskKind {
  if (openingOf(text) !== 'run') return isTest(text, paths) ? 'test' : 'work'
  return writes(paths) ? 'work' : 'verify'
}

/** The layer of a task where path and verb tell it; null leaves its order to the plan. */
export function layerOf(kind: TaskKind, text: string, paths: readonly PathMention[]): Layer | null {
  if (kind === 'test') return 'test'
  if (kind !== 'work' && kind !== 'extend') return null
  const opening = openingOf(text)
  if (opening === 'integrate') return 'integration'
  if (opening !== 'create' || !inAll(LAYERED, paths) || !writes(paths)) return null
  if (inAll(MODEL_PATH, paths)) return 'model'
  if (inAll(SERVICE_PATH, paths)) return 'service'
  return inAll(ENDPOINT_PATH, paths) ? 'endpoint' : null
}
