/**
 * Writes on their way to the server: kept on the phone until a reply came, sent in order, each with its idempotency key.
 *
 * A lost reply is asked for again with the same key, so nothing is lost and nothing counts twice. Each write is stored
 * under a key of its own: two tabs never overwrite each other's, and what both send has one effect.
 */

import type { Call } from './http'
import type { Platform } from './platform'
import { Problem } from './problems'

const PREFIX = 'jinshui.write.'
const LONGEST_PAUSE_MS = 30_000

export interface Write extends Call {
  id: string
  member: string
  /** A later write of the same slot takes the place of an earlier one that is not on its way yet. */
  slot?: string
}

export type OutboxState = 'empty' | 'sending' | 'waiting' | 'login'

export interface Settled {
  write: Write
  reply?: unknown
  problem?: Problem
}

/** How a write is pushed: in a slot, in the place of others, under a key that is known already. */
export interface Pushed {
  slot?: string
  key?: string
  replaces?: (write: Write) => boolean
}

interface Waiting {
  resolve(reply: unknown): void
  reject(problem: unknown): void
}

export class Outbox {
  state: OutboxState = 'empty'
  private readonly waiting = new Map<string, Waiting>()
  private readonly listeners = new Set<(settled: Settled | null) => void>()
  private running = false
  private asked = false
  private tries = 0
  private cancelTimer: (() => void) | null = null
  private sequence = 0
  private current: string | null = null

  constructor(
    private readonly platform: Platform,
    private readonly send: (call: Call) => Promise<unknown>,
    private readonly member: () => string | null,
  ) {
    platform.onOnline(() => void this.run())
  }

  /** Called with what was settled, and with null when only the state changed. Returns how to stop listening. */
  listen(call: (settled: Settled | null) => void): () => void {
    this.listeners.add(call)
    return () => this.listeners.delete(call)
  }

  /** The writes of who is logged in, oldest first. */
  pending(): Write[] {
    return this.stored().map((key) => this.load(key)).filter((write): write is Write => write?.member === this.member())
  }

  /** Keep a write and send it when its turn comes; resolves with the reply, if the app lives until then. */
  push(call: Call, options: Pushed = {}): Promise<unknown> {
    const member = this.member()
    if (member === null) return Promise.reject(new Problem(401, 'unauthorized', '请先登录。'))
    const replaces = options.replaces ?? ((write: Write) => options.slot !== undefined && write.slot === options.slot)
    for (const key of this.stored()) {
      const write = this.load(key)
      if (write && write.member === member && write.id !== this.current && replaces(write)) this.drop(key, write)
    }
    const id = call.key ?? newKey(this.platform)
    const write: Write = { ...call, id, member, slot: options.slot }
    this.sequence += 1
    const order = `${String(this.platform.now()).padStart(15, '0')}.${String(this.sequence).padStart(6, '0')}`
    this.platform.write(`${PREFIX}${order}.${id}`, JSON.stringify(write))
    const settled = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }))
    settled.catch(() => undefined)
    void this.run()
    return settled
  }

  /** Send what waits. While it is already sending, it looks once more at the end: what came in between must not stay. */
  async run(): Promise<void> {
    this.asked = true
    if (this.running) return
    this.running = true
    this.cancelTimer?.()
    this.cancelTimer = null
    try {
      while (this.asked) {
        this.asked = false
        while (await this.sendNext());
      }
    } finally {
      this.running = false
    }
  }

  private async sendNext(): Promise<boolean> {
    const member = this.member()
    const key = this.stored().find((stored) => this.load(stored)?.member === member)
    const write = key ? this.load(key) : null
    if (!key || !write) {
      this.become(member === null ? 'login' : 'empty')
      return false
    }
    this.become('sending')
    this.current = write.id
    try {
      const reply = await this.send({ method: write.method, path: write.path, body: write.body, key: write.method === 'POST' ? write.id : undefined })
      this.settle(key, { write, reply })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.status === 401) return this.stop('login')
      if (error.passing) return this.pause(error)
      this.settle(key, { write, problem: error })
    } finally {
      this.current = null
    }
    this.tries = 0
    return true
  }

  private pause(problem: Problem): boolean {
    const pause = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** this.tries) * (0.75 + this.platform.random() / 2)
    this.tries += 1
    this.cancelTimer = this.platform.later(problem.retryAfterMs ?? pause, () => void this.run())
    return this.stop('waiting')
  }

  private stop(state: OutboxState): boolean {
    this.become(state)
    return false
  }

  private settle(key: string, settled: Settled): void {
    this.platform.remove(key)
    const waiting = this.waiting.get(settled.write.id)
    this.waiting.delete(settled.write.id)
    if (settled.problem) waiting?.reject(settled.problem)
    else waiting?.resolve(settled.reply)
    this.listeners.forEach((call) => call(settled))
  }

  private drop(key: string, write: Write): void {
    this.platform.remove(key)
    this.waiting.get(write.id)?.resolve(null)
    this.waiting.delete(write.id)
  }

  private become(state: OutboxState): void {
    if (state === this.state) return
    this.state = state
    this.listeners.forEach((call) => call(null))
  }

  private stored(): string[] {
    return this.platform.keys().filter((key) => key.startsWith(PREFIX)).sort()
  }

  private load(key: string): Write | null {
    try {
      return JSON.parse(this.platform.read(key) ?? 'null') as Write | null
    } catch {
      this.platform.remove(key)
      return null
    }
  }
}

/** A new idempotency key; unlikely to meet another, which is all it is for. */
export function newKey(platform: Platform): string {
  const part = () => Math.floor(platform.random() * 2 ** 32).toString(36)
  return `${platform.now().toString(36)}-${part()}${part()}`
}
