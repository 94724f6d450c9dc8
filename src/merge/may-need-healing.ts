// A quick look at every line; whether it really is a task is asked only where an id comes up twice.
const MAYBE_ID =
  /^[ \t>]{0,40}(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)(?:\[[^\]\n]{0,3}\]\*?[ \t]+)?[*_~`[]{0,6}(T-?\d{2,9}[a-z]?)/gm

// A heading may be underlined.
const MAYBE_UNDERLINED =
  /^[ \t>]{0,40}[*_~`[]{0,6}(T-?\d{2,9}[a-z]?)[^\n]*\n[ \t>]{0,40}(?:={1,200}|-{1,200})[ \t]*\r?$/gm

/** Whether an id seems to stand at the head of two lines. */
export function mayHaveDuplicates(text: string): boolean {
  const seen = new Set<string>()
  for (const [, id] of text.matchAll(MAYBE_UNDERLINED)) seen.add(id!)
  const heads = text.match(MAYBE_ID) ?? []
  for (let at = 0; at < heads.length; at++) {
    // An id is the end of what was found, and has one capital.
    const id = heads[at]!.slice(heads[at]!.lastIndexOf('T'))
    if (seen.has(id)) return true
    seen.add(id)
  }
  return false
}

/** A quick look at whether a document could need healing: markers of git, comments of an earlier merge, an id twice. */
export const mayNeedHealing = (written: string): boolean =>
  /^(?:<{7}|>{7}|={7}\r?$)/m.test(written) || written.includes('intentk:conflict') || mayHaveDuplicates(written)
