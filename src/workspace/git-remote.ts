import { runGit } from './run-git.ts'

/** `owner/name` in the address of a remote at GitHub, also of one of a company's own; null for any other address. */
export function repositoryIn(address: string): string | null {
  const trimmed = address
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
  const found =
    /^(?:https?|ssh|git):\/\/(?:[^@/\s]{1,300}@)?[\w.-]{1,253}(?::\d{1,5})?\/([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(
      trimmed,
    ) ?? /^(?:[\w.-]{1,100}@)?[\w.-]{2,253}:(?!\/)([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(trimmed)
  return found === null ? null : `${found[1]}/${found[2]}`
}

/** The repository of the remote `origin`; null where git knows none. */
export function githubRepository(root: string): string | null {
  try {
    const { code, stdout } = runGit(root, ['remote', 'get-url', 'origin'], {
      timeoutMs: 10_000,
      most: 64 * 1024,
      onlyLooks: true,
    })
    return code === 0 ? repositoryIn(stdout) : null
  } catch {
    // Without git there is no remote.
    return null
  }
}
