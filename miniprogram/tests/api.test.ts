import { spawnSync } from 'node:child_process'

import { describe, expect, it } from 'vitest'

import { address, type Given, type Path, type Reply } from '../src/api/calls'

describe('addresses', () => {
  it('are filled in, and say only what is asked', () => {
    expect(address('/attempts/{attempt_id}/answers/{number}', { path: { attempt_id: 'a/b', number: 3 } })).toBe('/attempts/a%2Fb/answers/3')
    expect(address('/attempts', { query: { limit: 20, quiz: '', cursor: undefined } })).toBe('/attempts?limit=20')
    expect(address('/home')).toBe('/home')
  })
})

describe('calls', () => {
  it('are those of the document', () => {
    const lists: Path<'GET'>[] = ['/quizzes', '/attempts']
    const given: Given<'PUT', '/attempts/{attempt_id}/answers/{number}'> = { path: { attempt_id: 'a', number: 1 }, body: { response: { value: true } } }
    const reply: Reply<'GET', '/points/today'> = { total: 3, cap: 35, tasks: [] }
    const nothing: Reply<'POST', '/auth/logout'> = null
    // @ts-expect-error the document has no such address
    const unknown: Path<'GET'> = '/attemptz'
    // @ts-expect-error an answer is of one kind
    const twofold: Given<'POST', '/attempts/{attempt_id}/submission'>['body'] = { answers: [{ number: 1, response: { text: '' } }] }
    // @ts-expect-error every field of a reply is there
    const partial: Reply<'GET', '/points/today'> = { total: 3 }
    expect([lists, given, reply, nothing, unknown, twofold, partial]).toHaveLength(7)
  })
})

describe('the generated file', () => {
  it('is refused where the document says something else', { timeout: 60_000 }, () => {
    const input = JSON.stringify({ openapi: '3.1.0', info: { title: '', version: '1' }, paths: {} })
    const done = spawnSync(process.execPath, ['scripts/api.mjs', '--check'], { input, encoding: 'utf8' })
    expect(done.stderr).toContain('make api')
    expect(done.status).toBe(1)
  })
})
