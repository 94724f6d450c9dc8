import { Readable } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import { diskFileSystem, type FileSystem } from '../../src/workspace/file-system.ts'

/* Runs `init` in a folder and kills itself before its n-th change of the disk; with 0 it runs to the end. */
const [cwd = '', step = '0'] = process.argv.slice(2)
let left = Number(step)

const counted =
  <A extends readonly unknown[], R>(change: (...args: A) => R) =>
  (...args: A): R => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL')
    return change(...args)
  }

const { create, rename, remove, makeFolder, removeFolder, syncFolder } = diskFileSystem
const fs: FileSystem = {
  ...diskFileSystem,
  create: counted(create),
  rename: counted(rename),
  remove: counted(remove),
  makeFolder: counted(makeFolder),
  removeFolder: counted(removeFolder),
  syncFolder: counted(syncFolder),
}
const { stdout, stderr } = process
process.exitCode = await main({
  argv: ['init', '--assistant', 'goose'],
  cwd,
  env: {},
  stdin: Readable.from([]),
  stdout,
  stderr,
  fs,
})
