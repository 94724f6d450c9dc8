import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { OtlpAttribute, OtlpSpan, OtlpTraces, OtlpValue } from '../../../src/run/evidence/otlp.ts'
import { collectorOf, sendSpans } from '../../../src/run/evidence/send.ts'
import { spanIdOf, spansOf, traceIdOf, traceLines } from '../../../src/run/evidence/spans.ts'
import { aRun, check, journal, started, timeAt, type Timed } from './journal.ts'

type Readable = Parameters<typeof JsonTraceSerializer.serializeRequest>[0][number]

const entries = journal(aRun)
const spans = spansOf(entries)

/* OpenTelemetry's own library writes what it read from our spans; the two must be the same. */

const valueOf = (value: OtlpValue): string | number | boolean | string[] => {
  if ('stringValue' in value) return value.stringValue
  if ('intValue' in value) return Number(value.intValue)
  if ('boolValue' in value) return value.boolValue
  if ('doubleValue' in value) return value.doubleValue
  return value.arrayValue.values.map((each) => valueOf(each) as string)
}
const plain = (attributes: readonly OtlpAttribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]))
const time = (nanoseconds: string): [number, number] => [
  Number(BigInt(nanoseconds) / 1_000_000_000n),
  Number(BigInt(nanoseconds) % 1_000_000_000n),
]
const resource = { attributes: { 'service.name': 'intentk', 'service.version': '0.1.0' } }

function readable(span: OtlpSpan): Readable {
  const context = (spanId: string) => ({ traceId: span.traceId, spanId, traceFlags: 1 })
  return {
    name: span.name,
    kind: span.kind - 1,
    spanContext: () => context(span.spanId),
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.parentSpanId) }),
    startTime: time(span.startTimeUnixNano),
    endTime: time(span.endTimeUnixNano),
    status: span.status,
    attributes: plain(span.attributes),
    links: [],
    events: span.events.map((event) => ({
      name: event.name,
      time: time(event.timeUnixNano),
      attributes: plain(event.attributes),
      droppedAttributesCount: 0,
    })),
    duration: [0, 0],
    ended: true,
    resource,
    instrumentationScope: { name: 'intentk.run', version: '0.1.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as unknown as Readable
}

