/** Replaces what no block depends on by a neutral character; the result has the same length. */
export function maskInline(text: string, from: number): string {
  const head = text.slice(0, from).replace(/[^\r\n]/g, ' ')
  const body = text.slice(from).replace(/[&\0]/g, 'x').replace(/(?<=[ \t])\[(?=[ xX\t]\](?:[ \t\r\n]|$))/g, 'x')
  return head + body.replace(/[\uD800-\uDFFF]/gu, "x")
}
