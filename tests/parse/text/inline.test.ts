import { describe, expect, test } from 'vitest'
import { codeSpans, joinSoft, plain, stripDecorations } from '../../../src/parse/text/inline.ts'

describe('codeSpans', () => {
  test.each([
    ['a `b` c', ['b']],
    ['``a`b`` and `c`', ['a`b', 'c']],
    ['` a `', ['a']],
    ['`  `', ['  ']],
    ['no `closing', []],
    ['``wrong` run', []],
    ['\\`escaped` and `real`', ['and']],
    ['`a\nb`', ['a b']],
  ])('%j', (text, contents) => {
    expect(codeSpans(text).map((span) => span.content)).toEqual(contents)
  })
})

describe('plain', () => {
  test.each([
    ['**Bold** and *soft* and ~~gone~~', 'Bold and soft and gone'],
    ['Use `snake_case` in src/__init__.py', 'Use snake_case in src/__init__.py'],
    ['call __init__() of my_class', 'call __init__() of my_class'],
    ['__init__.py stays', '__init__.py stays'],
    ['a [link](http://x.y/a_(b)) and ![pic](p.png "t")', 'a link and pic'],
    ['keep [P] and [US1]', 'keep [P] and [US1]'],
    ['*.ts and lib/*.js', '*.ts and lib/*.js'],
    ['src/**/*.ts', 'src/**/*.ts'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['~20 min or ~30 min', '~20 min or ~30 min'],
    ['a<br>b <b>c</b><!-- d -->', 'a b c'],
    ['<https://a.b/c> &amp; d', 'https://a.b/c & d'],
    ['\\*not soft\\*', '*not soft*'],
    ['  many\n  spaces  ', 'many spaces'],
    ['unpaired ** and _', 'unpaired ** and _'],
    ['note[^1] here', 'note here'],
    ['***both***', 'both'],
    ['', ''],
  ])('%j', (text, expected) => expect(plain(text)).toBe(expected))
})

describe('joinSoft', () => {
  test.each([
    ['a\nb', 'a b'],
    ['a  \n  b', 'a b'],
    ['a\\\nb', 'a b'],
    ['a\\\\\nb', 'a\\\\ b'],
    ['a\r\n> b', 'a b'],
    ['ends with \\', 'ends with \\'],
    ['> kept at the start', '> kept at the start'],
  ])('%j', (text, expected) => expect(joinSoft(text)).toBe(expected))
})

describe('stripDecorations', () => {
  test.each([
    ['**Phase A: Parser** ⭐ FOUNDATION', 'Phase A: Parser', false],
    ['✅ Phase 1: Reader (DONE)', 'Phase 1: Reader', true],
    ['Phase 1: Reader [DONE]', 'Phase 1: Reader', true],
    ['2.3 ✅ Reader', 'Reader', true],
    ['2. Phase 1: Reader', 'Phase 1: Reader', false],
    ['Batch 2: Writer ✅ COMPLETED', 'Batch 2: Writer', true],
    ['Phase 2: COMPLETE', 'Phase 2', true],
    ['Phase 3 - Complete', 'Phase 3', true],
    ['Phase 3 🔨 IN PROGRESS', 'Phase 3', false],
    ['フェーズ1（完了）', 'フェーズ1', true],
    ['阶段1（已完成）', '阶段1', true],
    ['Phase 1 - Erledigt', 'Phase 1', true],
    ['Fase 1 (concluído)', 'Fase 1', true],
    ['Étape 1 (terminé)', 'Étape 1', true],
    ['단계 1 (완료)', '단계 1', true],
    ['Этап 1 — завершено', 'Этап 1', true],
    ['Aşama 1 (tamamlandı)', 'Aşama 1', true],
    ['Title ##', 'Title', false],
    ['Intro to C#', 'Intro to C#', false],
    ['Step 3: done', 'Step 3: done', false],
    ['5 customers', '5 customers', false],
    ['*.ts and *.js', '*.ts and *.js', false],
    ['_Requirements: snake_case_', 'Requirements: snake_case', false],
    ['Phase 1: X (1 week) 🚀', 'Phase 1: X (1 week)', false],
    ['✅', '✅', false],
  ])('%j', (text, expected, done) => expect(stripDecorations(text)).toMatchObject({ text: expected, done }))
})
