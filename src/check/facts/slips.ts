import { plainId } from '../../edit/find-tasks.ts'
import type { Fix } from '../../model/diagnostic.ts'
import type { Span } from '../../model/source.ts'
import { readTaskLine } from '../../parse/text/task-line.ts'
import type { CheckedDocument } from '../subject.ts'
import { idForm, idForms } from './ids.ts'

/** A line that was meant to be a task and misses the form of one by a slip of the pen. */
export interface Slip extends Span {
  readonly what: string
  readonly fix: Fix
}

const LOOSE =
  /^([ \t>]*)([-*+•–—](?![-*+•–—]))?([ \t]*)(?:\[([ \t]{0,3}[xX✓~/-]?[ \t]{0,3})\]|([☐☑☒]))([ \t]*)(?=[\p{L}\p{N}*`[])/u

/**
 * The lines with a box in a wrong form: `-[ ] T001`, `- [ x ] T001`, `- [ ]T001`, `[ ] T001`, `• [ ] T001`, `- ☐ T001`.
 * Without an id of the document's form only the first two are certain.
 */
export function slips({ tasks, prose, facts }: CheckedDocument): readonly Slip[] {
  if (!tasks.tasks.some(({ box }) => box !== null)) return []
  const forms = idForms(tasks)
  const starts = new Set(tasks.tasks.map(({ line }) => line.start))
  return prose.flatMap(({ start, text }): readonly Slip[] => {
    if (!/[[☐☑☒]/.test(text.slice(0, 24)) || starts.has(start)) return []
    const match = LOOSE.exec(text)
    if (match === null) return []
    const [whole, lead = '', bullet = '', gap = '', inner, ballot, behind = ''] = match
    const mark = ballot === undefined ? (inner ?? '').trim() : ballot === '☐' ? '' : 'x'
    const isBullet = bullet !== '' && '-*+'.includes(bullet)
    // A box of two marks around nothing is read; so is one in its right form.
    const isWell = isBullet && gap !== '' && ballot === undefined && (inner ?? '').length <= 1 && behind !== ''
    if (isWell) return []
    const fixed = `${lead}${isBullet ? bullet : '-'} [${mark === '' ? ' ' : mark}] `
    const rest = text.slice(whole.length)
    const id = readTaskLine(`[ ] ${rest}`)?.id ?? ''
    const isOwn = id !== '' && forms.has(idForm(id)) && !facts.byId.has(plainId(id))
    // `*[ ] pending*` is emphasis.
    const isCertain =
      isBullet && (bullet !== '*' || gap !== '') && behind !== '' && ballot === undefined && (gap === '' || mark !== '')
    if (!isOwn && !(isCertain && id === '' && !rest.startsWith('['))) return []
    const from = start + lead.length
    return [
      {
        start: from,
        end: start + whole.trimEnd().length,
        what: isBullet && gap === '' ? 'a blank is missing behind the bullet' : whatIsWrong(bullet, ballot, behind),
        fix: {
          title: 'Write it as a task',
          edits: [{ start: from, end: start + whole.length, text: fixed.slice(lead.length) }],
        },
      },
    ]
  })
}

function whatIsWrong(bullet: string, ballot: string | undefined, behind: string): string {
  if (bullet === '') return 'the bullet is missing'
  if (!'-*+'.includes(bullet)) return `\`${bullet}\` is no bullet`
  if (ballot !== undefined) return `\`${ballot}\` is no box`
  return behind === '' ? 'a blank is missing behind the box' : 'there are blanks inside of the box'
}
