import { describe, expect, test } from 'vitest'
import { find, locateFailure, many, shown } from './repository.ts'

describe('links', () => {
  test('a document, folder or execute.md that a link brings in from outside is refused', () => {
    for (const [link, argument] of [
      ['visions/002-fast-import/goal.md', '2'],
      ['visions/005-out', '5'],
      ['visions/002-fast-import/execute.md', '2'],
    ] as const) {
      const fs = many()
      fs.put('/elsewhere/plan.md', '')
      fs.link(`/repo/${link}`, link.endsWith('.md') ? '/elsewhere/plan.md' : '/elsewhere')
      expect(
        locateFailure(() => find(fs, argument)),
        link,
      ).toMatchObject({ code: 'outside-repository' })
    }
  })

  test('a path the user gives may leave', () => {
    const fs = many()
    fs.put('/elsewhere/plan.md', '')
    fs.link('/repo/visions/005-out', '/elsewhere')
    expect(find(fs, 'visions/005-out')).toMatchObject({ kind: 'vision', root: '/elsewhere', folder: '/elsewhere' })
    expect(find(fs, '../elsewhere/plan.md')).toMatchObject({ kind: 'file', root: '/elsewhere' })
  })

  test('links inside the repository are followed', () => {
    const fs = many()
    fs.link('/repo/visions/002-fast-import/goal.md', '../001-lossless-export/Goal.md')
    expect(shown(find(fs, '2'))[0]).toBe('goal visions/002-fast-import/goal.md')
  })
})
