import { describe, expect, it } from 'vitest'

import { besideLast, lastBefore, type Try } from '../src/core/tries'

const tried = (id: string, quiz_id: string, preset = 'daily', more: Partial<Try> = {}): Try => ({ id, quiz_id, preset, state: 'finished', score: 400, max_score: 500, ...more })

describe('the last try', () => {
  it('is the one before, not a later one', () => {
    expect(lastBefore([tried('c', 'q'), tried('b', 'q'), tried('a', 'q')], 'b')?.id).toBe('a')
  })
  it('of a daily quiz is that of another day', () => {
    expect(lastBefore([tried('b', 'today'), tried('a', 'yesterday')], 'b')?.id).toBe('a')
  })
  it('of another contest or topic does not count', () => {
    for (const preset of ['contest', 'topic', 'survival']) {
      expect(lastBefore([tried('c', 'one', preset), tried('b', 'other', preset), tried('a', 'one', preset)], 'c')?.id).toBe('a')
      expect(lastBefore([tried('b', 'one', preset), tried('a', 'other', preset)], 'b')).toBeNull()
    }
  })
  it('is one that was handed in', () => {
    expect(lastBefore([tried('b', 'q'), tried('a', 'q', 'daily', { state: 'open', score: null })], 'b')).toBeNull()
  })
  it('of what is not on the list is unknown', () => {
    expect(lastBefore([tried('a', 'q')], 'z')).toBeNull()
  })
})

describe('a score beside the last', () => {
  it('is more, the same or less', () => {
    const last = { score: 400, max_score: 500 }
    expect(besideLast({ score: 455, max_score: 500 }, last)).toBe('比上次多 5.5 分')
    expect(besideLast({ score: 400, max_score: 500 }, last)).toBe('和上次一样，40 分')
    expect(besideLast({ score: 300, max_score: 500 }, last)).toBe('上次 40 分，这次少 10 分')
  })
  it('of another paper stands by itself', () => {
    expect(besideLast({ score: 455, max_score: 600 }, { score: 400, max_score: 500 })).toBe('上次 40 分，满分 50 分')
  })
})
