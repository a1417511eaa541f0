/** Why a score is what it is: my own lines, or the numbers in a group's formula. */

import { read } from '@/app/server'

export interface TaskReason { code: string; title: string; rule_version: number; points: number; lines: number }
export interface MemberReasons { period: string; starts_on: string | null; points: number; tasks: TaskReason[] }
export interface GroupReasons {
  organization: { id: string; name: string }
  score: number | null
  weight: number
  fewest: number
  district_mean: number
  total: number | null
  participants: number | null
}

export type Group = 'branches' | 'streets'

export const PERIODS = [{ id: 'day', text: '今天' }, { id: 'week', text: '本周' }, { id: 'month', text: '本月' }, { id: 'all', text: '总榜' }]

export const readMine = (period: string) => read<MemberReasons>(`/points/why?period=${period}`)
export const readGroup = (of: Group, id: string, period: string) => read<GroupReasons>(`/leaderboards/${of}/${id}/why?period=${period}`)
