import { findPaths } from '../parse/text/paths.ts'
import { maskCode } from '../parse/text/code-spans.ts'

/** Verbs that begin an outcome of its own. What only completes another one (wire, test, update) is left out. */
const OUTCOMES = new Set(
  'add author build change convert configure create define delete deploy design develop draft extend fix generate implement install introduce migrate port move provision publish refactor remove rename replace rewrite scaffold update upgrade write'.split(
    ' ',
  ),
)

/** What belongs to an outcome wherever it lies: its tests, its documentation, its settings. */
const COMPANION_WORDS =
  /\b(?:tests?|testing|specs?|documentation|docs?|documents?|changelog|readme|examples?|fixtures?|mocks?|types?|typings|stories|migrations?|translations?|styles?|exports?|imports?|routes?|config|configuration|settings|dependenc(?:y|ies)|invocations?|entry|entries|references?|links?|hooks?|registrations?|sections?|columns?|fields?|flags?|calls?|wiring|coverage|support)\b/i
const COMPANION_PATHS =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|fixtures?|mocks?|__mocks__|migrations?|locales?|i18n|styles?)(?:\/|$)|[._-](?:test|spec|stories|d)\.\w+$|(?:^|\/)(?:test_[^/]*|conftest\.py|readme[^/]*|changelog[^/]*|index\.\w+|__init__\.py|mod\.rs|package\.json|[^/]*config[^/]*|[^/]*\.(?:ya?ml|toml|lock|css|scss|json|env|ini))$/i

/** Words that lean on what was said before. */
const LEANS =
  /\b(?:it|its|them|their|they|this|that|these|those|both|each|same|former|accordingly|corresponding|respective|matching|related|so|there|via|using|with which|for use|respectively)\b/i

const COMMON = new Set(
  'the and for its new all any via per one two not are but out set get use our has can may with from into that this when then each also only file files code folder path module modules class function component components service services script scripts support main core base common shared utils util lib libs apps packages internal server client index'.split(
    ' ',
  ),
)

/** The text with its code spans and parentheses blanked, so that only the sentence itself is split. */
function sentenceOf(text: string): string {
  return maskCode(text, '_').replace(/\([^()]*\)|"[^"]*"|“[^”]*”/g, (inner) => '_'.repeat(inner.length))
}

/** Where a new part may begin: behind a semicolon, or behind an "and". */
const JOINT = /;[ \t]+(?:and[ \t]+)?(?:then[ \t]+)?|,?[ \t]and[ \t]+(?:then[ \t]+|also[ \t]+)?/gi

/** The parts of a sentence that begin with a verb of their own, each with the words as written and as blanked. */
function partsOf(text: string): readonly { readonly text: string; readonly sentence: string }[] {
  const sentence = sentenceOf(text)
  const starts = [0]
  const ends: number[] = []
  for (const joint of sentence.matchAll(JOINT)) {
    const from = joint.index + joint[0].length
    const verb = /^[A-Za-z]+/.exec(sentence.slice(from, from + 30))?.[0].toLowerCase()
    if (verb === undefined || !OUTCOMES.has(verb)) continue
    ends.push(joint.index)
    starts.push(from)
  }
  ends.push(text.length)
  return starts.map((start, at) => ({
    text: text.slice(start, ends[at]).trim(),
    sentence: sentence.slice(start, ends[at]).trim(),
  }))
}

/** What a part is about, in words of its own: of its sentence and of the names of its files. */
function subjectsOf(text: string, paths: readonly string[]): ReadonlySet<string> {
  const names = paths.flatMap((path) => path.split('/'))
  const words = `${text} ${names.join(' ')}`
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\d]{3,}/gu)
  const stem = (word: string): string => word.replace(/(?:ing|ed|es|s)$/, '')
  return new Set((words ?? []).filter((word) => !OUTCOMES.has(word) && !COMMON.has(word)).map(stem))
}

const EXTENSIONS = /\.[a-z\d]{1,5}$/i
const SHARED_FOLDERS = new Set(['src', 'app', 'pkg', 'cmd', 'docs', 'backend', 'frontend', 'web', 'api'])

function aboutOf(part: { readonly text: string; readonly sentence: string }): {
  readonly paths: readonly string[]
  readonly subjects: ReadonlySet<string>
} {
  const paths = [...new Set(findPaths(part.text).paths.map(({ path }) => path))]
  const names = paths.map((path) =>
    path
      .replace(EXTENSIONS, '')
      .split('/')
      .filter((name) => !SHARED_FOLDERS.has(name))
      .join('/'),
  )
  const withoutPaths = paths.reduce((text, path) => text.replaceAll(path, ' '), part.text)
  return { paths, subjects: subjectsOf(withoutPaths, names) }
}

/**
 * The independent outcomes of a task, as written, where it has several; empty where it has one. Nearly sure cases alone:
 * each begins with a verb of its own behind an "and" or a semicolon, names files of its own, and shares neither a word
 * nor a name with the others. Tests, documentation and settings belong to what they are for.
 */
export function focusesOf(text: string): readonly string[] {
  if (!/;|\band\b/i.test(text)) return []
  const parts = partsOf(text)
  const first = /^[A-Za-z]+/.exec(parts[0]!.sentence)?.[0].toLowerCase() ?? ''
  if (parts.length < 2 || !OUTCOMES.has(first)) return []
  const about = parts.map(aboutOf)
  const isOwn = parts.every(({ sentence }, at) => {
    const { paths } = about[at]!
    if (paths.length === 0 || paths.some((path) => COMPANION_PATHS.test(path))) return false
    return !COMPANION_WORDS.test(sentence) && !(at > 0 && LEANS.test(sentence))
  })
  if (!isOwn) return []
  const seen = new Set<string>()
  for (const { paths, subjects } of about) {
    for (const subject of subjects) if (seen.has(subject)) return []
    for (const subject of [...subjects, ...paths]) seen.add(subject)
  }
  return parts.map((part) => part.text.replace(/[.,;\s]+$/, ''))
}
