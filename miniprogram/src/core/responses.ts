/** What a member has answered: whether it says anything, and how it is said in words. */

import type { Shapes } from '@/api/calls'

export type Response = Shapes['AnswerArgs']['response']
type Asked = Pick<Shapes['OpenQuestion'], 'kind' | 'options' | 'left' | 'right' | 'gaps'>

export function filled(response: Response | undefined | null): response is Response {
  if (!response) return false
  if ('value' in response) return true
  if ('texts' in response) return response.texts.some((text) => text.trim() !== '')
  if ('pairs' in response) return response.pairs.length > 0
  return response.options.length > 0
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** A response as lines of text. */
export function inWords(asked: Asked, response: Response | undefined | null): string[] {
  if (!filled(response)) return ['没有作答']
  const texts = new Map([...asked.options, ...asked.left, ...asked.right].map((option) => [option.id, option.text]))
  const text = (id: string) => texts.get(id) ?? ''
  if ('value' in response) return [response.value ? '正确' : '错误']
  if ('texts' in response) return response.texts.map((one, index) => (asked.gaps > 1 ? `第 ${index + 1} 空：${one || '没有填'}` : one))
  if ('pairs' in response) return response.pairs.map(([left, right]) => `${text(left)} — ${text(right)}`)
  return response.options.map((id, index) => (asked.kind === 'ordering' ? `${index + 1}. ` : '') + text(id))
}

/** Move the item at `from` to `to`; the list itself stays as it is. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const list = [...items]
  list.splice(Math.max(0, Math.min(list.length - 1, to)), 0, ...list.splice(from, 1))
  return list
}

/** The pairs after `left` was joined with `right`: each is in one pair at most, and the same pair again undoes it. */
export function joined(pairs: readonly string[][], left: string, right: string): string[][] {
  const had = pairs.some(([one, other]) => one === left && other === right)
  const others = pairs.filter(([one, other]) => one !== left && other !== right)
  return had ? others : [...others, [left, right]]
}
