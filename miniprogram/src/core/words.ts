/** How things are said: times, spans, scores. The server's times carry their zone; the phone's own zone does not matter. */

const WEEKDAYS = '日一二三四五六'

interface Parts { month: number; day: number; weekday: string; time: string }

function parts(text: string, closing: boolean): Parts {
  const [year, month, day, hour, minute] = (text.match(/\d+/g) ?? []).map(Number)
  const midnight = closing && hour === 0 && minute === 0
  const date = new Date(Date.UTC(year, month - 1, midnight ? day - 1 : day))
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: `周${WEEKDAYS[date.getUTCDay()]}`,
    time: midnight ? '24:00' : text.slice(11, 16),
  }
}

/** `2026-11-24T19:30:00+08:00` as `11月24日 周二 19:30`. */
export function moment(text: string): string {
  const { month, day, weekday, time } = parts(text, false)
  return `${month}月${day}日 ${weekday} ${time}`
}

/** The same for an end: midnight belongs to the day before. */
export function ending(text: string): string {
  const { month, day, weekday, time } = parts(text, true)
  return `${month}月${day}日 ${weekday} ${time}`
}

export function onlyDay(text: string): string {
  const { month, day, weekday } = parts(text, false)
  return `${month}月${day}日 ${weekday}`
}

/** What stays open for a season needs no closing time. */
export function until(quiz: { opens_at: string; closes_at: string }): string {
  const days = (Date.parse(quiz.closes_at) - Date.parse(quiz.opens_at)) / 86_400_000
  return days > 100 ? '长期开放' : `${ending(quiz.closes_at)} 截止`
}

interface Rules { questions: number; seconds_per_question: number | null; seconds_total: number | null; stops_when_wrong?: boolean }

/** The rules of a quiz in a line: `20 题，限时 15 分钟，还可答 2 次`. */
export function rulesOf(quiz: { rules: Rules; tries_left: number | null }): string {
  const { rules } = quiz
  const words = [`${rules.questions} 题`]
  if (rules.seconds_per_question) words.push(`每题 ${rules.seconds_per_question} 秒`)
  if (rules.seconds_total) words.push(`限时 ${rules.seconds_total < 60 ? `${rules.seconds_total} 秒` : `${Math.round(rules.seconds_total / 60)} 分钟`}`)
  if (rules.stops_when_wrong) words.push('答错即止')
  if (quiz.tries_left !== null) words.push(quiz.tries_left ? `还可答 ${quiz.tries_left} 次` : '次数已用完')
  return words.join('，')
}

/** Milliseconds as `1 分 5 秒`. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`
}

/** Seconds as `02:05`. */
export function countdown(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}

/** Tenths of a point as points. */
export function points(tenths: number): string {
  return String(tenths / 10)
}

/** Which version of the point rules a line was paid by; those the service came with have number 0. */
export function rulesVersion(version: number): string {
  return version ? `第 ${version} 版积分规则` : '首版积分规则'
}

export const KINDS = { single: '单选题', multiple: '多选题', true_false: '判断题', blank: '填空题', ordering: '排序题', matching: '连线题' } as const
