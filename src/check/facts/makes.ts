import { comparedPath } from '../../graph/paths.ts'
import type { Span } from '../../model/source.ts'

/** A file or identifier that the words of a task name. */
export interface Named extends Span {
  /** Equal for all spellings. */
  readonly key: string
  readonly name: string
  /** No other name stands before it. */
  readonly isFirst: boolean
}

const NAME = /`[^`\n]{1,200}`|(?<![\w/.@`-])[\w@.-]+(?:\/[\w.@()[\]-]+)+\.\w{1,8}/g
/** Two words in one: nothing but a declared thing is called so. */
const DISTINCT = /^(?:[A-Z][a-z\d]+){2,}$|^[a-z]+\d*(?:[A-Z][a-z\d]*)+$|^_?[a-z\d]+(?:_[a-z\d]+)+$/
const FILE = /^(?:\.{0,2}\/)?[\w.@()[\]-]+(?:\/[\w.@()[\]-]+)+\.\w{1,8}$/

const VERB =
  'create|implement|define|introduce|scaffold|erstelle|implementiere|definiere|créer|crée|crear|crea|implementar|criar|crie|создать|реализовать'
const MAKES = new RegExp(
  `^[\\s*_~[\\]]*(?:${VERB})\\s+(?:(?!(?:in|to|for|from|of|on|with|using|missing|more|tests?|unit|failing|into|inside|within|at|by|and|or)\\s)[\\p{L}-]{1,20}\\s+){0,4}$`,
  'iu',
)
/** A file that is implemented or defined may be there as a draft. */
const CREATES = /^[\s*_~[\]]*(?:creat|scaffold|erstelle|cr[ée]|созда|创建|新建)/iu
const MAKES_CJK = /^[\s*_]*(?:创建|新建|实现|定义)\s*[\p{Script=Han}]{0,6}\s*$/u
const MAKES_BEHIND = /^\s*を(?:新規)?(?:作成|実装|定義|新設|追加)/
/** Parts of something that may be there already. */
const PART =
  /^[\s*_]*(?:methods?|endpoints?|handlers?|logic|support|integration|calls?|fields?|tests?|stubs?)(?![\p{L}])/iu
const USES =
  /(?:^|[\s(,;])(?:using|uses?|calls?|calling|invokes?|invoking|via|imports?|importing|extends?|extending|inherits? from|wraps?|wrapping|instantiates?|updates?|refactors?|modify|modifies|verwendet?|nutzt?|ruft|mithilfe von|usando|en utilisant|utilise|используя|использует)\s+(?:the\s+)?$|(?:使用|调用|导入|扩展|更新|修改)\s*$/iu
const USES_BEHIND = /^\s*を(?:使|利用|呼び|拡張|更新|修正|インポート)/

/** What changes a file needs it as well. */
const INTO = /(?:^|\s)(?:in|to|into|inside|dans|en|a|à|em|в)\s+(?:the\s+)?$|在\s*$/iu

function keyOf(name: string): string {
  const bare = name.replace(/\(.*$|<.*$/s, '')
  if (DISTINCT.test(bare)) return bare
  return FILE.test(name) ? comparedPath(name) : ''
}

/** The files and identifiers of one line of words, in order. */
export function namesIn(text: string): readonly Named[] {
  if (!text.includes('`') && !text.includes('/')) return []
  const found: Named[] = []
  for (const match of text.matchAll(NAME)) {
    const name = match[0].startsWith('`') ? match[0].slice(1, -1).trim() : match[0]
    const key = keyOf(name)
    if (key === '') continue
    found.push({ key, name, isFirst: found.length === 0, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** What the words do with a name, as far as that is certain: bring it into being, or need it. */
export function howOf(text: string, { key, isFirst, start, end }: Named): 'makes' | 'uses' | '' {
  const before = text.slice(Math.max(0, start - 120), start)
  const behind = text.slice(end, end + 24)
  const isFile = key.includes('/')
  const isBehind = isFirst && MAKES_BEHIND.test(behind)
  const mayMake = start <= 120 && (!isFile || isBehind || CREATES.test(text))
  if (mayMake && (isBehind || MAKES.test(before) || MAKES_CJK.test(before))) return PART.test(behind) ? '' : 'makes'
  const uses = USES.test(before) || USES_BEHIND.test(behind) || (isFile && INTO.test(before))
  return uses ? 'uses' : ''
}
