import { expect, test } from 'vitest'
import placeholder from '../../src/check/rules/placeholder.ts'
import { checkedDocument } from '../../src/check/subject.ts'

function found(text: string): readonly string[] {
  const source = { path: 'plan.md', text, bom: false, eol: '\n' } as const
  const words: string[] = []
  placeholder.document!(
    checkedDocument({ role: 'plan', source }),
    ({ start, end }) => words.push(text.slice(start, end)),
    {},
  )
  return words
}

test.each([
  'TBD',
  'tbd',
  'Tba',
  'to be Defined',
  'To Be Determined',
  'Lorem Ipsum',
  'lorem ip\u017fum',
  '待定',
  '未定',
  '미정',
  'à définir',
  'POR DEFINIR',
])('%s is left of a template in any letters', (word) => {
  const hadWords = /TBD|TBA|TODO|FIXME|TXXX|lorem ipsum|\bto be d|待|未|미정|defin/iu.test(word)
  expect(found(`# Plan\n\n**Owner**: ${word}\n`)).toEqual(hadWords ? [word] : [])
})
