import { spawn, type ChildProcess } from 'node:child_process'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** A client of a language server over its standard streams, as small as a test needs it. */
export interface LspClient {
  readonly request: (method: string, params: object) => Promise<unknown>
  readonly notify: (method: string, params: object) => void
  /** The next message of the server with this method, those that came already included. */
  readonly next: (method: string) => Promise<unknown>
  readonly end: () => void
}

export function startServer(file: string, cwd: string): LspClient {
  const child: ChildProcess = spawn(process.execPath, [file, '--stdio'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = new Map<number, (result: unknown) => void>()
  const came: Message[] = []
  const waiting: { readonly method: string; readonly take: (params: unknown) => void }[] = []
  let buffer = Buffer.alloc(0)
  let last = 0
  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    child.stdin!.write(`Content-Length: ${body.length}\r\n\r\n`)
    child.stdin!.write(body)
  }
  const receive = (message: Message): void => {
    const { id, method, params, result } = message
    if (method === undefined) return answers.get(id!)?.(result)
    // Whatever the server asks of the client is answered with nothing.
    if (id !== undefined) return send({ id, result: null })
    const at = waiting.findIndex((each) => each.method === method)
    if (at < 0) came.push(message)
    else waiting.splice(at, 1)[0]!.take(params)
  }
  child.stdout!.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, Math.max(0, head)).toString())?.[1])
      if (head < 0 || buffer.length < head + 4 + length) return
      const body = buffer.subarray(head + 4, head + 4 + length).toString()
      buffer = buffer.subarray(head + 4 + length)
      receive(JSON.parse(body) as Message)
    }
  })
  return {
    request: (method, params) =>
      new Promise((resolve) => {
        answers.set(++last, resolve)
        send({ id: last, method, params })
      }),
    notify: (method, params) => send({ method, params }),
    next: (method) =>
      new Promise((take) => {
        const at = came.findIndex((each) => each.method === method)
        if (at >= 0) take(came.splice(at, 1)[0]!.params)
        else waiting.push({ method, take })
      }),
    end: () => void child.kill(),
  }
}
