import { expect, test } from 'vitest'
import { isScenario } from '../../../src/parse/text/scenario.ts'

test.each([
  '**Given** a map, **When** it is drawn, **Then** it shows',
  '1. **Given** a, **When** b, **Then** c',
  'AC1: Given a when b then c',
  'WHEN a THEN b',
  'Angenommen a, wenn b, dann c',
  'Étant donné a, quand b, alors c',
  'Dado a, cuando b, entonces c',
  'Dado a, quando b, então c',
  'Diyelim ki a, eğer ki b, o zaman c',
  'Допустим a, когда b, тогда c',
  '前提 a もし b ならば c',
  '假如 a 当 b 那么 c',
  '조건 a 만일 b 그러면 c',
])('%j is a scenario', (text) => expect(isScenario(text)).toBe(true))

test.each([
  'Given the size we stop',
  'Create a when/then thing',
  'Whenever a then b',
  'Then when given',
  '',
  'Draw the map',
])('%j is none', (text) => expect(isScenario(text)).toBe(false))
