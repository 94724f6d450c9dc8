import type { RunHow } from '../run/run-how.ts'
import type { RunPlan } from '../run/run-plan.ts'
import type { RunSettings } from '../workspace/run-settings.ts'
import { escapeVisible } from '../model/escape.ts'
import type { Call } from './arguments.ts'
import { fit } from './columns.ts'
import type { Io } from './io.ts'
import { columnsOf, oneLine, printLines, styled, wantsColor, type Line, type Style } from './terminal.ts'

type Event = Parameters<RunHow['on']>[0]

/** Shows a run while it goes on. */
export interface View {
  readonly on: (event: Event) => void
  /** Makes room for a question. */
  readonly paused: <T>(ask: () => Promise<T>) => Promise<T>
  readonly end: () => void
}

interface Running {
  readonly key: string
  readonly since: number
  readonly attempt: number
  doing: string
}

/** What is shown: tasks at work, and how far all of it is. */
interface Screen {
  readonly running: Map<string, Running>
  readonly begun: number
  total: number
  done: number
  failed: number
  /** Lines on the terminal that are painted over. */
  painted: number
  isPaused: boolean
}

const emptyScreen = (): Screen => ({
  running: new Map(),
  begun: Date.now(),
  total: 0,
  done: 0,
  failed: 0,
  painted: 0,
  isPaused: false,
})

const everyMs = 250
/** More lines than these could leave the screen, where nothing paints over them. */
const mostLines = 16
const styles: Readonly<Record<string, Style>> = {
  verified: 'green',
  attested: 'green',
  skipped: 'dim',
  interrupted: 'yellow',
  failed: 'red',
  conflict: 'red',
  escalated: 'red',
}

/**
 * Opens the view of a run on standard error: on a terminal a line for each task at work with the time it has taken and
 * its estimate, and a line for the whole; elsewhere a line for each thing that happens.
 */
export function openView(
  call: Call,
  { stderr, env }: Io,
  { plan, settings }: { readonly plan: RunPlan; readonly settings: RunSettings; readonly jobs: number },
): View {
  const color = wantsColor(stderr, env, call.switches.has('no-color'))
  // Whoever wants JSON wants nothing else.
  const speaks = settings.log_progress && !call.switches.has('json')
  const isLive = stderr.isTTY === true && env['TERM'] !== 'dumb' && speaks
  const byKey = new Map(plan.tasks.map((task) => [task.key, task]))
  const screen = emptyScreen()

  const erase = (): void => {
    if (screen.painted > 0) stderr.write(`\u001b[${screen.painted}A\u001b[J`)
    screen.painted = 0
  }
  const paint = (): void => {
    if (!isLive || screen.isPaused) return
    const columns = (columnsOf(stderr) ?? 80) - 1
    const lines = [...screen.running.values()]
      .slice(0, mostLines)
      .map((one) => runningLine(one, byKey.get(one.key), settings, columns))
    erase()
    const all = [...lines, wholeLine(screen, columns)]
    stderr.write(printLines(all, color))
    screen.painted = all.length
  }
  const say = (line: Line): void => {
    if (!speaks) return
    erase()
    stderr.write(printLines([line], color))
    paint()
  }
  const timer = isLive ? setInterval(paint, everyMs) : null
  timer?.unref()

  return {
    on: (event) => {
      const line = follow(screen, event, byKey)
      if (line !== null) say(line)
    },
    paused: async (ask) => {
      screen.isPaused = true
      erase()
      try {
        return await ask()
      } finally {
        screen.isPaused = false
        paint()
      }
    },
    end: () => {
      if (timer !== null) clearInterval(timer)
      erase()
    },
  }
}

/** Takes an event in; the line that stays of it, null for none. */
function follow(screen: Screen, event: Event, byKey: ReadonlyMap<string, RunPlan['tasks'][number]>): Line | null {
  if (event.type === 'note') return [styled('yellow', 'note'), ` ${event.text}`]
  if (event.type === 'run-started') {
    screen.total = event.tasks.length
    return `Run ${event.run}: ${event.tasks.length} tasks, agent ${event.agent}`
  }
  if (event.type === 'task-started') {
    screen.running.set(event.task, { key: event.task, since: Date.now(), attempt: event.attempt, doing: 'agent' })
    const again = event.attempt > 1 ? `, attempt ${event.attempt}` : ''
    return [
      styled('cyan', 'start'),
      ` ${event.task} ${oneLine(byKey.get(event.task)?.text ?? '').slice(0, 160)}${again}`,
    ]
  }
  if (event.type === 'agent-ended') {
    const running = screen.running.get(event.task)
    if (running !== undefined) running.doing = 'checks'
  }
  return event.type === 'task-ended' ? endedLine(screen, event) : null
}

function endedLine(screen: Screen, { task, outcome, why }: Extract<Event, { type: 'task-ended' }>): Line {
  const since = screen.running.get(task)?.since
  screen.running.delete(task)
  if (outcome === 'verified' || outcome === 'attested') screen.done++
  else if (outcome !== 'skipped') screen.failed++
  const time = since === undefined ? '' : ` after ${duration(Date.now() - since)}`
  const reason = why === '' || outcome === 'attested' ? '' : `: ${why}`
  return [styled(styles[outcome] ?? 'dim', outcome), ` ${task}${time}${reason}`]
}

function runningLine(
  { key, since, attempt, doing }: Running,
  task: RunPlan['tasks'][number] | undefined,
  settings: RunSettings,
  columns: number,
): Line {
  const estimate = task?.estimateMinutes ?? null
  const of = settings.show_estimated_time && estimate !== null ? ` of ~${duration(estimate * 60_000)}` : ''
  const again = attempt > 1 ? ` #${attempt}` : ''
  const head = `${key.slice(0, 20)}${again} ${duration(Date.now() - since)}${of} ${doing}`
  const text = escapeVisible(oneLine(task?.text ?? ''))
  return fit(`  ${head}  ${text}`, columns)
}

const barWidth = 20

function wholeLine({ total, done, failed, begun }: Screen, columns: number): Line {
  const filled = total === 0 ? 0 : Math.min(barWidth, Math.round((barWidth * done) / total))
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
  const bad = failed === 0 ? '' : `, ${failed} failed`
  return fit(`${bar} ${done} of ${total}${bad}, ${duration(Date.now() - begun)}`, columns)
}

/** Time in the two largest units: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
