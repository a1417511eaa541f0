/** Why a request failed, in a sentence for the person and a code for the program. */

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: Record<string, string[]> = {},
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500 || this.code === 'request_in_progress'
  }
}

export const offline = () => new Problem(0, 'offline', '网络没有连上，您的内容已保存在手机里。')

interface ProblemBody {
  code?: string
  detail?: string
  errors?: Record<string, string[]>
}

export function problemOf(status: number, body: unknown, retryAfter?: string): Problem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody
  const wait = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : null
  return new Problem(status, given.code ?? 'unknown', given.detail ?? '服务暂时没有回应，请稍后再试。', given.errors, wait)
}