/** JSON of OTLP in one form: a whole number may be a text or a number, and order of keys tells nothing. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => key !== 'flags' && each !== undefined)
      .map(([key, each]) => [key, key === 'intValue' ? Number(each) : normal(each)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

test('a run is one trace: run, phases, tasks, attempts, and what was done in each', () => {
  expect(spans.map(({ path }) => path)).toEqual([
    'run',
    'setup',
    'setup/T001',
    'setup/T001/1',
    'setup/T001/1/agent',
    'setup/T001/1/files:src/a.ts',
    'M1',
    'M1/T002',
    'M1/T002/1',
    'M1/T003',
    'M1/T003/1',
    'M1/T002/1/agent',
    'M1/T002/1/typecheck:npm run typecheck',
    'M1/T002/2',
    'M1/T003/1/agent',
    'M1/T002/2/agent',
    'M1/T002/2/tests:npm run tests',
    'M1/T004',
    'M1/T004/1',
    'M1/T004/1/gate:(gate: rows = 3)',
  ])
  const of = (path: string): OtlpSpan => spans.find((each) => each.path === path)!.span
  expect(new Set(spans.map(({ span }) => span.traceId))).toEqual(new Set([traceIdOf('20260302-090000-a1b2')]))
  expect(of('run').parentSpanId).toBeUndefined()
  expect(of('M1/T002/2').parentSpanId).toBe(of('M1/T002').spanId)
  expect(of('M1/T002').status.code).toBe(1)
  expect(of('M1/T002/1').status.code).toBe(2)
  expect(of('M1/T002/1').events.map(({ name }) => name)).toEqual(['heal'])
  expect(of('M1/T004').events.map(({ name }) => name)).toEqual(['rolled back'])
  expect(of('M1/T002').endTimeUnixNano).toBe(`${Date.parse(timeAt(94))}000000`)
  expect(of('M1/T002/1/agent').startTimeUnixNano).toBe(`${Date.parse(timeAt(30))}000000`)
})

test('OpenTelemetry writes the same JSON for the same spans, and takes them as protobuf', () => {
  const lines = traceLines(spans, '0.1.0').trimEnd().split('\n')
  const own = lines.flatMap((line) => (JSON.parse(line) as OtlpTraces).resourceSpans)
  const theirs = JSON.parse(
    new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans.map(({ span }) => readable(span)))),
  ) as object
  expect(normal({ resourceSpans: own })).toEqual(normal(theirs))
  const bytes = ProtobufTraceSerializer.serializeRequest(spans.map(({ span }) => readable(span)))!
  expect(Buffer.from(bytes).includes(Buffer.from(traceIdOf('20260302-090000-a1b2'), 'hex'))).toBe(true)
  for (const { span } of spans) expect(Buffer.from(bytes).includes(Buffer.from(span.spanId, 'hex'))).toBe(true)
})

test('ids are hexadecimal, never zero, and no two spans share one', () => {
  expect(traceIdOf('a')).toMatch(/^[0-9a-f]{32}$/)
  expect(spanIdOf('a', 'b')).toMatch(/^[0-9a-f]{16}$/)
  expect(new Set(spans.map(({ span }) => span.spanId)).size).toBe(spans.length)
  expect(spansOf(entries)).toEqual(spans)
})

test('a run that was killed and resumed keeps what there was and takes up again what was under way', () => {
  const resumed: readonly Timed[] = [
    started(),
    [1, { type: 'phase-started', phase: 'M1' }],
    [1, { type: 'task-started', task: 'T002', attempt: 1, phase: 'M1' }],
    [50, { type: 'run-resumed' }],
    [51, { type: 'task-started', task: 'T002', attempt: 1, phase: 'M1' }],
    [53, { type: 'check-ended', task: 'T002', attempt: 1, check: check('tests', 'passed', 52) }],
  ]
  const paths = spansOf(journal(resumed)).map(({ path, span }) => `${path} ${span.status.code}`)
  expect(paths).toEqual([
    'run 0',
    'M1 0',
    'M1/T002 0',
    'M1/T002/1 2',
    'M1/T002/1#2 0',
    'M1/T002/1#2/tests:npm run tests 1',
  ])
  expect(spansOf([])).toEqual([])
  expect(spansOf(journal(aRun.slice(1)))).toEqual([])
})

test('every beginning of a journal gives spans that hold one another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: aRun.length }), (length) => {
      const some = spansOf(entries.slice(0, length))
      const ids = new Map(some.map(({ span }) => [span.spanId, span]))
      for (const { span, level } of some) {
        expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true)
        expect(span.parentSpanId === undefined).toBe(level === 'run')
        if (span.parentSpanId !== undefined) expect(ids.has(span.parentSpanId)).toBe(true)
      }
    }),
  )
})

test('any text in a plan gives spans that a decoder takes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'binary', minLength: 1 }),
      (text, phase) => {
        const events: readonly Timed[] = [
          started({ tasks: [{ id: 'T1', text, phase, wave: 0, estimateMinutes: 0.5 }] }),
          [1, { type: 'task-started', task: 'T1', attempt: 1, phase }],
          [2, { type: 'check-ended', task: 'T1', attempt: 1, check: check('verify', 'failed', 1, { name: text }) }],
        ]
        const lines = traceLines(spansOf(journal(events)), '0.1.0')
        // oxlint-disable-next-line no-control-regex
        expect(lines.trimEnd()).not.toMatch(/[\n\u2028]./)
        expect(JSON.parse(lines)).toEqual(
          JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(lines))),
        )
      },
    ),
  )
})

/* A receiver of OTLP over HTTP. */

let server: Server | null = null
afterEach(() => void server?.close())

interface Received {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly traces: OtlpTraces
}

