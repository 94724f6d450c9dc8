import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from '../../src/cli/columns.ts'
import { openBrowser, type Browser } from './browser.ts'
import { openTerminal } from './tmux.ts'

/* The page of a plan in a real browser, and its waves on a real terminal. INTENTK_SHOTS names a folder for screenshots. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const tasks = `# 書き出し </script><script>document.title='broken'</script> 📊

## Phase 1: Setup

- [x] T001 Make \`src/\` (30 min)
- [x] T002 Make \`docs/\`

## Phase 2: 注文を書き出す 🎯

- [x] T003 列を書く 📊 \`src/列.ts\` そして長い説明が続いて端末の幅よりもずっと長くなるのでどこかで切られる (2 h)
- [~] T004 导出所有订单到文件 \`src/导出.ts\` 并且检查每一行的内容是否正确无误以及文件编码 (3 h)
- [ ] T005 [P] <img src=x onerror="document.title='broken'"> "quoted" \`src/kopf.ts\` (depends on T003)
- [ ] T006 👩‍👩‍👧 Überschriften schreiben, mit Wörtern bis über den Rand von achtzig Spalten hinaus \`src/k2.ts\`

## Phase 3: Polish

- [ ] T007 문서를 쓴다 \`docs/export.md\` (1 h)
`

let folder = ''
let page = ''
let browser: Browser
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-')))
  mkdirSync(join(folder, '.git'))
  mkdirSync(join(folder, 'specs/001-export'), { recursive: true })
  writeFileSync(join(folder, 'specs/001-export/tasks.md'), tasks)
  page = join(folder, 'page.html')
  const args = ['graph', 'specs/001-export/tasks.md', '--workers', '2', '--save', page]
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' })
  expect({ status, stderr }).toMatchObject({ status: 0 })
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function shoot(shown: Page, name: string): Promise<void> {
  const shots = process.env['INTENTK_SHOTS']
  if (shots !== undefined) await shown.screenshot({ path: `${shots}/${name}.png` })
}

const zoomOf = (shown: Page): Promise<number> =>
  shown.$eval('#stage', (stage) => Number((stage as unknown as { dataset: { zoom: string } }).dataset.zoom))
const textOf = (shown: Page, selector: string): Promise<string> =>
  shown.$eval(selector, (element) => (element as unknown as { innerText: string }).innerText)
/** How many nodes are not faded. */
const bright = async (shown: Page): Promise<number> => (await shown.$$('#stage .node:not(.off)')).length

test('the page asks for nothing, complains about nothing, and its words stay words', async () => {
  const { page: shown, requests, words } = await browser.open(page, { width: 1280, height: 800 })
  await shoot(shown, 'light')
  expect(await shown.title()).toContain('書き出し')
  expect(await shown.title()).not.toBe('broken')
  expect(await bright(shown)).toBe((await shown.$$('#list li')).length)
  expect((await shown.$$('#stage .node')).length).toBeGreaterThanOrEqual(7)
  expect(await shown.$('img')).toBe(null)
  expect({ requests, words }).toEqual({ requests: [], words: [] })
  await shown.close()
})

test('it zooms by buttons, wheel and keys, and moves under the mouse', async () => {
  const { page: shown, words } = await browser.open(page, { width: 1280, height: 800 })
  const first = await zoomOf(shown)
  await shown.click('#in')
  const second = await zoomOf(shown)
  expect(second).toBeCloseTo(first * 1.3, 2)
  await shown.click('#out')
  expect(await zoomOf(shown)).toBeCloseTo(first, 2)
  await shown.mouse.move(400, 400)
  await shown.mouse.wheel({ deltaY: -200 })
  await shown.waitForFunction(`Number(document.getElementById('stage').dataset.zoom) > ${first * 1.2}`)
  await shown.focus('#stage')
  await shown.keyboard.press('0')
  const whole = await zoomOf(shown)
  await shown.keyboard.press('+')
  expect(await zoomOf(shown)).toBeGreaterThan(whole)
  await shown.keyboard.press('-')
  expect(await zoomOf(shown)).toBeCloseTo(whole, 2)
  const place = (): Promise<string | null> => shown.$eval('#stage svg > g', (world) => world.getAttribute('transform'))
  const before = await place()
  await shown.mouse.move(700, 720)
  await shown.mouse.down()
  await shown.mouse.move(640, 660, { steps: 4 })
  await shown.mouse.up()
  expect(await place()).not.toBe(before)
  const moved = await place()
  await shown.keyboard.press('ArrowRight')
  expect(await place()).not.toBe(moved)
  expect(words).toEqual([])
  await shown.close()
})

test('filters fade what does not fit, by words, phase, state, and all of it comes back', async () => {
  const { page: shown } = await browser.open(page, { width: 1280, height: 800 })
  const all = await bright(shown)
  await shown.type('#text', 'src/列')
  expect(await bright(shown)).toBe(1)
  expect(await textOf(shown, '#count')).toBe(`1 of ${all}`)
  await shoot(shown, 'filtered')
  await shown.keyboard.press('Enter')
  expect(await textOf(shown, '#details')).toContain('T003')
  await shown.click('button[type=reset]')
  await shown.waitForFunction(`document.querySelectorAll('#stage .off').length === 0`)
  await shown.select('#state', 'done')
  expect(await bright(shown)).toBe(3)
  await shown.select('#state', 'started')
  expect(await bright(shown)).toBe(1)
  await shown.select('#state', 'critical')
  const critical = await bright(shown)
  expect(critical > 0 && critical < all).toBe(true)
  await shown.select('#state', '')
  await shown.select('#phase', 'setup')
  expect(await bright(shown)).toBe(2)
  await shown.close()
})

