/** Attempts as this phone holds them, so that nothing is lost with the page or the network. */

import type { Platform } from './platform'

const PREFIX = 'jinshui.attempt.'

interface Kept {
  member: string
  attempt: { id: string }
}

export class Drafts<Draft extends Kept> {
  constructor(
    private readonly platform: Platform,
    private readonly member: () => string | null,
  ) {}

  find(attemptId: string): Draft | null {
    try {
      const draft = JSON.parse(this.platform.read(PREFIX + attemptId) ?? 'null') as Draft | null
      return draft?.member === this.member() ? draft : null
    } catch {
      return null
    }
  }

  keep(draft: Draft): void {
    this.platform.write(PREFIX + draft.attempt.id, JSON.stringify(draft))
  }

  forget(attemptId: string): void {
    this.platform.remove(PREFIX + attemptId)
  }
}
