import { hash } from 'node:crypto'
import type { SourceFile } from './source.ts'

/**
 * Names the content of a text in locks: the first 16 hex digits (64 bits) of the SHA-256 of its UTF-8, with `\r\n`
 * read as `\n`, so that a checkout with other line ends is no change. Two of a million texts share a hash with a
 * chance of 3 in 10^8; it finds changes and is no defence against someone who makes collisions on purpose.
 */
export function hashText(text: string): string {
  return hashBytes(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)
}

/** As {@link hashText}, for the exact bytes (a string stands for its UTF-8). */
export function hashBytes(bytes: Uint8Array | string): string {
  if (typeof bytes !== 'string' || bytes.length < LONG) return digest(bytes)
  if (bytes !== last.text) last = { text: bytes, digest: digest(bytes) }
  return last.digest
}

const digest = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex').slice(0, 16)

/** From here on a hash costs more than a look whether it is known. */
const LONG = 4096

/** The long text that was hashed last: who compiles a document hashes it for its lock, and who writes it once more. */
let last = { text: '', digest: '' }

const known = new WeakMap<SourceFile, string>()

/** As {@link hashText}, for a document that several ask about. */
export function hashOfSource(source: SourceFile): string {
  const before = known.get(source)
  if (before !== undefined) return before
  const { text } = source
  const now = digest(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)
  known.set(source, now)
  return now
}

/** The whole SHA-256 of a text, for manifests that other tools may check; line ends count as in {@link hashText}. */
export const textHash = (text: string): string =>
  hash('sha256', text.includes('\r') ? text.replaceAll('\r\n', '\n') : text, 'hex')