async function receiver(
  answer: (count: number) => { status: number; body?: string; headers?: Record<string, string> },
) {
  const received: Received[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({
        path: request.url!,
        headers: request.headers,
        traces: JSON.parse(Buffer.concat(chunks).toString()) as OtlpTraces,
      })
      const { status, body = '{}', headers = {} } = answer(received.length)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
  })
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('spans reach a receiver with path, headers and content as the standard says', async () => {
  const { received, url } = await receiver(() => ({ status: 200 }))
  const collector = collectorOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/base/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x=1,broken,no\u0000=1',
  })!
  expect(await sendSpans(spans, '0.1.0', collector)).toEqual({ sent: spans.length, problem: '' })
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({
    path: '/base/v1/traces',
    headers: { 'content-type': 'application/json', 'api-key': 'a b', x: '1' },
  })
  expect(received[0]!.traces.resourceSpans[0]!.scopeSpans[0]!.spans).toEqual(
    JSON.parse(JSON.stringify(spans.map(({ span }) => span))),
  )
})

test('the variables for traces alone come first, and each can turn it off', () => {
  expect(collectorOf({})).toBeNull()
  expect(collectorOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'true' })).toBeNull()
  expect(collectorOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_EXPORTER: 'none' })).toBeNull()
  expect(
    collectorOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/x',
      OTEL_EXPORTER_OTLP_HEADERS: 'k=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'k=2',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    }),
  ).toEqual({ url: 'http://b/x', headers: { k: '2' }, timeoutMs: 500 })
})

test('what goes wrong is said and thrown nowhere', async () => {
  const busy = await receiver((count) => ({ status: count < 3 ? 503 : 200, headers: { 'retry-after': '0' } }))
  const to = (url: string) => ({ url, headers: { key: 'secret' }, timeoutMs: 3000 })
  expect(await sendSpans(spans, '0.1.0', to(busy.url))).toMatchObject({ problem: '' })
  expect(busy.received).toHaveLength(3)
  server!.close()
  const body = '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'
  const picky = await receiver(() => ({ status: 200, body }))
  expect((await sendSpans(spans, '0.1.0', to(picky.url))).problem).toBe('2 spans were refused: too old')
  server!.close()
  const strict = await receiver(() => ({ status: 401, body: 'no' }))
  expect((await sendSpans(spans, '0.1.0', to(`${strict.url}/?token=x`))).problem).toBe(`${strict.url}/ answered 401`)
  server!.close()
  const moved = await receiver(() => ({ status: 307, headers: { location: 'http://127.0.0.1:1/' } }))
  expect((await sendSpans(spans, '0.1.0', to(moved.url))).problem).toContain('cannot be reached')
  for (const url of ['http://127.0.0.1:1/v1/traces', 'not a url', 'file:///etc/passwd'])
    expect((await sendSpans(spans, '0.1.0', to(url))).problem, url).toContain('cannot be reached')
})

test('a receiver that never answers holds nobody up', async () => {
  server = createServer(() => {})
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { problem } = await sendSpans(spans, '0.1.0', { url, headers: {}, timeoutMs: 200 })
  expect(problem).toContain('did not answer within 200 ms')
  server.closeAllConnections()
})

test('100,000 entries are spans in about a second', () => {
  const many: Timed[] = [started()]
  for (let at = 0; at < 20_000; at++) {
    const task = `T${at}`
    many.push([at, { type: 'task-started', task, attempt: 1, phase: 'M1' }])
    many.push([at, { type: 'check-ended', task, attempt: 1, check: check('tests', 'passed', at) }])
    many.push([at, { type: 'task-ended', task, attempt: 1, outcome: 'verified', why: '', changed: [] }])
    many.push([at, { type: 'ticked', task }])
  }
  const all = journal(many)
  const began = performance.now()
  expect(spansOf(all)).toHaveLength(2 + 3 * 20_000)
  expect(performance.now() - began).toBeLessThan(5000)
})

test('the schema of records is the one that is published', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/record.json'), 'utf8')) as {
    $id: string
  }
  expect(schema.$id).toBe('record.json')
})
