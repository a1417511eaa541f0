/** The API's shapes by short names. */

import type { Path, Reply, Shapes } from '@/api/calls'

export type Member = Shapes['Member']
export type LoggedIn = Shapes['LoginReply']
export type Option = Shapes['Option']
export type Question = Shapes['OpenQuestion']
export type Response = Shapes['AnswerArgs']['response']
export type Quiz = Shapes['Quiz']
export type Attempt = Shapes['OpenAttempt']
export type Feedback = Shapes['Feedback']
export type Result = Shapes['Result']
export type Today = Shapes['Today']
export type Home = Shapes['Home']
export type Entry = Shapes['Entry']
export type Place = Shapes['MemberRow'] | Shapes['GroupRow']
export type Board = Shapes['MemberBoard'] | Shapes['GroupBoard']
export type Ranking = Shapes['Ranking']
export type Notice = Shapes['Notice']
export type Dispute = Shapes['Dispute']

/** Answers on their way: numbers and what was answered. */
export type Answers = NonNullable<Shapes['SubmissionArgs']['answers']>

/** The addresses of lists that go on page by page. */
export type ListPath = { [P in Path<'GET'>]: Reply<'GET', P> extends { items: unknown[]; next: string | null } ? P : never }[Path<'GET'>]
export type Item<P extends ListPath> = Reply<'GET', P> extends { items: (infer One)[] } ? One : never
