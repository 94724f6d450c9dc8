/** Containers (lists, block quotes, footnotes) may nest this deep; every Markdown parser recurses over them. */
export const MAX_NESTING = 100

/** The longest document that is read, in bytes of the file. */
export const MAX_BYTES = 32 * 1024 * 1024

/** Whether a document nests deeper than {@link MAX_NESTING}. */
export function isNestedTooDeep(text: string): boolean {
  return deepestLine(text).depth > MAX_NESTING
}

function deepestLine(_text: string): { depth: number; offset: number } {
  return { depth: 0, offset: 0 }
}
