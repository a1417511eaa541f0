/** Who is logged in on this phone. */

import type { Platform } from './platform'

const KEY = 'jinshui.session'

export interface Session {
  token: string
  expiresAt: string
  memberId: string
}

export class Sessions {
  private kept: Session | null

  constructor(private readonly platform: Platform) {
    this.kept = this.load()
  }

  get token(): string | null {
    return this.kept?.token ?? null
  }

  get memberId(): string | null {
    return this.kept?.memberId ?? null
  }

  begin(session: Session): void {
    this.kept = session
    this.platform.write(KEY, JSON.stringify(session))
  }

  /** The token is dead; whose phone it is stays known until somebody logs in, so that their writes still wait for them. */
  end(): void {
    this.kept = null
    this.platform.remove(KEY)
  }

  private load(): Session | null {
    try {
      return JSON.parse(this.platform.read(KEY) ?? 'null') as Session | null
    } catch {
      return null
    }
  }
}
