import type { TaskDocument } from '../../model/task-document.ts'
import { maskCode } from '../../parse/text/inline.ts'
import { isTemplate, ownLines } from '../facts/own-lines.ts'
import type { ProseLine } from '../facts/prose.ts'
import { rule, type Report } from '../rule.ts'

const WORDS =
  'NEEDS CLARIFICATION|NEEDS DECISION|需要澄清|需澄清|待澄清|待确认|要明確化|要確認|명확화 필요|ZU KLÄREN|KLÄRUNGSBEDARF|À CLARIFIER|NECESITA ACLARACIÓN|PRECISA DE ESCLARECIMENTO|ТРЕБУЕТ УТОЧНЕНИЯ|AÇIKLAMA GEREKLİ'
const MAYBE = new RegExp(WORDS, 'u')
const MARK = new RegExp(`\\[(?:${WORDS})(?:\\s?[:：]\\s?([^\\]\\n]{1,600}))?\\]`, 'gu')
const VALUE = new RegExp(`[:：][*_]{0,3}\\s{0,3}(${WORDS})[.\\s]{0,3}$`, 'u')
// What a document says about such marks asks nothing.
const ABOUT =
  /\b(?:no|all|any|if|each|every|remaining|remain|markers?|marks?|mark|marked|use|with|resolve[sd]?|without|keine?|aucun|sin|nenhum)\b/i
const BOX = /^\s*[-*+] \[[^\]]\]/
const SAMPLE = /^(?:specific question|question|\.\.\.|…|reason)$/i
const ASKED = /\?{3,}/

const QUESTIONS =
  /^\W{0,4}(?:\d[\d.]{0,6}\s+)?(?:open questions?|questions|unresolved questions?|offene fragen|questions ouvertes|preguntas abiertas|perguntas em aberto|открытые вопросы|açık sorular|未解決(?:の質問|事項)|待解决问题|开放问题|미해결 질문)\b|^(?:未解决的问题|オープンな質問)/iu
const ANSWERED =
  /\b(?:resolved|decision|decided|answer(?:ed)?|recommend(?:ed|ation)?|resolution|conclusion|proposal|chosen|yes|no)\b|✅|→|~~|entschieden|décision|decisión|决定|決定|решено/iu

/** Questions that nobody answered. */
export default rule({
  id: 'needs-clarification',
  group: 'content',
  severity: 'warning',
  recommended: false,
  checks: 'No question is left open.',
  why: 'Whoever starts with an open question answers it by accident. Write the decision in its place; where it is made later, make it a task of its own. Found are marks such as `[NEEDS CLARIFICATION: which store?]`, `???`, and questions without an answer below a heading such as "Open Questions".',
  fires: [
    {
      shows: 'marks that were left',
      files: {
        'spec.md':
          '# Spec: Export\n\n**Storage**: NEEDS CLARIFICATION\n\n- **FR-001**: System MUST keep exports for [NEEDS CLARIFICATION: how long?]\n- **FR-002**: System MUST log ???\n',
      },
      finds: ['NEEDS CLARIFICATION', '[NEEDS CLARIFICATION: how long?]', '???'],
    },
    {
      shows: 'a mark in a task, and in another language',
      files:
        '- [ ] T001 Write `src/a.ts` [NEEDS CLARIFICATION: which fields?]\n- [ ] T002 `src/b.ts` を作成 [要確認: 形式]\n',
      finds: ['[NEEDS CLARIFICATION: which fields?]', '[要確認: 形式]'],
    },
    {
      shows: 'questions without an answer',
      files: {
        'design.md':
          '# Design\n\n## Open Questions\n\n1. Should exports expire?\n2. Do we need ZIP?\n   - **Decision**: not now\n3. What happens to `update`? - RESOLVED\n',
      },
      finds: ['Should exports expire?'],
    },
  ],
  silent: [
    {
      shows: 'what is said about such marks',
      files: {
        'spec.md':
          '# Spec: Export\n\n- [x] No [NEEDS CLARIFICATION] markers remain\n- [ ] All NEEDS CLARIFICATION resolved\n\n1. Mark all ambiguities: use [NEEDS CLARIFICATION: specific question]\n2. If any [NEEDS CLARIFICATION]: stop\n',
      },
    },
    {
      shows: 'no questions, and answered ones',
      files: {
        'design.md':
          '# Design\n\n## Open Questions\n\nNone.\n\n### Resolved\n\n- How are rows read? → As a stream\n\n## Next\n\n- Why not?\n',
      },
    },
    { shows: 'question marks in code', files: '- [ ] T001 Handle `a ??= b` and `???` in `src/parse.ts`. Why not?\n' },
  ],
  document: (document, report) => {
    if (isTemplate(document.file)) return
    const { text, tasks } = document
    const isMarked = MAYBE.test(text)
    const isAsked = text.includes('???')
    if (isMarked || isAsked) for (const line of ownLines(document)) marksIn(line, isMarked, report)
    if (tasks.headings.some(({ text: title }) => QUESTIONS.test(title))) questionsIn(tasks, report)
  },
  vision: ({ execution }, report) => {
    for (const { kind, place, question } of execution?.gaps ?? [])
      if (kind === 'decision' && !isTemplate(place.file))
        report({ ...place, message: `A question is open: ${question}` })
  },
})

function marksIn({ start, text }: ProseLine, isMarked: boolean, report: Report): void {
  const line = maskCode(text)
  const tell = (from: number, to: number, question: string): void =>
    report({
      start: start + from,
      end: start + to,
      message: `A question is open${question === '' ? '' : `: ${question}`}. Write the decision in its place.`.replace(
        /([?.])\. Write/,
        '$1 Write',
      ),
    })
  if (isMarked) {
    for (const match of line.matchAll(MARK)) {
      const question = match[1]?.trim() ?? ''
      if (question === '' ? BOX.test(line) || ABOUT.test(line.replace(match[0], '')) : SAMPLE.test(question)) continue
      tell(match.index, match.index + match[0].length, question)
    }
    const value = VALUE.exec(line)
    if (value !== null) {
      const at = value.index + value[0].indexOf(value[1]!)
      tell(at, at + value[1]!.length, '')
    }
  }
  const asked = ASKED.exec(line)
  if (asked !== null) tell(asked.index, asked.index + asked[0].length, '')
}

const ITEM = /^(?:[-*+]|\d{1,4}[.)])\s+(?:\[ \]\s+)?/

/** Items below a heading of questions that end in their question mark. */
function questionsIn({ text, pieces, headings }: TaskDocument, report: Report): void {
  for (const { kind, section, start, end } of pieces) {
    if (kind !== 'item' || section < 0 || !QUESTIONS.test(headings[section]!.text)) continue
    const words = text.slice(start, end).trimEnd()
    const lead = ITEM.exec(words)?.[0].length ?? 0
    const head = words.slice(lead).split('\n')[0]!.trimEnd()
    if (lead === 0 || !/[?？][*_"”)]{0,3}$/.test(words) || !/[?？][*_"”)]{0,3}$/.test(head)) continue
    if (ANSWERED.test(words)) continue
    report({
      start: start + lead,
      end: start + lead + head.length,
      message: 'This question is open. Write the answer below it, or make finding it a task.',
    })
  }
}
