import type { RunReport } from './model.ts'

/** A time as people say it: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

export const minutesWords = (minutes: number | null): string =>
  minutes === null ? 'none' : durationWords(minutes * 60_000)

export const rateWords = (rate: number | null): string => (rate === null ? 'none yet' : `${Math.round(rate)} %`)

/** How a run ended, in words. */
export const outcomeWords: Readonly<Record<RunReport['outcome'], string>> = {
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  open: 'Not finished',
}

/** `1 task`, `3 tasks`. */
export const countWords = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A moment without what nobody reads: `2026-03-02 09:00 UTC`. */
export const momentWords = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

/** How much of an estimate was used: `68 % used`; '' where there is none. */
export const againstEstimate = (ms: number, estimateMinutes: number | null): string =>
  estimateMinutes === null || estimateMinutes === 0 || ms === 0
    ? ''
    : `${percent((100 * ms) / (estimateMinutes * 60_000))} used`

const percent = (value: number): string => (value < 1 ? 'less than 1 %' : `${Math.round(value)} %`)
