import type { PlanMilestone, PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { findPaths } from '../text/paths.ts'
import { joinSoft } from '../text/inline.ts'
import { located, type ReadContext } from './context.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { readTask } from './items.ts'
import { milestoneKey } from './milestone.ts'

/*
 * Plan files of GSD write their tasks as tags: <task type="auto"><name>Task 1: ...</name><files>...</files>
 * <action>...</action><verify>...</verify><done>...</done></task>, and the goal as <objective>.
 */

/** The span between a tag and its end, from an offset on; null where it does not close before `end`. */
function inside(text: string, tag: string, from: number, end: number): Span | null {
  const open = text.indexOf(`<${tag}>`, from)
  if (open < 0 || open >= end) return null
  const start = open + tag.length + 2
  const close = text.indexOf(`</${tag}>`, start)
  return close < 0 || close > end ? null : { start, end: close }
}

function trimmed(text: string, span: Span): Span {
  const raw = text.slice(span.start, span.end)
  return { start: span.start + raw.length - raw.trimStart().length, end: span.start + raw.trimEnd().length }
}

function readTagged(ctx: ReadContext, span: Span, heading: string): PlanTask | null {
  const found = inside(ctx.text, 'name', span.start, span.end)
  if (found === null) return null
  const name = trimmed(ctx.text, found)
  const task = readTask(ctx, { text: ctx.text.slice(name.start, name.end), ...name }, span, [], {
    type: 'task',
    heading,
    sequence: '',
  })
  const value = (tag: string): string => {
    const part = inside(ctx.text, tag, span.start, span.end)
    return part === null ? '' : ctx.text.slice(part.start, part.end).trim()
  }
  const files = findPaths(
    value('files')
      .split(/[\s,]+/)
      .map((file) => `\`${file}\``)
      .join(' '),
  ).paths
  const known = new Set(task.paths.map((path) => path.path))
  const body = [
    ['Verify', value('verify')],
    ['Done', value('done')],
  ].filter(([, text]) => text !== '')
  return {
    ...task,
    paths: [
      ...task.paths,
      ...files.filter((file) => !known.has(file.path)).map((file) => ({ ...file, role: 'write' as const })),
    ],
    body: body.map(([key, text]) => `- ${key}: ${joinSoft(text!)}`),
  }
}

function frontField(text: string, key: string): string {
  const end = text.startsWith('---') ? text.indexOf('\n---', 3) : -1
  const line = end < 0 ? null : new RegExp(`^${key}:[ \\t]*['"]?([^\\n'"]{1,120})`, 'm').exec(text.slice(0, end))
  return line === null ? '' : line[1]!.trim()
}

/** A page about the format shows it in a fence. */
function isInFence(root: OutlineNode, offset: number): boolean {
  for (const node of walk(root))
    if (node.blocks.some((block) => block.type === 'code' && block.start <= offset && offset < block.end)) return true
  return false
}

/** The one milestone of a file that writes its tasks as `<task>` tags; null for every other document. */
export function taggedMilestone(ctx: ReadContext, root: OutlineNode, fallback: string): PlanMilestone | null {
  const { text } = ctx
  const title =
    [frontField(text, 'phase'), frontField(text, 'plan')].filter((part) => part !== '').join(' ') || fallback
  const tasks: PlanTask[] = []
  let first = -1
  let at = text.search(/^[ \t]{0,3}<task[ >]/m)
  if (at < 0 || isInFence(root, at)) return null
  while (at >= 0) {
    const close = text.indexOf('</task>', at)
    if (close < 0) break
    const start = at + (text.slice(at, at + 4).length - text.slice(at, at + 4).trimStart().length)
    const task = readTagged(ctx, { start, end: close + '</task>'.length }, title)
    if (task !== null) tasks.push(task)
    if (first < 0) first = start
    const next = text.slice(close, close + 4000).search(/\n[ \t]{0,3}<task[ >]/)
    at = next < 0 ? -1 : close + next + 1
  }
  if (tasks.length === 0) return null
  const objective = inside(text, 'objective', 0, text.length)
  const goal =
    objective === null
      ? ''
      : joinSoft(
          text
            .slice(objective.start, objective.end)
            .trim()
            .split(/\n[ \t]*\n/)[0]!,
        )
  return {
    type: 'milestone',
    ...located(ctx, { start: first, end: text.length }),
    key: milestoneKey(null, title),
    label: null,
    title,
    priority: null,
    estimate: null,
    done: false,
    goal,
    validation: '',
    stated: [],
    independent: false,
    mentions: [],
    children: tasks,
  }
}
