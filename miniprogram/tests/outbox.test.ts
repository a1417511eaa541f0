import { describe, expect, it } from 'vitest'

import { ServerClock } from '../src/core/clock'
import { Http } from '../src/core/http'
import { Outbox } from '../src/core/outbox'
import type { HttpReply, HttpRequest } from '../src/core/platform'
import { TestPhone, settle } from './phone'

const ok = (body: unknown = { ok: true }): HttpReply => ({ status: 200, body, headers: {} })

function outboxOn(phone: TestPhone, member: () => string | null = () => 'm1'): Outbox {
  const http = new Http(phone, '/api/v1', new ServerClock(phone), () => 'token')
  return new Outbox(phone, (call) => http.once(call), member)
}

const post = (path: string, body: unknown = {}) => ({ method: 'POST' as const, path, body })

describe('the outbox', () => {
  it('sends in the order things were done, and tells each its reply', async () => {
    const phone = new TestPhone((request) => ok(request.url))
    const outbox = outboxOn(phone)
    const replies = await Promise.all([outbox.push(post('/a')), outbox.push(post('/b')), outbox.push(post('/c'))])
    expect(replies).toEqual(['/api/v1/a', '/api/v1/b', '/api/v1/c'])
    expect(phone.keys()).toEqual([])
    expect(outbox.state).toBe('empty')
  })

  it('sends what is pushed at the very moment it has nothing left', async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      const phone = new TestPhone(() => ok())
      const outbox = outboxOn(phone)
      await outbox.push(post('/a'))
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      void outbox.push(post('/b'))
      await settle()
      expect(phone.requests.map((request) => request.url), `after ${ticks} ticks`).toEqual(['/api/v1/a', '/api/v1/b'])
    }
  })

  it('asks again with the same key when a reply was lost', async () => {
    let lost = 2
    const phone = new TestPhone(() => (lost-- > 0 ? 'lost' : ok('done')))
    const outbox = outboxOn(phone)
    const reply = outbox.push(post('/submission'))
    await phone.pass(60_000)
    expect(await reply).toBe('done')
    const keys = phone.requests.map((request) => request.headers['Idempotency-Key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
  })

  it('keeps what was written offline over a restart, and sends it when the network is back', async () => {
    const phone = new TestPhone(() => ok())
    phone.online = false
    const outbox = outboxOn(phone)
    void outbox.push(post('/a'))
    void outbox.push(post('/b'))
    await settle()
    expect(outbox.state).toBe('waiting')
    const restarted = new TestPhone(() => ok(), phone.storage)
    restarted.time = phone.time + 1000
    const again = outboxOn(restarted)
    expect(again.pending().map((write) => write.path)).toEqual(['/a', '/b'])
    await again.run()
    expect(restarted.requests.map((request) => request.url)).toEqual(['/api/v1/a', '/api/v1/b'])
  })

  it('sends at once when the phone says it is online again', async () => {
    const phone = new TestPhone(() => ok())
    phone.online = false
    const outbox = outboxOn(phone)
    const reply = outbox.push(post('/a'))
    await settle()
    await phone.connect()
    expect(await reply).toEqual({ ok: true })
  })

  it('lets a later answer to the same question take the place of one that is not on its way', async () => {
    const phone = new TestPhone(() => ok())
    phone.online = false
    const outbox = outboxOn(phone)
    const put = (value: number) => ({ method: 'PUT' as const, path: '/answers/1', body: { value } })
    void outbox.push(put(1), { slot: 'answer.1' })
    await settle()
    void outbox.push(put(2), { slot: 'answer.1' })
    await settle()
    await phone.connect()
    await phone.pass(0)
    expect(phone.requests.map((request) => (request.body as { value: number }).value)).toEqual([2])
  })

  it('drops what the server refuses, tells why, and goes on with the next', async () => {
    const phone = new TestPhone((request: HttpRequest) =>
      request.url.endsWith('/a') ? { status: 409, body: { code: 'no_tries_left', detail: '没有次数了。' }, headers: {} } : ok(),
    )
    const outbox = outboxOn(phone)
    const refused = outbox.push(post('/a'))
    await expect(refused).rejects.toMatchObject({ status: 409, code: 'no_tries_left', message: '没有次数了。' })
    expect(await outbox.push(post('/b'))).toEqual({ ok: true })
  })

  it('waits for the log-in after a 401, and loses nothing', async () => {
    let dead = true
    const phone = new TestPhone(() => (dead ? { status: 401, body: {}, headers: {} } : ok()))
    const outbox = outboxOn(phone)
    const reply = outbox.push(post('/a'))
    await settle()
    expect(outbox.state).toBe('login')
    dead = false
    await outbox.run()
    expect(await reply).toEqual({ ok: true })
  })

  it('never sends what another member wrote on this phone', async () => {
    let member = 'm1'
    const phone = new TestPhone(() => ok())
    phone.online = false
    const outbox = outboxOn(phone, () => member)
    void outbox.push(post('/a'))
    await settle()
    member = 'm2'
    await phone.connect()
    expect(phone.requests).toEqual([])
    member = 'm1'
    await outbox.run()
    expect(phone.requests).toHaveLength(1)
  })

  it('waits as long as the server asks to', async () => {
    let busy = true
    const phone = new TestPhone(() => (busy ? { status: 429, body: {}, headers: { 'retry-after': '7' } } : ok()))
    const outbox = outboxOn(phone)
    void outbox.push(post('/a'))
    await settle()
    busy = false
    await phone.pass(6_900)
    expect(phone.requests).toHaveLength(1)
    await phone.pass(200)
    expect(phone.requests).toHaveLength(2)
  })
})
