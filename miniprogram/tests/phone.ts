/** A phone for tests: storage in memory, a clock that is set, a server that is a function. */

import type { HttpReply, HttpRequest, Platform } from '../src/core/platform'

export class TestPhone implements Platform {
  readonly storage: Map<string, string>
  readonly requests: HttpRequest[] = []
  time = 1_700_000_000_000
  online = true
  private timers: { at: number; call: () => void }[] = []
  private readonly onlineCalls: (() => void)[] = []

  constructor(
    private readonly server: (request: HttpRequest) => HttpReply | 'lost',
    storage?: Map<string, string>,
  ) {
    this.storage = storage ?? new Map<string, string>()
  }

  request(request: HttpRequest): Promise<HttpReply> {
    if (!this.online) return Promise.reject(new Error('request:fail'))
    this.requests.push(request)
    const reply = this.server(request)
    return reply === 'lost' ? Promise.reject(new Error('request:fail timeout')) : Promise.resolve(reply)
  }
  read = (key: string) => this.storage.get(key) ?? null
  write = (key: string, value: string) => void this.storage.set(key, value)
  remove = (key: string) => void this.storage.delete(key)
  keys = () => [...this.storage.keys()]
  now = () => this.time
  random = () => Math.random()
  onOnline = (call: () => void) => void this.onlineCalls.push(call)
  later(ms: number, call: () => void) {
    const timer = { at: this.time + ms, call }
    this.timers.push(timer)
    return () => void (this.timers = this.timers.filter((other) => other !== timer))
  }

  /** Let time pass, timers fire and promises settle. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      await settle()
      const next = this.timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0]
      if (!next) break
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = Math.max(this.time, next.at)
      next.call()
    }
    this.time = end
    await settle()
  }

  connect(): Promise<void> {
    this.online = true
    this.onlineCalls.forEach((call) => call())
    return settle()
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}
