const SEQUENTIAL =
  /(?<!\p{L})(?:(?:are|is|run|must be|have to be|should be|must run|have to run) ){1,2}(?:strictly )?(?:sequential(?:ly)?|in sequence|one after (?:the other|another))(?![\p{L}-])|(?<!\p{L})sequential(?:ly)?\s?(?=$|[(),.;])/iu
const EXCEPT = /^[\s,(]{0,3}(?:except|apart from|but not)(?: for)?\s((?:T-?\d{1,4}[a-z]?|[\s,&/–-]|and){1,80})/iu
const NAMES = /(?<![\p{L}\d-])((?:T-?\d{1,4}[a-z]?|[\s,&/–—-]|and|to){1,200})$/u
const MAX_SEQUENCE = 60

/** `T013-T015, T018`: the ids named and those between, in the form in which they are written. */
function idsIn(text: string): string[] {
  const ids: string[] = []
  for (const { 1: first, 2: last } of text.matchAll(/(T-?\d{1,4}[a-z]?)(?:\s?[–—-]\s?(T?-?\d{1,4}))?(?![\p{L}\d])/gu)) {
    const [low, high] = [Number(/\d+/.exec(first!)![0]), Number(/\d+/.exec(last ?? first!)![0])]
    const [head, width] = [/^T-?/.exec(first!)![0], /\d+/.exec(first!)![0].length]
    if (/[a-z]$/.test(first!) || high <= low) ids.push(first!)
    else
      for (let at = low; at <= high && ids.length < MAX_SEQUENCE; at += 1)
        ids.push(head + String(at).padStart(width, '0'))
  }
  return ids
}

/** The ids of which a sentence says that they come one after another, in order: `T013-T016 are sequential except T016`. */
export function sequenceIn(text: string): string[] {
  const cue = SEQUENTIAL.exec(text)
  if (cue === null) return []
  const before = NAMES.exec(text.slice(Math.max(0, cue.index - 400), cue.index))?.[1] ?? ''
  const but = new Set(idsIn(EXCEPT.exec(text.slice(cue.index + cue[0].length))?.[1] ?? ''))
  return idsIn(before).filter((id) => !but.has(id))
}
