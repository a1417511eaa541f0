import { beforeEach, describe, expect, it, vi } from 'vitest'

interface Sent { path: string; body: Record<string, string> }
interface Reply { statusCode: number; data: unknown }

const EXPIRED = { statusCode: 422, data: { code: 'ticket_expired', detail: '停留时间太长，请重新点一次“微信登录”。' } }
const TICKET = { statusCode: 202, data: { ticket: 'a fresh one', expires_at: '2026-11-24T20:00:00+08:00', request: null } }
const ENTERED = { statusCode: 200, data: { token: 't', expires_at: '2026-12-24T20:00:00+08:00', member: { id: 'm' } } }

let sent: Sent[] = []
let replies: Reply[] = []

/** What uni-app does on a phone, with replies in the order they are to come. */
vi.stubGlobal('uni', {
  getStorageSync: () => '',
  setStorageSync: () => undefined,
  removeStorageSync: () => undefined,
  getStorageInfoSync: () => ({ keys: [] }),
  onNetworkStatusChange: () => undefined,
  login: ({ success }: { success: (done: { code: string }) => void }) => success({ code: 'a code' }),
  request: (call: { url: string; data: Record<string, string>; success(reply: Reply & { header: object }): void }) => {
    sent.push({ path: call.url, body: call.data })
    const reply = replies.shift()
    if (reply) call.success({ ...reply, header: {} })
  },
})
const { bind, binding } = await import('../src/app/joining')

beforeEach(() => {
  sent = []
  binding.ticket = 'an old one'
})

describe('a ticket that is too old', () => {
  it('is renewed, and the proof shown again', async () => {
    replies = [EXPIRED, TICKET, ENTERED]
    expect(await bind({ name: '李晓明', phone_code: 'p' })).toBe(true)
    expect(sent.map((one) => one.path)).toEqual(['/api/v1/wechat/bindings', '/api/v1/wechat/login', '/api/v1/wechat/bindings'])
    expect(sent[2].body).toEqual({ ticket: 'a fresh one', name: '李晓明', phone_code: 'p' })
  })
  it('is not needed where the secretary has bound meanwhile', async () => {
    replies = [EXPIRED, ENTERED]
    expect(await bind({ invite_code: 'K7QM3-XHNTA' })).toBe(true)
    expect(sent).toHaveLength(2)
  })
})

describe('what else the server refuses', () => {
  it('is told at once', async () => {
    replies = [{ statusCode: 404, data: { code: 'invite_wrong', detail: '邀请码不对，请照纸条上的再输一遍。' } }]
    await expect(bind({ invite_code: 'x' })).rejects.toThrow('邀请码不对')
    expect(sent).toHaveLength(1)
  })
})
