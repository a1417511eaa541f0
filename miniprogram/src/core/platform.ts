/** What the core needs of uni-app, in one place, so that tests can give it a phone of their own. */

export interface HttpReply {
  status: number
  body: unknown
  headers: Record<string, string>
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: unknown
  timeoutMs: number
}

export interface Platform {
  /** Resolves with any status; rejects where no reply came. */
  request(request: HttpRequest): Promise<HttpReply>
  read(key: string): string | null
  write(key: string, value: string): void
  remove(key: string): void
  keys(): string[]
  now(): number
  random(): number
  later(ms: number, call: () => void): () => void
  onOnline(call: () => void): void
}

function lowerCased(headers: Record<string, string | string[]> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

export const phone: Platform = {
  request(request) {
    return new Promise((resolve, reject) => {
      uni.request({
        url: request.url,
        method: request.method,
        header: request.headers,
        data: request.body as UniApp.RequestOptions['data'],
        timeout: request.timeoutMs,
        success: (reply) => resolve({ status: reply.statusCode, body: reply.data, headers: lowerCased(reply.header as Record<string, string | string[]> | undefined) }),
        fail: (failure) => reject(new Error(failure.errMsg)),
      })
    })
  },
  read: (key) => uni.getStorageSync<string>(key) || null,
  write: (key, value) => uni.setStorageSync(key, value),
  remove: (key) => uni.removeStorageSync(key),
  keys: () => uni.getStorageInfoSync().keys,
  now: () => Date.now(),
  random: () => Math.random(),
  later(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
  onOnline(call) {
    uni.onNetworkStatusChange((status) => {
      if (status.isConnected) call()
    })
  },
}
