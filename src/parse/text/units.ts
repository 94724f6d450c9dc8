/** What a unit of time counts in; days and weeks are turned into minutes with the configured working time. */
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month'

// One line per unit, longest spellings first within a language. A prefix such as "person" stands before any of them.
const WORDS: Readonly<Record<TimeUnit, string>> = {
  minute: 'minutes?|minuten|minut[oai]s?|mins?\\.?|m|dakika|dk\\.?|минут[аыу]?|мин\\.?|分钟|分鐘|分間|分|분',
  hour: 'hours?|hrs?\\.?|h|stunden?|std\\.?|heures?|horas?|or[ae]|saat|часов|часа|час|ч\\.?|時間|小时|小時|钟头|시간',
  day: 'days?|d|tagen?|tage|jours?|j|d[ií]as?|giorn[oi]|günü|gün|дней|дня|день|дн\\.?|人日|人天|日間|日|个工作日|工作日|天|일',
  week: 'weeks?|wks?\\.?|w|wochen?|semaines?|semanas?|settiman[ae]|hafta|недель|недели|неделя|нед\\.?|週間|週|个星期|星期|周|주일|주',
  month:
    'months?|mos?|monate?|mois|mes(?:es|e|i)?|m[eê]s|aylık|ay|месяцев|месяца|месяц|мес\\.?|[ヶかカケ]月|个月|個月|개월|달',
}

const UNITS = Object.keys(WORDS) as TimeUnit[]

/** Alternatives for a regular expression with one group per unit, in the order minute to month. */
export const UNIT_GROUPS: string = UNITS.map((unit) => `(${WORDS[unit]})`).join('|')

/** The unit whose group matched. */
export function unitOf(groups: readonly (string | undefined)[]): TimeUnit | undefined {
  return UNITS[groups.findIndex((group) => group !== undefined)]
}

/** How many hours a day of work has and how many days a week. */
export interface WorkingTime {
  readonly hoursPerDay: number
  readonly daysPerWeek: number
}

/** Minutes of one unit. A month is four weeks. */
export function minutesOf(unit: TimeUnit, time: WorkingTime): number {
  const day = 60 * time.hoursPerDay
  const table: Readonly<Record<TimeUnit, number>> = {
    minute: 1,
    hour: 60,
    day,
    week: day * time.daysPerWeek,
    month: 4 * day * time.daysPerWeek,
  }
  return table[unit]
}
