import { once } from '../../model/once.ts'
import { blank, collapse, cuesOf, govern, stateBehind, wordCue } from './clauses.ts'
import { codeSpans, type CodeSpan } from './code-spans.ts'
import { isCommand, PROGRAM_NAMES } from './commands.ts'
import { PLAIN_FILES } from './file-names.ts'
import { pathName } from './path-names.ts'
import { BEYOND_ASCII } from './traits.ts'

/** Names in code spans: those the text brings into being, and the others. No name is in both. */
export interface Identifiers {
  readonly introduces: readonly string[]
  readonly mentions: readonly string[]
}

type State = 'rest' | 'new' | 'known'

const NAME = once(
  () =>
    /^[@$]?[\p{L}_$][\p{L}\d_$]*(?:(?:\.|::|#|->)[\p{L}_$][\p{L}\d_$]*){0,6}(?:[!?]|<[^<>]{1,80}>|\([^()]{0,200}\)(?:\s?->\s?[\w[\], .<>|]{1,80})?)?$/u,
)
const NO_NAME =
  'true|false|null|nil|none|undefined|void|any|unknown|string|number|boolean|bool|int|float|str|dict|list|object|array|map|set|yes|no|on|off|main|master|P|x|True|False|None|NULL|T\\d+[a-z]?|US\\d+|M\\d+|FR|SC'
const NOT_NAMES = new RegExp(`^(?:${NO_NAME})$`)

const CUES = once(() =>
  cuesOf<State>(
    [
      wordCue(
        'new',
        'create|creates|add|adds|implement|implements|define|defines|introduce|introduces|write|build|declare|scaffold|generate|develop|new|erstelle|erstellen|implementiere|definiere|ergänze|créer|ajouter|implémenter|définir|crear|añadir|agregar|implementar|definir|criar|adicionar|создать|добавить|реализовать|определить',
      ),
      {
        state: 'new',
        pattern: once(() => /(?:创建|添加|实现|定义|新增|引入|编写)(?=[^，。]{0,8}\u0001)/gu),
        needs: BEYOND_ASCII,
      },
      wordCue(
        'known',
        'use|uses|using|call|calls|calling|extend|extends|extending|implements interface|update|modify|refactor|rename|remove|delete|replace|fix|test|tests|mock|from|to|into|in|inside|for|of|via|per|see|against|like|based on|by|on|onto|that|which|when|returns?|returning|accepts?|taking|receives?|inherits?|wraps?|wrapping|consumes?|matching|until|before|after|instead of|depends on|requires|verwende|nutze|utiliser|pour|dans|usar|para|em|en|de|использовать|для|в',
      ),
      {
        state: 'known',
        pattern: once(() => /(?:使用|调用|扩展|更新|修改|重构|删除|为|到|在)(?=[^，。]{0,8}\u0001)/gu),
        needs: BEYOND_ASCII,
      },
    ],
    'rest',
    (_, cue) => cue,
  ),
)

// Japanese, Korean and Turkish put the verb behind the name.
const AFTER_NEW = once(
  () =>
    /^[^。，、\u0001`]{0,14}?(?:を(?:新規)?(?:作成|追加|実装|定義|新設|導入)|(?:을|를)?\s?(?:생성|추가|구현|정의|작성)|['’]?[iıuüy]{0,2}\s(?:oluştur|ekle|tanımla|uygula))/u,
)

// A path, and no NAME.
const SLASHED = /^[^(</]*\//

// What AFTER_NEW cannot do without.
const ENDS_IN_VERB = /ekle|uygula|[^\x00-\x7F]/

function isNewBehind(text: string, end: number): boolean {
  if (end === text.length) return false
  const after = text.slice(end, end + 32)
  return ENDS_IN_VERB.test(after) && AFTER_NEW().test(after)
}

// A name that nothing belongs to, neither a program nor a file nor any of NOT_NAMES: what most names are.
const PLAIN_NAME = new RegExp(`^(?!(?:${NO_NAME}|${PROGRAM_NAMES}|${PLAIN_FILES})$)[A-Za-z_]\\w*$(?<!file)`)
const BARE = /^[A-Za-z_$][\w$]*$/
const PROGRAM = new RegExp(`^(?:${PROGRAM_NAMES})$`)

function nameOf(span: CodeSpan): string | null {
  if (PLAIN_NAME.test(span.content)) return span.content
  if (SLASHED.test(span.content)) return null
  const content = span.content.trim()
  if (BARE.test(content)) {
    if (NOT_NAMES.test(content) || PROGRAM.test(content)) return null
    return pathName(content, true) === null ? content : null
  }
  if (!NAME().test(content) || NOT_NAMES.test(content)) return null
  if (isCommand(content) || pathName(content, true) !== null) return null
  return /[(<]/.test(content) ? content.replace(/(?:\(.*|<[^<>]*>)$/u, '') : content
}

const NOTHING: Identifiers = { introduces: [], mentions: [] }

/**
 * The identifiers in code spans. `Create`, `Add`, `Implement`, `Define`, `Introduce` bring the names after them into
 * being, up to a word such as `to`, `using` or `for`; everything else only names them.
 */
export function identifiers(text: string): Identifiers {
  const spans = codeSpans(text)
  if (spans.length === 0) return NOTHING
  let named: CodeSpan[] | null = null
  let names: string[] | null = null
  for (let at = 0; at < spans.length; at++) {
    const span = spans[at]!
    const name = nameOf(span)
    if (name === null) continue
    if (named === null || names === null) {
      named = [span]
      names = [name]
    } else {
      named.push(span)
      names.push(name)
    }
  }
  if (named === null || names === null) return NOTHING
  if (named.length > 1) return several(text, spans, named, names)
  const { start, end } = named[0]!
  const state = stateBehind(collapse(text.slice(0, start), spans), CUES())
  return state === 'new' || isNewBehind(text, end)
    ? { introduces: names, mentions: NO_NAMES }
    : { introduces: NO_NAMES, mentions: names }
}

const NO_NAMES: readonly string[] = []

function several(
  text: string,
  spans: readonly CodeSpan[],
  named: readonly CodeSpan[],
  names: readonly string[],
): Identifiers {
  const states = govern(blank(text, spans), named, CUES())
  const introduces = new Set<string>()
  const mentions = new Set<string>()
  for (let at = 0; at < named.length; at++) {
    const isNew = states[at] === 'new' || isNewBehind(text, named[at]!.end)
    ;(isNew ? introduces : mentions).add(names[at]!)
  }
  for (const name of introduces) mentions.delete(name)
  return { introduces: [...introduces], mentions: [...mentions] }
}
