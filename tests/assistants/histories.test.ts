import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commands } from '../../src/assistants/commands.generated.ts'
import { runHere } from '../cli/support.ts'
import { memoryFileSystem } from '../workspace/memory-file-system.ts'

/*
 * Whatever people and releases do one after the other, what people wrote is never changed, and after a removal it is all
 * that is left.
 */
const keys = ['codex', 'zed', 'rovodev', 'claude', 'goose'] as const
const some = fc.subarray([...keys], { minLength: 1 })
const step = fc.oneof(
  fc.record({ do: fc.constant('install' as const), keys: some, release: fc.nat(2) }),
  fc.record({ do: fc.constant('upgrade' as const), release: fc.nat(2) }),
  fc.record({ do: fc.constant('remove' as const), keys: fc.option(some), release: fc.nat(2) }),
  fc.record({ do: fc.constant('edit' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('delete' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('own' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('context' as const), words: fc.constantFrom('# Mine\n', 'a\n\n', '\r\nb\r\n') }),
)

/** Releases say other things, and the last has a command less. */
const releases = [commands, commands.map((each) => ({ ...each, body: `${each.body}More.\n` })), commands.slice(1)]
const context = '/repo/AGENTS.md'
const isManaged = (path: string): boolean => /intentk[.-]/.test(path)

test('no history loses what people wrote', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const fs = memoryFileSystem({ '/repo/.git/HEAD': '' })
      const init = async (release: number, ...argv: readonly string[]): Promise<void> => {
        const given = { commands: releases[release]!, version: `${release}.0.0` }
        const { code } = await runHere('/repo', ['init', ...argv], { fs, commands: given })
        // Nothing to upgrade yet is the one thing that can be wrong.
        if (!argv.includes('--upgrade')) expect(code, argv.join(' ')).toBe(0)
      }
      const theirs = new Map<string, string>()
      let words = ''
      for (const [number, each] of steps.entries()) {
        const managed = fs.paths().filter(isManaged)
        const path = 'at' in each ? managed[each.at % managed.length] : undefined
        if (each.do === 'install') await init(each.release, '--assistant', each.keys.join(','))
        else if (each.do === 'upgrade') await init(each.release, '--upgrade')
        else if (each.do === 'remove')
          await init(each.release, '--remove', ...(each.keys === null ? [] : ['--assistant', each.keys.join(',')]))
        else if (each.do === 'context') {
          const now = fs.text(context) ?? ''
          fs.put(context, each.words + now)
          words = each.words + words
        } else if (each.do === 'own') {
          const own = `/repo/.goose/recipes/intentk.${commands[each.at % commands.length]!.name}.yaml`
          theirs.set(own, `mine ${number}\n`)
          fs.put(own, `mine ${number}\n`)
        } else if (path !== undefined && each.do === 'edit') {
          const text = `${fs.text(path)!}mine ${number}\n`
          theirs.set(path, text)
          fs.put(path, text)
        } else if (path !== undefined) {
          theirs.delete(path)
          fs.remove(path)
        }
        for (const [file, text] of theirs) expect(fs.text(file), `${file} after ${JSON.stringify(each)}`).toBe(text)
        if (words !== '') expect(fs.text(context)!.startsWith(words)).toBe(true)
      }
      await init(0, '--remove')
      const left = Object.fromEntries(fs.paths().map((path) => [path, fs.text(path)]))
      expect(left).toEqual({
        '/repo/.git/HEAD': '',
        ...Object.fromEntries(theirs),
        ...(words.trim() === '' ? {} : { [context]: words }),
      })
    }),
    { numRuns: Number(process.env['RUNS'] ?? 60) },
  )
}, 600_000)
