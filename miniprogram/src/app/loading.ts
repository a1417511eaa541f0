/** A page's reading from the server: loading, failed with a sentence, and done. */

import { ref } from 'vue'

import { Problem } from '@/core/problems'

export function useLoading(work: () => Promise<void>) {
  const loading = ref(true)
  const failed = ref('')

  async function load(): Promise<void> {
    failed.value = ''
    try {
      await work()
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      failed.value = problem.status === 0 ? '网络没有连上，请稍后再试。已作答的内容都保存着，不会丢失。' : problem.message
    } finally {
      loading.value = false
    }
  }

  return { loading, failed, load }
}

/** The sentence of a problem; anything else is a fault of ours and goes on. What was asked for at once is kept nowhere. */
export function sentence(problem: unknown): string {
  if (problem instanceof Problem) return problem.status === 0 ? '网络没有连上，请稍后再试一次。' : problem.message
  throw problem
}
