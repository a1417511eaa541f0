/** Why a score is what it is: my own lines, or the numbers in a group's formula. */

import type { Shapes } from '@/api/calls'
import { read } from '@/app/server'

export type MemberReasons = Shapes['MemberReasons']
export type GroupReasons = Shapes['GroupReasons']
export type Period = 'day' | 'week' | 'month' | 'year' | 'all'
export type Group = 'branches' | 'streets'

export const PERIODS = [{ id: 'day', text: '今天' }, { id: 'week', text: '本周' }, { id: 'month', text: '本月' }, { id: 'all', text: '总榜' }]

export const readMine = (period: Period) => read('/points/why', { query: { period } })

export function readGroup(of: Group, organizationId: string, period: Period): Promise<GroupReasons> {
  const given = { path: { organization_id: organizationId }, query: { period } }
  return of === 'branches' ? read('/leaderboards/branches/{organization_id}/why', given) : read('/leaderboards/streets/{organization_id}/why', given)
}
