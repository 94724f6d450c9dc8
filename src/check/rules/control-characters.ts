import type { Span } from '../../model/source.ts'
import { misread } from '../facts/mojibake.ts'
import { rule, type Found } from '../rule.ts'

// Controls, marks of direction, zero-width characters, a byte order mark inside, tags.
const INVISIBLE =
  /\u001b\[[\d;]{0,12}[A-Za-z]|[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+|(?:\udb40[\udc00-\udc7f])+/g
const MAYBE =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\udb40]/
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
// Scripts that need a joiner, or a place to break a line, where nothing shows.
const SHAPED = /[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u1800-\u18af\ua840-\ua87f]/

type Kind = 'control' | 'direction' | 'override' | 'zero-width' | 'tag' | 'c1'

/** What stands there, and what to do. */
const MESSAGES: Readonly<Record<Kind, readonly [says: string, asks: string]>> = {
  control: ['A control character that nobody sees stands here', 'Remove it.'],
  c1: ['A control character that nobody sees stands here', 'Write what belongs here, or remove it.'],
  direction: ['An invisible mark turns the direction of text that has only one', 'Remove it.'],
  override: ['An invisible character makes text show in another order than programs read it', 'Remove it.'],
  'zero-width': [
    'An invisible character stands here, so that the words do not match what they look like',
    'Remove it.',
  ],
  tag: ['Invisible letters stand here, which programs read and people cannot see', 'Remove them.'],
}

function kindOf(found: string): Kind {
  const code = found.charCodeAt(0)
  if (code < 0x20 || code === 0x7f) return 'control'
  if (code < 0xa0) return 'c1'
  if (code === 0xdb40) return 'tag'
  if (/[\u202d\u202e]/.test(found)) return 'override'
  return /[\u200e\u200f\u202a-\u202c\u2066-\u2069]/.test(found) ? 'direction' : 'zero-width'
}

/** What the letters of a line need of invisible characters. */
interface Script {
  readonly turns: boolean
  readonly shapes: boolean
}

/** Joiners of emoji and of scripts that are shaped, flags, marks of direction among text from right to left. */
function isRight(kind: Kind, found: string, before: string, { turns, shapes }: Script): boolean {
  if (kind === 'direction') return turns
  if (kind === 'tag') return before.endsWith('\u{1f3f4}')
  if (kind !== 'zero-width') return false
  if (shapes || turns) return true
  return found === '\u200d' && /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u20e3)$/u.test(before)
}

/** Characters that nobody sees. */
export default rule({
  id: 'control-characters',
  group: 'text',
  severity: 'warning',
  recommended: false,
  checks: 'Nothing is invisible: no control characters, no hidden letters, no marks that turn the direction of text.',
  why: 'What nobody sees is read by programs all the same: a path with a zero-width space names no file, and instructions hidden in invisible letters reach an assistant. Such characters come with text copied from elsewhere. Joiners of emoji and marks that a script needs are left alone.',
  fires: [
    {
      shows: 'a space without width in a path, and a byte order mark inside',
      files: '- [ ] T001 Write `src/\u200bstore.ts`\n\n\ufeff- [ ] T002 Write `src/a.ts`\n',
      finds: ['\u200b', '\ufeff'],
      fixed: '- [ ] T001 Write `src/store.ts`\n\n- [ ] T002 Write `src/a.ts`\n',
    },
    {
      shows: 'text that shows in another order',
      files: '- [ ] 1.1 Grant access to `user\u202enimda`\n',
      finds: ['\u202e'],
      fixed: '- [ ] 1.1 Grant access to `usernimda`\n',
    },
    {
      shows: 'colours of a terminal and hidden letters',
      files: '- [ ] T001 \u001b[31mFix\u001b[0m the build \u{e0041}\u{e0042}\n',
      finds: ['\u001b[31m', '\u{e0041}\u{e0042}'],
      fixed: '- [ ] T001 Fix the build \n',
    },
  ],
  silent: [
    { shows: 'emoji', files: '- [ ] T001 👩‍💻 👨🏽‍🚀 🏳️‍🌈 ✔️ 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\n' },
    {
      shows: 'text from right to left',
      files: '- [ ] 1.1 כתוב \u200f`src/a.ts`\u200e עכשיו\n- [ ] 1.2 می\u200cخواهم\n',
    },
    { shows: 'tabs and a form feed', files: '- [ ] T001\tWrite `src/a.ts`\n\t- one\n\f\n' },
  ],
  document: ({ text }, report) => {
    if (!MAYBE.test(text)) return
    for (let from = 0; from < text.length;) {
      const newline = text.indexOf('\n', from)
      const end = newline < 0 ? text.length : newline
      const line = text.slice(from, end)
      if (MAYBE.test(line)) for (const each of findingsIn(line, from)) report(each)
      from = end + 1
    }
  },
})

interface Invisible extends Span {
  readonly kind: Kind
  readonly found: string
}

/** One finding for each kind of character on a line. */
function findingsIn(line: string, from: number): readonly Found[] {
  const turns = RIGHT_TO_LEFT.test(line)
  const byKind = new Map<Kind, Invisible[]>()
  for (const each of invisibleIn(line, { turns, shapes: SHAPED.test(line) })) {
    const known = byKind.get(each.kind)
    if (known === undefined) byKind.set(each.kind, [each])
    else known.push(each)
  }
  return [...byKind].map(([kind, all]): Found => {
    const edits = all.map(({ start, end }) => ({ start: from + start, end: from + end, text: '' }))
    const more = all.length === 1 ? '' : `, as ${all.length - 1} more on this line`
    const certain = kind !== 'c1' && !(kind === 'override' && turns)
    const { start, end } = edits[0]!
    const [says, asks] = MESSAGES[kind]
    return {
      start,
      end,
      message: `${says} (${names(all[0]!.found)}${more}). ${asks}`,
      ...(certain ? { fix: { title: 'Remove what nobody sees', edits } } : {}),
    }
  })
}

function invisibleIn(line: string, script: Script): readonly Invisible[] {
  // Bytes of a text that was read in the wrong encoding are told as that.
  const others = /[\u0080-\u009f]/.test(line) ? misread(line) : []
  let next = 0
  return [...line.matchAll(INVISIBLE)].flatMap(({ index, 0: found }) => {
    while (next < others.length && others[next]!.end <= index) next++
    if (next < others.length && others[next]!.start <= index) return []
    const kind = kindOf(found)
    const before = line.slice(Math.max(0, index - 8), index)
    return isRight(kind, found, before, script) ? [] : [{ start: index, end: index + found.length, kind, found }]
  })
}

/** `U+200B`, of many the first three. */
function names(found: string): string {
  const codes = Array.from(
    found.slice(0, 8),
    (char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  )
  return codes.length > 3 ? `${codes.slice(0, 3).join(' ')} …` : codes.join(' ')
}
