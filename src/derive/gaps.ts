import type { PlanMilestone, SectionName } from '../model/plan.ts'
import type { Place } from '../model/source.ts'
import type { Gap, PlanItem } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'
import { plain } from '../parse/text/inline.ts'
import { milestoneFallback } from './names.ts'
import { slug } from './keys.ts'
import { writes } from './layer.ts'
import type { UnlistedSteps } from './phases.ts'
import type { MilestoneDraft } from './types.ts'

/** A milestone without any work. */
export function noWork(milestone: MilestoneDraft): Gap {
  const name = milestoneFallback(milestone)
  return {
    kind: 'no-work',
    key: `no-work:${milestone.key}`,
    blocking: true,
    place: milestone.origin.place,
    milestone: milestone.key,
    question: `${name}: which steps lead there? The plan lists no work for it.`,
    answer: `Add a list "**Tasks**:" below its heading with three to eight steps, each one outcome with its file and its check: "- [ ] Create \`path/to/file\` with ..."`,
  }
}

/** What is wanted before there is a plan: the steps belong into one. */
export function noPlanYet(milestone: MilestoneDraft): Gap {
  return {
    ...noWork(milestone),
    question: `${milestoneFallback(milestone)}: which steps lead there? There is no plan yet.`,
    answer: 'Write plan.md with `intentk new plan`, and list the steps there.',
  }
}

/**
 * What vision, goal and strategy still ask stands in the way of planning. Where the plan lists work, the work may begin.
 */
export const settledByPlan = (gap: Gap, role: string): Gap =>
  gap.blocking && (role === 'vision' || role === 'goal' || role === 'strategy') ? { ...gap, blocking: false } : gap

/** An item whose own text is a template's blank. */
export function blankItem(text: string, place: Place, milestone: string): Gap {
  return {
    kind: 'no-work',
    key: `no-work:${milestone}:${slug(text)}`,
    blocking: false,
    place,
    milestone,
    question: `"${plain(text)}" is still a blank of the template. What is to be done there?`,
    answer: 'Replace it by one outcome with its file, or delete the line.',
  }
}

/** Bare file names without a folder: one question each, they stand in the way of the work. */
export function noPaths(items: readonly PlanItem[], milestone: string): readonly Gap[] {
  const gaps: Gap[] = []
  for (let at = 0; at < items.length; at++) {
    const { paths } = items[at]!
    for (let nth = 0; nth < paths.length; nth++) {
      const path = paths[nth]!
      if (path.unresolved && path.role === 'write') gaps.push(noPath(items[at]!, path, milestone))
    }
  }
  return gaps
}

function noPath({ key, origin }: PlanItem, path: PathMention, milestone: string): Gap {
  return {
    kind: 'no-path',
    key: `no-path:${key}:${path.path.toLowerCase()}`,
    blocking: true,
    place: origin.place,
    milestone,
    task: key,
    question: `${origin.heading === '' ? '' : `${plain(origin.heading)}: `}in which folder does \`${path.raw}\` live?`,
    answer: `Write its path from the repository's root in place of the bare name: \`folder/${path.raw}\`.`,
  }
}

/** Tasks of one milestone that name no file at all: one question for all of them. */
export function pathless(milestone: MilestoneDraft, items: readonly PlanItem[]): Gap[] {
  const silent = items.filter((item) => item.kind === 'work' && item.state !== 'done' && !writes(item.paths))
  const first = silent[0]
  if (first === undefined) return []
  return [
    {
      kind: 'no-path',
      key: `no-path:${milestone.key}`,
      blocking: false,
      place: first.origin.place,
      milestone: milestone.key,
      question: `${milestoneFallback(milestone)}: ${silent.length === 1 ? 'one task names' : `${silent.length} tasks name`} no file (first "${plain(first.text).slice(0, 60)}"). Which files do they write?`,
      answer: 'Write the path in a code span into each: "... in `src/file.ts`".',
    },
  ]
}

