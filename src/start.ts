import { readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import type { main } from './cli/main.ts'

/** What the built command exports. */
export interface Command {
  readonly main: typeof main
}

/** A command that was started from its source text, and how its machine code can be kept. */
export interface Started {
  readonly command: Command
  /** Whether kept code was taken. */
  readonly kept: boolean
  /** What a later start may be given: to be called after the command has run, so that it holds what was used. */
  readonly keep: () => Buffer
}

const DIGEST = 32

/** Where the code of `file` is kept for this release of V8, whose code no other release takes. */
export function keptCodePath(file: string): string {
  return `${file}.${process.versions.v8}-${process.arch}.cache`
}

/** V8 trusts the code it is given, so that a damaged one would crash: the digest is over the source and the code. */
function digestOf(source: Buffer, code: Uint8Array): Buffer {
  // Loaded here, since `--version` does without.
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(source).update(code).digest()
}

function trusted(source: Buffer, kept: Buffer | null): Buffer | undefined {
  const code = kept?.subarray(DIGEST)
  if (kept === null || code === undefined || code.length === 0) return undefined
  return digestOf(source, code).equals(kept.subarray(0, DIGEST)) ? code : undefined
}

/**
 * V8 compiles a pattern to bytecode for its first run and to machine code for its second. Nearly every pattern of a run
 * is used more than once, so that the first is in vain: a fifth of the time that a small plan takes.
 *
 * It optimises a function once enough of it has run, which is meant for programs that go on. A compilation ends before
 * most of that pays: with three times the patience 10,000 tasks take a twelfth less time and a fifth less of both
 * processors, and 100,000 the same. Releases behind the first have a tier between, and were not measured.
 *
 * Kept code is taken with the flags it was made with alone. A release that does not know a flag says so on standard error.
 */
export function tuneV8(): void {
  const release = Number.parseInt(process.versions.v8, 10)
  if (release > knownV8) return
  // Loaded here, since `--version` does without.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  setFlagsFromString('--regexp-tier-up-ticks=0')
  if (release <= withoutMiddleTier) setFlagsFromString('--interrupt-budget=400000')
}

/**
 * Told of a run with little to do. V8 compiles what has run a few hundred times to machine code without optimising it,
 * which takes a run over 50 tasks a twelfth of its own time and gives nothing back before some hundred tasks more.
 */
export function tuneForLittle(): void {
  if (Number.parseInt(process.versions.v8, 10) > withoutMiddleTier) return
  process.getBuiltinModule('node:v8').setFlagsFromString('--no-sparkplug')
}

/** The latest release that is known to have the flags. */
const knownV8 = 14

/** The latest release whose one optimising compiler is the slow one: that of Node.js 20. */
const withoutMiddleTier = 11

/**
 * What is known of the kept code of a file: the code, null where there is none for this file yet, undefined where the
 * file is loaded as any module.
 */
export type KeptCode = (file: string) => Buffer | null | undefined

/**
 * Starts the CommonJS bundle `file`, and in the same way what it asks for of the files beside it. Kept code that does not
 * fit a file exactly is ignored. `started` gets every file.
 */
export function start(
  file: string,
  kept: KeptCode,
  started = new Map<string, Started>(),
  code = kept(file) ?? null,
): Started {
  const source = readFileSync(file)
  const cachedData = trusted(source, code)
  // The build writes it in ASCII.
  const wrapped = `(function (exports, require, module, __filename, __dirname, importModule) {${source.toString('latin1')}\n})`
  const script = new Script(wrapped, { filename: file, ...(cachedData && { cachedData }) })
  const module = new Module(file)
  const require = createRequire(file)
  const ask = (name: string): unknown => {
    const beside = name.startsWith('./') ? join(dirname(file), name) : null
    if (beside === null || require.cache[beside] !== undefined) return require(name)
    const own = kept(beside)
    return own === undefined ? require(name) : start(beside, kept, started, own).command
  }
  // The chunks that are loaded later ask for this one.
  require.cache[file] = module
  const run = script.runInThisContext() as (...args: unknown[]) => void
  const keep = (): Buffer => {
    const code = script.createCachedData()
    return Buffer.concat([digestOf(source, code), code])
  }
  const result = {
    command: module.exports as Command,
    kept: cachedData !== undefined && script.cachedDataRejected === false,
    keep,
  }
  started.set(file, result)
  run(module.exports, ask, module, file, dirname(file), (url: string) => import(url))
  module.loaded = true
  return result
}

/** The file that a run begins with. */
const FIRST = 'quick.cjs'

/** Loads the command that is built into `folder`: with the code kept for this Node.js, or else as any module. */
export function loadCommand(folder: string): Command {
  const file = join(folder, FIRST)
  tuneV8()
  const first = readKept(file)
  if (first === undefined) return createRequire(file)(file) as Command
  return start(file, (path) => (path === file ? first : readKept(path))).command
}

function readKept(file: string): Buffer | undefined {
  try {
    return readFileSync(keptCodePath(file))
  } catch {
    return undefined
  }
}
