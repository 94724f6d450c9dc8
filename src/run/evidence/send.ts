import { tracesOf } from './otlp.ts'
import type { RunSpan } from './spans.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where spans go, by the standard variables of OpenTelemetry; null where they go nowhere. */
export interface Collector {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

/** What came of sending. A run never fails for it. */
export interface Sent {
  readonly sent: number
  /** '' where all went well; the end of a sentence elsewhere. */
  readonly problem: string
}

const standardTimeout = 10_000

/** The collector that the environment names. */
export function collectorOf(env: Env): Collector | null {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return null
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']?.trim() ?? ''
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim() ?? ''
  if (own === '' && base === '') return null
  const timeout = Number(env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? env['OTEL_EXPORTER_OTLP_TIMEOUT'] ?? '')
  return {
    url: own === '' ? `${base.replace(/\/{1,20}$/, '')}/v1/traces` : own,
    headers: {
      ...headersOf(env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''),
      ...headersOf(env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? ''),
    },
    timeoutMs: timeout > 0 && timeout <= 600_000 ? timeout : standardTimeout,
  }
}

/** `key=value,key2=value2`, the values percent-encoded. */
function headersOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const equals = pair.indexOf('=')
      const name = pair.slice(0, Math.max(0, equals)).trim()
      const value = decoded(pair.slice(equals + 1).trim())
      // oxlint-disable-next-line no-control-regex
      return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)
        ? [[name, value]]
        : []
    }),
  )
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const spansAtOnce = 500
const retried = new Set([429, 502, 503, 504])

/** Sends spans to a collector as OTLP/HTTP JSON. Answers what came of it and throws nothing. */
export async function sendSpans(spans: readonly RunSpan[], version: string, collector: Collector): Promise<Sent> {
  const deadline = AbortSignal.timeout(collector.timeoutMs)
  let sent = 0
  for (let at = 0; at < spans.length; at += spansAtOnce) {
    const part = spans.slice(at, at + spansAtOnce).map(({ span }) => span)
    const body = JSON.stringify(tracesOf(part, version))
    const problem = await sendOne(body, collector, deadline)
    if (problem !== '') return { sent, problem }
    sent += part.length
  }
  return { sent, problem: '' }
}

async function sendOne(body: string, { url, headers, timeoutMs }: Collector, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal,
        // Headers with a key are for this collector alone.
        redirect: 'error',
      })
      const text = (await response.text()).slice(0, 2000)
      if (response.ok) return rejectedIn(text)
      if (!retried.has(response.status) || attempt === 3) return `${placeOf(url)} answered ${response.status}`
      await pause(Number(response.headers.get('retry-after') ?? 0) * 1000 || attempt * 200, signal)
    } catch (error) {
      if (signal.aborted) return `${placeOf(url)} did not answer within ${timeoutMs} ms`
      return `${placeOf(url)} cannot be reached (${reasonOf(error)})`
    }
  }
}

/** A collector may take a message and refuse some of its spans. */
function rejectedIn(text: string): string {
  try {
    const { partialSuccess: part } = JSON.parse(text) as {
      partialSuccess?: { rejectedSpans?: unknown; errorMessage?: string }
    }
    const rejected = Number(part?.rejectedSpans ?? 0)
    return rejected > 0 ? `${rejected} spans were refused: ${`${part?.errorMessage ?? ''}`.slice(0, 200)}` : ''
  } catch {
    return ''
  }
}

/** A URL without what may be secret in it. */
function placeOf(url: string): string {
  try {
    const { origin, pathname } = new URL(url)
    return `${origin}${pathname}`
  } catch {
    return 'the collector'
  }
}

function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('aborted'))
    })
  })
