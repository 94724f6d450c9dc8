/** Lines with those inside code fences emptied; what is shown in a fence is said of nothing. */
export function maskFences(lines: readonly string[]): readonly string[] {
  let fence = ''
  return lines.map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === '') {
      if (mark === undefined) return line
      fence = mark
    } else if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = ''
    return ''
  })
}