/** Requirements that no file of the source tree is about: one question for all of them. */
export function requirementFiles(specified: readonly PlanItem[]): Gap[] {
  const silent = specified.filter(
    (item) => item.covers.some((key) => key.startsWith('requirement:')) && item.paths.length === 0,
  )
  const first = silent[0]
  if (first === undefined) return []
  const ids = silent.flatMap((item) => item.covers.map((key) => key.slice('requirement:'.length)))
  const shown = ids.length <= 4 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`
  return [
    {
      kind: 'no-path',
      key: 'no-path:requirements',
      blocking: false,
      place: first.origin.place,
      question: `No file of the source tree is about ${shown}. Which files implement ${ids.length === 1 ? 'it' : 'them'}?`,
      answer: `Name the ids in the comments of the source tree in plan.md: "exporter.ts  # ${ids[0]!}".`,
    },
  ]
}

/** A milestone without criteria or validation, or with criteria that nothing can check. */
export function noCheck(
  milestone: MilestoneDraft,
  criteria: number,
  unchecked: readonly { readonly text: string; readonly place: Place }[],
): Gap[] {
  if (criteria === 0 && milestone.validation === '') {
    return [
      {
        kind: 'no-check',
        key: `no-check:${milestone.key}`,
        blocking: false,
        place: milestone.origin.place,
        milestone: milestone.key,
        question: `${milestoneFallback(milestone)}: how will you know that it is done? It has neither success criteria nor a validation.`,
        answer:
          'Add "**Success Criteria**:" with a number or a command in a code span: "- `npm test` passes", "- export takes < 2 s".',
      },
    ]
  }
  return unchecked.map((criterion) => ({
    kind: 'no-check',
    key: `no-check:${milestone.key}:${slug(criterion.text)}`,
    blocking: false,
    place: criterion.place,
    milestone: milestone.key,
    question: `"${plain(criterion.text).slice(0, 100)}" has neither a number nor a command. How is it checked?`,
    answer: 'Add a number ("< 2 s", "95 %") or a command in a code span to it.',
  }))
}

const FORM = '? Answer with '

/** A mark that the author left for a decision; it may tell the form: `Which store? Answer with its name.` */
export function decision(words: string, place: Place): Gap {
  const form = words.indexOf(FORM)
  const question = form < 0 ? words : words.slice(0, form + 1)
  return {
    kind: 'decision',
    key: `decision:${slug(question)}`,
    blocking: true,
    place,
    question: question.endsWith('?') ? question : `${question.replace(/[.:]\s*$/, '')}?`,
    answer:
      form < 0
        ? 'Write the decision in place of the question.'
        : `Write in place of the question: ${words.slice(form + FORM.length)}`,
  }
}

/** Something stated that no task covers. */
export function uncovered(kind: string, key: string, text: string, place: Place): Gap {
  return {
    kind: 'uncovered',
    key: `uncovered:${key}`,
    blocking: false,
    place,
    question: `No task covers the ${kind} "${plain(text).slice(0, 120)}". Which task does it?`,
    answer: `Name it in the task that does it${/^[A-Z]+-?\d/.test(text) ? ` ("... (${text.split(':')[0]!})")` : ''}, or add a task for it.`,
  }
}

/** A story of a feature whose phases are the milestones, for which no task is tagged. */
export function untold(story: PlanMilestone): Gap {
  const id = `US${story.label?.number ?? ''}`
  const gap = uncovered('story', `story:${story.key}`, `${id}: ${story.title}`, story.place)
  return { ...gap, answer: `Tag the tasks that do it: "[${id}]" behind their ids.` }
}

/** Steps of a phase that no task of the list made from the plan says. */
export function unlisted({ phase, steps }: UnlistedSteps): Gap {
  const first = steps[0]!
  const name = milestoneFallback(phase)
  const many = steps.length === 1 ? 'a step of the plan is' : `${steps.length} steps of the plan are`
  return {
    kind: 'uncovered',
    key: `uncovered:steps:${phase.key}`,
    blocking: false,
    place: first.place,
    milestone: phase.key,
    question: `${name}: ${many} in no task of the list (first "${plain(first.text).slice(0, 80)}"). ${steps.length === 1 ? 'Which task does it?' : 'Which tasks do them?'}`,
    answer: 'Name the file or the words of the step in the task that does it, or add a task for it.',
  }
}

const SECTION_TEXT: Readonly<Record<SectionName, readonly [what: string, heading: string]>> = {
  feedback: ['feedback mechanism', 'Progress Tracking'],
  measurement: ['measurement point', 'Success Metrics'],
  evidence: ['evidence collection', 'Evidence Collection'],
  adaptation: ['adaptation trigger', 'Adaptation Triggers'],
  'adaptation-process': ['adaptation process', 'Adaptation Process'],
  change: ['change management', 'Change Management'],
  'validation-approach': ['validation approach', 'Validation Approach'],
  quality: ['quality standard', 'Quality Standards'],
  risk: ['risk', 'Risk Assessment'],
  escalation: ['risk escalation', 'Risk Escalation'],
  alignment: ['intent alignment check', 'Intent Alignment'],
  'alignment-metrics': ['alignment metric', 'Alignment Metrics'],
  documentation: ['required documentation', 'Required Documentation'],
}

export const SECTIONS = Object.keys(SECTION_TEXT) as readonly SectionName[]

/** A section of execute.md that no document says anything about. */
export function sectionMissing(name: SectionName, place: Place, file: string): Gap {
  const [what, heading] = SECTION_TEXT[name]
  return {
    kind: 'section-missing',
    key: `section-missing:${name}`,
    blocking: false,
    place,
    question: `No ${what} is stated.`,
    answer: `Add "## ${heading}" with its entries to ${file}, or write \`None\` under it.`,
  }
}
