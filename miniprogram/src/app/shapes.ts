/** The API's shapes by short names. */

import type { Response } from '@/core/responses'

export type { Response } from '@/core/responses'

export interface Named { id: string; name: string }
export interface Member { id: string; name: string; branch: Named; path: (Named & { kind: string })[]; roles: { role: string; organization: Named }[] }

export type Kind = 'single' | 'multiple' | 'true_false' | 'blank' | 'ordering' | 'matching'
export interface Option { id: string; text: string }
export interface Question { number: number; kind: Kind; stem: string; options: Option[]; left: Option[]; right: Option[]; gaps: number; seconds: number | null }

export interface Rules {
  questions: number
  seconds_per_question: number | null
  seconds_total: number | null
  tries_per_day: number | null
  tries_total: number | null
  counts: 'best' | 'first' | 'last' | 'first_k'
  feedback: 'each' | 'end' | 'after_close'
  stops_when_wrong: boolean
  revives: number
}
export interface Quiz { id: string; preset: string; title: string; opens_at: string; closes_at: string; tries_left: number | null; open_attempt_id: string | null; rules: Rules }

export interface Attempt {
  id: string
  quiz_id: string
  state: 'open'
  started_at: string
  expires_at: string
  question_expires_at: string | null
  server_time: string
  total: number
  answered: number[]
  questions: Question[]
}
export interface Feedback { correct: boolean; key: Response; explanation: string; source: string }
export interface Ruling { sentence: string; reason: string; key: Response | null; explanation: string }
export interface Reviewed extends Question, Feedback { response: Response | null; ruling?: Ruling | null }
export interface Result {
  attempt_id: string
  quiz_id: string
  state: 'finished'
  score: number
  max_score: number
  correct: number
  questions: number
  duration_ms: number
  points_awarded: number
  personal_best: boolean
  review: Reviewed[] | null
  review_at: string | null
}

export interface Task { code: string; title: string; current: number; cap: number }
export interface Today { total: number; cap: number; tasks: Task[] }
export interface Due { kind: string; title: string; count: number }
export interface Home { member: Member; points: Today; quizzes: Quiz[]; due: Due[]; today_in_history: string | null; news: { id: string; title: string }[] }
export interface Entry { id: string; points: number; reason: string; created_at: string; rule_version: number; source: string }
export interface Page<Item> { items: Item[]; next: string | null }

export interface Place { rank: number; member_id?: string; organization_id?: string; name: string; branch?: string; street?: string; points?: number; score?: number; is_me?: boolean; is_mine?: boolean }
export interface Board { board: { period: string | null; starts_on: string | null; within: Named; frozen_at: string | null; total: number }; items: Place[]; me: Place | null; around_me: Place[]; next: string | null }
export interface Ranking { opted_in: boolean; full_name: boolean; opt_in_needed: boolean }

export interface AttemptLine { id: string; quiz_id: string; title: string; preset: string; state: 'open' | 'finished'; started_at: string; finished_at: string | null; score: number | null; max_score: number | null; points_awarded: number | null }
export interface Notice { id: string; kind: string; title: string; text: string; link: string; created_at: string; read_at: string | null }
export interface Dispute { id: string; attempt_id: string; number: number; stem: string; reason: string; text: string; status: 'open' | 'kept' | 'corrected' | 'voided'; reply: string | null; created_at: string; answered_at: string | null }
