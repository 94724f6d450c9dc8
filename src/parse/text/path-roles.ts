import type { Span } from '../../model/source.ts'
import type { PathRole } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { cuesOf, govern, stateBehind, wordCue } from './clauses.ts'
import { BEYOND_ASCII } from './traits.ts'

type State = 'rest' | 'read' | 'write' | 'copy' | 'remove' | 'to' | 'from'

// Words after which a path is only looked at, by language.
const READ_WORDS =
  'using|use|uses|used by|via|per|see|against|like|unlike|based on|according to|following|follows?|similar to|same as|mirror(?:s|ing)?|model(?:l)?ed (?:on|after)|' +
  '(?:as |is |are )?(?:defined|described|specified|documented|listed|outlined|declared|shown) (?:in|by)|as in|imports?|reuses?|reusing|instead of|rather than|without|depends on|depend on|depends|requires|consistent with|analogous to|' +
  "aus|gemäß|laut|siehe|anhand|mittels|mithilfe|basierend auf|analog zu|wie in|depuis|selon|voir|à partir de|d’après|d'après|en utilisant|basée? sur|desde|según|usando|mediante|véase|basad[oa] en|a partir de|conforme|segundo|veja|com base em|basead[oa] em|из|согласно|см\\.|на основе|по образцу|используя"
// Scripts without spaces between words have no word boundary to look for.
const READ_CJK = '(?:使用|参考|参照|根据|基于|按照|参见|详见|通过|从|仿照|遵循)[：:]?(?=\\s*[\\u0001`])'
const LABELS = '(?:references?|sources?|see also|inputs?|reads?|uses|参考|参照|参照先)[*_]{0,3}\\s?[:：]'
const WRITE_WORDS =
  'in|into|onto|inside|within|to|as|nach|in die|dans|vers|en|em|para|hacia|в|во|then|create|creates|add|adds|update|updates|write|modify|edit|extend|implement|generate|move|rename|refactor|save|register|export|replace|put|erstelle|créer|crear|criar|создать'

// Turkish, Japanese and Korean say it after the path.
const AFTER_READ = once(
  () =>
    /^[`*_」』'’]{0,3}\s?(?:(?:を|の内容を)?(?:参照|参考|もとに|基に|元に)|に(?:基づ|従|準拠|倣)|から|を(?:使用|利用|使って|使い|用い|コピー)|経由|のように|と同様|'?[ea] göre|kullanarak|'?d[ea]n|'?t[ea]n|(?:을|를) (?:참고|참조|사용|이용)|에 따라|기반|처럼)/iu,
)

// How AFTER_READ goes on behind closing marks; says no without that pattern.
const MAY_BE_AFTER = /^[`*_」』'’]{0,3}\s?['aekdt\x80-\uFFFF]/i

function move(from: State, cue: State): State {
  // What is removed from a file changes that file: `Remove the flag from a.ts`.
  if (cue === 'from') return from === 'remove' ? 'remove' : 'read'
  if (cue === 'to') return from === 'copy' || from === 'read' ? 'write' : from
  return cue
}

const CUES = once(() =>
  cuesOf<State>(
    [
      wordCue('read', READ_WORDS),
      { state: 'read', pattern: once(() => new RegExp(READ_CJK, 'gu')), needs: BEYOND_ASCII },
      { state: 'read', pattern: once(() => new RegExp(LABELS, 'giu')), needs: /[:：]/ },
      wordCue('from', 'from'),
      wordCue('copy', 'copy|copies|copying|duplicate|clone|kopiere|copier|copiar|скопировать'),
      wordCue('remove', 'remove|removes|delete|deletes|drop|strip|prune|purge|eliminate|move'),
      wordCue('to', WRITE_WORDS),
      {
        state: 'to',
        pattern: once(() => /(?:创建|新建|添加|写入|生成|更新|修改|到)[：:]?(?=\s*[\u0001`])/gu),
        needs: BEYOND_ASCII,
      },
      { state: 'to', pattern: once(() => /[→➜⇒]|->|=>/gu), needs: /[→➜⇒>]/ },
    ],
    'rest',
    move,
  ),
)

/** The letters of {@link MAY_BE_AFTER}. */
const isAfterLetter = (code: number): boolean =>
  code === 0x61 || code === 0x65 || code === 0x6b || code === 0x64 || code === 0x74

function isReadBehind(text: string, at: number): boolean {
  if (at >= text.length) return false
  // Most often a blank and a word: one letter says no.
  const code = text.charCodeAt(at) === 0x20 ? text.charCodeAt(at + 1) | 0x20 : 0
  if (code >= 0x61 && code <= 0x7a && !isAfterLetter(code)) return false
  const after = text.slice(at, at + 24)
  return MAY_BE_AFTER.test(after) && AFTER_READ().test(after)
}

function roleOf(text: string, mark: Span, state: State): PathRole {
  return state === 'read' || state === 'copy' || isReadBehind(text, mark.end) ? 'read' : 'write'
}

/**
 * Which of the marked names, in their order, are only read, by the words before them (or after them, where a language
 * says it there).
 */
export function rolesOf(text: string, marks: readonly Span[]): PathRole[] {
  const states = govern(text, marks, CUES())
  const roles: PathRole[] = []
  for (let index = 0; index < marks.length; index++) roles.push(roleOf(text, marks[index]!, states[index]!))
  return roles
}

/** As {@link rolesOf}, for the only name of a text. */
export function roleOfOnly(text: string, mark: Span): PathRole {
  return roleOf(text, mark, stateBehind(text.slice(0, mark.start), CUES()))
}
