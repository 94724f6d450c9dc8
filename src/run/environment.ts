/** What every program may know: where programs and homes are, the language, the terminal, proxies and certificates. */
const ALLOWED = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'CI',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'JAVA_HOME',
  'GOPATH',
  'GOROOT',
  'CARGO_HOME',
  'RUSTUP_HOME',
  'VIRTUAL_ENV',
  'NVM_DIR',
  'PNPM_HOME',
  // Without these no program starts on Windows.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
])
const FAMILIES = ['LC_', 'XDG_']

/**
 * The part of an environment that a program gets: what is on the list, what the agent needs to sign in, and the names
 * that the configuration adds. Everything else, with the secrets of other things in it, stays behind.
 */
export function allowedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  more: readonly string[],
): Readonly<Record<string, string>> {
  const names = new Set(more.map((name) => name.toUpperCase()))
  const allowed: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase()
    const fits = ALLOWED.has(upper) || names.has(upper) || FAMILIES.some((family) => upper.startsWith(family))
    if (value !== undefined && fits) allowed[name] = value
  }
  return allowed
}
