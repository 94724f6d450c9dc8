import { isUtf8 } from 'node:buffer'
import type { SourceFile } from '../model/source.ts'
import { WorkspaceError, describeFailure } from './errors.ts'
import type { FileSystem } from './file-system.ts'

/** The most that is read of one document, in bytes. */
export const maximumBytes = 32 * 1024 * 1024

/**
 * Reads one document. `shown` is the path people see, kept in the result; `path` is the one that is opened.
 * Refuses what is no regular file, what is larger than `limit` bytes and what is no UTF-8.
 */
export function readSource(fs: FileSystem, path: string, shown: string, limit: number = maximumBytes): SourceFile {
  const source = readSourceIfThere(fs, path, shown, limit)
  if (source === null) throw new WorkspaceError('not-found', `There is no ${shown}.`, { path })
  return source
}

/** As {@link readSource}; null where nothing is at `path`. */
export function readSourceIfThere(
  fs: FileSystem,
  path: string,
  shown: string,
  limit: number = maximumBytes,
): SourceFile | null {
  try {
    const stat = fs.stat(path)
    if (stat === null) return null
    if (stat.kind !== 'file') {
      const what = stat.kind === 'directory' ? 'a folder' : 'a device or a pipe'
      throw new WorkspaceError('not-a-file', `${shown} is ${what}, not a Markdown file.`, { path })
    }
    if (stat.size > limit) throw tooLarge(shown, path, limit)
    // One byte above the limit tells a file that grew after it was looked at.
    const bytes = fs.read(path, limit + 1)
    if (bytes.length > limit) throw tooLarge(shown, path, limit)
    return decodeSource(bytes, shown)
  } catch (error) {
    const failure = describeFailure(error, `Cannot read ${shown}`, path)
    // It was removed after it was looked at.
    if (failure.code === 'not-found') return null
    throw failure
  }
}

/** Decodes the bytes of a document, strictly: one invalid byte refuses the whole, with its line and offset. */
export function decodeSource(bytes: Uint8Array, shown: string): SourceFile {
  if (!isUtf8(bytes)) throw invalidUtf8(bytes, shown)
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const bom = decoded.startsWith('\ufeff')
  const text = bom ? decoded.slice(1) : decoded
  return { path: shown, text, bom, eol: dominantEol(text) }
}

/** The whole content of the file, byte order mark included; what {@link decodeSource} read, to the last byte. */
export function sourceContent(source: SourceFile): string {
  return source.bom ? `\ufeff${source.text}` : source.text
}

/** Encodes what is to be written; refuses half of a surrogate pair, which UTF-8 cannot hold, instead of replacing it. */
export function encodeContent(content: string, shown: string): Uint8Array {
  // Three bytes are the most that one unit of UTF-16 takes: room for them costs less than counting them.
  const room = Buffer.allocUnsafeSlow(3 * content.length)
  const bytes = room.subarray(0, new TextEncoder().encodeInto(content, room).written)
  // Half of a pair becomes this character, which is looked for faster in bytes than halves are in a text.
  if (bytes.includes('\ufffd') && !isWellFormed(content)) {
    const lone = content.search(/\p{Surrogate}/u)
    const line = content.slice(0, lone).split('\n').length
    throw new WorkspaceError('unencodable', `Line ${line} of ${shown} would hold half of a surrogate pair.`, {
      hint: 'Some tool cut a character such as an emoji in two; write the whole character.',
    })
  }
  return bytes
}

/** Ten times as fast as a pattern. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed: () => boolean }).isWellFormed()
}

/** The line end most lines have; `\n` for a tie and for a text of one line. */
export function dominantEol(text: string): '\n' | '\r\n' {
  let crlf = 0
  let lf = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) === 13) crlf++
    else lf++
  }
  return crlf > lf ? '\r\n' : '\n'
}

/** The error for a text above a limit that is given in bytes. */
export function tooLarge(shown: string, path: string, limit: number): WorkspaceError {
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / 1024 / 1024)} MB` : `${Math.floor(limit / 1024)} KB`
  return new WorkspaceError('too-large', `${shown} is larger than ${size}, the most that is read of it.`, { path })
}

function invalidUtf8(bytes: Uint8Array, shown: string): WorkspaceError {
  const offset = firstInvalidByte(bytes)
  let line = 1
  for (let at = 0; at < offset; at++) if (bytes[at] === 10) line++
  const hex = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return new WorkspaceError('invalid-utf8', `${shown}:${line}: byte ${offset} (0x${hex}) is not valid UTF-8.`, {
    path: shown,
    hint: `${wide ? 'The file looks like UTF-16. ' : ''}Save it as UTF-8.`,
  })
}

/** Offset of the first byte that does not begin a whole character (RFC 3629, section 4); the length where all do. */
function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0
    const length = sequenceLength(lead)
    if (length === 0 || (length > 1 && !continues(bytes, at, length, lead))) return at
    at += length
  }
  return at
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
}

function continues(bytes: Uint8Array, at: number, length: number, lead: number): boolean {
  const second = bytes[at + 1] ?? 0
  // Overlong forms, surrogates and what is above U+10FFFF show in the second byte.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < least || second > most) return false
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false
  return true
}
