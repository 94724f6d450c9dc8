/** A value of an attribute, in the JSON of OTLP: whole numbers of 64 bits are texts. */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } }

export interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}

export interface OtlpEvent {
  readonly timeUnixNano: string
  readonly name: string
  readonly attributes: readonly OtlpAttribute[]
  readonly droppedAttributesCount: number
}

/** A span as `opentelemetry/proto/trace/v1/trace.proto` has it, in JSON: ids in hexadecimal, times as texts. */
export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  /** Left out at the root. */
  readonly parentSpanId?: string
  readonly name: string
  /** 1: internal. */
  readonly kind: 1
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly droppedAttributesCount: number
  readonly events: readonly OtlpEvent[]
  readonly droppedEventsCount: number
  readonly links: readonly never[]
  readonly droppedLinksCount: number
  /** 0: not known, 1: ok, 2: error. */
  readonly status: { readonly code: 0 | 1 | 2; readonly message?: string }
}

/** What is sent to a collector, and one line of a file of spans. */
export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[]; readonly droppedAttributesCount: number }
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version: string }
      readonly spans: readonly OtlpSpan[]
    }[]
  }[]
}

/** Halves of surrogate pairs are no text that a decoder takes. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

/** Attributes of plain values; those that are null are left out. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | null>>,
): readonly OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [{ key, value: valueOf(value) }]))
}

function valueOf(value: string | number | boolean | readonly string[]): OtlpValue {
  if (typeof value === 'string') return { stringValue: wellFormed(value) }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { arrayValue: { values: value.map((each) => ({ stringValue: wellFormed(each) })) } }
}

/** Nanoseconds since 1970 as OTLP writes them, from milliseconds. */
export const nanoseconds = (milliseconds: number): string =>
  `${Math.max(0, Math.round(Number.isFinite(milliseconds) ? milliseconds : 0))}000000`.replace(/^0{1,20}(?=\d)/, '')

/** Spans as one message of a service. */
export const tracesOf = (spans: readonly OtlpSpan[], version: string): OtlpTraces => ({
  resourceSpans: [
    {
      resource: {
        attributes: attributes({ 'service.name': 'intentk', 'service.version': version }),
        droppedAttributesCount: 0,
      },
      scopeSpans: [{ scope: { name: 'intentk.run', version }, spans }],
    },
  ],
})
