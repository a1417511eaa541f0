import { describe, expect, it } from 'vitest'

import { filled, inWords, joined, moved } from '../src/core/responses'
import { countdown, ending, moment, rulesOf, rulesVersion, span, until } from '../src/core/words'

describe('rules', () => {
  const rules = { questions: 20, seconds_per_question: null, seconds_total: 900 }
  it('fit into a line', () => {
    expect(rulesOf({ rules, tries_left: 2 })).toBe('20 题，限时 15 分钟，还可答 2 次')
    expect(rulesOf({ rules: { ...rules, seconds_total: null, seconds_per_question: 20 }, tries_left: 0 })).toBe('20 题，每题 20 秒，次数已用完')
    expect(rulesOf({ rules: { ...rules, seconds_total: 45, stops_when_wrong: true }, tries_left: null })).toBe('20 题，限时 45 秒，答错即止')
  })
})

describe('times', () => {
  it('name the rules a line was paid by', () => {
    expect(rulesVersion(0)).toBe('首版积分规则')
    expect(rulesVersion(3)).toBe('第 3 版积分规则')
  })
  it('are the server’s, whatever the zone of the phone', () => {
    expect(moment('2026-11-24T19:30:00.000+08:00')).toBe('11月24日 周二 19:30')
  })
  it('end at 24:00 of the day before rather than at 0:00', () => {
    expect(ending('2026-12-01T00:00:00+08:00')).toBe('11月30日 周一 24:00')
  })
  it('leave out the end of what is open for a season', () => {
    expect(until({ opens_at: '2026-01-01T00:00:00+08:00', closes_at: '2026-12-31T00:00:00+08:00' })).toBe('长期开放')
  })
  it('say spans and what is left', () => {
    expect([span(59_400), span(65_000), countdown(125)]).toEqual(['59 秒', '1 分 5 秒', '02:05'])
  })
})

describe('responses', () => {
  const asked = { kind: 'ordering' as const, options: [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }], left: [], right: [], gaps: 0 }
  it('are empty until something was said', () => {
    expect([filled({ texts: [' '] }), filled({ options: [] }), filled({ value: false }), filled(null)]).toEqual([false, false, true, false])
  })
  it('are said in words', () => {
    expect(inWords(asked, { options: ['b', 'a'] })).toEqual(['1. 乙', '2. 甲'])
    expect(inWords(asked, { value: false })).toEqual(['错误'])
    expect(inWords({ ...asked, gaps: 2 }, { texts: ['一', ''] })).toEqual(['第 1 空：一', '第 2 空：没有填'])
  })
  it('move within a list and never out of it', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 1, -5)).toEqual(['b', 'a', 'c'])
  })
  it('join each side once, and part again', () => {
    expect(joined([['a', '1'], ['b', '2']], 'a', '2')).toEqual([['a', '2']])
    expect(joined([['a', '2']], 'a', '2')).toEqual([])
  })
})
