/** One request to our server: a parsed reply or a Problem; reading ones are tried again. */

import type { ServerClock } from './clock'
import type { HttpReply, HttpRequest, Platform } from './platform'
import { offline, Problem, problemOf } from './problems'

export const TIMEOUT_MS = 15_000
const PAUSES_MS = [400, 1200, 3000]

export interface Call {
  method: HttpRequest['method']
  path: string
  body?: unknown
  key?: string
}

export class Http {
  constructor(
    private readonly platform: Platform,
    private readonly base: string,
    private readonly clock: ServerClock,
    private readonly token: () => string | null,
  ) {}

  /** The reply's body. Throws a Problem; one of status 0 where no reply came. */
  async once(call: Call): Promise<unknown> {
    const sentAt = this.platform.now()
    const reply = await this.reply(call)
    const body = reply.body as { server_time?: string } | null
    if (body?.server_time) this.clock.learn(body.server_time, sentAt, this.platform.now())
    if (reply.status >= 400) throw problemOf(reply.status, reply.body, reply.headers['retry-after'])
    return reply.status === 204 ? null : reply.body
  }

  /** Read, up to four times where it may help. */
  async read(path: string): Promise<unknown> {
    for (const pause of PAUSES_MS) {
      try {
        return await this.once({ method: 'GET', path })
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.passing || problem.status === 429) throw problem
        await this.sleep(pause * (0.75 + this.platform.random() / 2))
      }
    }
    return this.once({ method: 'GET', path })
  }

  private async reply(call: Call): Promise<HttpReply> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (call.body !== undefined) headers['Content-Type'] = 'application/json'
    if (call.key) headers['Idempotency-Key'] = call.key
    const token = this.token()
    if (token) headers.Authorization = `Bearer ${token}`
    const { method, body } = call
    try {
      return await this.platform.request({ method, url: `${this.base}${call.path}`, headers, body, timeoutMs: TIMEOUT_MS })
    } catch {
      throw offline()
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((done) => this.platform.later(ms, done))
  }
}
