import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { WorkspaceError } from '../../src/workspace/errors.ts'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { recoverPair } from '../../src/workspace/recover.ts'
import { writePair } from '../../src/workspace/write.ts'

/*
 * Writes the pair of a folder over and over: `forever` until it is killed, with content that tells whether document and
 * lock belong together; `count N` adds N lines, each only if nobody else wrote in between; `turns N WHO` adds N lines,
 * each after one of the other writer; `swap` writes one of two compiled pairs (`a`, `b`) after the other until killed.
 */
const [folder = '', mode = '', times = '0', who = ''] = process.argv.slice(2)
const document = `${folder}/execute.md`
const lock = `${folder}/execute.lock.json`

function write(next: (old: string) => string, lockFor = (text: string): string => `lock of\n${text}`): void {
  recoverPair(diskFileSystem, folder, document, lock)
  const before = readFileSync(document, 'utf8')
  const lockBefore = readFileSync(lock, 'utf8')
  const after = next(before)
  writePair(diskFileSystem, {
    root: folder,
    document: { path: document, before, after },
    lock: { path: lock, before: lockBefore, after: lockFor(after) },
  })
}

/** The document has one line at first; then both writers follow each other. */
function isMyTurn(): boolean {
  const lines = readFileSync(document, 'utf8').split('\n').length - 2
  return lines % 2 === Number(who)
}

if (mode === 'forever') {
  process.stdout.write('ready')
  for (let round = 0; ; round++)
    write((old) => `${Number(old.split(' ')[0]) + 1} ${'x'.repeat(((round * 7919) % 60) * 1000)}\n`)
}
if (mode === 'swap') {
  const pairs = ['a', 'b'].map((name) => ({
    text: readFileSync(`${folder}/${name}.md`, 'utf8'),
    lock: readFileSync(`${folder}/${name}.json`, 'utf8'),
  }))
  process.stdout.write('ready')
  for (;;)
    write(
      (old) => pairs.find(({ text }) => text !== old)!.text,
      (text) => pairs.find((one) => one.text === text)!.lock,
    )
}
let added = 0
while (added < Number(times)) {
  try {
    if (mode === 'turns' && !isMyTurn()) {
      await setTimeout(1)
      continue
    }
    write((old) => `${old}${mode === 'turns' ? who : process.pid} ${added}\n`)
    added++
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'changed') throw error
    await setTimeout(Math.random() * 5)
  }
}
