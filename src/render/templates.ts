import { sources } from './templates.generated.ts'

/** One template: its Nunjucks source and where it is from (`built-in`, or the path of the override). */
export interface TemplateSource {
  readonly source: string
  readonly origin: string
}

/** Templates by name (the file name without `.md`). Names that are not in {@link TEMPLATE_VARIABLES} are refused. */
export type TemplateSet = Readonly<Record<string, TemplateSource>>

/** Every template and the variables it is given; the only names an override may look up. */
export const TEMPLATE_VARIABLES = {
  'front-matter': ['description'],
  header: ['title', 'id', 'date', 'links', 'mvp'],
  open: ['count', 'document', 'questions', 'more'],
  format: ['full'],
  conventions: ['folders'],
  phase: [
    'number',
    'kind',
    'milestone',
    'title',
    'priority',
    'mvp',
    'goal',
    'done',
    'duration',
    'depends',
    'empty',
    'question',
    'answer',
    'full',
  ],
  task: ['id', 'box', 'parallel', 'milestone', 'text', 'estimate', 'depends', 'body'],
  checkpoint: ['milestone', 'next'],
  gap: ['kind', 'question', 'answer'],
  order: ['full', 'diagram', 'milestones', 'beside', 'chain', 'total', 'estimated', 'tasks', 'parallel'],
  parallel: ['milestone', 'tasks', 'count', 'files'],
  strategy: ['full', 'before', 'first', 'steps', 'more', 'workers'],
  'section-chapter': ['name', 'title'],
  'section-part': ['name', 'title', 'none'],
  'section-entry': ['name', 'id', 'number', 'text'],
  'section-missing': ['names'],
  notes: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type TemplateName = keyof typeof TEMPLATE_VARIABLES

export const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(TEMPLATE_VARIABLES, name)

/** The templates that intentk ships, ready to have single ones replaced: `{ ...builtInTemplates(), task: override }`. */
export function builtInTemplates(): TemplateSet {
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, { source, origin: 'built-in' }]))
}
