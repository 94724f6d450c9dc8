import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slugOf } from '../../src/render/author/slug.ts'
import { titleOf } from '../../src/render/author/title.ts'

describe('a name for a folder', () => {
  test.each<[string, string]>([
    ['Export orders as CSV', 'export-orders-as-csv'],
    ['Füße & Ärger: Größe über alles', 'fusse-arger-grosse-uber-alles'],
    ['Œuvre à Łódź, Øresund, ğ ı İ ş', 'oeuvre-a-lodz-oresund-g-i-i-s'],
    ['注文を書き出す', '注文を書き出す'],
    ['ガイドをつくる', 'ガイドをつくる'],
    ['تصدير الطلبات', 'تصدير-الطلبات'],
    ['हिन्दी में निर्यात', 'हिन्दी-में-निर्यात'],
    ['Экспорт заказов — ёлка й', 'экспорт-заказов-ёлка-й'],
    ["Don't break the user’s plan", 'dont-break-the-users-plan'],
    ['🚀 to the 1️⃣ moon 👩‍💻', 'to-the-1-moon'],
    ['🚀🚀', ''],
    ['../../etc/passwd', 'etc-passwd'],
    ['CON', 'con'],
    ['a.lock', 'a-lock'],
    ['\ud800 lone', 'lone'],
    ['one two three four five six seven eight nine ten', 'one-two-three-four-five-six-seven-eight'],
    ['Somebody writes a very long sentence with the words', 'somebody-writes-a-very-long-sentence'],
    ['x'.repeat(500), 'x'.repeat(40)],
    ['長'.repeat(300), '長'.repeat(40)],
    ['👍'.repeat(300), ''],
    ['\u0300\u0301', ''],
  ])('%j is %j', (words, name) => expect(slugOf(words)).toBe(name))

  test('is one part of a path on every system, of bounded length, and its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (words) => {
        const name = slugOf(words)
        expect(name).toMatch(/^[\p{L}\p{N}\p{M}-]*$/u)
        expect(name).not.toMatch(/^-|-$|--/)
        expect(name.length).toBeLessThanOrEqual(40)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120)
        expect(slugOf(name)).toBe(name)
      }),
    )
  })
})

describe('a title', () => {
  test.each<[string, string]>([
    ['I want to export orders without asking a developer.', 'Export orders without asking a developer'],
    ['we need a guide: people get lost', 'A guide'],
    ['As a user, I want speed', 'I want speed'],
    ['Export `orders.csv` (Priority: P3)', 'Export orders.csv Priority'],
    ['注文を書き出す。それから', '注文を書き出す'],
    ['# - 1. Milestone 3: x', '1. Milestone 3: x'],
    ['a\u0000b\nc', 'A b c'],
  ])('of %j is %j', (sentence, title) => expect(titleOf(sentence)).toBe(title))

  test('is short and stays on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sentence) => {
        const title = titleOf(sentence)
        expect(title.length).toBeLessThanOrEqual(80)
        expect(title).not.toMatch(/[\n\r`*[\]<>]/)
      }),
    )
  })
})
