import type { Failure } from '../contract.ts'
import { withoutColors } from '../verify/results/report.ts'

type Parser = (line: string, next: string, file: string) => Failure | null

/** More errors than this help nobody. */
const MOST = 100
const LONGEST_LINE = 4000

const failure = (kind: Failure['kind'], file: string, line: string | number, message: string): Failure => ({
  kind,
  file: file.replaceAll('\\', '/').replace(/^\.\//, ''),
  line: Number(line) || 0,
  message: message.trim().slice(0, 1000),
})

const FILE = '((?:[A-Za-z]:)?[^\\s:()\'"][^:()\'"]{0,300}?)'

const TSC = new RegExp(`^${FILE}(?:\\((\\d{1,7}),\\d{1,6}\\):|:\\d{1,7}:\\d{1,6} -) (error TS\\d{1,6}: .*)$`)
const UNIX = new RegExp(`^${FILE}:(\\d{1,7}):\\d{1,6}: (.{1,2000}) \\[(?:Error|Warning)/[\\w@/().-]{1,100}\\]$`)
const RUFF = new RegExp(`^${FILE}:(\\d{1,7}):\\d{1,6}: ([A-Z]{1,5}\\d{2,5}) (?:\\[\\*\\] )?(.*)$`)
const MYPY = new RegExp(`^\\s{0,4}${FILE}:(\\d{1,7})(?::\\d{1,6})?(?::| -) error: (.*)$`)
const GENERIC = new RegExp(`^(?:vet: |error: )?${FILE}:(\\d{1,7})(?::\\d{1,6})?:? (?:error:? )?(\\S.*)$`)

/** Cannot be found by its name: an import, or a name that nothing brings in. */
const NOT_IMPORTED =
  /\bTS(?:2304|2305|2307|2503|2552|2580|2582)\b|Cannot find (?:module|name|package)|No module named|cannot import name|name '\w{1,100}' is not defined|NameError|ModuleNotFoundError|undefined: \w|unresolved import|cannot find (?:\w{1,20} )?`|E0425|E0432|E0433|F821|is not defined|could not import|no required module/

const kindOf = (message: string, other: Failure['kind']): Failure['kind'] =>
  NOT_IMPORTED.test(message) ? 'missing-import' : other

/** `src/a.ts(3,5): error TS2304: Cannot find name 'x'.`, and the pretty form with ` - `. */
const tsc: Parser = (line) => {
  const [, file, number, code] = TSC.exec(line) ?? []
  if (file === undefined) return null
  const at = number ?? /:(\d{1,7}):\d{1,6} - error/.exec(line)?.[1] ?? '0'
  return failure(kindOf(code!, 'type'), file, at, code!)
}

/** eslint's default form: the file on a line of its own, then `  3:5  error  message  rule`. */
const eslint: Parser = (line, _, file) => {
  const [, number, message] = /^\s{1,8}(\d{1,7}):\d{1,6}\s{1,12}error\s{1,12}(\S.*)$/.exec(line) ?? []
  if (number === undefined || file === '') return null
  const isFormat = /\sprettier\/prettier$|\b(?:indent|semi|quotes|comma-dangle)$/.test(message!)
  return failure(isFormat ? 'format' : kindOf(message!, 'lint'), file, number, message!.replace(/\s{2,60}/g, ' '))
}

/** oxlint, and eslint's unix form: `src/a.ts:3:5: message [Error/rule]`. */
const unixLint: Parser = (line) => {
  const [, file, number, message] = UNIX.exec(line) ?? []
  return file === undefined ? null : failure(kindOf(message!, 'lint'), file, number!, message!)
}

/** oxlint's default form: `  × eslint(no-undef): message`, the place `,-[src/a.ts:3:5]` on the next line. */
const oxlint: Parser = (line, next) => {
  const [, message] = /^\s{0,8}(?:×|x|!|⚠)\s{1,4}(\S.{1,1000})$/.exec(line) ?? []
  if (message === undefined) return null
  const [, file, number] = /^\s{0,8}(?:,-|╭─)\[(.{1,300}):(\d{1,7}):\d{1,6}\]/.exec(next) ?? []
  return file === undefined ? null : failure(kindOf(message, 'lint'), file, number!, message)
}

/** `[warn] src/a.ts` of prettier, `would reformat src/a.py` of ruff and black, `Diff in /path/a.rs:3:` of rustfmt. */
const formatter: Parser = (line) => {
  const [, file] =
    /^(?:\[(?:warn|error)\] |[Ww]ould reformat:? )(\S[^:]{0,300}\.\w{1,10})$/.exec(line) ??
    /^Diff in (\S{1,300}?)(?: at line \d{1,7})?:\d{0,7}:?$/.exec(line) ??
    []
  return file === undefined ? null : failure('format', file, 0, 'it is not formatted')
}

/** `src/a.py:3:5: F401 [*] message` of ruff and flake8. */
const ruff: Parser = (line) => {
  const [, file, number, code, message] = RUFF.exec(line) ?? []
  if (file === undefined) return null
  const isFormat = /^(?:E[123]|W[1-3]|I00|Q0)/.test(code!)
  return failure(isFormat ? 'format' : kindOf(`${code} ${message}`, 'lint'), file, number!, `${code} ${message}`)
}

/** The newer form of ruff: `F821 Undefined name`, the place ` --> src/a.py:3:5` on the next line. Also rustc. */
const arrow: Parser = (line, next) => {
  const [, message] =
    /^((?:[A-Z]{1,5}\d{2,5} (?:\[\*\] )?|error(?:\[E\d{4}\])?: |warning: )\S.{0,1000})$/.exec(line) ?? []
  if (message === undefined) return null
  const [, file, number] = /^\s{0,12}--> (.{1,300}):(\d{1,7}):\d{1,6}$/.exec(next) ?? []
  if (file === undefined || message.startsWith('warning')) return null
  return failure(kindOf(message, message.startsWith('error') ? 'type' : 'lint'), file, number!, message)
}

/** `src/a.py:3: error: message  [code]` of mypy; pyright puts `  /path/a.py:3:5 - error: message`. */
const mypy: Parser = (line) => {
  const [, file, number, message] = MYPY.exec(line) ?? []
  return file === undefined ? null : failure(kindOf(message!, 'type'), file, number!, message!)
}

/** `  File "src/a.py", line 3` with the error at the end of the traceback is told by pytest; here its place alone. */
const python: Parser = (line) => {
  const [, file, number, message] = /^E?\s{0,8}File "(.{1,300})", line (\d{1,7})(.*)$/.exec(line) ?? []
  return file === undefined || message !== '' ? null : failure('other', file, number!, 'a Python error')
}

/** `E   ModuleNotFoundError: No module named 'x'` and `NameError: ...`, which stand without a place. */
const pythonImport: Parser = (line) => {
  const [, message] = /^(?:E\s{1,8})?((?:ModuleNotFoundError|ImportError|NameError): .{1,500})$/.exec(line) ?? []
  return message === undefined ? null : failure('missing-import', '', 0, message)
}

/** `FAILED tests/test_a.py::test_x - message` of pytest. */
const pytest: Parser = (line) => {
  const [, file, name, message = ''] = /^(?:FAILED|ERROR) ([^\s:]{1,300})::(\S.{0,300}?)(?: - (.*))?$/.exec(line) ?? []
  return file === undefined ? null : failure(kindOf(message, 'test'), file, 0, `${name}: ${message}`)
}

/** `./a.go:3:5: undefined: x` of the Go compiler and vet; anything else that names a file, a line and a column. */
const generic: Parser = (line) => {
  const [, file, number, message] = GENERIC.exec(line) ?? []
  // A time, an address with a port and a stack of node are no places of errors.
  if (file === undefined || !/\.\w{1,10}$/.test(file) || /^\s{0,8}at |:\/\/|^\d{1,2}$/.test(line)) return null
  const other = file.endsWith('.go') || message!.startsWith('error') ? 'type' : 'other'
  return failure(kindOf(message!, other), file, number!, message!)
}

const parsers: readonly Parser[] = [
  tsc,
  eslint,
  unixLint,
  oxlint,
  formatter,
  ruff,
  arrow,
  mypy,
  pytest,
  python,
  pythonImport,
  generic,
]

/**
 * The errors that compilers, linters, formatters and test programs name in their output, with their places, each once,
 * in the order of the output.
 */
export function parseErrors(output: string): readonly Failure[] {
  const lines = withoutColors(output).split('\n')
  const found = new Map<string, Failure>()
  let file = ''
  for (const [at, raw] of lines.entries()) {
    const line = raw.trimEnd()
    if (line === '' || line.length > LONGEST_LINE) continue
    // eslint names a file once, above its messages.
    if (/^(?:[A-Za-z]:)?[\w./\\@ -]{1,300}\.\w{1,10}$/.test(line) && !line.startsWith(' ')) file = line
    const next = (lines[at + 1] ?? '').trimEnd()
    for (const parse of parsers) {
      const error = parse(line, next, file)
      if (error === null) continue
      const key = `${error.kind} ${error.file}:${error.line} ${error.message}`
      if (!found.has(key)) found.set(key, error)
      break
    }
    if (found.size >= MOST) break
  }
  return [...found.values()]
}
