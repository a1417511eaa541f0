/** Attempts as this phone holds them: the questions and what was answered, so that nothing is lost with the page or the network. */

import type { Platform } from './platform'

const PREFIX = 'jinshui.attempt.'

export interface Draft<Attempt, Response> {
  member: string
  attempt: Attempt
  responses: Record<number, Response>
  at: number
  submitting?: string
}

export class Drafts<Attempt extends { id: string }, Response> {
  constructor(
    private readonly platform: Platform,
    private readonly member: () => string | null,
  ) {}

  find(attemptId: string): Draft<Attempt, Response> | null {
    try {
      const draft = JSON.parse(this.platform.read(PREFIX + attemptId) ?? 'null') as Draft<Attempt, Response> | null
      return draft?.member === this.member() ? draft : null
    } catch {
      return null
    }
  }

  keep(draft: Draft<Attempt, Response>): void {
    this.platform.write(PREFIX + draft.attempt.id, JSON.stringify(draft))
  }

  forget(attemptId: string): void {
    this.platform.remove(PREFIX + attemptId)
  }
}
