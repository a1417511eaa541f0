/** The one connection to our server, and what all pages share of it. */

import { reactive } from 'vue'

import { ServerClock } from '@/core/clock'
import { Drafts } from '@/core/drafts'
import { Http } from '@/core/http'
import { Outbox } from '@/core/outbox'
import { phone } from '@/core/platform'
import { Problem } from '@/core/problems'
import { Sessions } from '@/core/session'
import type { Attempt, Feedback, Quiz, Response } from '@/app/shapes'
import { leadToLogin } from '@/app/ways'

/** Where the API is: beside the page in H5, at the configured domain in the mini-program. */
export const BASE = `${import.meta.env.VITE_SERVER ?? ''}/api/v1`

export const clock = new ServerClock(phone)
export const sessions = new Sessions(phone)
export const http = new Http(phone, BASE, clock, () => sessions.token)
export const outbox = new Outbox(phone, (call) => http.once(call), () => sessions.memberId)

/** An attempt as this phone keeps it. */
export interface Draft {
  member: string
  attempt: Attempt
  quiz: Quiz
  responses: Record<number, Response>
  feedback: Record<number, Feedback>
  at: number
  revived: number
  submission: { key: string; answers: { number: number; response: Response }[] } | null
}

export const drafts = new Drafts<Draft>(phone, () => sessions.memberId)

/** What a page shows of the outbox: how many writes wait, and why. */
export const sending = reactive({ waiting: 0, state: outbox.state, refused: '' })

outbox.listen((settled) => {
  sending.state = outbox.state
  sending.waiting = outbox.pending().length
  if (settled?.problem) sending.refused = settled.problem.message
  if (outbox.state === 'login' && sessions.token) leadToLogin(true)
})

/** Read from the server; a dead log-in leads to the log-in page and back. */
export async function read<Reply>(path: string): Promise<Reply> {
  try {
    if (!sessions.token) throw new Problem(401, 'unauthorized', '请先登录。')
    return (await http.read(path)) as Reply
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) {
      const ended = sessions.token !== null
      sessions.end()
      leadToLogin(ended)
    }
    throw problem
  }
}

/** Write through the outbox: nothing is lost when the network is. */
export async function write<Reply>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, slot?: string): Promise<Reply> {
  return (await outbox.push({ method, path, body }, { slot })) as Reply
}
