/** The one connection to our server, and what all pages share of it. */

import { reactive } from 'vue'

import { address, type Given, type Method, type Path, type Reply, type Rest } from '@/api/calls'
import { ServerClock } from '@/core/clock'
import { Drafts } from '@/core/drafts'
import { Http } from '@/core/http'
import { Outbox, type Pushed } from '@/core/outbox'
import { phone } from '@/core/platform'
import { Problem } from '@/core/problems'
import { Sessions } from '@/core/session'
import type { Answers, Attempt, Feedback, Quiz, Response } from '@/app/shapes'
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
  submission: { key: string; answers: Answers } | null
}

export const drafts = new Drafts<Draft>(phone, () => sessions.memberId)

/** What a page shows of the outbox: how many writes wait, and why. */
export const sending = reactive({ waiting: 0, state: outbox.state, refused: '' })

outbox.listen((settled) => {
  sending.state = outbox.state
  sending.waiting = outbox.pending().length
  if (settled?.problem) sending.refused = settled.problem.message
  if (outbox.state === 'login' && sessions.token) leadToLogin('ended')
})

/** Read from the server; a dead log-in leads to the log-in page and back. */
export async function read<P extends Path<'GET'>>(path: P, ...[given]: Rest<'GET', P>): Promise<Reply<'GET', P>> {
  try {
    if (!sessions.token) throw new Problem(401, 'unauthorized', '请先登录。')
    return (await http.read(address(path, given))) as Reply<'GET', P>
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) {
      const cause = sessions.token === null ? undefined : 'ended'
      sessions.end()
      leadToLogin(cause)
    }
    throw problem
  }
}

type Writing = Exclude<Method, 'GET'>

/** Write through the outbox: nothing is lost when the network is. */
export async function write<M extends Writing, P extends Path<M>>(method: M, path: P, ...[given]: Rest<M, P>): Promise<Reply<M, P>> {
  return (await outbox.push({ method, path: address(path, given), body: given?.body })) as Reply<M, P>
}

/** Write so that only the last of a slot is sent; null where a later one took this one's place. */
export async function writeLast<M extends Writing, P extends Path<M>>(pushed: Pushed & { slot: string }, method: M, path: P, given: Given<M, P>): Promise<Reply<M, P> | null> {
  return (await outbox.push({ method, path: address(path, given), body: given.body, key: pushed.key }, pushed)) as Reply<M, P> | null
}

/** One call at once, past the outbox: what must not wait and is not sent again. */
export async function call<M extends Writing, P extends Path<M>>(method: M, path: P, ...[given]: Rest<M, P>): Promise<Reply<M, P>> {
  return (await http.once({ method, path: address(path, given), body: given?.body })) as Reply<M, P>
}
