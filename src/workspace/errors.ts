/** Stable names of what misuse and I/O can run into. The command line ends with exit code 2 for each of them. */
export type WorkspaceErrorCode =
  | 'not-found'
  | 'not-a-file'
  | 'not-a-folder'
  | 'too-large'
  | 'invalid-utf8'
  | 'unencodable'
  | 'outside-repository'
  | 'no-plan'
  | 'ambiguous'
  | 'changed'
  | 'busy'
  | 'exists'
  | 'read-only'
  | 'no-permission'
  | 'no-space'
  | 'unfinished'
  | 'io'

/**
 * Misuse or an I/O failure. `message` is a whole sentence, `hint` the likely next step ('' where there is none),
 * `path` the file or folder as the file system knows it ('' where there is none), `candidates` what could have been
 * meant, in words the command line takes.
 */
export class WorkspaceError extends Error {
  readonly code: WorkspaceErrorCode
  readonly path: string
  readonly hint: string
  readonly candidates: readonly string[]

  constructor(
    code: WorkspaceErrorCode,
    message: string,
    details: { path?: string; hint?: string; candidates?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'WorkspaceError'
    this.code = code
    this.path = details.path ?? ''
    this.hint = details.hint ?? ''
    this.candidates = details.candidates ?? []
  }
}

const systemErrors: Readonly<Record<string, readonly [WorkspaceErrorCode, string, string]>> = {
  ENOENT: ['not-found', 'there is no such file or folder', ''],
  ENOTDIR: ['not-a-folder', 'a part of the path is not a folder', ''],
  EISDIR: ['not-a-file', 'it is a folder', ''],
  EEXIST: ['exists', 'it exists already', ''],
  EACCES: ['no-permission', 'permission denied', 'Check who owns the file and its folder.'],
  EPERM: ['no-permission', 'the operation is not permitted', 'Check who owns the file and its folder.'],
  EROFS: ['read-only', 'the file system is read-only', ''],
  ENOSPC: ['no-space', 'the disk is full', 'Free some space and run the command again.'],
  EDQUOT: ['no-space', 'the disk quota is used up', 'Free some space and run the command again.'],
  EMFILE: ['io', 'too many files are open', ''],
  ELOOP: ['io', 'its symbolic links lead in a circle', ''],
  ENAMETOOLONG: ['io', 'the name is too long', ''],
}

/** The `code` of a system error (`ENOSPC`), '' for anything else. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : ''
}

/** What a failed system call means to a person. `action` is the start of the sentence: `Cannot read docs/PLAN.md`. */
export function describeFailure(error: unknown, action: string, path: string): WorkspaceError {
  if (error instanceof WorkspaceError) return error
  const code = systemCode(error)
  // A thrown value that no system call made is a defect of the program and must not be dressed up as a disk problem.
  if (code === '') throw error
  const [name, reason, hint] = systemErrors[code] ?? ['io', code, '']
  return new WorkspaceError(name, `${action}: ${reason}.`, { path, hint, cause: error })
}
