/** Coming in by an invite code or by WeChat, what one is known by, and codes that were scanned. */

import { reactive } from 'vue'

import { http, outbox, sessions } from '@/app/server'
import { type Cause, leadToLogin } from '@/app/ways'
import type { Call } from '@/core/http'
import { Problem } from '@/core/problems'

export interface Entered { token: string; expires_at: string; member: { id: string } }
export interface OwnRequest { id: string; state: 'waiting' | 'approved' | 'refused'; cause: string; reason: string; created_at: string }
export interface Ticket { ticket: string; expires_at: string; request: OwnRequest | null }
export interface Identity { id: string | null; kind: 'phone' | 'wechat'; label: string; created_at: string | null }
export interface Scene { id: string; purpose: string; words: string; state: string; site: string; device: string; number: string; organization: { name: string } | null; created_at: string; expires_at: string }

/** What the page for binding works on: the ticket never stands in an address. */
export const binding = reactive({ ticket: '', request: null as OwnRequest | null, back: '/pages/home/index' })

export const CAUSES: Record<string, string> = {
  name_differs: '填写的姓名和名册不一致',
  already_bound: '您的账号已经绑定了另一个微信',
  several_matches: '名册里有几位同名的党员',
  phone_unknown: '名册里登记的不是这个手机号',
}

export function begin(reply: Entered): void {
  sessions.begin({ token: reply.token, expiresAt: reply.expires_at, memberId: reply.member.id })
  void outbox.run()
}

export async function enterByInvite(code: string, name: string, password: string): Promise<void> {
  const body = { code, password, ...(name ? { name } : {}) }
  begin((await http.once({ method: 'POST', path: '/auth/invitations', body })) as Entered)
}

/** A code for WeChat's log-in, good for one use. */
export function wechatCode(): Promise<string> {
  const refused = () => new Problem(400, 'wechat_no_code', '没有取得微信的登录凭证，请再试一次。')
  return new Promise((resolve, reject) => {
    uni.login({ provider: 'weixin', success: ({ code }) => (code ? resolve(code) : reject(refused())), fail: () => reject(refused()) })
  })
}

/** Log in by WeChat; false where it is not bound yet, and `binding` then holds what binding needs. */
export async function enterByWechat(): Promise<boolean> {
  const reply = (await http.once({ method: 'POST', path: '/wechat/login', body: { code: await wechatCode() } })) as Entered | Ticket
  return settled(reply)
}

interface Proof { name?: string; phone_code?: string; invite_code?: string }

/** Bind by the phone button's code and a name, or by an invite code; false where a secretary has to agree first. */
export async function bind(proof: Proof): Promise<boolean> {
  try {
    return await show(proof)
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'ticket_expired') throw problem
    return (await enterByWechat()) || show(proof)
  }
}

async function show(proof: Proof): Promise<boolean> {
  const body = { ticket: binding.ticket, ...proof }
  return settled((await http.once({ method: 'POST', path: '/wechat/bindings', body })) as Entered | { request: OwnRequest })
}

function settled(reply: Entered | Ticket | { request: OwnRequest }): boolean {
  if ('token' in reply) {
    begin(reply)
    return true
  }
  if ('ticket' in reply) binding.ticket = reply.ticket
  binding.request = reply.request
  return false
}

/** A call as the member who is logged in, past the outbox: none of these may wait for a network. `over` is what a refused log-in means. */
export async function asMember<Reply>(call: Call, over: Cause = 'ended'): Promise<Reply> {
  try {
    if (!sessions.token) throw new Problem(401, 'unauthorized', '请先登录。')
    return (await http.once(call)) as Reply
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) {
      const cause = sessions.token === null ? undefined : over
      sessions.end()
      leadToLogin(cause)
    }
    throw problem
  }
}
