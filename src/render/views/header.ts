import type { Gap } from '../../model/task.ts'
import { documentLink, codeSpan, linkTarget, oneLine, paragraphLine } from '../inline.ts'
import { idRanges } from '../ids.ts'
import { block, type BlockView } from './block.ts'
import { idsOf, validationTask, type Outline } from './outline.ts'

const QUESTIONS = 5

function mvpOf(outline: Outline): object | null {
  const first = outline.milestones[0]
  if (first === undefined) return null
  return {
    number: first.milestone!.number,
    tasks: idRanges(idsOf(first.tasks)),
    done: oneLine(first.milestone!.validation ?? ''),
    validated: validationTask(first)?.id ?? '',
  }
}

/** Where a question belongs, in words: the heading of its place, its task, or its milestone. */
function placeOf(gap: Gap, titles: ReadonlyMap<string, string>): string {
  if (gap.heading !== undefined && gap.heading !== '') return paragraphLine(gap.heading)
  if (gap.task !== undefined) return paragraphLine(gap.task)
  const number = gap.milestone?.replace(/^M/, '') ?? ''
  const title = titles.get(number) ?? ''
  // A question that calls the milestone by its name says its place itself.
  if (number === '' || (title !== '' && gap.question.includes(title))) return ''
  return `Milestone ${oneLine(`${number} ${title}`)}`
}

function openView(outline: Outline): BlockView[] {
  const blocking = outline.execution.gaps.filter((gap) => gap.blocking)
  if (blocking.length === 0) return []
  const titles = new Map(outline.execution.milestones.map((milestone) => [String(milestone.number), milestone.title]))
  const file = blocking[0]!.place.file
  const oneFile = blocking.every((gap) => gap.place.file === file)
  const name = file.split('/').at(-1)!
  const link = outline.execution.links.find(({ path }) => path.split('/').at(-1) === name)
  const document = !oneFile ? 'the documents' : link === undefined ? codeSpan(name) : documentLink(link.path)
  const questions = blocking.slice(0, QUESTIONS).map((gap) => {
    const where = placeOf(gap, titles)
    const at = oneFile
      ? where
      : [codeSpan(gap.place.file.split('/').at(-1)!), where].filter((part) => part !== '').join(' ')
    return {
      place: at,
      question: at === '' ? paragraphLine(gap.question) : oneLine(gap.question),
      answer: oneLine(gap.answer),
    }
  })
  return [
    block('open', 'open', {
      count: blocking.length,
      document,
      questions,
      more: Math.max(0, blocking.length - QUESTIONS),
    }),
  ]
}

/** The top of the document: front matter, title, links, MVP, open questions, the line that explains the format. */
export function headerViews(outline: Outline, full: boolean): BlockView[] {
  const { execution } = outline
  const title = oneLine(execution.title)
  const links = execution.links.map(({ role, path }) => ({
    role: oneLine(role).replace(/[*_]/g, ''),
    markdown: documentLink(path),
    target: linkTarget(path),
  }))
  const views = [
    // A JSON string is a YAML string, and oneLine leaves none of the few characters where they differ.
    block('front-matter', 'front-matter', { description: JSON.stringify(`Execution plan: ${title}`) }),
    block('header', 'header', {
      title,
      id: codeSpan(execution.id),
      date: oneLine(execution.date),
      links,
      mvp: mvpOf(outline),
    }),
    ...openView(outline),
    block('format', 'format', { full }),
  ]
  if (!full) return views
  const folders = new Set<string>()
  for (const task of execution.tasks) {
    for (const { role, path } of task.paths) {
      const at = path.indexOf('/')
      if (role === 'write' && at > 0) folders.add(path.slice(0, at + 1))
    }
  }
  return [
    ...views,
    block('conventions', 'conventions', { folders: [...folders].slice(0, 12).map(codeSpan).join(', ') }),
  ]
}
