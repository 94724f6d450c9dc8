import type { Readable } from 'node:stream'
import type { Command } from '../assistants/command.ts'
import type { CompileHow } from '../compile.ts'
import type { CompileInput, CompileResult } from '../model/compile.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import type { Choice } from './ask.ts'

/** Where text for a person or a program goes. A terminal is a whole `tty.WriteStream`. */
export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Everything a command sees of the world outside. What is optional is replaced by tests. */
export interface Io {
  /** Without the program's own name. */
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  /** The file that was started, for commands that go on in several threads; one thread without it. */
  readonly program?: string
  /** Told where what is to be done is little, so that nobody prepares for more. */
  readonly hasLittle?: () => void
  /** The disk of this machine unless given. */
  readonly fs?: FileSystem
  /** Names this program for notes of what it answered, so that no other trusts them; '' keeps none. As built unless given. */
  readonly build?: string
  readonly compile?: (input: CompileInput, how: CompileHow) => Promise<CompileResult>
  /** Asks a person for one line; null ends the questions. A prompt on the terminal unless given. */
  readonly ask?: (question: string) => Promise<string | null>
  /** Lets a person choose several of a list, by their values; null where nobody is there. As `ask`. */
  readonly choose?: (message: string, choices: readonly Choice[]) => Promise<readonly string[] | null>
  /** The slash commands, and the release they are of; those of this one unless given. */
  readonly commands?: { readonly commands: readonly Command[]; readonly version: string }
}