test('a node that is chosen tells about itself and leads to its neighbours', async () => {
  const { page: shown, words } = await browser.open(page, { width: 1280, height: 800, hash: 'T005' })
  const details = await textOf(shown, '#details')
  for (const part of ['T005', 'none stated, counts 1 h', 'src/kopf.ts', 'Waits for', 'T003', 'Planned', 'worker'])
    expect(details).toContain(part)
  await shoot(shown, 'chosen')
  await shown.evaluate(
    `[...document.querySelectorAll('#details button')].find((one) => one.textContent.includes('T003')).click()`,
  )
  expect(await textOf(shown, '#details h2')).toContain('T003')
  await shown.click('#n4')
  expect(await textOf(shown, '#details h2')).toContain('T004')
  await shown.evaluate(`document.getElementById('n4').focus()`)
  await shown.keyboard.press('ArrowDown')
  expect(await textOf(shown, '#details h2')).toContain('T005')
  await shown.keyboard.press('Escape')
  expect(await textOf(shown, '#details')).toBe('')
  expect(words).toEqual([])
  await shown.close()
})

test('it is dark where the reader has it dark, and text can be read in both', async () => {
  const contrast = (shown: Page): Promise<unknown> =>
    shown.evaluate(`(() => {
      const light = (color) => {
        const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
          const share = part / 255
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
      }
      const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)
      const page = getComputedStyle(document.body)
      const nodes = [...document.querySelectorAll('#stage .node:not(.junction)')].map((node) =>
        ratio(getComputedStyle(node.querySelector('text')).fill, getComputedStyle(node.querySelector('path')).fill))
      const sum = getComputedStyle(document.querySelector('.sum')).color
      return [light(page.backgroundColor), Math.min(ratio(page.color, page.backgroundColor), ratio(sum, page.backgroundColor), ...nodes)]
    })()`)
  for (const dark of [false, true]) {
    const { page: shown } = await browser.open(page, { width: 1280, height: 800, dark })
    const [background, ratio] = (await contrast(shown)) as [number, number]
    expect(background < 0.1).toBe(dark)
    expect(ratio).toBeGreaterThan(4.5)
    if (dark) await shoot(shown, 'dark')
    await shown.close()
  }
})

test('it fits a phone, where a finger moves the picture and a touch chooses', async () => {
  const screen = { width: 390, height: 844, phone: true }
  const { page: shown, words, requests } = await browser.open(page, screen)
  await shoot(shown, 'phone')
  expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(390)
  expect(await shown.evaluate(`document.getElementById('stage').getBoundingClientRect().height`)).toBeGreaterThan(300)
  const small = await shown.evaluate(
    `[...document.querySelectorAll('header button, header select, .zoom button')].filter((one) => !one.hidden && one.offsetHeight < 30).length`,
  )
  expect(small).toBe(0)
  // It begins at the first task that is not done.
  await shown.tap('#n4')
  expect(await textOf(shown, '#details h2')).toContain('T004')
  await shoot(shown, 'phone-chosen')
  expect({ words, requests }).toEqual({ words: [], requests: [] })
  await shown.close()
})

test.each([80, 120])('waves, tree and schedule neither wrap nor shift at %i columns', async (columns) => {
  const terminal = openTerminal(folder, { columns, lines: 50 })
  try {
    for (const [args, marks] of [
      [['--format', 'waves'], /T\d{3} /],
      [['--format', 'tree'], /T\d{3} /],
      [['--workers', '2'], /#\d/],
    ] as const) {
      const command = `clear; "${process.execPath}" "${bin}" graph specs/001-export/tasks.md ${args.join(' ')} 2>notes; echo "ended ${args[1]} $?"`
      terminal.type(command, 'Enter')
      const rows = (await terminal.shows(`ended ${args[1]} 0`))
        .split('\n')
        .filter((row) => row !== '' && !/^(?:ended|[$#]\s*$)/.test(row))
      for (const row of rows) expect(widthOf(row), row).toBeLessThanOrEqual(columns)
      // A row that wrapped would go on below without an id of its own.
      const told = rows.filter((row) => !/^Wave \d+$|^From/.test(row))
      expect(told.filter((row) => !marks.test(row))).toEqual([])
      for (const id of ['T001', 'T003', 'T004', 'T006', 'T007']) expect(told.some((row) => row.includes(id))).toBe(true)
      if (args[0] !== '--workers') continue
      const places = told.map((row) => widthOf(row.slice(0, row.search(/#\d/))))
      expect(new Set(places).size).toBe(1)
      expect(
        new Set(told.map((row) => widthOf(row.slice(0, row.search(/T\d{3}/) + 4)) - (/[✓~]/.test(row) ? 2 : 0))).size,
      ).toBe(1)
    }
  } finally {
    terminal.close()
  }
})
