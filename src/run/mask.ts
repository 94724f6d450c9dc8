/** Names of variables whose values nobody should find in a file. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)?(?:$|_)|CREDENTIAL|PRIVATE|AUTH|COOKIE|DSN|DATABASE_URL/i

/** Values that are told by their form: tokens of the common services, and what follows a word that announces one. */
const FORMS: readonly RegExp[] = [
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[\w-]{20,255})/g,
  /\b(?:sk|pk|rk)[-_](?:[a-z]{2,12}[-_]){0,2}[A-Za-z0-9_-]{20,255}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\bAIza[\w-]{30,60}/g,
  /\beyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{1,10000}/g,
]
const ANNOUNCED =
  /\b(bearer |(?:api[-_]?key|access[-_]?token|auth[-_]?token|password|passwd|secret)["']?\s?[:=]\s?["']?)([^\s"',;&]{8,500})/gi
const IN_URL = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:)([^\s:/@]{1,300})(?=@)/gi

const MASK = '***'

/** Short values, and values that are words of every output, tell nothing and would blacken everything. */
const isSecret = (name: string, value: string | undefined): value is string =>
  value !== undefined &&
  value.length >= 8 &&
  SECRET_NAME.test(name) &&
  !/^(?:true|false|[\d.]+|\/[\w./-]*)$/.test(value)

/** A text without the secrets of an environment, and without what has the form of one. Linear. */
export function maskSecrets(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const values = Object.entries(env).flatMap(([name, value]) => (isSecret(name, value) ? [value] : []))
  // Longer ones first, so that no rest of one stays behind a shorter one.
  const known = values
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, MASK), text)
  const formed = FORMS.reduce((rest, form) => rest.replace(form, MASK), known)
  return formed.replace(ANNOUNCED, `$1${MASK}`).replace(IN_URL, `$1${MASK}`)
}
