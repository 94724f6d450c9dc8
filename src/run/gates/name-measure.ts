import type { Gate } from '../../model/values.ts'

const step = '(?:task|step|attempt|agent|check|run|workflow)'

/** What a gate may call a measure; the first that fits counts. `$1` is the step. */
const names: readonly (readonly [RegExp, (level: string, isRate: boolean) => string])[] = [
  [
    /\b(?:first[- ](?:attempt|try|pass)|first[- ]time)\b.{0,40}\b(?:success|pass|verif\w*|rate|yield)/i,
    rated('task.first_attempt'),
  ],
  [/\b(?:retry|retries|retried|rework)\b/i, rated('task.retry')],
  [new RegExp(`\\b${step}s?\\b.{0,30}\\b(?:success|completion|completed|succe\\w+)`, 'i'), rated('task.success')],
  [/\bsuccess(?:ful)?\b.{0,20}\b(?:tasks?|steps?|workflows?)\b/i, rated('task.success')],
  [new RegExp(`\\b${step}s?\\b.{0,30}\\b(?:failures?|failed|errors?|failing)\\b`, 'i'), rated('task.failure')],
  [/\b(?:failures?|failed|failing)\b.{0,20}\b(?:tasks?|steps?)\b/i, rated('task.failure')],
  [
    /\b(?:verification|evidence)\b.{0,20}\b(?:coverage|rate)\b|\bverified tasks\b|\btasks verified\b/i,
    rated('task.verification'),
  ],
  [/\bspan coverage\b/i, () => 'span.coverage'],
  [/\battested\b/i, rated('task.attested')],
  [/\btests?\b.{0,30}\b(?:pass rate|success rate)\b/i, () => 'tests.pass_rate'],
  [
    /\b(?:failed|failing|broken|red)\b.{0,20}\btests?\b|\btests?\b.{0,20}\b(?:fail\w*|failures?|broken|red)\b/i,
    () => 'tests.failed',
  ],
  [
    /\b(?:skipped|ignored|disabled)\b.{0,20}\btests?\b|\btests?\b.{0,20}\b(?:skipped|ignored|disabled)\b/i,
    () => 'tests.skipped',
  ],
  [
    /\btest(?:s| cases?| suites?)?\b.{0,20}\b(?:pass\w*|green|succeed\w*)\b|\bpassing\b.{0,20}\btests?\b/i,
    (_, isRate) => (isRate ? 'tests.pass_rate' : 'tests.passed'),
  ],
  [/^(?:number of |total )?(?:unit |integration |automated )?tests?(?: cases?)?$/i, () => 'tests.total'],
]

function rated(name: string): (level: string, isRate: boolean) => string {
  return (_, isRate) => (isRate ? `${name}_rate` : name)
}

/** A name of a built-in measure, as it may stand behind `measure:`. */
export const isMeasureName = (text: string): boolean =>
  /^(?:task|tests|span|run|attempt|agent|check)\.[a-z0-9_.]{2,40}$/.test(text)

/**
 * The built-in measure that a gate speaks of; '' where its words are about something else. Only words about the run
 * itself count: `API response time` is no duration of a task.
 */
export function measureName({ metric, unit }: Pick<Gate, 'metric' | 'unit'>): string {
  const words = metric.slice(0, 300)
  const duration = durationName(words)
  if (duration !== '' && unit !== '%') return duration
  for (const [pattern, name] of names) if (pattern.test(words)) return name('task', unit === '%')
  return ''
}

/** `p95 task duration`, `Average step duration`, `longest check`. */
function durationName(words: string): string {
  const [, level] =
    new RegExp(`\\b(task|step|attempt|agent|check|run)s?\\b.{0,20}\\b(?:duration|time|takes?)\\b`, 'i').exec(words) ??
    []
  if (level === undefined) return ''
  const name = level.toLowerCase() === 'step' ? 'task' : level.toLowerCase()
  const [, percentile] = /\bp(50|90|95|99)\b/i.exec(words) ?? /\b(50|90|95|99)th percentile\b/i.exec(words) ?? []
  if (percentile !== undefined) return `${name}.duration.p${percentile}`
  if (/\bmedian\b/i.test(words)) return `${name}.duration.p50`
  if (/\b(?:max\w*|longest|slowest)\b/i.test(words)) return `${name}.duration.max`
  return name === 'run' || /\b(?:total|all)\b/i.test(words) ? `${name}.duration.total` : `${name}.duration.mean`
}
