/** A result beside the member's own last. Pure. */

import { points } from './words'

export interface Try {
  id: string
  quiz_id: string
  preset: string
  state: string
  score: number | null
  max_score: number | null
}

/** Presets whose quizzes are the same task each day or week, though each is a quiz of its own. */
const RETURNING = ['daily', 'weekly']

/** The try before this one, of the same quiz or the same returning task; `tries` are the newest first. */
export function lastBefore(tries: readonly Try[], id: string): Try | null {
  const at = tries.findIndex((one) => one.id === id)
  if (at < 0) return null
  const { quiz_id: quiz, preset } = tries[at]
  const alike = (one: Try) => one.quiz_id === quiz || (RETURNING.includes(preset) && one.preset === preset)
  return tries.slice(at + 1).find((one) => one.state === 'finished' && alike(one)) ?? null
}

/** How a score stands beside the last; scores of different papers are only put side by side. */
export function besideLast(now: Pick<Try, 'score' | 'max_score'>, last: Pick<Try, 'score' | 'max_score'>): string {
  const [score, before] = [now.score ?? 0, last.score ?? 0]
  if (now.max_score !== last.max_score) return `上次 ${points(before)} 分，满分 ${points(last.max_score ?? 0)} 分`
  if (score === before) return `和上次一样，${points(before)} 分`
  return score > before ? `比上次多 ${points(score - before)} 分` : `上次 ${points(before)} 分，这次少 ${points(before - score)} 分`
}
