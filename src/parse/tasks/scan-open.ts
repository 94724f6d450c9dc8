/** What goes on over the next lines whatever they begin with: a fence, a comment, HTML. */
export interface Open {
  readonly kind: 'code' | 'comment' | 'html' | 'raw'
  /** Marks that close a fence, or the text that closes a comment or raw HTML; '' where a blank line does. */
  readonly close: string
  /** Lines with less indent than this are outside of the item that holds it. */
  readonly column: number
  /** The marks of the block quotes around it. */
  readonly quote: string
}

/** What a line opens; `closed` where it ends on the line that opens it. */
export type Opening = Pick<Open, 'kind' | 'close'> & { readonly closed: boolean }

/**
 * What a line opens at its first character that is no blank, CommonMark 0.31, sections 4.5 and 4.6; null for nothing.
 * `free` where no paragraph stands above.
 */
export function openingAt(text: string, from: number, end: number, free: boolean): Opening | null {
  const first = text.charCodeAt(from)
  if (first === 96 /* ` */ || first === 126 /* ~ */) {
    const run = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(text.slice(from, end))
    return run === null ? null : { kind: 'code', close: (run[1] ?? run[2])!, closed: false }
  }
  if (first !== 60 /* < */) return null
  const rest = text.slice(from, end)
  if (rest.startsWith('<!--')) return { kind: 'comment', close: '-->', closed: rest.includes('-->') }
  const close = closeOf(rest)
  if (close !== null) return { kind: 'raw', close, closed: rest.toLowerCase().includes(close) }
  return BLOCK_TAG.test(rest) || (free && LONE_TAG.test(rest)) ? { kind: 'html', close: '', closed: false } : null
}

/** The text that ends raw HTML, a processing instruction, a declaration, a CDATA section; null for anything else. */
function closeOf(rest: string): string | null {
  const raw = /^<(script|pre|style|textarea)(?=[\s>]|$)/i.exec(rest)
  if (raw !== null) return `</${raw[1]!.toLowerCase()}>`
  if (rest.startsWith('<?')) return '?>'
  if (rest.startsWith('<![CDATA[')) return ']]>'
  return /^<![a-z]/i.test(rest) ? '>' : null
}

// The names that start a block of HTML in CommonMark 0.31, section 4.6, kind 6.
const BLOCK_TAG =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)/i

// Kind 7: any other tag that is alone on its line.
const LONE_TAG =
  /^<(?!\/?(?:pre|script|style|textarea)\b)(?:[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?|\/[a-z][a-z0-9-]*\s*)>\s*$/i
