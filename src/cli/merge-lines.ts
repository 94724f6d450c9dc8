import type { Change, Conflict, Kept, MergeReport } from '../model/merge.ts'
import type { SourceFile } from '../model/source.ts'
import { lineIndex, pointAt } from '../parse/lines.ts'
import { count } from './compiled.ts'
import { oneLine, styled, type Line } from './terminal.ts'

const short = (text: string, most = 160): string => {
  const line = oneLine(text)
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}

const FIELD: Readonly<Record<Change['field'], string>> = {
  text: '',
  estimate: ' effort',
  depends: ' dependencies',
  parallel: ' [P]',
  milestone: ' milestone',
  body: ' details',
  place: '',
  whole: '',
}

function changeLines({ kind, about, field, before, after, why }: Change): Line[] {
  const head: Line = [
    styled('bold', { add: '+ ', remove: '- ', change: '~ ', move: '> ' }[kind] + about),
    `${FIELD[field]}  `,
    styled('dim', why),
  ]
  const minus: Line[] = before === '' ? [] : [['    ', styled('red', `- ${short(before)}`)]]
  const plus: Line[] = after === '' ? [] : [['    ', styled('green', `+ ${short(after)}`)]]
  return [head, ...minus, ...plus]
}

/** What was kept, as one sentence: `T002 tick, T003 text, 1 note, T009 deleted`. */
export function keptLine(kept: readonly Kept[]): string {
  const notes = kept.filter(({ what }) => what === 'note').length
  const parts = kept.filter(({ what }) => what !== 'note').map(({ about, what }) => `${about} ${what}`)
  const shown = parts.slice(0, 12)
  const more = parts.length > shown.length ? [`${parts.length - shown.length} more`] : []
  return [...shown, ...(notes > 0 ? [count(notes, 'note')] : []), ...more].join(', ')
}

/** Everything that a run would change, and why; then what it leaves because a person made it so. */
export function diffLines({ changes, kept, drift }: MergeReport): readonly Line[] {
  const documents = drift.documents.map(({ path, state }) => `${path} ${state}`).join(', ')
  const reached =
    drift.tasks.length === 0
      ? 'no task'
      : `${short(drift.tasks.join(', '))}${drift.milestones.length === 0 ? '' : ` in ${drift.milestones.join(', ')}`}`
  return [
    ...(documents === '' ? [] : [`${documents} since the last run: reaches ${reached}`]),
    ...changes.flatMap(changeLines),
    ...(kept.length === 0 ? [] : [[styled('cyan', '= kept from you: '), keptLine(kept)]]),
  ]
}

/** Conflicts with all three sides, and how to settle them. */
export function conflictLines(
  conflicts: readonly Conflict[],
  written: SourceFile | null,
  settle: string,
): readonly Line[] {
  if (conflicts.length === 0) return []
  const lines = written === null ? null : lineIndex(written.text)
  const place = ({ place: { start } }: Conflict): string =>
    lines === null || written === null ? '' : `${written.path}:${pointAt(lines, start).line}  `
  return [
    [
      styled('yellow', count(conflicts.length, 'conflict')),
      ': you and the plan changed the same words; yours stay until you choose',
    ],
    ...conflicts
      .slice(0, 20)
      .flatMap((conflict): Line[] => [
        [`  ${place(conflict)}`, styled('bold', conflict.about), conflict.field === 'text' ? '' : ` ${conflict.field}`],
        `    was   ${short(conflict.base)}`,
        ['    ', styled('cyan', `yours ${short(conflict.mine)}`)],
        ['    ', styled('green', `plan  ${short(conflict.plan)}`)],
      ]),
    ...(conflicts.length > 20 ? [`  and ${conflicts.length - 20} more`] : []),
    `  Settle with ${settle} --take plan or --take mine, for single ones --take plan:${conflicts[0]!.about}`,
  ]
}

export function offerLines({ offers }: MergeReport, settle: string): readonly Line[] {
  return offers.map(
    ({ id, text }) =>
      `${id}, which you deleted, changed in the plan: ${short(text, 80)} (${settle} --take plan:${id} brings it back)`,
  )
}
