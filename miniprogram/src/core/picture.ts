/** The picture of a result to hand on: what stands where on it, in pixels. Pure; `app/sharing.ts` draws it. */

import { onlyDay, points, span } from './words'

export const WIDTH = 600
export const HEIGHT = 840

/** What the picture tells; `name` is empty where the member has not allowed the full name. */
export interface Deed {
  title: string
  name: string
  score: number
  max_score: number
  correct: number
  questions: number
  duration_ms: number
  finished_at: string
}

export type Face = 'sans' | 'song'
export interface Box { draw: 'box'; x: number; y: number; width: number; height: number; radius: number; colour: string }
export interface Arc { draw: 'arc'; x: number; y: number; radius: number; thick: number; share: number; colour: string }
export interface Words { draw: 'words'; text: string; x: number; y: number; size: number; bold: boolean; face: Face; colour: string }
export type Piece = Box | Arc | Words

/** How wide a text is at a size. */
export type Measure = (text: string, size: number, face: Face) => number

/** The tokens by day: a picture is the same whatever the phone is set to. */
const PAPER = '#faf7f2'
const CARD = '#ffffff'
const INK = '#221d18'
const SOFT = '#665d53'
const LINE = '#e6ded3'
const BAND = '#a01e1b'
const GOLD = '#b98a2f'
const GOLD_TEXT = '#7a570f'

const MIDDLE = WIDTH / 2
const EDGE = 40
const INNER = WIDTH - 4 * EDGE

/** A text in at most `most` lines of `widest` pixels; what does not fit ends in dots. */
export function lines(text: string, widest: number, most: number, width: (text: string) => number): string[] {
  const found: string[] = []
  let line = ''
  for (const sign of text) {
    if (width(line + sign) <= widest || line === '') {
      line += sign
      continue
    }
    if (found.length === most - 1) return [...found, shortened(line, widest, width)]
    found.push(line)
    line = sign.trim()
  }
  return [...found, line]
}

function shortened(line: string, widest: number, width: (text: string) => number): string {
  const signs = [...line]
  while (signs.length > 1 && width(`${signs.join('')}…`) > widest) signs.pop()
  return `${signs.join('')}…`
}

export function layout(deed: Deed, measure: Measure): Piece[] {
  const title = lines(deed.title, INNER, 2, (text) => measure(text, 32, 'song'))
  const share = deed.max_score ? deed.score / deed.max_score : 0
  return [
    { draw: 'box', x: 0, y: 0, width: WIDTH, height: HEIGHT, radius: 0, colour: PAPER },
    { draw: 'box', x: 0, y: 0, width: WIDTH, height: 240, radius: 0, colour: BAND },
    words('金水e起学党史', 62, 38, { face: 'song', bold: true, colour: CARD }),
    words(onlyDay(deed.finished_at), 114, 24, { colour: CARD }),
    { draw: 'box', x: EDGE, y: 160, width: WIDTH - 2 * EDGE, height: 600, radius: 24, colour: CARD },
    ...title.map((text, at) => words(text, 216 + 44 * at + (title.length > 1 ? 0 : 22), 32, { face: 'song', bold: true })),
    { draw: 'arc', x: MIDDLE, y: 440, radius: 120, thick: 18, share: 1, colour: LINE },
    { draw: 'arc', x: MIDDLE, y: 440, radius: 120, thick: 18, share, colour: GOLD },
    words(points(deed.score), 426, 76, { bold: true, colour: GOLD_TEXT }),
    words(`满分 ${points(deed.max_score)} 分`, 492, 24, { colour: SOFT }),
    words(`答对 ${deed.correct} 题，共 ${deed.questions} 题`, 622, 28),
    words(`用时 ${span(deed.duration_ms)}`, 664, 28),
    ...(deed.name ? [words(deed.name, 716, 28, { bold: true })] : []),
    words('两分钟，学一点，记一生', 800, 24, { colour: SOFT }),
  ]
}

/** A line in the middle. */
function words(text: string, y: number, size: number, looks: Partial<Words> = {}): Words {
  return { draw: 'words', text, x: MIDDLE, y, size, bold: false, face: 'sans', colour: INK, ...looks }
}
