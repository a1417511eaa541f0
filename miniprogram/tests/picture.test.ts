import { describe, expect, it } from 'vitest'

import { type Deed, HEIGHT, layout, lines, WIDTH, type Piece, type Words } from '../src/core/picture'

/** Every sign of this type face is as wide as it is high. */
const measure = (text: string, size: number) => [...text].length * size
const wide = (text: string) => [...text].length

const deed: Deed = {
  title: '每日答题 11月24日',
  name: '',
  score: 400,
  max_score: 500,
  correct: 4,
  questions: 5,
  duration_ms: 65_000,
  finished_at: '2026-11-24T19:30:00.000+08:00',
}
const words = (pieces: Piece[]) => pieces.filter((piece): piece is Words => piece.draw === 'words')
const texts = (told: Deed) => words(layout(told, measure)).map((piece) => piece.text)
const long = { ...deed, name: '欧阳晓明', title: '金水区庆祝中国共产党成立一百零五周年党史知识竞赛（第三轮）决赛加时赛' }

describe('the picture of a result', () => {
  it('tells title, score, what was right, the time, the day and what it is from', () => {
    expect(texts(deed)).toEqual(['金水e起学党史', '11月24日 周二', '每日答题 11月24日', '40', '满分 50 分', '答对 4 题，共 5 题', '用时 1 分 5 秒', '两分钟，学一点，记一生'])
  })
  it('bears a name only where one is given', () => {
    expect(texts({ ...deed, name: '李晓明' })).toContain('李晓明')
    expect(texts(deed).join()).not.toContain('李晓明')
  })
  it('keeps within its edges, and no line lies on another', () => {
    for (const told of [deed, long, { ...deed, score: 10_000, max_score: 10_000 }]) {
      const found = words(layout(told, measure))
      for (const piece of found) {
        const half = measure(piece.text, piece.size) / 2
        expect(piece.x - half).toBeGreaterThanOrEqual(0)
        expect(piece.x + half).toBeLessThanOrEqual(WIDTH)
        expect(piece.y + piece.size / 2).toBeLessThanOrEqual(HEIGHT)
      }
      const ordered = [...found].sort((one, other) => one.y - other.y)
      for (const [at, piece] of ordered.slice(1).entries()) expect(piece.y - piece.size / 2).toBeGreaterThanOrEqual(ordered[at].y + ordered[at].size / 2)
    }
  })
  it('shows the share of the whole as a ring, and none for nothing', () => {
    const shares = (told: Deed) => layout(told, measure).flatMap((piece) => (piece.draw === 'arc' ? [piece.share] : []))
    expect(shares(deed)).toEqual([1, 0.8])
    expect(shares({ ...deed, score: 0, max_score: 0 })).toEqual([1, 0])
  })
})

describe('a text in lines', () => {
  it('breaks where a line is full', () => {
    expect(lines('一二三四五', 3, 2, wide)).toEqual(['一二三', '四五'])
    expect(lines('一二三', 3, 2, wide)).toEqual(['一二三'])
  })
  it('ends in dots where it is too long', () => {
    expect(lines('一二三四五六七', 3, 2, wide)).toEqual(['一二三', '四五…'])
  })
  it('begins no line with a blank, and keeps a sign that is wider than the line', () => {
    expect(lines('一二三 四', 3, 2, wide)).toEqual(['一二三', '四'])
    expect(lines('一', 0, 2, wide)).toEqual(['一'])
  })
})
