import { textHash } from '../model/hash.ts'
import type { SectionRecord } from './manifest.ts'
import { actionOf, refusal, type OnDisk, type Step } from './step.ts'
import { findSection, placeFor, printSection, type FoundSection } from './section.ts'
import type { WantedSection } from './wanted.ts'

type SectionStep = Step<SectionRecord>

/** As for a file, for the part of one that is set apart by marks: everything around it stays, to the byte. */
export function planSection(
  path: string,
  wanted: WantedSection | null,
  recorded: SectionRecord | null,
  disk: OnDisk,
): SectionStep {
  if (disk !== null && 'refused' in disk)
    return { action: refusal(path, disk.refused), change: null, record: wanted === null ? null : recorded }
  const found = disk === null ? null : findSection(disk.text)
  if (wanted === null) return takeOut(path, recorded, disk?.text ?? '', found)
  if (found !== null) return bringUpToDate(path, wanted, recorded, disk?.text ?? '', found)
  return putIn(path, wanted, disk?.text ?? null)
}

function putIn(path: string, { style, lines }: WantedSection, before: string | null): SectionStep {
  const text = before ?? ''
  const eol = eolOf(text)
  const place = placeFor(style, text, eol)
  if (typeof place === 'string')
    return { action: actionOf(path, 'kept', { because: place }), change: null, record: null }
  const section = printSection(style, lines, place.indent)
  const after = text.slice(0, place.start) + place.before + withEol(section, eol) + text.slice(place.end)
  return {
    action: actionOf(path, before === null ? 'create' : 'update'),
    change: { path, before, after },
    record: {
      sha256: textHash(section),
      before: place.before,
      instead: text.slice(place.start, place.end),
      made: before === null,
    },
  }
}

function bringUpToDate(
  path: string,
  { style, lines }: WantedSection,
  recorded: SectionRecord | null,
  text: string,
  found: FoundSection,
): SectionStep {
  const indent = /^ */.exec(text.slice(text.lastIndexOf('\n', found.start - 1) + 1))![0]
  const section = printSection(style, lines, style === 'prompts' ? indent : '')
  const next = textHash(section)
  const now = textHash(found.text)
  const record = { before: '', instead: '', made: false, ...recorded, sha256: next }
  if (now === next) return { action: actionOf(path, 'unchanged'), change: null, record }
  if (!found.whole)
    return {
      action: actionOf(path, 'kept', { because: 'the last line of its section is missing' }),
      change: null,
      record: recorded,
    }
  if (now !== recorded?.sha256) {
    const because = recorded === null ? 'its section was not written by intentk' : 'its section was edited'
    const offer = recorded?.sha256 === next ? null : { now: found.text, wanted: section }
    return { action: actionOf(path, 'kept', { because, offer }), change: null, record: recorded }
  }
  const after = text.slice(0, found.start) + withEol(section, eolOf(text)) + text.slice(found.end)
  return { action: actionOf(path, 'update'), change: { path, before: text, after }, record }
}

function takeOut(path: string, recorded: SectionRecord | null, text: string, found: FoundSection | null): SectionStep {
  if (recorded === null || found === null) return { action: null, change: null, record: null }
  if (!found.whole || textHash(found.text) !== recorded.sha256)
    return { action: actionOf(path, 'kept', { because: 'its section was edited' }), change: null, record: null }
  // The key of a list that other people have added to since is theirs now.
  const isKept = recorded.before.includes('prompts:') && text.slice(found.end).trim() !== ''
  const lead = isKept ? 0 : leadBefore(text, found.start, recorded.before)
  const rest = text.slice(0, found.start - lead) + recorded.instead + text.slice(found.end)
  const after = recorded.made && rest.replace('\ufeff', '').trim() === '' ? null : rest
  const kind = after === null ? 'remove' : 'update'
  return { action: actionOf(path, kind), change: { path, before: text, after }, record: null }
}

/** How much of what was put before a section still stands there, whatever line ends the file has got since. */
function leadBefore(text: string, start: number, before: string): number {
  for (const lead of [before, before.replaceAll('\r\n', '\n'), before.replaceAll(/\r?\n/g, '\r\n')])
    if (text.slice(0, start).endsWith(lead)) return lead.length
  return 0
}

const eolOf = (text: string): string => {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

const withEol = (text: string, eol: string): string => (eol === '\n' ? text : text.replaceAll('\n', eol))
