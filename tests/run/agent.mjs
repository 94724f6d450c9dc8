#!/usr/bin/env node
// An agent for tests: reads the prompt, writes what the task names, and misbehaves where AGENT_PLAN says so.
// AGENT_PLAN is a JSON file: {"T003": {"1": "fail"}}, by task and attempt; "*" stands for any.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const prompt = readFileSync(0, 'utf8')
const { INTENTK_TASK: task, INTENTK_ATTEMPT: attempt, AGENT_PLAN: plan, AGENT_LOG: log } = process.env
const script = plan !== undefined && existsSync(plan) ? JSON.parse(readFileSync(plan, 'utf8')) : {}
const of = script[task] ?? script['*'] ?? {}
const deed = of[attempt] ?? of['*'] ?? 'work'
if (log !== undefined) appendFileSync(log, `${JSON.stringify({ task, attempt, at: 'start', time: Date.now() })}\n`)

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function work() {
  const writes = /^Files it writes: (.+)$/m.exec(prompt)?.[1]?.split(', ') ?? []
  for (const path of writes) {
    if (path.endsWith('/')) mkdirSync(path, { recursive: true })
    else write(path, `${existsSync(path) ? readFileSync(path, 'utf8') : ''}made by ${task}, attempt ${attempt}\n`)
  }
}

const deeds = {
  work,
  nothing: () => undefined,
  fail: () => {
    work()
    write(`junk/${task}.txt`, 'junk')
    process.exitCode = 1
  },
  mess: () => {
    write(`junk/${task}.txt`, 'junk')
  },
  escalate: () => {
    console.log('BROKEN ASSUMPTION: the file is generated')
  },
  print: () => {
    const line = 'x'.repeat(64 * 1024)
    const more = () => {
      while (process.stdout.write(line));
      process.stdout.once('drain', more)
    }
    more()
  },
  hang: () => {
    setInterval(() => undefined, 1000)
  },
  stubborn: () => {
    process.on('SIGTERM', () => undefined)
    setInterval(() => undefined, 1000)
  },
  fork: () => {
    // Two children that outlive it: one in its group, one that left it.
    const wait = 'setTimeout(() => require("fs").writeFileSync("late-" + process.argv[1] + ".txt", "late"), 1500)'
    spawn(process.execPath, ['-e', wait, 'child'], { stdio: 'ignore' }).unref()
    spawn(process.execPath, ['-e', wait, 'detached'], { stdio: 'ignore', detached: true }).unref()
    work()
  },
  tick: () => {
    work()
    const path = process.env.AGENT_DOCUMENT
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('- [ ]', '- [x]'))
  },
  revise: () => {
    work()
    const path = process.env.AGENT_DOCUMENT
    writeFileSync(path, readFileSync(path, 'utf8').replace(/- \[ \] T00/, '- [ ] T099 Do more\n- [ ] T00'))
  },
  remove: () => {
    work()
    spawn('rm', [process.env.AGENT_DOCUMENT])
  },
  outside: () => {
    work()
    write('other/unnamed.txt', 'unnamed')
  },
  beside: () => {
    work()
    write('../stray.txt', 'beside the repository')
  },
  secret: () => {
    console.log(`the key is ${process.env.MY_API_TOKEN} and ghp_${'a'.repeat(36)}`)
    console.log(Object.keys(process.env).sort().join(' '))
    process.exitCode = 1
  },
  save: () => {
    write(join(process.env.AGENT_SAVE, `${attempt}.md`), prompt)
    work()
  },
}
for (const one of deed.split('+')) {
  const [name, wait] = one.split(':')
  if (name === 'wait') await new Promise((resolve) => setTimeout(resolve, Number(wait)))
  else deeds[name]()
}
if (log !== undefined) appendFileSync(log, `${JSON.stringify({ task, attempt, at: 'end', time: Date.now() })}\n`)
