import type { SectionName } from '../../model/plan.ts'
import type { Execution } from '../../model/execution.ts'
import { oneLine, paragraphLine } from '../inline.ts'
import { block, type BlockView } from './block.ts'
import { gapView } from './phases.ts'
import type { Outline } from './outline.ts'

interface Part {
  readonly name: SectionName
  /** '' where its entries stand right under the chapter's heading. */
  readonly title: string
  /** As the closing line names it. */
  readonly words: string
  /** The heading to put into the plan. */
  readonly heading: string
}

interface Chapter {
  readonly key: string
  readonly title: string
  readonly parts: readonly Part[]
}

const part = (name: SectionName, title: string, words: string, heading = title): Part => ({
  name,
  title,
  words,
  heading,
})

/** The sections that only carry entries over, in the order and with the headings of the template. */
const CHAPTERS: readonly Chapter[] = [
  {
    key: 'learning',
    title: 'Learning Loops Setup',
    parts: [
      part('feedback', 'Feedback Mechanisms', 'feedback mechanisms'),
      part('measurement', 'Measurement Points', 'measurement points', 'Success Metrics'),
      part('evidence', 'Evidence Collection Points', 'evidence collection', 'Evidence Collection'),
    ],
  },
  {
    key: 'adaptation',
    title: 'Adaptation Protocols',
    parts: [
      part('adaptation', 'When to Adapt', 'adaptation triggers', 'Adaptation Triggers'),
      part('adaptation-process', 'Adaptation Process', 'adaptation process'),
      part('change', 'Change Management', 'change management'),
    ],
  },
  {
    key: 'quality',
    title: 'Quality Assurance',
    parts: [
      part('validation-approach', 'Validation Approach', 'validation approach'),
      part('quality', 'Quality Standards', 'quality standards'),
    ],
  },
  {
    key: 'risk',
    title: 'Risk Management',
    parts: [
      part('risk', 'Active Risk Monitoring', 'risks', 'Risk Assessment'),
      part('escalation', 'Risk Escalation', 'risk escalation'),
    ],
  },
  {
    key: 'alignment',
    title: 'Intent Alignment Verification',
    parts: [
      part('alignment', '', 'intent alignment', 'Intent Alignment'),
      part('alignment-metrics', 'Alignment Metrics', 'alignment metrics'),
    ],
  },
  {
    key: 'documentation',
    title: 'Documentation Requirements',
    parts: [part('documentation', 'Required Documentation', 'documentation', 'Documentation')],
  },
]

// Named by their sibling where both are missing, so that the closing line stays short.
const IMPLIED: Readonly<Partial<Record<SectionName, SectionName>>> = {
  'adaptation-process': 'adaptation',
  'alignment-metrics': 'alignment',
}

function entryViews(part: Part, execution: Execution): BlockView[] {
  return (execution.sections[part.name] ?? []).map((entry, index) => {
    const id = /^[A-Z]{1,6}-\d{1,6}$/.test(entry.id) ? entry.id : ''
    const view = {
      name: part.name,
      id,
      number: index + 1,
      text: id === '' ? paragraphLine(entry.text) : oneLine(entry.text),
    }
    return block(`entry:${id === '' ? `${part.name}:${index + 1}` : id}`, 'section-entry', view, index > 0)
  })
}

function missingView(part: Part, execution: Execution): BlockView {
  const stated = execution.gaps.find((gap) => gap.kind === 'section-missing' && gap.key.split(':').includes(part.name))
  const view =
    stated === undefined
      ? {
          kind: 'section-missing',
          question: `no ${part.words} stated.`,
          answer: `Add "## ${part.heading}" to the plan, or write \`None\` there.`,
        }
      : gapView(stated)
  return block(`gap:section-missing:${part.name}`, 'gap', view)
}

function partViews(part: Part, execution: Execution, full: boolean): BlockView[] {
  const entries = entryViews(part, execution)
  if (entries.length === 0 && !full) return []
  const none = entries.length === 0 && execution.answered.includes(part.name)
  const heading =
    part.title === ''
      ? []
      : [block(`section:${part.name}`, 'section-part', { name: part.name, title: part.title, none })]
  if (entries.length > 0) return [...heading, ...entries]
  return none ? heading : [...heading, missingView(part, execution)]
}

function missingNames(execution: Execution): string[] {
  const isMissing = (name: SectionName): boolean =>
    (execution.sections[name] ?? []).length === 0 && !execution.answered.includes(name)
  return CHAPTERS.flatMap(({ parts }) => parts).flatMap(({ name, words }) => {
    const sibling = IMPLIED[name]
    return !isMissing(name) || (sibling !== undefined && isMissing(sibling)) ? [] : [words]
  })
}

/** Learning loops to documentation: what the documents state, and one line for what they do not. */
export function sectionViews(outline: Outline, full: boolean): BlockView[] {
  const { execution } = outline
  const views = CHAPTERS.flatMap((chapter) => {
    const parts = chapter.parts.flatMap((one) => partViews(one, execution, full))
    return parts.length === 0
      ? []
      : [block(`chapter:${chapter.key}`, 'section-chapter', { name: chapter.key, title: chapter.title }), ...parts]
  })
  const names = full ? [] : missingNames(execution)
  return names.length === 0 ? views : [...views, block('missing', 'section-missing', { names: names.join(', ') })]
}
