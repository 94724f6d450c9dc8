import { once } from '../../model/once.ts'
import { blank, collapse, cuesOf, govern, stateBehind, wordCue } from './clauses.ts'
import { codeSpans, type CodeSpan } from './code-spans.ts'
import { isCommand, isProgram } from './commands.ts'
import { isPlainWord } from './file-names.ts'
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
const NOT_NAMES =
  /^(?:true|false|null|nil|none|undefined|void|any|unknown|string|number|boolean|bool|int|float|str|dict|list|object|array|map|set|yes|no|on|off|main|master|P|x|True|False|None|NULL|T\d+[a-z]?|US\d+|M\d+|FR|SC)$/

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
const SLASHED = /^[^(<]*\//

// What AFTER_NEW cannot do without.
const ENDS_IN_VERB = /ekle|uygula|[^\x00-\x7F]/

function isNewBehind(after: string): boolean {
  return ENDS_IN_VERB.test(after) && AFTER_NEW().test(after)
}

// A name that nothing belongs to.
const BARE = /^[A-Za-z_$][\w$]*$/

function nameOf(span: CodeSpan): string | null {
  const content = span.content.trim()
  if (BARE.test(content)) {
    if (NOT_NAMES.test(content) || isProgram(content)) return null
    return isPlainWord(content) || pathName(content, true) === null ? content : null
  }
  if (SLASHED.test(content) || !NAME().test(content) || NOT_NAMES.test(content)) return null
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
  const named: CodeSpan[] = []
  const names: string[] = []
  for (let at = 0; at < spans.length; at++) {
    const name = nameOf(spans[at]!)
    if (name === null) continue
    named.push(spans[at]!)
    names.push(name)
  }
  const [first] = named
  if (first === undefined) return NOTHING
  const states =
    named.length === 1
      ? [stateBehind(collapse(text.slice(0, first.start), spans), CUES())]
      : govern(blank(text, spans), named, CUES())
  if (named.length === 1) {
    const isNew = states[0] === 'new' || isNewBehind(text.slice(first.end, first.end + 32))
    return isNew ? { introduces: names, mentions: [] } : { introduces: [], mentions: names }
  }
  const introduces = new Set<string>()
  const mentions = new Set<string>()
  for (const [index, { end }] of named.entries()) {
    const isNew = states[index] === 'new' || isNewBehind(text.slice(end, end + 32))
    ;(isNew ? introduces : mentions).add(names[index]!)
  }
  for (const name of introduces) mentions.delete(name)
  return { introduces: [...introduces], mentions: [...mentions] }
}
