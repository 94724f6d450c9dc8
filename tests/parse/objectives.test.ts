import { expect, test } from 'vitest'
import { readDocument } from '../../src/parse/document.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { source } from '../support/compiling.ts'

const parse = await loadParser()

test.each([
  ['### Objective 1: Export', ['1 Export']],
  ['### Objective A - Export', ['A Export']],
  ['## Ziel 2: Export', ['2 Export']],
  ['## 目標3：出力', ['3 出力']],
  ['# Goal Definition: Export', []],
  ['## Goal: a better export', []],
  ['# Outcomes\n\n## Goals', []],
])('%j has the objectives %j', (text, expected) => {
  const { goal } = readDocument('goal', source(`${text}\n`), parse, null)
  expect(goal?.objectives.map(({ number, title }) => `${number} ${title}`)).toEqual(expected)
})
