import type { Piece } from '../../model/task-document.ts'
import type { Span } from '../../model/source.ts'
import { lineSpan } from '../facts/lines.ts'
import { rule } from '../rule.ts'

const MARKERS = ['<<<<<<<', '>>>>>>>', '|||||||'] as const

/** What Git writes behind each: a branch or a commit, with its message. A quote in six others goes on with words. */
const NAMES = { '<<<<<<<': /^(?: \S|$)/, '>>>>>>>': /^ \S+(?: \(.*)?$/, '|||||||': /^(?: \S|$)/ } as const

interface Marker extends Span {
  readonly mark: string
}

/** The lines that begin with a mark and a name behind it, in document order. */
function markersOf(text: string): readonly Marker[] {
  return MARKERS.flatMap((mark) => {
    const found: Marker[] = []
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      if (at > 0 && text[at - 1] !== '\n') continue
      const { start, end } = lineSpan(text, at)
      if (NAMES[mark].test(text.slice(at + 7, Math.min(end, at + 200)))) found.push({ start, end, mark })
    }
    return found
  }).toSorted((a, b) => a.start - b.start)
}

/** Answers for ascending offsets whether they stand in a code block, where a document may tell of such marks. */
function inCode(pieces: readonly Piece[]): (offset: number) => boolean {
  let next = 0
  return (offset) => {
    while (next < pieces.length && pieces[next]!.end <= offset) next++
    const piece = pieces[next]
    return piece !== undefined && piece.kind === 'code' && piece.start < offset
  }
}

/** A merge that was saved half done. */
export default rule({
  id: 'git-conflict-marker',
  group: 'structure',
  severity: 'error',
  recommended: true,
  checks: 'No marks of an unfinished merge stand in the document.',
  why: 'Between `<<<<<<<` and `>>>>>>>` Git leaves both sides of a conflict. Whoever reads on takes both for true: tasks stand there twice, with two states. Keep one side, or both without the marks. `intentk execute` mends an execute.md by itself.',
  fires: [
    {
      shows: 'a conflict between two states of a task',
      files:
        '- [x] T001 Create `src/a.ts`\n<<<<<<< HEAD\n- [x] T002 Create `src/b.ts`\n=======\n- [ ] T002 Create `src/b.ts` (60 min)\n>>>>>>> feature/times\n- [ ] T003 Create `src/c.ts`\n',
      finds: ['<<<<<<< HEAD'],
    },
    {
      shows: 'a mark that was left over',
      files: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n>>>>>>> 8c1f2aa\n',
      finds: ['>>>>>>> 8c1f2aa'],
    },
  ],
  silent: [
    {
      shows: 'a code block that shows such marks',
      files:
        '- [ ] T001 Detect conflicts in `src/merge.ts`\n\n```text\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> main\n```\n',
    },
    {
      shows: 'a heading that is underlined, and a quote in a quote',
      files: 'Tasks of the week\n=======\n\n>>>>>>>> deep\n>>>>>>> words of a quote\n\n- [ ] T001 Create `src/a.ts`\n',
    },
    {
      shows: 'a task about such marks',
      files: '- [ ] T001 Explain `<<<<<<< HEAD` and `>>>>>>> main` in `docs/git.md`\n',
    },
  ],
  document: (document, report) => {
    const { text, file } = document
    const markers = markersOf(text)
    if (markers.length === 0) return
    const isCode = inCode(document.tasks.pieces)
    const outside = markers.filter(({ start }) => !isCode(start))
    let open = false
    outside.forEach((marker, index) => {
      const { start, end, mark } = marker
      const wasOpen = open
      open = mark === '<<<<<<<' || (mark === '|||||||' && open)
      // The other marks of a conflict belong to the one that opens it.
      if (mark !== '<<<<<<<' && wasOpen) return
      const close = outside.slice(index + 1, index + 3).find((other) => other.mark !== '|||||||')
      const ends = mark === '<<<<<<<' && close?.mark === '>>>>>>>' ? close : undefined
      const message =
        ends === undefined
          ? 'This mark of a Git conflict was left over. Remove the line, and see that nothing of the conflict is left around it.'
          : 'Git could not merge what follows and left both sides of it. Keep one side, or both, and remove the three marks.'
      report({
        start,
        end,
        message,
        ...(ends === undefined
          ? {}
          : { related: [{ message: 'The conflict ends here', place: { file, start: ends.start, end: ends.end } }] }),
      })
    })
  },
})
