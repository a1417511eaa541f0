/** The server's clock as far as the phone can know it: deadlines are the server's, whatever the phone's clock shows. */

import type { Platform } from './platform'

export class ServerClock {
  private offsetMs = 0
  private doubtMs = Infinity

  constructor(private readonly platform: Platform) {}

  /** Learn from a reply: the server said `serverTime` somewhere between sending and receiving. */
  learn(serverTime: string, sentAt: number, receivedAt: number): void {
    const moment = Date.parse(serverTime)
    const doubt = (receivedAt - sentAt) / 2
    if (Number.isNaN(moment) || doubt > this.doubtMs * 2) return
    this.offsetMs = moment - (sentAt + receivedAt) / 2
    this.doubtMs = doubt
  }

  now(): number {
    return this.platform.now() + this.offsetMs
  }
}
