/** One attempt being taken: what is answered stands on the phone at once and on the server as soon as it can be reached. */

import { reactive } from 'vue'

import { clock, type Draft, drafts, outbox, read, sessions, write, writeLast } from '@/app/server'
import type { Attempt, Feedback, Quiz, Response, Result } from '@/app/shapes'
import { phone } from '@/core/platform'
import { Problem } from '@/core/problems'
import { newKey, type Write } from '@/core/outbox'
import { filled, same } from '@/core/responses'

/** Above the server's grace for one question, so that what is sent at the end of it still counts. */
const QUESTION_GRACE_MS = 2_300

export class Play {
  number = 1
  busy = false
  told = ''
  feedback: Record<number, Feedback> = {}
  responses: Record<number, Response> = {}
  unsent: number[] = []
  revived = 0
  private submission: Draft['submission'] = null

  constructor(
    readonly quiz: Quiz,
    public attempt: Attempt,
  ) {}

  /** Whether questions open one after another. */
  get inTurn(): boolean {
    return Boolean(this.quiz.rules.seconds_per_question || this.quiz.rules.stops_when_wrong)
  }

  /** Whether each answer is judged at once. */
  get each(): boolean {
    return this.quiz.rules.feedback === 'each'
  }

  get question() {
    return this.attempt.questions[this.number - 1]
  }

  answered(number: number): boolean {
    return number in this.responses ? filled(this.responses[number]) : this.attempt.answered.includes(number)
  }

  /** Whether the answer can't be changed any more. */
  locked(number: number): boolean {
    return this.each && number in this.feedback
  }

  timeUp(now: number): boolean {
    const end = this.attempt.question_expires_at
    return Boolean(end) && !this.locked(this.number) && now > Date.parse(end as string)
  }

  /** The question's time is over, but what was sent within the grace may still count: wait for it. */
  withinGrace(now: number): boolean {
    return this.timeUp(now) && now < Date.parse(this.attempt.question_expires_at as string) + QUESTION_GRACE_MS
  }

  /** Milliseconds left of the question, or of the whole where a question has no limit. */
  left(now: number): number {
    return Date.parse(this.attempt.question_expires_at ?? this.attempt.expires_at) - now
  }

  over(now: number): boolean {
    return now >= Date.parse(this.attempt.expires_at)
  }

  /** Numbers of open questions that have no answer. */
  gaps(now: number): number[] {
    const asked = this.inTurn ? [this.number].filter(() => !this.timeUp(now)) : this.attempt.questions.map((one) => one.number)
    return asked.filter((number) => !this.answered(number))
  }

  /** Keep an answer; without a verdict after each it goes to the server by itself. */
  answer(response: Response): void {
    const number = this.number
    this.responses[number] = response
    this.told = ''
    this.keep()
    if (!this.each) void this.save(number)
  }

  private async save(number: number): Promise<void> {
    const response = this.responses[number]
    if (!this.unsent.includes(number)) this.unsent.push(number)
    try {
      await this.put(number)
      if (same(response, this.responses[number])) this.unsent = this.unsent.filter((one) => one !== number)
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      this.unsent = this.unsent.filter((one) => one !== number)
      this.told = `这道题的答案没有保存：${problem.message}`
    }
  }

  private put(number: number) {
    const given = { path: { attempt_id: this.attempt.id, number }, body: { response: this.responses[number] } }
    return writeLast({ slot: this.slot(number) }, 'PUT', '/attempts/{attempt_id}/answers/{number}', given)
  }

  /** Have the answer judged. */
  async confirm(): Promise<void> {
    const number = this.number
    await this.act(async () => {
      const reply = await this.put(number)
      if (!reply?.feedback) return
      this.attempt.answered.push(number)
      this.feedback[number] = reply.feedback
    })
  }

  async next(): Promise<void> {
    if (!this.inTurn) {
      this.turnTo(this.number + 1)
      return
    }
    await this.act(async () => this.open(await write('POST', '/attempts/{attempt_id}/next', this.path)))
  }

  async revive(): Promise<void> {
    await this.act(async () => {
      await write('POST', '/attempts/{attempt_id}/revive', this.path)
      this.revived += 1
      this.open(await write('POST', '/attempts/{attempt_id}/next', this.path))
    })
  }

