const SECRET_NAME =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|APIKEY|PRIVATE|PAT|DSN)(?:_|$)|(?:^|_)(?:API|ACCESS|AUTH|SIGNING|ENCRYPTION|SECRET|PRIVATE|SERVICE)_?KEY(?:_|$)|_KEY$/i

/** Shapes of secrets that are told without knowing them. Each pattern takes linear time. */
const SHAPES: readonly RegExp[] = [
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,255}/g,
  /\bgithub_pat_[A-Za-z0-9_]{40,255}/g,
  /\bglpat-[A-Za-z0-9_-]{20,255}/g,
  /\bsk-[A-Za-z0-9_-]{20,255}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,255}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bpypi-[A-Za-z0-9_-]{50,500}/g,
  /\bhf_[A-Za-z0-9]{30,255}/g,
  /\beyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,8192}\.[A-Za-z0-9_-]{10,4096}/g,
]
const KEY_BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g
const IN_URL = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,200}:)[^\s/@]{1,500}(?=@)/gi
const IN_HEADER = /(\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token)\s{1,3})[^\s"',;]{6,4096}/gi

const MASK = '[masked]'

/** Values as short as this stand in any text by chance. */
const shortest = 8

/** The values of an environment that look like secrets by the names they have, longest first. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortest && SECRET_NAME.test(name) ? [value] : [],
  )
  // A value of several lines is also printed line by line.
  const parts = values.flatMap((value) => [
    value,
    ...value.split(/\r?\n/).filter((line) => line.length >= 2 * shortest),
  ])
  return [...new Set(parts)].toSorted((a, b) => b.length - a.length)
}

/** A text without secrets: values that are known, and whatever has the shape of a key or token. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK)
  for (const shape of SHAPES) masked = masked.replace(shape, MASK)
  masked = masked.replace(IN_URL, `$1${MASK}`).replace(IN_HEADER, `$1${MASK}`)
  return masked.includes('PRIVATE KEY-----') ? withoutKeys(masked) : masked
}

/** Private keys from their first to their last line, or to the end where the last line is cut off. */
function withoutKeys(text: string): string {
  const end = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g
  let kept = ''
  let from = 0
  for (const { index, 0: line } of text.matchAll(KEY_BEGIN)) {
    if (index < from) continue
    end.lastIndex = index + line.length
    const last = end.exec(text)
    kept += text.slice(from, index) + MASK
    from = last === null ? text.length : end.lastIndex
  }
  return kept + text.slice(from)
}
