import type { SourceFile } from '../model/source.ts'
import { WorkspaceError } from './errors.ts'
import { decodeSource, maximumBytes, tooLarge } from './source-file.ts'

/** What {@link readStandardInput} needs of `process.stdin`. */
export interface InputStream extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean
}

/** How standard input is called in places and messages. */
export const standardInputName = '<stdin>'

/** Reads standard input to its end as one document, and stops reading as soon as it is above `limit` bytes. */
export async function readStandardInput(stream: InputStream, limit: number = maximumBytes): Promise<SourceFile> {
  if (stream.isTTY === true) {
    throw new WorkspaceError('not-a-file', 'Nothing is piped into standard input.', {
      hint: 'Pipe a Markdown file in (`intentk execute - < plan.md`), or name the file.',
    })
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    length += bytes.length
    if (length > limit) throw tooLarge('Standard input', '', limit)
    chunks.push(bytes)
  }
  return decodeSource(Buffer.concat(chunks, length), standardInputName)
}