  turnTo(number: number): void {
    this.number = Math.max(1, Math.min(number, this.attempt.questions.length))
    this.told = ''
    this.keep()
  }

  /** Hand in what was answered; the same answers go under the same key, however often. */
  async submit(): Promise<Result | null> {
    let result: Result | null = null
    await this.act(async () => {
      const answers = Object.entries(this.responses).filter(([, response]) => filled(response)).map(([number, response]) => ({ number: Number(number), response }))
      if (!this.submission || !same(this.submission.answers, answers)) this.submission = { key: newKey(phone), answers }
      this.keep()
      this.told = '正在交卷，答案都在，请稍等。'
      const replaces = (write: Write) => write.slot?.startsWith(this.slot('')) ?? false
      const pushed = { slot: `submission.${this.attempt.id}`, key: this.submission.key, replaces }
      result = await writeLast(pushed, 'POST', '/attempts/{attempt_id}/submission', { ...this.path, body: { answers } })
      drafts.forget(this.attempt.id)
    })
    return result
  }

  /** Take what the server now says of the attempt: its clock, its answers, the questions it has opened. */
  open(attempt: Attempt): void {
    this.attempt = attempt
    if (this.inTurn) this.number = attempt.questions.length
    this.told = ''
    this.keep()
  }

  keep(): void {
    drafts.keep({
      member: sessions.memberId ?? '',
      attempt: this.attempt,
      quiz: this.quiz,
      responses: this.responses,
      feedback: this.feedback,
      at: this.number,
      revived: this.revived,
      submission: this.submission,
    })
  }

  restore(kept: Draft): void {
    Object.assign(this, { responses: kept.responses, feedback: kept.feedback, revived: kept.revived, submission: kept.submission })
    this.number = this.inTurn ? this.attempt.questions.length : Math.min(kept.at, this.attempt.questions.length)
    const slots = new Set(outbox.pending().map((write) => write.slot))
    this.unsent = this.attempt.questions.map((one) => one.number).filter((number) => slots.has(this.slot(number)))
  }

  private get path() {
    return { path: { attempt_id: this.attempt.id } }
  }

  private slot(number: number | ''): string {
    return `answer.${this.attempt.id}.${number}`
  }

  /** One step the server must take; a failure leaves everything as it is and says so. */
  private async act(work: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await work()
      this.keepUnlessGone()
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      this.told = `${problem.message}您的答案都保存着，可以再试。`
    } finally {
      this.busy = false
    }
  }

  private keepUnlessGone(): void {
    if (drafts.find(this.attempt.id)) this.keep()
  }
}

/** The attempt as the server has it, or as the phone kept it where the network is not there. A finished one is a Result. */
export async function openPlay(attemptId: string): Promise<Play | Result> {
  const kept = drafts.find(attemptId)
  let attempt: Attempt | Result
  let quiz: Quiz
  try {
    attempt = await read('/attempts/{attempt_id}', { path: { attempt_id: attemptId } })
    if (attempt.state === 'finished') {
      drafts.forget(attemptId)
      return attempt
    }
    quiz = kept?.quiz ?? (await read('/quizzes/{quiz_id}', { path: { quiz_id: attempt.quiz_id } }))
  } catch (problem) {
    if (!kept || !(problem instanceof Problem) || problem.status !== 0) throw problem
    attempt = kept.attempt
    quiz = kept.quiz
  }
  const play = reactive(new Play(quiz, attempt)) as Play
  if (kept) play.restore(kept)
  else play.turnTo(firstOpen(play))
  play.keep()
  return play
}

function firstOpen(play: Play): number {
  const open = play.attempt.questions.find((one) => !play.answered(one.number))
  return play.inTurn ? play.attempt.questions.length : (open?.number ?? play.attempt.questions.length)
}

/** Ask the server again: timers sleep with the phone. */
export async function refresh(play: Play): Promise<Result | null> {
  const attempt = await read('/attempts/{attempt_id}', { path: { attempt_id: play.attempt.id } })
  if (attempt.state === 'finished') return attempt
  play.open(attempt)
  return null
}

export const serverNow = () => clock.now()
