import puppeteer from 'puppeteer-core'
import { mkdtempSync } from 'node:fs'
const b = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, userDataDir: mkdtempSync('/tmp/gx/prof-'), args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] })
for (const [file, out, w, h, dark, sel] of JSON.parse(process.argv[2])) {
  const p = await b.newPage(); p.on('console', m => console.log(file, m.type(), m.text())); p.on('pageerror', e => console.log(file, 'ERR', e.message)); p.on('request', r => { if (!r.url().startsWith('file:')) console.log('REQ', r.url().slice(0,80)) })
  await p.setViewport({ width: w, height: h, deviceScaleFactor: 1, isMobile: w < 500, hasTouch: w < 500 })
  await p.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
  await p.goto('file://' + file + (sel ? '#' + sel : '')); await new Promise(r => setTimeout(r, 300))
  await p.screenshot({ path: out }); await p.close()
}
await b.close()
